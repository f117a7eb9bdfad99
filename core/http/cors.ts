// Front ends that live at another origin: what a browser must hear before it lets them read our answers.
import type { MiddlewareHandler } from 'hono'
import type { Settings } from '../services/settings.ts'
import type { Env } from './guard.ts'

/** Nothing else is for pages of others: media tickets and the bundle are for our own. */
const OPEN_PATHS = /^\/(api|hls)\//

/** Sign-in goes by header, so credentials (cookies) are never allowed, and an answer is named to one origin at a time. */
export function createCors(settings: Pick<Settings, 'get'>): MiddlewareHandler<Env> {
  return async (c, next) => {
    const listed: readonly string[] = OPEN_PATHS.test(c.req.path) ? settings.get('cors_origins') : []
    if (listed.length === 0) return next()
    const origin = c.req.header('origin')
    const isListed = origin !== undefined && listed.includes(origin)
    if (isListed && c.req.method === 'OPTIONS' && c.req.header('access-control-request-method'))
      return c.body(null, 204, {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': 'Authorization, Content-Type, Range, X-API-Key, X-Request-Id, X-Requested-With',
        'access-control-max-age': '600',
        vary: 'Origin',
      })
    await next()
    // A cache must not hand one origin's answer to another.
    c.res.headers.append('vary', 'Origin')
    if (!isListed) return
    c.res.headers.set('access-control-allow-origin', origin)
    c.res.headers.set(
      'access-control-expose-headers',
      'Content-Disposition, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id',
    )
  }
}

// What stands before everything: a path with a slash at its end leads to the same without, and pictures are for our own pages.
import type { MiddlewareHandler } from 'hono'
import type { Env } from '#plugin'

/** The one path that its clients write with a slash at its end. */
const LOGS = /^(\/vibenvr)?(\/api)?\/logs\/?$/

export const around: MiddlewareHandler<Env> = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  const base = c.get('base') ?? ''
  const isLogs = LOGS.test(pathname)
  if (isLogs && !pathname.endsWith('/')) return c.redirect(`${base}${pathname}/${search}`, 307)
  // `//elsewhere/` must not lead to another host.
  if (!isLogs && pathname.endsWith('/') && pathname !== '/' && !pathname.startsWith('//'))
    return c.redirect(`${base}${pathname.slice(0, -1)}${search}`, 307)
  await next()
  // A page of another origin may not even show what a cookie opens.
  c.res.headers.set('cross-origin-resource-policy', 'same-origin')
}

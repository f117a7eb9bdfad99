// What stands on every answer: headers of the document, and leave for pages of other origins that sign in by header.
import type { MiddlewareHandler } from 'hono'
import type { Env } from '#plugin'

const NEVER_KEPT = 'no-cache, no-store, must-revalidate'
/** For everybody, and therefore never with cookies: a browser shows nothing of an answer to a request that had one. */
const LEAVE = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers': 'Content-Type, Authorization, X-Requested-With, X-API-Key, Range',
  'access-control-max-age': '86400',
}

/** How many requests came and how many of them failed, since the start. */
export interface Counts {
  total: number
  failed: number
}

export function createAround(counts: Counts): MiddlewareHandler<Env> {
  return async (c, next) => {
    counts.total++
    const isOpen = /\/(api|hls)\//.test(c.req.path)
    if (c.req.method === 'OPTIONS') return c.body(null, 204, isOpen ? LEAVE : {})
    await next()
    if (c.res.status >= 500) counts.failed++
    const { headers } = c.res
    if (isOpen) headers.set('access-control-allow-origin', LEAVE['access-control-allow-origin'])
    if (headers.get('content-type')?.startsWith('application/json')) headers.set('cache-control', NEVER_KEPT)
  }
}

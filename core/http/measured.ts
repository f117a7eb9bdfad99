// Middleware that tells how long each answer took to begin, and through which door it was asked for.
import type { MiddlewareHandler } from 'hono'
import type { Metrics } from '../services/metrics/index.ts'
import type { Env } from './guard.ts'

/**
 * `doors`: paths below which an API answers, the longer before the shorter. Whatever else is asked for is the page or a stranger's
 * guess (`otherwise`), so that the words stay as few as they are.
 */
export function createMeasured(
  metrics: Pick<Metrics, 'answered'>,
  doors: readonly string[],
  otherwise = '/',
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const began = performance.now()
    await next()
    const { path } = c.req
    const door = doors.find((one) => path === one || path.startsWith(`${one}/`)) ?? otherwise
    metrics.answered(door, c.res.status, (performance.now() - began) / 1000)
  }
}

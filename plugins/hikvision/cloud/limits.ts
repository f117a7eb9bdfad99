// How often each caller may ask, and how long a recorder may take.

import type { MiddlewareHandler } from 'hono'
import { type Caller, callerOf, type Env, Fault } from '#plugin'

const MINUTE_MS = 60_000

const keyOf = (caller: Caller) => ('userId' in caller ? `user ${caller.userId}` : caller.kind)

/** Middleware: at most so many requests within any minute, of each caller. Fault too-many, with the seconds to wait. */
export function atMost(perMinute: number, now: () => number): MiddlewareHandler<Env> {
  const seen = new Map<string, number[]>()
  return async (c, next) => {
    const at = now()
    const key = keyOf(callerOf(c))
    const recent = (seen.get(key) ?? []).filter((time) => at - time < MINUTE_MS && time <= at)
    const first = recent[0] ?? at
    if (recent.length >= perMinute)
      throw new Fault('too-many', `Too many requests: at most ${perMinute} per minute`, {
        retryAfterSeconds: Math.max(1, Math.ceil((first + MINUTE_MS - at) / 1000)),
      })
    seen.set(key, [...recent, at])
    await next()
  }
}

/** The work's result, or Fault device-timeout after so long; the signal tells the work that nobody waits any more. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const fault = new Fault('device-timeout', `The recorder did not answer within ${ms / 1000} seconds`)
    reject(fault)
    end.abort(fault)
  }, ms)
  const working = work(end.signal)
  // Whoever comes late has nobody to tell.
  working.catch(() => {})
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}

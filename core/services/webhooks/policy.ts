// What follows from a try: go on, try again later, give the message up, or turn the webhook off. Pure.
import type { Outcome } from './send.ts'

/** Of a webhook, what tries change. */
export interface Standing {
  failures: number
  failingSince: Date | null
}

export interface Verdict {
  /** Told, or given up. */
  done: boolean
  dropped: boolean
  failures: number
  failingSince: Date | null
  retryAt: Date | null
  /** Public text; null = it stays on. */
  off: string | null
}

const FIRST_PAUSE = 5
const LONGEST_PAUSE = 3600
/** A receiver that refuses a message as such gets it so often; what is behind must not wait for ever. */
const REFUSALS = 5
const OFF_AFTER_MS = 3 * 86_400_000
/** And not before so many tries: a clock that jumped is no failure. */
const OFF_AFTER_TRIES = 50

/** Statuses that are about the message, not about the receiver's day. */
const isRefusal = (status: number | null) =>
  status !== null && status >= 400 && status < 500 && ![408, 425, 429].includes(status)

/** Seconds before the next try: 5, 20, 80 … 3600, each a little different. */
export function pauseSeconds(failures: number, random: () => number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 4 ** Math.min(failures - 1, 8)) * (0.8 + 0.4 * random())
}

export function judge(
  standing: Standing,
  attempts: number,
  outcome: Outcome,
  now: Date,
  random: () => number,
): Verdict {
  if (outcome.ok) return { done: true, dropped: false, failures: 0, failingSince: null, retryAt: null, off: null }
  const failures = standing.failures + 1
  const failingSince = standing.failingSince ?? now
  const dropped = isRefusal(outcome.status) && attempts >= REFUSALS
  const pause = Math.max(pauseSeconds(failures, random), outcome.retryAfterSeconds ?? 0)
  const isLong = failures >= OFF_AFTER_TRIES && +now - +failingSince >= OFF_AFTER_MS
  const off =
    outcome.status === 410
      ? 'The receiver says that it is gone for good (410).'
      : isLong
        ? `Nothing could be delivered for three days. The last try: ${outcome.text}.`
        : null
  return { done: dropped, dropped, failures, failingSince, retryAt: new Date(+now + pause * 1000), off }
}

// Times in words: how long ago, since when, how long; and the server's clock as this browser sees it.
import { signal } from '@preact/signals'
import { language, t } from './texts/t.ts'
import { timesIn } from './times-in.ts'
import { zone } from './zone.ts'

/** The present, for texts that grow older while one looks at them. */
export const now = signal(new Date())
/** Starts the clock; stops with the returned function. */
export function startClock(everyMs = 10_000): () => void {
  const timer = setInterval(() => {
    now.value = new Date()
  }, everyMs)
  return () => clearInterval(timer)
}

export const { ago, moment, exact, exactDay, exactFull, dayName, daysBetween } = timesIn(language, zone)

/** A length in the largest unit that says enough. */
export function length(seconds: number): string {
  if (seconds < 90) return t('time.seconds', { count: Math.round(seconds) })
  if (seconds < 5400) return t('time.minutes', { count: Math.round(seconds / 60) })
  return t('time.hours', { count: Math.round(seconds / 3600) })
}

let ahead = 0
/** Learns how far the server's clock is ahead, from an answer that was asked and received at these moments. */
export function setServerTime(timestamp: string, askedAt: number, receivedAt: number): void {
  const server = Date.parse(timestamp)
  if (Number.isFinite(server)) ahead = server - (askedAt + receivedAt) / 2
}
export const serverNow = (): number => Date.now() + ahead

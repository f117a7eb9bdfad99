// Brings each browser what it is told, one message after the other; what its push service does not take in time is forgotten.
import type { Log } from '../../log.ts'
import { sleep, type Timers } from '../../timers.ts'
import type { Outcome } from '../webhooks/send.ts'

export interface Tried extends Outcome {
  /** No later try can do better, whatever its status says. */
  isLasting?: true
}

export interface Message {
  /** What is encrypted. */
  text: string
  topic: string
  /** Asked right before each try: whoever has lost a right meanwhile is told nothing. */
  isStillFor: (subscriptionId: number) => boolean
}

export interface Courier extends AsyncDisposable {
  /** Returns at once. */
  take(subscriptionId: number, message: Message): void
}

interface Deps {
  /** One try. Null: the browser is not subscribed any more. */
  post: (subscriptionId: number, message: Message, signal: AbortSignal) => Promise<Tried | null>
  log: Log
  now: () => Date
  random: () => number
  timers: Timers
}

/** What happened ten minutes ago is no news: it stands in the list of alarms. */
const NEWS_MS = 600_000
/** A service that is away keeps so much waiting, the newest. */
export const MOST_WAITING = 10
const PAUSES_MS = [5_000, 30_000, 120_000]

/** Busy, or not there: a later try may be taken. */
const isPassing = ({ status, isLasting }: Tried): boolean =>
  !isLasting && (status === null || status === 408 || status === 429 || status >= 500)

export function createCourier({ post, log, now, random, timers }: Deps): Courier {
  const ending = new AbortController()
  const waiting = new Map<number, { message: Message; at: number }[]>()
  const running = new Map<number, Promise<void>>()

  async function deliver(id: number, message: Message, at: number): Promise<void> {
    for (const pause of [...PAUSES_MS, null]) {
      if (ending.signal.aborted || +now() - at > NEWS_MS || !message.isStillFor(id)) return
      const outcome = await post(id, message, ending.signal)
      if (!outcome || !isPassing(outcome) || pause === null) return
      const asked = (outcome.retryAfterSeconds ?? 0) * 1000
      await sleep(timers, Math.max(asked, pause * (0.8 + 0.4 * random())), ending.signal)
    }
  }

  async function work(id: number): Promise<void> {
    for (;;) {
      const next = waiting.get(id)?.shift()
      if (!next) break
      await deliver(id, next.message, next.at).catch((error: unknown) => {
        if (!ending.signal.aborted) log.error('A browser could not be told of an alarm', { error })
      })
    }
    waiting.delete(id)
    running.delete(id)
  }

  return {
    take(id, message) {
      if (ending.signal.aborted) return
      const line = waiting.get(id) ?? []
      waiting.set(id, [...line, { message, at: +now() }].slice(-MOST_WAITING))
      if (!running.has(id)) running.set(id, work(id))
    },
    async [Symbol.asyncDispose]() {
      ending.abort(new Error('Porchlight stops'))
      waiting.clear()
      await Promise.all(running.values())
    },
  }
}

// Brings each webhook what waits for it, one message after the other, with pauses where the receiver is away.
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { webhooks } from '../../db/schema/index.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import { judge } from './policy.ts'
import type { Message, Queue } from './queue.ts'
import type { Outcome, Send } from './send.ts'
import { signed } from './sign.ts'

export type WebhookRow = typeof webhooks.$inferSelect

export interface Courier extends AsyncDisposable {
  /** Looks at once, or when the pause is over, whether something waits for this webhook. */
  wake(webhookId: number): void
  /** One message outside of the queue. */
  post(row: WebhookRow, id: string, body: string): Promise<Outcome>
}

interface Deps {
  db: Db
  queue: Queue
  send: Send
  /** Url and secret in the clear. */
  open: (row: WebhookRow) => { url: string; secret: string }
  /** A webhook was turned off, and why. */
  onOff: (row: WebhookRow, reason: string) => void
  log: Log
  now: () => Date
  random: () => number
  timers: Timers
}

/** No pause is longer; a clock that was set back must not make it so. */
const LONGEST_MS = 4_500_000
const AGAIN_MS = 60_000

export function createCourier({ db, queue, send, open, onOff, log, now, random, timers }: Deps): Courier {
  const ending = new AbortController()
  const running = new Map<number, Promise<void>>()
  const pauses = new Map<number, Disposable>()

  const read = (id: number) => db.select().from(webhooks).where(eq(webhooks.id, id)).get()

  async function post(row: WebhookRow, id: string, body: string): Promise<Outcome> {
    let opened: ReturnType<typeof open>
    try {
      opened = open(row)
    } catch (error) {
      return { ok: false, status: null, text: asFault(error).message, retryAfterSeconds: null }
    }
    const { url, secret } = opened
    return send({ url, verifyTls: row.verifyTls, headers: signed(secret, id, now(), body), body }, ending.signal)
  }

  function settle(row: WebhookRow, message: Message, outcome: Outcome): void {
    const attempts = message.attempts + 1
    const { done, dropped, failures, failingSince, retryAt, off } = judge(row, attempts, outcome, now(), random)
    const told = outcome.ok ? { lastSuccessAt: now(), lastError: null, dropped: 0 } : { lastError: outcome.text }
    db.update(webhooks)
      .set({ failures, failingSince, retryAt, ...told, ...(off !== null && { isEnabled: false, offReason: off }) })
      .where(eq(webhooks.id, row.id))
      .run()
    if (done) queue.remove(message.id)
    else queue.tried(message.id, attempts)
    if (dropped) queue.countDropped(row.id, 1)
    if (!outcome.ok && row.failures === 0)
      log.warn('A webhook does not take what it is sent', { webhook: row.uuid, error: outcome.text })
    if (outcome.ok && row.failures > 0) log.info('A webhook takes what it is sent again', { webhook: row.uuid })
    if (off === null) return
    queue.clear(row.id)
    onOff(row, off)
  }

  /** The milliseconds after which to look again; null when nothing waits. */
  async function work(webhookId: number): Promise<number | null> {
    while (!ending.signal.aborted) {
      const row = read(webhookId)
      const message = row?.isEnabled ? queue.next(webhookId) : undefined
      if (!row || !message) return null
      const wait = row.retryAt ? Math.min(+row.retryAt - +now(), LONGEST_MS) : 0
      if (wait > 0) return wait
      const outcome = await post(row, message.uuid, message.body)
      // A stop is no failure of the receiver, and what a person has changed meanwhile is tried anew.
      const after = ending.signal.aborted && !outcome.ok ? undefined : read(webhookId)
      if (after && (outcome.ok || +after.updatedAt === +row.updatedAt)) settle(after, message, outcome)
    }
    return null
  }

  function wake(webhookId: number): void {
    if (running.has(webhookId) || ending.signal.aborted) return
    pauses.get(webhookId)?.[Symbol.dispose]()
    pauses.delete(webhookId)
    const round = work(webhookId)
      .catch((error: unknown) => {
        log.error('A webhook could not be served', { webhookId, error })
        return AGAIN_MS
      })
      .then((wait) => {
        running.delete(webhookId)
        if (ending.signal.aborted) return
        if (wait !== null)
          pauses.set(
            webhookId,
            timers.after(wait, () => wake(webhookId)),
          )
        // It came in the moment between the last look and now.
        else if (read(webhookId)?.isEnabled && queue.next(webhookId)) wake(webhookId)
      })
    running.set(webhookId, round)
  }

  return {
    wake,
    post,
    async [Symbol.asyncDispose]() {
      ending.abort()
      for (const pause of pauses.values()) pause[Symbol.dispose]()
      await Promise.all(running.values())
    },
  }
}

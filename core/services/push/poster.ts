// One try to tell one browser something, and what follows from it for its subscription.
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { pushSubscriptions } from '../../db/schema/index.ts'
import type { Log } from '../../log.ts'
import type { Outgoing, Send } from '../webhooks/send.ts'
import type { Message, Tried } from './courier.ts'
import type { KeyPair } from './keys.ts'
import type { Row, Rows } from './rows.ts'
import { seal } from './seal.ts'

/** Null: there is no such subscription any more, or the try was broken off. */
export type Post = (id: number, message: Message, signal: AbortSignal) => Promise<Tried | null>

interface Deps {
  db: Db
  rows: Pick<Rows, 'opened'>
  keys: () => KeyPair
  send: Send
  log: Log
  now: () => Date
}

/** Written with a secret key that is lost, or damaged. */
const UNREADABLE: Tried = {
  ...{ ok: false, status: null, retryAfterSeconds: null, isLasting: true },
  text: 'What this browser gave us cannot be read any more; let it subscribe anew',
}

export function createPost({ db, rows, keys, send, log, now }: Deps): Post {
  return async (id, { text, topic }, signal) => {
    // First: where they are lost, subscriptions are as well.
    const pair = keys()
    const is = eq(pushSubscriptions.id, id)
    const row = db.select().from(pushSubscriptions).where(is).get()
    if (!row) return null
    const sealed = await sealedFor(row, text, pair, topic)
    const outcome = sealed ? await send(sealed, signal) : UNREADABLE
    // A stop is no failure of the push service.
    if (signal.aborted) return null
    const { ok, status, text: error } = outcome
    const subscription = row.uuid
    if (status === 404 || status === 410) {
      db.delete(pushSubscriptions).where(is).run()
      log.info('A browser has ended that it is told of alarms', { subscription })
      return outcome
    }
    if (!ok && row.failures === 0) log.warn('A browser cannot be told of alarms', { subscription, error })
    const told = ok
      ? { failures: 0, lastError: null, lastSuccessAt: now() }
      : { failures: row.failures + 1, lastError: error }
    db.update(pushSubscriptions).set(told).where(is).run()
    return outcome
  }

  /** Null where its address or keys cannot be read. */
  async function sealedFor(row: Row, text: string, pair: KeyPair, topic: string): Promise<Outgoing | null> {
    try {
      const to = rows.opened(row)
      return { url: to.endpoint, verifyTls: true, ...(await seal(to, text, pair, topic)) }
    } catch {
      return null
    }
  }
}

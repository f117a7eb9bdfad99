// A browser's last word: a day before its sign-in ends it is told so, once, as it falls silent with it and nobody would notice.
import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { facts, pushSubscriptions, signIns, users } from '../../db/schema/index.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import { LONGEST_SIGN_IN_MS } from '../tokens.ts'
import type { Courier } from './courier.ts'

/** What the page that shows it finds in a message. */
export interface LastNote {
  type: 'ends'
  /** English, for a browser that has not been told our words in another language. */
  title: string
  where: string
  /** When it is told nothing more. */
  at: string
  /** Nothing prolongs it: a password is asked for then. */
  final: boolean
}

interface Deps {
  db: Db
  courier: Pick<Courier, 'take'>
  log: Log
  now: () => Date
  timers: Timers
}

const EVERY_MS = 3_600_000
const BEFORE_MS = 24 * EVERY_MS
/** A start has more urgent things to do. */
const FIRST_MS = 60_000
/** Up to which end sign-ins have been told of: kept, so that a restart tells nobody again. */
const TOLD_UNTIL = 'push_ends_told_until'

export function createLastWord({ db, courier, log, now, timers }: Deps): Disposable {
  let timer = timers.after(FIRST_MS, turn)

  function turn(): void {
    timer = timers.after(EVERY_MS, turn)
    try {
      tell()
    } catch (error) {
      log.error('Browsers could not be told that they fall silent', { error })
    }
  }

  function tell(): void {
    const until = +now() + BEFORE_MS
    const stored = db.select().from(facts).where(eq(facts.key, TOLD_UNTIL)).get()?.value
    // Of a clock that has been set back nobody is told twice, and all are told from then on.
    const from = Math.min(until, Math.max(+now(), Number(stored ?? 0)))
    const ending = db
      .select({ id: pushSubscriptions.id, at: signIns.expiresAt, since: signIns.createdAt })
      .from(pushSubscriptions)
      .innerJoin(signIns, eq(signIns.id, pushSubscriptions.signInId))
      .innerJoin(users, eq(users.id, pushSubscriptions.userId))
      .where(
        and(
          gt(signIns.expiresAt, new Date(from)),
          lte(signIns.expiresAt, new Date(until)),
          // As with alarms: a message finds its reader anywhere.
          eq(users.isActive, true),
          isNull(users.allowedNetworks),
        ),
      )
      .all()
    for (const { id, at, since } of ending) {
      const note = noteOf(at, +at >= +since + LONGEST_SIGN_IN_MS)
      courier.take(id, { text: JSON.stringify(note), topic: 'ends', isStillFor: (one) => isToEnd(one, at) })
    }
    const value = String(until)
    db.insert(facts).values({ key: TOLD_UNTIL, value }).onConflictDoUpdate({ target: facts.key, set: { value } }).run()
  }

  /** Whoever opened Porchlight while a push service was busy needs no such word. */
  const isToEnd = (id: number, at: Date): boolean =>
    db
      .select({ id: signIns.id })
      .from(signIns)
      .innerJoin(pushSubscriptions, eq(pushSubscriptions.signInId, signIns.id))
      .where(and(eq(pushSubscriptions.id, id), eq(signIns.expiresAt, at)))
      .get() !== undefined

  return { [Symbol.dispose]: () => timer[Symbol.dispose]() }
}

const noteOf = (at: Date, final: boolean): LastNote => ({
  type: 'ends',
  title: 'Alarms fall silent here tomorrow',
  where: final ? 'Sign in to Porchlight again then to go on being told.' : 'Open Porchlight to go on being told.',
  at: at.toISOString(),
  final,
})

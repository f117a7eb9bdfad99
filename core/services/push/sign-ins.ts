// A browser whose sign-in somebody ends is told nothing more: a lost phone must fall silent.
import { and, eq, isNull, ne, or } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { pushSubscriptions, signIns } from '../../db/schema/index.ts'

/**
 * A subscription outlives its sign-in, which ends by itself when nobody opens the page for a week. So both are brought together
 * by what the browser calls itself: where another of that name is still signed in, a person removes it from the list himself.
 */
export function endWithSignIns({ db, bus }: { db: Db; bus: Bus }): Disposable {
  const isAgent = (agent: string | null) =>
    agent === null ? isNull(pushSubscriptions.agent) : eq(pushSubscriptions.agent, agent)
  const isOther = (agent: string | null) =>
    or(isNull(pushSubscriptions.agent), ne(pushSubscriptions.agent, agent ?? ''))

  return bus.on('sign-ins.ended', ({ userId, ...which }) => {
    const own = eq(pushSubscriptions.userId, userId)
    if ('allBut' in which) {
      const gone = which.allBut === null ? own : and(own, isOther(which.allBut))
      db.delete(pushSubscriptions).where(gone).run()
      return
    }
    const { agent } = which
    const left = db.select({ agent: signIns.agent }).from(signIns).where(eq(signIns.userId, userId)).all()
    if (left.some((one) => one.agent === agent)) return
    db.delete(pushSubscriptions)
      .where(and(own, isAgent(agent)))
      .run()
  })
}

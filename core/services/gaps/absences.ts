// When devices were away, as we saw it: kept, so that a gap in their footage can be explained later.
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { deviceAbsences } from '../../db/schema/index.ts'
import type { Interval } from '../../domain/intervals.ts'

export interface Absence extends Interval {
  reason: string | null
}

export interface Absences extends Disposable {
  /** Those that touch the time, ascending. One that goes on ends with `until`. */
  of(deviceId: number, asked: Interval, until: Date): Absence[]
}

const KEPT_MS = 400 * 86_400_000

export function createAbsences({ db, bus, now }: { db: Db; bus: Bus; now: () => Date }): Absences {
  const openOf = (deviceId: number) => and(eq(deviceAbsences.deviceId, deviceId), isNull(deviceAbsences.endAt))

  const subscription = bus.on('device.state', ({ deviceId, state }) => {
    // While we try again it is still away; after a stop of ours the next success or failure tells.
    if (state.phase === 'connecting' || state.phase === 'idle') return
    const open = db.select({ id: deviceAbsences.id }).from(deviceAbsences).where(openOf(deviceId)).get()
    if (state.phase !== 'away') {
      if (open) db.update(deviceAbsences).set({ endAt: now() }).where(openOf(deviceId)).run()
      return
    }
    if (open) return
    db.delete(deviceAbsences)
      .where(and(eq(deviceAbsences.deviceId, deviceId), lt(deviceAbsences.startAt, new Date(+now() - KEPT_MS))))
      .run()
    db.insert(deviceAbsences)
      .values({ deviceId, startAt: state.since, reason: state.fault?.message ?? null })
      .run()
  })

  return {
    of: (deviceId, asked, until) =>
      db
        .select()
        .from(deviceAbsences)
        .where(
          and(
            eq(deviceAbsences.deviceId, deviceId),
            lt(deviceAbsences.startAt, new Date(asked.end)),
            or(isNull(deviceAbsences.endAt), gt(deviceAbsences.endAt, new Date(asked.start))),
          ),
        )
        .orderBy(asc(deviceAbsences.startAt))
        .all()
        .map(({ startAt, endAt, reason }) => ({ start: +startAt, end: +(endAt ?? until), reason })),
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  }
}

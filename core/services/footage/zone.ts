// A device's offsets from UTC as a table, so that its wall clock can be read while it is away.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { deviceReports } from '../../db/schema/index.ts'
import { type OffsetAt, offsetChanges } from '../../domain/wall-clock.ts'

/** From an instant (ms since 1970) on, so many minutes east of UTC; ascending. */
export type ZoneTable = readonly (readonly [from: number, minutes: number])[]

/** Before it no device recorded anything. */
const FIRST = Date.UTC(2000, 0, 1)
const AHEAD_MS = 400 * 86_400_000

/** Exact to the second. */
export function tableOf(offsetAt: OffsetAt, now: Date): ZoneTable {
  const changes = offsetChanges(offsetAt, FIRST, +now + AHEAD_MS)
  return [[FIRST, offsetAt(new Date(FIRST))], ...changes.map(({ at, minutes }) => [at, minutes] as const)]
}

export function offsetsOf(table: ZoneTable): OffsetAt {
  return (time) => {
    let minutes = table[0]?.[1] ?? 0
    for (const [from, next] of table) {
      if (from > +time) break
      minutes = next
    }
    return minutes
  }
}

export function writeZone(db: Db, deviceId: number, offsetAt: OffsetAt, now: Date): void {
  const values = { items: tableOf(offsetAt, now) as unknown[], readAt: now }
  db.insert(deviceReports)
    .values({ deviceId, kind: 'zone', ...values })
    .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: values })
    .run()
}

/** As the device's last round told; until then `otherwise` at all times. */
export const readZone = (db: Db, deviceId: number, otherwise: number): OffsetAt =>
  toldZone(db, deviceId) ?? (() => otherwise)

/** The same; null until then. */
export function toldZone(db: Db, deviceId: number): OffsetAt | null {
  const row = db
    .select({ items: deviceReports.items })
    .from(deviceReports)
    .where(and(eq(deviceReports.deviceId, deviceId), eq(deviceReports.kind, 'zone')))
    .get()
  return row ? offsetsOf(row.items as unknown as ZoneTable) : null
}

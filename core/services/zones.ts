// Zones: parts of a camera's picture that a person drew. An alarm whose place lies outside of all of them starts no recording.
import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { zones } from '../db/schema/index.ts'
import { type Point, tidyArea, touches } from '../domain/area.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'

export const MOST_ZONES = 16
export const MOST_CORNERS = 32

export interface Zone {
  /** By which clients know it again; once in a channel. */
  key: string
  name: string
  isEnabled: boolean
  /** `#rrggbb`. */
  color: string
  /** Corners, 0 to 1 from the top left. */
  polygon: Point[]
  /** What it is for; empty = everything. Kept for whoever looks into pictures: we do not. */
  targets: string[]
  /** 0 to 1; kept likewise. */
  minConfidence: number
}

export interface Zones {
  /** Right: `view`. */
  list(caller: Caller, channelId: string | number): Zone[]
  /** The whole set, in this order. Right: `manage`. Faults: invalid-input for too many, for corners that make no area, and for a key twice. */
  replace(caller: Caller, channelId: string | number, all: readonly Zone[]): Zone[]
  /** Whether an alarm there is worth a recording: no enabled zone, no place, or a place that touches an enabled zone. */
  concerns(channelId: number, area: readonly Point[] | null): boolean
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
}

const refused = (message: string) => new Fault('invalid-input', message)

/** Whether they enclose anything: not all on one line. */
function isArea(corners: readonly Point[]): boolean {
  const sum = corners.reduce((total, { x, y }, index) => {
    const next = corners[(index + 1) % corners.length]
    return next ? total + x * next.y - next.x * y : total
  }, 0)
  return corners.length > 2 && Math.abs(sum) > 1e-6
}

function checked(all: readonly Zone[]): Zone[] {
  if (all.length > MOST_ZONES) throw refused(`A camera has ${MOST_ZONES} zones at most`)
  const keys = new Set(all.map(({ key }) => key))
  if (keys.size < all.length) throw refused('Two zones have the same id')
  return all.map((zone) => {
    if (zone.polygon.length > MOST_CORNERS) throw refused(`The zone ${zone.name} has more than ${MOST_CORNERS} corners`)
    const polygon = tidyArea(zone.polygon)
    if (!polygon || !isArea(polygon))
      throw refused(`The zone ${zone.name} needs three corners that are not on one line`)
    return { ...zone, polygon }
  })
}

/** As it stands in the log: whether an alarm there is recorded follows from its corners. */
function written({ name, isEnabled, color, polygon, targets, minConfidence }: Zone): string {
  const from = minConfidence > 0 ? `from ${minConfidence}` : ''
  const marks = [isEnabled ? '' : 'off', color, ...targets, from].filter(Boolean)
  return `${name} (${marks.join(', ')}): ${polygon.map(({ x, y }) => `${x},${y}`).join(' ')}`
}

export function createZones({ db, access, activity }: Deps): Zones {
  const enabled = db
    .select({ polygon: zones.polygon })
    .from(zones)
    .where(sql`${zones.channelId} = ${sql.placeholder('channel')} and ${zones.isEnabled} = 1`)
    .prepare()

  const read = (channelId: number): Zone[] =>
    db
      .select()
      .from(zones)
      .where(eq(zones.channelId, channelId))
      .orderBy(asc(zones.position))
      .all()
      .map(({ id: _id, channelId: _channel, position: _position, ...zone }) => zone)

  return {
    list: (caller, id) => read(access.channel(caller, id, 'view').id),
    replace(caller, id, all) {
      const channel = access.channel(caller, id, 'manage')
      const before = read(channel.id)
      const after = checked(all)
      if (Bun.deepEquals(before, after)) return before
      db.transaction((tx) => {
        tx.delete(zones).where(eq(zones.channelId, channel.id)).run()
        for (const [position, zone] of after.entries())
          tx.insert(zones)
            .values({ ...zone, channelId: channel.id, position })
            .run()
      })
      activity.record(caller, {
        ...{ action: 'set_zones', resourceType: 'channel', resourceId: channel.id },
        metadata: { before: { zones: before.map(written) }, after: { zones: after.map(written) } },
      })
      return after
    },
    concerns(channelId, area) {
      if (!area) return true
      const drawn = enabled.all({ channel: channelId })
      return drawn.length === 0 || drawn.some(({ polygon }) => touches(polygon, area))
    },
  }
}

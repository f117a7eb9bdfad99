// The part of the alarms table that no device writes, and what people change in any of it.
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, channels, notToldByDevice, recordings } from '../../db/schema/index.ts'
import type { AlarmEnd } from '../../domain/alarm.ts'
import { ALARM_KINDS, type Severity } from '../../domain/alarm-kinds.ts'
import type { EventSource, StoredEvent } from '../../domain/event.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'

type Row = typeof alarms.$inferSelect

interface Joined {
  row: Row
  channel: { uuid: string } | null
  picture: { uuid: string } | null
}

export interface NewEvent {
  householdId: number
  device?: { id: number; address: string } | null
  channel?: { id: number; channelNo: number; name: string } | null
  source: Exclude<EventSource, 'device'>
  type: string
  severity: Severity
  message: string
  metadata?: Record<string, unknown> | null
  /** Which state it is that began; for what has no length the same as the type. */
  word: string
  beganAt: Date
  /** Null = goes on. */
  endedAt: Date | null
  createdAt: Date
}

export type EventChange = Partial<Pick<Row, 'severity' | 'message' | 'metadata' | 'acknowledgedAt' | 'acknowledgedBy'>>

const facts = ({ source, rawType, region, area, target, rule, deviceTime }: Row) =>
  Object.fromEntries(
    Object.entries({
      device_event: source === 'device' ? rawType : null,
      region,
      area,
      target,
      rule,
      device_time: deviceTime?.toISOString(),
    }).filter(([, value]) => value !== null && value !== undefined),
  )

function toEvent({ row, channel, picture }: Joined): StoredEvent {
  const { id, uuid, householdId, deviceId, channelId, channelName, source, kind, message, beganAt, endedAt } = row
  return {
    ...{ id, uuid, householdId, deviceId, channelId, channelName, source, kind, message, beganAt, endedAt },
    channelUuid: channel?.uuid ?? null,
    type: row.type ?? ALARM_KINDS[kind].type,
    severity: row.severity ?? ALARM_KINDS[kind].severity,
    metadata: { ...facts(row), ...row.metadata },
    createdAt: row.createdAt ?? beganAt,
    acknowledged: row.acknowledgedAt && { at: row.acknowledgedAt, by: row.acknowledgedBy },
    hasPicture: row.picture !== null || row.recordingId !== null,
    recordingUuid: picture?.uuid ?? null,
  }
}

export type EventStore = ReturnType<typeof createEventStore>

export function createEventStore(db: Db) {
  const joined = () =>
    db
      .select({ row: alarms, channel: { uuid: channels.uuid }, picture: { uuid: recordings.uuid } })
      .from(alarms)
      .leftJoin(channels, eq(channels.id, alarms.channelId))
      .leftJoin(recordings, eq(recordings.id, alarms.recordingId))

  function find(id: string | number): StoredEvent | null {
    const where = byKeyOrUuid(alarms, id)
    const found = where && joined().where(where).get()
    return found ? toEvent(found) : null
  }

  return {
    /** By key or uuid. */
    find,
    /** In the order of the ids; those that are gone are left out. */
    ofIds(ids: readonly number[]): StoredEvent[] {
      if (ids.length === 0) return []
      const rows = joined()
        .where(inArray(alarms.id, [...ids]))
        .all()
      const byId = new Map(rows.map((found) => [found.row.id, toEvent(found)]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    insert({ device, channel, word, ...event }: NewEvent): StoredEvent | null {
      const { id } = db
        .insert(alarms)
        .values({
          ...event,
          uuid: Bun.randomUUIDv7(),
          deviceId: device?.id ?? null,
          deviceAddress: device?.address ?? null,
          channelId: channel?.id ?? null,
          channelNo: channel?.channelNo ?? null,
          channelName: channel?.name ?? null,
          kind: 'other',
          rawType: word,
          endReason: event.endedAt ? 'inactive' : null,
        })
        .returning({ id: alarms.id })
        .get()
      return find(id)
    },
    /** Null when it is gone. */
    change(id: number, change: EventChange): StoredEvent | null {
      db.update(alarms).set(change).where(eq(alarms.id, id)).run()
      return find(id)
    },
    changeAll: (ids: readonly number[], change: EventChange): void =>
      void db
        .update(alarms)
        .set(change)
        .where(inArray(alarms.id, [...ids]))
        .run(),
    /** Null when it is gone. An event never ends before it began, also when the clock was wrong then. */
    end(id: number, at: Date, reason: AlarmEnd): StoredEvent | null {
      const known = find(id)
      if (!known) return null
      const endedAt = new Date(Math.max(+at, +known.beganAt))
      db.update(alarms).set({ endedAt, endReason: reason }).where(eq(alarms.id, id)).run()
      return { ...known, endedAt }
    },
    /** It had not ended after all; null when it is gone. Its metadata says how often that was. */
    reopen(id: number): StoredEvent | null {
      const known = find(id)
      if (!known) return null
      const times = typeof known.metadata.times === 'number' ? known.metadata.times : 1
      const metadata = { ...known.metadata, times: times + 1 }
      db.update(alarms).set({ endedAt: null, endReason: null, metadata }).where(eq(alarms.id, id)).run()
      return { ...known, endedAt: null, metadata }
    },
    remove: (...ids: number[]): void =>
      void db
        .delete(alarms)
        .where(and(inArray(alarms.id, ids), notToldByDevice))
        .run(),
    /** States of our own that go on, by what they are of. */
    open: (): { id: number; deviceId: number | null; word: string }[] =>
      db
        .select({ id: alarms.id, deviceId: alarms.deviceId, word: alarms.rawType })
        .from(alarms)
        .where(and(notToldByDevice, eq(alarms.source, 'appliance'), isNull(alarms.endedAt)))
        .all(),
  }
}

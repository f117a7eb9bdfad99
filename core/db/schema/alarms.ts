// Alarms and events of our own, from beginning to end. They outlive their channel: what a list shows is copied.
import { type SQL, sql } from 'drizzle-orm'
import { index, integer, type SQLiteColumn, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AlarmEnd } from '../../domain/alarm.ts'
import type { AlarmKind, Severity } from '../../domain/alarm-kinds.ts'
import type { Point } from '../../domain/area.ts'
import { channels, devices } from './devices.ts'
import { households } from './people.ts'
import { recordings } from './recordings.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

type Sourced = { source: SQLiteColumn }

/** What devices told. As text of the statement, since an index of a part counts only for a query that says so. */
const told = ({ source }: Sourced): SQL => sql`${source} = 'device'`
const ours = ({ source }: Sourced): SQL => sql`${source} <> 'device'`

export const alarms = sqliteTable(
  'alarms',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    deviceId: integer('device_id').references(() => devices.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id').references(() => channels.id, { onDelete: 'set null' }),
    /** The device's number of the channel; null = the device itself. */
    channelNo: integer('channel_no'),
    channelName: text('channel_name'),
    deviceAddress: text('device_address'),
    /** Who says so: a device (an alarm), we ourselves, or somebody who wrote it down. */
    source: text('source', { enum: ['device', 'appliance', 'manual'] })
      .notNull()
      .default('device'),
    kind: text('kind').$type<AlarmKind>().notNull(),
    /** Seed 004's `type` of what no device told; null = the kind's. */
    type: text('type'),
    /** Null = the kind's. */
    severity: text('severity').$type<Severity>(),
    /** What a person or a script has added, JSON. */
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>(),
    /** The device's word; of ours, which state it is that began. */
    rawType: text('raw_type').notNull(),
    message: text('message').notNull(),
    region: integer('region'),
    /** Where in the picture, as far as the device says: corners, 0 to 1 from the top left. */
    area: text('area', { mode: 'json' }).$type<Point[]>(),
    target: text('target'),
    /** The rule that was broken, by the device's name or number for it. */
    rule: text('rule'),
    deviceTime: time('device_time'),
    beganAt: time('began_at').notNull(),
    /** Null = goes on. */
    endedAt: time('ended_at'),
    endReason: text('end_reason').$type<AlarmEnd>(),
    /** Its picture, which is a recording; null = none. */
    recordingId: integer('recording_id').references(() => recordings.id, { onDelete: 'set null' }),
    /** File below `pictures/` of a picture from before pictures were recordings, until it is taken up; null = none. */
    picture: text('picture'),
    /** When somebody said that he has seen to it, and his name: the account may be gone. */
    acknowledgedAt: time('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    /** When it was written down; null = when it began. */
    createdAt: time('created_at'),
  },
  (table) => [
    // Each ends with the order of the list, so that a page at any depth is read from where it begins. Alarms of devices have
    // indexes of their own: they are many, and no number of other events makes their lists slower.
    index('alarms_time').on(table.householdId, table.beganAt, table.id).where(told(table)),
    index('alarms_kind_time').on(table.householdId, table.kind, table.beganAt, table.id).where(told(table)),
    /** Of all, since the database itself looks here when a device is removed. */
    index('alarms_device').on(table.deviceId, table.beganAt, table.id),
    index('alarms_device_kind').on(table.deviceId, table.kind, table.beganAt, table.id).where(told(table)),
    // A place is one channel of a device, or the device itself; the channel at the end is looked at without reading the row.
    index('alarms_place')
      .on(table.deviceId, table.channelNo, table.beganAt, table.id, table.channelId)
      .where(told(table)),
    index('alarms_place_kind')
      .on(table.deviceId, table.channelNo, table.kind, table.beganAt, table.id, table.channelId)
      .where(told(table)),
    /** For what the database does when a channel is removed. */
    index('alarms_channel').on(table.channelId),
    /** For what the database does when a picture is removed, and for what still is to be taken up. */
    index('alarms_recording').on(table.recordingId).where(sql`${table.recordingId} is not null`),
    index('alarms_loose_picture').on(table.id).where(sql`${table.picture} is not null`),
    index('alarms_open').on(table.householdId, table.beganAt, table.id).where(sql`${table.endedAt} is null`),
    index('events_time').on(table.householdId, table.beganAt, table.id).where(ours(table)),
    index('events_type').on(table.householdId, table.type, table.beganAt, table.id).where(ours(table)),
    index('events_channel').on(table.channelId, table.beganAt, table.id).where(ours(table)),
    // Of all, but rare.
    index('events_severity')
      .on(table.householdId, table.severity, table.beganAt, table.id)
      .where(sql`${table.severity} is not null`),
    index('events_acknowledged')
      .on(table.householdId, table.beganAt, table.id)
      .where(sql`${table.acknowledgedAt} is not null`),
    /** What still waits for somebody: the few among many that were seen to, or nearly all of a house where nobody says so. */
    index('events_unacknowledged')
      .on(table.householdId, table.beganAt, table.id)
      .where(sql`${table.acknowledgedAt} is null`),
  ],
)

export const toldByDevice = told(alarms)
export const notToldByDevice = ours(alarms)

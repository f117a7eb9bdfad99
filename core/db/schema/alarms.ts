// Alarms, from beginning to end. They outlive their channel: what a list shows is copied.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AlarmEnd } from '../../domain/alarm.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { channels, devices } from './devices.ts'
import { households } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

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
    kind: text('kind').$type<AlarmKind>().notNull(),
    rawType: text('raw_type').notNull(),
    message: text('message').notNull(),
    region: integer('region'),
    target: text('target'),
    /** The rule that was broken, by the device's name or number for it. */
    rule: text('rule'),
    deviceTime: time('device_time'),
    beganAt: time('began_at').notNull(),
    /** Null = goes on. */
    endedAt: time('ended_at'),
    endReason: text('end_reason').$type<AlarmEnd>(),
    /** File name under `pictures/`; null = none. */
    picture: text('picture'),
  },
  (table) => [
    // Each ends with the order of the list, so that a page at any depth is read from where it begins.
    index('alarms_time').on(table.householdId, table.beganAt, table.id),
    index('alarms_kind_time').on(table.householdId, table.kind, table.beganAt, table.id),
    index('alarms_device').on(table.deviceId, table.beganAt, table.id),
    index('alarms_device_kind').on(table.deviceId, table.kind, table.beganAt, table.id),
    // A place is one channel of a device, or the device itself; the channel at the end is looked at without reading the row.
    index('alarms_place').on(table.deviceId, table.channelNo, table.beganAt, table.id, table.channelId),
    index('alarms_place_kind').on(
      table.deviceId,
      table.channelNo,
      table.kind,
      table.beganAt,
      table.id,
      table.channelId,
    ),
    /** For what the database does when a channel is removed. */
    index('alarms_channel').on(table.channelId),
    index('alarms_open').on(table.householdId, table.beganAt, table.id).where(sql`${table.endedAt} is null`),
  ],
)

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
    deviceTime: time('device_time'),
    beganAt: time('began_at').notNull(),
    /** Null = goes on. */
    endedAt: time('ended_at'),
    endReason: text('end_reason').$type<AlarmEnd>(),
    /** File name under `pictures/`; null = none. */
    picture: text('picture'),
  },
  (table) => [
    index('alarms_time').on(table.householdId, table.beganAt, table.id),
    index('alarms_device_time').on(table.householdId, table.deviceId, table.beganAt, table.id),
    index('alarms_kind_time').on(table.householdId, table.kind, table.beganAt, table.id),
    /** The newest alarm of one place, and whatever hangs on a device that is removed. */
    index('alarms_place').on(table.deviceId, table.channelNo, table.beganAt, table.id),
    index('alarms_channel').on(table.channelId, table.beganAt),
    index('alarms_open').on(table.id).where(sql`${table.endedAt} is null`),
  ],
)

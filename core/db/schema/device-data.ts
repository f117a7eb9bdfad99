// What devices last said of their channels' settings and schedules, their disks and their own users, and when they said it.
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { channels, devices } from './devices.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/** Settings of a channel's encodings: `ChannelSettings` of the contract, those of the sub under `sub`. */
export const channelConfigs = sqliteTable('channel_configs', {
  channelId: integer('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  settings: text('settings', { mode: 'json' }).$type<object>().notNull(),
  readAt: time('read_at').notNull(),
})

/** When a device itself records a channel: `RecordingSchedule` of the contract. */
export const channelSchedules = sqliteTable('channel_schedules', {
  channelId: integer('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  schedule: text('schedule', { mode: 'json' }).$type<object>().notNull(),
  readAt: time('read_at').notNull(),
})

/**
 * Short lists that are only ever read as a whole; no row = never read. Of `infor` only the time is here; `zone` is a
 * `ZoneTable`; `replaced` holds the models of the device that was here before and of the one that is now.
 */
export const deviceReports = sqliteTable(
  'device_reports',
  {
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id, { onDelete: 'cascade' }),
    kind: text('kind', {
      enum: [
        'storage',
        'onvif_users',
        'infor',
        'zone',
        'inputs',
        'outputs',
        'holiday',
        'detections',
        'clock',
        'replaced',
      ],
    }).notNull(),
    items: text('items', { mode: 'json' }).$type<unknown[]>().notNull(),
    readAt: time('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.kind] })],
)

/** When devices were away, as we saw it; an open row goes on. */
export const deviceAbsences = sqliteTable(
  'device_absences',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id, { onDelete: 'cascade' }),
    startAt: time('start_at').notNull(),
    endAt: time('end_at'),
    /** Public text. */
    reason: text('reason'),
  },
  (table) => [index('device_absences_device').on(table.deviceId, table.startAt)],
)

/** Who may sign in to a device. Rows of users that are gone stay, so that their ids are never another's. */
export const deviceUsers = sqliteTable(
  'device_users',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id, { onDelete: 'cascade' }),
    /** The device's own id of the user. */
    userId: integer('user_id').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: ['administrator', 'operator', 'viewer'] }).notNull(),
    /** Built in: cannot be removed or limited. */
    isInherent: flag('is_inherent').notNull().default(false),
    /** False: no longer on the device. */
    isActive: flag('is_active').notNull().default(true),
    /** `UserRights` of the contract. Null = not read yet, or of somebody who had the same number before. */
    rights: text('rights', { mode: 'json' }).$type<object>(),
    rightsReadAt: time('rights_read_at'),
    readAt: time('read_at').notNull(),
  },
  (table) => [uniqueIndex('device_users_user').on(table.deviceId, table.userId)],
)

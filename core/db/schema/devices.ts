// Devices whose passwords we hold, and their channels.
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AlarmHold } from '../../domain/alarm-hold.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Point } from '../../domain/area.ts'
import type { ChannelAbilities, DeviceInfo } from '../../domain/device.ts'
import { households } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

export const devices = sqliteTable(
  'devices',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    /** Drawn once: `n` and 5 letters or digits. Part of every hub topic of the device. */
    hubKey: text('hub_key').notNull().unique(),
    /** Id of the plugin that speaks to it, lower case. */
    brand: text('brand').notNull(),
    /** As the client spelt it, since clients compare it. */
    brandAsGiven: text('brand_as_given').notNull(),
    /** A person's name for it; null = the device's own. */
    name: text('name'),
    /** Seed 000's `ip_web`: host, host:port or a whole address. For brand `rtsp` what may be shown of it. */
    address: text('address').notNull(),
    /** For brand `rtsp` the whole address without its login, encrypted, bound to the uuid of this row; else null. */
    streamAddress: text('stream_address'),
    /** Of a bare stream's second, smaller picture what may be shown of its address; null = it has none. */
    subAddress: text('sub_address'),
    /** That address whole, with a login only where it is not the device's own; encrypted, bound to the uuid of this row. */
    subStreamAddress: text('sub_stream_address'),
    /** The first address for comparing: scheme, host and port written out. For brand `rtsp` a keyed hash of that. */
    addressKey: text('address_key').notNull(),
    /** Seed 000's `ip_nvr`: where streams come from. */
    streamHost: text('stream_host').notNull(),
    username: text('username').notNull(),
    /** Encrypted, bound to the uuid of this row. */
    password: text('password').notNull(),
    verifyTls: flag('verify_tls').notNull().default(false),
    /** PEM shown at the first sign-in; null before it. Another one is not trusted until a person says so. */
    pinnedCertificate: text('pinned_certificate'),
    /** PEM that it showed instead of the pinned one, for a person to judge; null = none. */
    otherCertificate: text('other_certificate'),
    /** False: known, but neither watched nor synced (DESIGN 3.7). */
    isChecked: flag('is_checked').notNull().default(true),
    /** What it said of itself, and what its session offered, at the last successful sign-in. */
    info: text('info', { mode: 'json' }).$type<DeviceInfo>(),
    offers: text('offers', { mode: 'json' }).$type<string[]>().notNull().default([]),
    /** Alarms of the device itself, not of a channel, that it has proved to raise by raising them. */
    alarmKinds: text('alarm_kinds', { mode: 'json' }).$type<AlarmKind[]>().notNull().default([]),
    /** Capabilities that it refused as not supported, with the firmware that did: they are not offered again before it is another. */
    withdrawn: text('withdrawn', { mode: 'json' }).$type<{ firmware: string | null; capabilities: string[] }>(),
    lastSeenAt: time('last_seen_at'),
    /** Kind and public text of a refused login: kept over a restart, cleared when a person changes the device. */
    refused: text('refused', { mode: 'json' }).$type<{ kind: string; message: string; at: number }>(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('devices_household_address').on(table.householdId, table.addressKey),
    index('devices_household').on(table.householdId, table.id),
  ],
)

export const channels = sqliteTable(
  'channels',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id, { onDelete: 'cascade' }),
    /**
     * What identifies it on its device: `ip:3`, `analog:1`, a profile token; `gone:` and its number since the device was
     * replaced by one that does not have it.
     */
    sourceKey: text('source_key').notNull(),
    /** The device's number, or the next free one where two lists use the same; never changes. */
    channelNo: integer('channel_no').notNull(),
    /** Unique in the household, made once from the name. */
    slug: text('slug').notNull(),
    /** From the device at every sync. */
    deviceName: text('device_name').notNull(),
    /** A person's name for it; null = the device's. */
    name: text('name'),
    /** Where a person says that it hangs. */
    location: text('location'),
    /** A person's words for finding it, as `outside`. */
    tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
    connection: text('connection', { enum: ['analog', 'ip'] }).notNull(),
    can: text('can', { mode: 'json' }).$type<ChannelAbilities>().notNull(),
    /** Alarms that it has raised without its device listing them: a sync adds them to `can.alarms`. */
    alarmKinds: text('alarm_kinds', { mode: 'json' }).$type<AlarmKind[]>().notNull().default([]),
    /** Seconds per kind of alarm that replace those of its household here. */
    alarmHold: text('alarm_hold', { mode: 'json' }).$type<AlarmHold>().notNull().default({}),
    /** False: no longer on the device. Never deleted by a sync. */
    isActive: flag('is_active').notNull().default(true),
    /** False: a person has switched it off here. The device still has it; a sync leaves this as it is. */
    inUse: flag('in_use').notNull().default(true),
    /** What the device said of the camera behind it at the last sync; null = it does not say. */
    isOnline: flag('is_online'),
    trouble: text('trouble'),
    lastSyncAt: time('last_sync_at'),
    /** First and last day with footage by the device's wall clock, `YYYY-MM-DD`; null = none that we know of. */
    oldestRecordDate: text('oldest_record_date'),
    latestRecordDate: text('latest_record_date'),
    /** When days and ranges were last read without a fault. */
    lastFootageAt: time('last_footage_at'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('channels_source').on(table.deviceId, table.sourceKey),
    uniqueIndex('channels_number').on(table.deviceId, table.channelNo),
    uniqueIndex('channels_slug').on(table.householdId, table.slug),
    index('channels_household').on(table.householdId, table.deviceId, table.channelNo),
  ],
)

/** A part of a channel's picture that a person drew. Alarms that name a place outside of all of these are not worth a recording. */
export const zones = sqliteTable(
  'zones',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** The name by which clients know it again. */
    key: text('key').notNull(),
    name: text('name').notNull(),
    isEnabled: flag('is_enabled').notNull(),
    /** `#rrggbb`. */
    color: text('color').notNull(),
    /** Corners, 0 to 1 from the top left. */
    polygon: text('polygon', { mode: 'json' }).$type<Point[]>().notNull(),
    /** What it is for (`person`, `car`); empty = everything. */
    targets: text('targets', { mode: 'json' }).$type<string[]>().notNull().default([]),
    /** 0 to 1. */
    minConfidence: real('min_confidence').notNull().default(0),
    position: integer('position').notNull(),
  },
  (table) => [uniqueIndex('zones_key').on(table.channelId, table.key)],
)

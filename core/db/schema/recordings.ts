// Files that we keep, and the clips on devices that somebody has asked about.
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { channels, devices } from './devices.ts'
import { households } from './people.ts'

/** A part of the week: days from 0 = Monday, and `HH:MM`; an end at or before the start is one of the next day. */
export interface ScheduleSpan {
  days: number[]
  start: string
  end: string
}

/** A part of the week in which our recorder records. */
export interface RecorderSpan extends ScheduleSpan {
  /** All of it, or only around alarms. */
  record: 'continuous' | 'alarm'
}

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/** A folder beside the data folder, on a disk of its own, into which our recorder writes. */
export const storageFolders = sqliteTable('storage_folders', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** Stands in a file in the folder as well, so that an empty mount point is not taken for it. */
  uuid: text('uuid').notNull().unique(),
  name: text('name').notNull(),
  /** Absolute. */
  path: text('path').notNull().unique(),
  createdAt: time('created_at').notNull(),
})

/** A row exists only for a file that is whole. It outlives its channel and device: what a list shows is copied. */
export const recordings = sqliteTable(
  'recordings',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id').references(() => channels.id, { onDelete: 'set null' }),
    channelName: text('channel_name').notNull(),
    kind: text('kind', { enum: ['video', 'picture'] }).notNull(),
    /** How it came: fetched from a device, recorded by us, cut by a person, found in the folder; a picture that a person took, or that came with an alarm. */
    origin: text('origin', { enum: ['download', 'recorder', 'export', 'found', 'snapshot', 'alarm'] }).notNull(),
    /** Below `recordings/`, or for a picture below `pictures/`, with `/` on every system. */
    file: text('file').notNull().unique(),
    /** In which folder they are; null = the data folder. */
    folderId: integer('folder_id').references(() => storageFolders.id),
    bytes: integer('bytes').notNull(),
    /** Hex SHA-256 of the file; null = not reckoned yet. */
    sha256: text('sha256'),
    startAt: time('start_at').notNull(),
    endAt: time('end_at').notNull(),
    /** Seconds, as the file itself says. */
    duration: real('duration').notNull(),
    /** Minutes east of UTC on the device at the start. */
    utcOffsetMinutes: integer('utc_offset_minutes').notNull().default(0),
    /** FFmpeg's word: `h264`, `hevc`. */
    codec: text('codec'),
    width: integer('width'),
    height: integer('height'),
    frameRate: real('frame_rate'),
    /** Why the device recorded it, as far as it says: `continuous`, `motion`, `alarm`, `manual`, `other`. */
    recordType: text('record_type'),
    /** Which clip of the device it is (see `clipKeyOf`), so that the same one is not fetched twice; null = none. */
    clipKey: text('clip_key'),
    /** Fetched by a rule, for nobody: what rules fetched, their retention may remove. */
    isAutomatic: flag('is_automatic').notNull().default(false),
    /** Never removed by a retention. */
    isProtected: flag('is_protected').notNull().default(false),
    /** Its own retention: until then no rule removes it, and then it goes, whatever rules say; null = it has none. */
    keepUntil: time('keep_until'),
    /** Set when the file was found gone; the row stays until a person removes it. */
    missingSince: time('missing_since'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    index('recordings_time').on(table.householdId, table.startAt, table.id),
    index('recordings_channel_time').on(table.channelId, table.startAt, table.id),
    // Pictures are many: no number of them makes the lists of videos slower.
    index('recordings_kind_time').on(table.householdId, table.kind, table.startAt, table.id),
    index('recordings_channel_kind_time').on(table.channelId, table.kind, table.startAt, table.id),
    // What lies where, summed up without reading the rows.
    index('recordings_storage')
      .on(
        table.householdId,
        table.folderId,
        table.channelId,
        table.kind,
        table.origin,
        table.isAutomatic,
        table.isProtected,
        table.startAt,
        table.endAt,
        table.bytes,
        // Said in the condition, too; without it here the rows would be read for it.
        table.missingSince,
      )
      .where(sql`${table.missingSince} is null`),
    index('recordings_keep_until').on(table.keepUntil).where(sql`${table.keepUntil} is not null`),
    uniqueIndex('recordings_clip').on(table.channelId, table.clipKey).where(sql`${table.clipKey} is not null`),
  ],
)

/** A person's words for finding it. */
export const recordingTags = sqliteTable(
  'recording_tags',
  {
    recordingId: integer('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    tag: text('tag').notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordingId, table.tag] }), index('recording_tags_tag').on(table.tag)],
)

/**
 * One segment on a device's disk. It grows while it is recorded and loses its beginning when the disk wraps, so it is
 * known again by channel and overlapping time: its id stays.
 */
export const clips = sqliteTable(
  'clips',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    deviceId: integer('device_id')
      .notNull()
      .references(() => devices.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    startAt: time('start_at').notNull(),
    endAt: time('end_at').notNull(),
    utcOffsetMinutes: integer('utc_offset_minutes').notNull(),
    recordType: text('record_type').notNull(),
    bytes: integer('bytes'),
    isLocked: flag('is_locked'),
    /** Opaque, from the driver; holds no login. */
    token: text('token').notNull(),
    seenAt: time('seen_at').notNull(),
    /** The state of it (`clipKeyOf`) that was fetched last: a rule does not bring back what somebody removed. */
    fetchedKey: text('fetched_key'),
  },
  (table) => [
    index('clips_time').on(table.householdId, table.startAt, table.id),
    index('clips_channel_time').on(table.channelId, table.startAt, table.id),
    index('clips_token').on(table.deviceId, table.token),
  ],
)

/** What is fetched from a channel's device by itself, and how long and how much of it stays. */
export const footageRules = sqliteTable('footage_rules', {
  channelId: integer('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  householdId: integer('household_id')
    .notNull()
    .references(() => households.id, { onDelete: 'cascade' }),
  /** Everything of the last hours, or of these hours only what was recorded around alarms. */
  mode: text('mode', { enum: ['last_hours', 'around_alarms'] }).notNull(),
  hours: integer('hours').notNull(),
  beforeSeconds: integer('before_seconds').notNull(),
  afterSeconds: integer('after_seconds').notNull(),
  /** Null = alarms of every kind. */
  kinds: text('kinds', { mode: 'json' }).$type<AlarmKind[]>(),
  /** When fetching may begin, by the device's wall clock; empty = at any time. */
  schedule: text('schedule', { mode: 'json' }).$type<ScheduleSpan[]>().notNull().default([]),
  /** Fetched recordings older than this are removed; null = never by age. */
  keepHours: integer('keep_hours'),
  /** The oldest of the channel's fetched recordings are removed beyond so many bytes; null = no limit. */
  quotaBytes: integer('quota_bytes'),
  updatedAt: time('updated_at').notNull(),
})

/** What our own recorder records of a channel, and how long and how much of it stays. */
export const recorderRules = sqliteTable('recorder_rules', {
  channelId: integer('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  householdId: integer('household_id')
    .notNull()
    .references(() => households.id, { onDelete: 'cascade' }),
  mode: text('mode', { enum: ['off', 'continuous', 'alarm', 'schedule'] }).notNull(),
  /** Of the mode `schedule`; outside of these nothing is recorded. */
  schedule: text('schedule', { mode: 'json' }).$type<RecorderSpan[]>().notNull().default([]),
  /** Null = alarms of every kind. */
  kinds: text('kinds', { mode: 'json' }).$type<AlarmKind[]>(),
  /** A file ends at the first key frame from here on. */
  segmentSeconds: integer('segment_seconds').notNull(),
  preSeconds: integer('pre_seconds').notNull(),
  postSeconds: integer('post_seconds').notNull(),
  /** Recordings of it older than this are removed; null = never by age. */
  retentionDays: integer('retention_days'),
  /** The oldest are removed beyond so many bytes; null = no limit. */
  quotaBytes: integer('quota_bytes'),
  /** Where its files go; null = the data folder. */
  folderId: integer('folder_id').references(() => storageFolders.id),
  updatedAt: time('updated_at').notNull(),
})

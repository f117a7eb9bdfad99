// What devices have recorded, as far as we have asked: months asked, and days of the device's zone with their merged ranges.
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { channels, devices } from './devices.ts'
import { households } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/** A month of a channel whose days the device has told. An empty month is a row, too: it need not be asked again. */
export const footageMonths = sqliteTable(
  'footage_months',
  {
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** `YYYY-MM` by the device's wall clock. */
    month: text('month').notNull(),
    /** Asked at; before the month's end it may have grown since. */
    askedAt: time('asked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.month] })],
)

export const footageDays = sqliteTable(
  'footage_days',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** `YYYY-MM-DD` by the device's wall clock. */
    day: text('day').notNull(),
    hasRecord: flag('has_record').notNull(),
    /** When its ranges were asked; null = never. */
    rangesAt: time('ranges_at'),
    /**
     * Merged ranges, ascending, none beyond the day: of each its start in seconds since 1970, its end, and the minutes east of
     * UTC in force on the device at the start and at the end (they differ when summer time changes), one after the other. A
     * month of 64 channels holds 40,000 of them: as rows of their own they take three times as long to read.
     */
    ranges: text('ranges', { mode: 'json' }).$type<number[]>().notNull().default([]),
    /** Those parts of the ranges that are there only because something moved or happened: start and end of each. */
    motion: text('motion', { mode: 'json' }).$type<number[]>().notNull().default([]),
  },
  (table) => [uniqueIndex('footage_days_day').on(table.channelId, table.day)],
)

/** One row for each device and round of the sync. */
export const syncLog = sqliteTable(
  'sync_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    /** The row outlives its device, and keeps its address. */
    deviceId: integer('device_id').references(() => devices.id, { onDelete: 'set null' }),
    address: text('address').notNull(),
    at: time('at').notNull(),
    isSuccess: flag('is_success').notNull(),
    /** For people; no secret in it. */
    message: text('message').notNull(),
  },
  (table) => [
    index('sync_log_household').on(table.householdId, table.id),
    index('sync_log_device').on(table.deviceId, table.id),
  ],
)

// What belongs to the appliance as a whole: facts about itself, settings, jobs, what it has published.
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { households, users } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** Facts that stand alone, such as the instance id, which is drawn once. */
export const facts = sqliteTable('facts', { key: text('key').primaryKey(), value: text('value').notNull() })

export const settings = sqliteTable(
  'settings',
  {
    /** 0 = the appliance; else a household. */
    householdId: integer('household_id').notNull(),
    key: text('key').notNull(),
    value: text('value', { mode: 'json' }).notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.householdId, table.key] })],
)

export const jobs = sqliteTable(
  'jobs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    userId: integer('user_id').references(() => users.id, { onDelete: 'set null' }),
    kind: text('kind', { enum: ['sync', 'download', 'export', 'delete', 'backup'] }).notNull(),
    state: text('state', { enum: ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] }).notNull(),
    /** 0…1. */
    progress: real('progress').notNull().default(0),
    step: text('step'),
    itemsDone: integer('items_done').notNull().default(0),
    itemsTotal: integer('items_total'),
    bytesDone: integer('bytes_done').notNull().default(0),
    bytesTotal: integer('bytes_total'),
    etaSeconds: integer('eta_seconds'),
    /** Public text. */
    error: text('error'),
    attempts: integer('attempts').notNull().default(0),
    /** Higher ones start first. */
    priority: integer('priority').notNull().default(0),
    /** Work that must not crowd, such as downloads of one device; null = none. */
    lane: text('lane'),
    /** Not to be started before, after a failure that may pass. */
    notBefore: time('not_before'),
    input: text('input', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    result: text('result', { mode: 'json' }).$type<Record<string, unknown>>(),
    createdAt: time('created_at').notNull(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('jobs_household').on(table.householdId, table.id),
    index('jobs_queue').on(table.state, table.kind, sql`${table.priority} desc`, table.id),
    index('jobs_rest').on(table.state, table.notBefore),
  ],
)

/** Retained topics that we have published, so that all of a removed device can be cleared, also by a later version. */
export const published = sqliteTable(
  'published',
  {
    topic: text('topic').primaryKey(),
    /** Hub key of the device (`n7c31`), or `bridge`. */
    owner: text('owner').notNull(),
    /** Config topics are cleared before states. */
    isConfig: integer('is_config', { mode: 'boolean' }).notNull(),
  },
  (table) => [index('published_owner').on(table.owner)],
)

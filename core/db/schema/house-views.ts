// What people have arranged for themselves in the pages: walls of live pictures, templates, browsers that want to be told of alarms.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { households, signIns, users } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** A live page as somebody has arranged it. */
export const walls = sqliteTable(
  'walls',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Keys of channels in their order; of one that is gone, or that he may no longer see, nothing is shown. */
    channelIds: text('channel_ids', { mode: 'json' }).$type<number[]>().notNull(),
    /** Null = as many as make the pictures largest. */
    columns: integer('columns'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [uniqueIndex('walls_name').on(table.userId, sql`lower(${table.name})`)],
)

/** What a household wants its device users' rights, or its channels' settings, to be; compared with what is. */
export const templates = sqliteTable(
  'templates',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['rights', 'channels'] }).notNull(),
    name: text('name').notNull(),
    /** In the words of the API's answers of that kind; only what it names is compared. */
    document: text('document', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [uniqueIndex('templates_name').on(table.householdId, table.kind, sql`lower(${table.name})`)],
)

/** A browser that is told of alarms by its maker's push service (Web Push). */
export const pushSubscriptions = sqliteTable(
  'push_subscriptions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Whoever ends the sign-in of a browser is not told there any more. */
    signInId: text('sign_in_id')
      .notNull()
      .references(() => signIns.id, { onDelete: 'cascade' }),
    /** SHA-256 of the address, so that a browser that subscribes again is known. */
    endpointHash: text('endpoint_hash').notNull().unique(),
    /** Encrypted: whoever knows the address and these keys can write to the browser. */
    endpoint: text('endpoint').notNull(),
    p256dh: text('p256dh').notNull(),
    auth: text('auth').notNull(),
    /** What the browser called itself. */
    agent: text('agent'),
    /** Null = of every kind. */
    kinds: text('kinds', { mode: 'json' }).$type<AlarmKind[]>(),
    /** Null = of every channel that he may see, and of the devices themselves. */
    channelIds: text('channel_ids', { mode: 'json' }).$type<number[]>(),
    /** Tries in a row that came to nothing, and the public text of the last one. */
    failures: integer('failures').notNull().default(0),
    lastError: text('last_error'),
    lastSuccessAt: time('last_success_at'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    index('push_subscriptions_user').on(table.userId, table.id),
    index('push_subscriptions_sign_in').on(table.signInId),
  ],
)

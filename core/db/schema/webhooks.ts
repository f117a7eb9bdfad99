// Webhooks: addresses that are told of alarms, and what waits to be sent to them.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { households } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

export const webhooks = sqliteTable(
  'webhooks',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Encrypted: with many receivers the address itself is the secret. */
    url: text('url').notNull(),
    /** Encrypted: what we sign with. */
    secret: text('secret').notNull(),
    verifyTls: integer('verify_tls', { mode: 'boolean' }).notNull(),
    /** Null = of every kind. */
    kinds: text('kinds', { mode: 'json' }).$type<AlarmKind[]>(),
    /** Null = of every channel, and of the devices themselves. */
    channelIds: text('channel_ids', { mode: 'json' }).$type<number[]>(),
    isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
    /** Why we turned it off ourselves, public text. */
    offReason: text('off_reason'),
    /** Tries in a row that came to nothing, since when, and when the next one is due. */
    failures: integer('failures').notNull().default(0),
    failingSince: time('failing_since'),
    retryAt: time('retry_at'),
    /** Public text of the last failure; null after a success. */
    lastError: text('last_error'),
    lastSuccessAt: time('last_success_at'),
    /** Messages that were given up since the last success. */
    dropped: integer('dropped').notNull().default(0),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [index('webhooks_household').on(table.householdId, table.id)],
)

/** What a webhook has still to be told, oldest first. A row goes once it is told, or given up. */
export const webhookMessages = sqliteTable(
  'webhook_messages',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** The same at every try, so that a receiver can tell a repeat. */
    uuid: text('uuid').notNull(),
    webhookId: integer('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** The body, as it is signed and sent. */
    body: text('body').notNull(),
    attempts: integer('attempts').notNull().default(0),
    createdAt: time('created_at').notNull(),
  },
  (table) => [index('webhook_messages_queue').on(table.webhookId, table.id)],
)

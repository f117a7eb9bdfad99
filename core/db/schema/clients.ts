// What clients of other products' APIs have set that means nothing here: kept, and told back as it came.
import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { channels } from './devices.ts'
import { households, users } from './people.ts'

/** Of a channel, of an account, or (where neither is named) of the household. */
export const clientFields = sqliteTable(
  'client_fields',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Whose API it is: `lightnvr`. */
    client: text('client').notNull(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id').references(() => channels.id, { onDelete: 'cascade' }),
    userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    fields: text('fields', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    uniqueIndex('client_fields_channel').on(table.channelId, table.client).where(sql`${table.channelId} is not null`),
    uniqueIndex('client_fields_user').on(table.userId, table.client).where(sql`${table.userId} is not null`),
    uniqueIndex('client_fields_household')
      .on(table.householdId, table.client)
      .where(sql`${table.channelId} is null and ${table.userId} is null`),
  ],
)

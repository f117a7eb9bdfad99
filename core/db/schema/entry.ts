// What else lets somebody in, or keeps him out: second factors with their recovery codes, and lasting stream links.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { channels } from './devices.ts'
import { users } from './people.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })

export const secondFactors = sqliteTable('second_factors', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Encrypted; bound to the account. */
  secret: text('secret').notNull(),
  createdAt: time('created_at').notNull(),
  /** Null: shown as a QR code, but no code of it has come back yet. Asks for nothing until then. */
  enabledAt: time('enabled_at'),
  /** The last 30 s step whose code was used: no code of it or of an older one is good again. */
  lastStep: integer('last_step').notNull().default(0),
})

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256; the code itself is shown once and has 80 random bits. */
    hash: text('hash').notNull().unique(),
    /** Each is good once. */
    usedAt: time('used_at'),
  },
  (table) => [index('recovery_codes_user').on(table.userId)],
)

/** A ticket without end that a person made for another program. */
export const streamLinks = sqliteTable(
  'stream_links',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    quality: text('quality', { enum: ['main', 'sub'] }).notNull(),
    name: text('name').notNull(),
    /** SHA-256 of the secret in its address; the address is shown once. */
    hash: text('hash').notNull().unique(),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index('stream_links_user').on(table.userId), index('stream_links_channel').on(table.channelId)],
)

// Households, accounts, what they may see, and what they have opened.
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { channels } from './devices.ts'

const time = (name: string) => integer(name, { mode: 'timestamp_ms' })
const flag = (name: string) => integer(name, { mode: 'boolean' })

/** All channels of the household, or those that carry one of these tags; to look at and to play back. */
export type ViewerScope = 'all' | { tags: string[] }

export const households = sqliteTable('households', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  uuid: text('uuid').notNull().unique(),
  createdAt: time('created_at').notNull(),
})

export const users = sqliteTable(
  'users',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    householdId: integer('household_id')
      .notNull()
      .references(() => households.id, { onDelete: 'cascade' }),
    username: text('username').notNull(),
    email: text('email'),
    fullName: text('full_name'),
    /** argon2id, with its parameters. */
    passwordHash: text('password_hash').notNull(),
    role: text('role', { enum: ['admin', 'operator', 'viewer'] }).notNull(),
    /** Founder of the first household: alone may touch the appliance itself. */
    isFounder: flag('is_founder').notNull().default(false),
    isActive: flag('is_active').notNull().default(true),
    /** Of a viewer: what he sees beside the channels that are granted to him; null = nothing. */
    sees: text('sees', { mode: 'json' }).$type<ViewerScope>(),
    /** Addresses and networks (CIDR) from which he may sign in; null = from anywhere. */
    allowedNetworks: text('allowed_networks', { mode: 'json' }).$type<string[]>(),
    /** Nobody but an admin changes his password. */
    isPasswordLocked: flag('is_password_locked').notNull().default(false),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    lastLoginAt: time('last_login_at'),
    /** Alarms that began after this moment he has not been shown yet; null = he has not looked at any. */
    alarmsSeenUntil: time('alarms_seen_until'),
  },
  (table) => [
    uniqueIndex('users_username').on(sql`lower(${table.username})`),
    uniqueIndex('users_email').on(sql`lower(${table.email})`),
    index('users_household').on(table.householdId, table.id),
  ],
)

/** What a viewer may do on one channel. Admins and operators need no row. */
export const grants = sqliteTable(
  'grants',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    view: flag('view').notNull(),
    playback: flag('playback').notNull(),
    export: flag('export').notNull(),
    ptz: flag('ptz').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.channelId] })],
)

/** One sign-in: its JWT carries `sid`, so that ending the row ends the token at once. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    id: text('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the refresh token in force, and of the one before it, which stays good for a moment (two tabs). */
    refreshHash: text('refresh_hash').notNull().unique(),
    previousHash: text('previous_hash'),
    previousUntil: time('previous_until'),
    address: text('address'),
    agent: text('agent'),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at').notNull(),
    /** The refresh token's end; the row goes then. */
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('sign_ins_user').on(table.userId, table.lastUsedAt),
    index('sign_ins_previous').on(table.previousHash),
    index('sign_ins_expires').on(table.expiresAt),
  ],
)

/** A browser that has shown a second factor, and whose next sign-ins by password need none until it expires. */
export const trustedBrowsers = sqliteTable(
  'trusted_browsers',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of what the browser keeps. */
    hash: text('hash').notNull().unique(),
    address: text('address'),
    agent: text('agent'),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at').notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('trusted_browsers_user').on(table.userId), index('trusted_browsers_expires').on(table.expiresAt)],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    uuid: text('uuid').notNull().unique(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the key; the key itself is shown once. */
    hash: text('hash').notNull().unique(),
    /** First characters, so that a person recognises it. */
    hint: text('hint').notNull(),
    readOnly: flag('read_only').notNull(),
    /** Null = no end. */
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [index('api_keys_user').on(table.userId)],
)

/** Who did what to which object. Rows outlive the account: name copied, reference nulled. */
export const activity = sqliteTable(
  'activity',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Null: the appliance itself, or a sign-in with an unknown name. */
    householdId: integer('household_id').references(() => households.id, { onDelete: 'cascade' }),
    userId: integer('user_id').references(() => users.id, { onDelete: 'set null' }),
    username: text('username'),
    /** `user`, `key`, `hub`, `system`. */
    callerKind: text('caller_kind').notNull(),
    action: text('action').notNull(),
    resourceType: text('resource_type'),
    resourceId: text('resource_id'),
    address: text('address'),
    agent: text('agent'),
    /** JSON; before and after of a write to a device; never a secret. */
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>(),
    success: flag('success').notNull(),
    error: text('error'),
    createdAt: time('created_at').notNull(),
    /** When the former state was written back from this row. */
    undoneAt: time('undone_at'),
  },
  (table) => [
    index('activity_household_time').on(table.householdId, table.createdAt, table.id),
    index('activity_user_time').on(table.userId, table.createdAt, table.id),
    index('activity_action_time').on(table.householdId, table.action, table.createdAt, table.id),
    index('activity_type_time').on(table.householdId, table.resourceType, table.createdAt, table.id),
    index('activity_failed_time').on(table.householdId, table.createdAt, table.id).where(sql`${table.success} = 0`),
  ],
)

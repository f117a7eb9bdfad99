// Brings a database to the shape that this program knows, in one transaction: all of it or nothing.
import type { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { shipped } from '../shipped.ts'

const MIGRATIONS = shipped('core/db/migrations')
/** As drizzle-kit's own programs name and shape it. */
const TABLE = '__drizzle_migrations'
const MADE = `create table if not exists ${TABLE} (id SERIAL PRIMARY KEY, hash text not null, created_at numeric)`

let newest: number | null = null

/** When the newest change of the shape that this program knows was written; a database may name a later one. */
export function newestMigration(): number {
  if (newest !== null) return newest
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
    entries: { when: number }[]
  }
  newest = Math.max(...entries.map(({ when }) => when))
  return newest
}

/** The same of a database; null = it is empty. */
export function migratedAt(sqlite: Database): number | null {
  // Let go of, all of them: a statement that is left keeps the file open behind its connection, and its log beside it.
  using has = sqlite.prepare('select 1 from sqlite_master where name = ?')
  if (!has.get(TABLE)) return null
  using newest = sqlite.prepare<{ at: number | null }, []>(`select max(created_at) as at from ${TABLE}`)
  return newest.get()?.at ?? null
}

/**
 * Foreign keys must be off: a table that is built anew would otherwise empty its child tables. What these changes break is found
 * before they are kept. True when there was anything to do.
 */
export function migrate(sqlite: Database): boolean {
  const before = migratedAt(sqlite) ?? Number.NEGATIVE_INFINITY
  if (before >= newestMigration()) return false
  const wanted = readMigrationFiles({ migrationsFolder: MIGRATIONS }).filter((one) => one.folderMillis > before)
  sqlite.run('BEGIN IMMEDIATE')
  try {
    sqlite.run(MADE)
    for (const { sql, hash, folderMillis } of wanted) {
      for (const statement of sql) sqlite.run(statement)
      sqlite.run(`insert into ${TABLE} (hash, created_at) values (?, ?)`, [hash, folderMillis])
    }
    using broken = sqlite.prepare('PRAGMA foreign_key_check')
    if (broken.all().length) throw new Error('a reference between tables would lead nowhere')
    sqlite.run('COMMIT')
  } catch (error) {
    // A full disk has ended it already.
    if (sqlite.inTransaction) sqlite.run('ROLLBACK')
    throw error
  }
  return true
}

// Opens the database: pragmas, migrations, and the check that they broke no reference.
import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BunSQLiteDatabase, drizzle } from 'drizzle-orm/bun-sqlite'
import { migrate } from 'drizzle-orm/bun-sqlite/migrator'
import * as schema from './schema/index.ts'

export type Db = BunSQLiteDatabase<typeof schema>

const MIGRATIONS = join(import.meta.dir, 'migrations')

/** When the newest change of the shape that this program knows was written; a database may name a later one. */
export function newestMigration(): number {
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[]
  }
  return Math.max(...entries.map(({ when }) => when))
}

/**
 * Foreign keys are off while migrations run: a rebuilt table would otherwise empty its child tables.
 * `file` may be `:memory:`.
 */
export function openDatabase(file: string): { db: Db; close(): void } {
  const sqlite = new Database(file, { create: true, strict: true })
  sqlite.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=OFF')
  const db = drizzle({ client: sqlite, schema })
  migrate(db, { migrationsFolder: MIGRATIONS })
  const broken = sqlite.query('PRAGMA foreign_key_check')
  if (broken.all().length) throw new Error('A migration broke references between tables')
  broken.finalize()
  sqlite.exec('PRAGMA foreign_keys=ON')
  return { db, close: () => sqlite.close() }
}

// Opens the database: pragmas, migrations, and the check that they broke no reference.
import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BunSQLiteDatabase, drizzle } from 'drizzle-orm/bun-sqlite'
import { migrate } from 'drizzle-orm/bun-sqlite/migrator'
import { shipped } from '../shipped.ts'
import * as schema from './schema/index.ts'

export type Db = BunSQLiteDatabase<typeof schema>

/** To look for writes of other programs costs ten times as much as for our own. */
const OTHERS_MS = 5

const MIGRATIONS = shipped('core/db/migrations')

/** When the newest change of the shape that this program knows was written; a database may name a later one. */
export function newestMigration(): number {
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[]
  }
  return Math.max(...entries.map(({ when }) => when))
}

export interface OpenDatabase {
  db: Db
  /** Another text after every write of ours, and at most five milliseconds after one of another program. */
  written(): string
  close(): void
}

/**
 * Foreign keys are off while migrations run: a rebuilt table would otherwise empty its child tables.
 * `file` may be `:memory:`.
 */
export function openDatabase(file: string): OpenDatabase {
  const sqlite = new Database(file, { create: true, strict: true })
  sqlite.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=OFF')
  const db = drizzle({ client: sqlite, schema })
  migrate(db, { migrationsFolder: MIGRATIONS })
  const broken = sqlite.query('PRAGMA foreign_key_check')
  if (broken.all().length) throw new Error('A migration broke references between tables')
  broken.finalize()
  sqlite.exec('PRAGMA foreign_keys=ON')
  const ours = sqlite.query<{ count: number }, []>('select total_changes() as count')
  const others = sqlite.query<{ data_version: number }, []>('PRAGMA data_version')
  let seen = { at: Number.NEGATIVE_INFINITY, version: 0 }
  return {
    db,
    written() {
      const at = performance.now()
      if (at - seen.at >= OTHERS_MS) seen = { at, version: others.get()?.data_version ?? 0 }
      return `${ours.get()?.count} ${seen.version}`
    },
    close() {
      ours.finalize()
      others.finalize()
      sqlite.close()
    },
  }
}

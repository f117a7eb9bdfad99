// Opens the database: pragmas, and the shape that this program knows.
import { Database } from 'bun:sqlite'
import { type BunSQLiteDatabase, drizzle } from 'drizzle-orm/bun-sqlite'
import { migrate, migratedAt, newestMigration } from './migrate.ts'
import * as schema from './schema/index.ts'

export type Db = BunSQLiteDatabase<typeof schema>

/** To look for writes of other programs costs ten times as much as for our own. */
const OTHERS_MS = 5

export interface OpenDatabase {
  db: Db
  /** Another text after every write of ours, and at most five milliseconds after one of another program. */
  written(): string
  close(): void
}

/**
 * Changes the shape of an older one without a copy: for files that are copies themselves. What people live in is opened by
 * `openUpgraded`. Throws for a newer one. `file` may be `:memory:`.
 */
export function openDatabase(file: string): OpenDatabase {
  const sqlite = new Database(file, { create: true, strict: true })
  try {
    sqlite.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=OFF')
    if ((migratedAt(sqlite) ?? 0) > newestMigration())
      throw new Error(`The database ${file} was written by a newer Porchlight, which this one cannot read.`)
    migrate(sqlite)
  } catch (error) {
    sqlite.close()
    throw error
  }
  sqlite.exec('PRAGMA foreign_keys=ON')
  const db = drizzle({ client: sqlite, schema })
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

/** For who only looks, also beside a running appliance: nothing is changed, and it must have this program's shape. */
export function openToRead(file: string): Pick<OpenDatabase, 'db' | 'close'> {
  const sqlite = new Database(file, { readonly: true, strict: true })
  sqlite.run('PRAGMA busy_timeout=5000')
  return { db: drizzle({ client: sqlite, schema }), close: () => sqlite.close() }
}

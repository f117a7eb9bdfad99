// Which program wrote a database last: in SQLite's own field for it, which copies and backups carry along.
import { Database } from 'bun:sqlite'
import { migratedAt } from './migrate.ts'

/** Before it was noted there was one release only. */
const UNMARKED = '0.1.0'

export interface Written {
  /** Version of the program. */
  by: string
  /** The newest change of its shape; null = it is empty. */
  migratedAt: number | null
}

/** `0.2.0` as 2000; what stands behind a release's three numbers is left out. */
export function markOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/, 3).map(Number)
  return (major * 1000 + minor) * 1000 + patch
}

const versionOf = (mark: number) =>
  mark === 0 ? UNMARKED : [Math.floor(mark / 1e6), Math.floor(mark / 1000) % 1000, mark % 1000].join('.')

export function writtenBy(sqlite: Database): Written {
  using mark = sqlite.prepare<{ user_version: number }, []>('PRAGMA user_version')
  return { by: versionOf(mark.get()?.user_version ?? 0), migratedAt: migratedAt(sqlite) }
}

/** Of a file that may be in use. Throws for what is no database. */
export function readWritten(file: string): Written {
  const sqlite = new Database(file, { readonly: true })
  try {
    return writtenBy(sqlite)
  } finally {
    sqlite.close()
  }
}

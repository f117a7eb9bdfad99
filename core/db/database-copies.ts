// Copies of the database from before upgrades: made beside the backups, of which the newest few are kept.
import { Database } from 'bun:sqlite'
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { syncPath } from './durably.ts'
import { newestMigration } from './migrate.ts'
import { NeedsPerson } from './needs-person.ts'
import { isDamage } from './obstacles.ts'
import { readWritten } from './version-mark.ts'

const KEPT = 3
const NAME = /^database-(\d+\.\d+\.\d+)-[\dTZ-]+\.db$/
const COPYING = '.copying-database.db'
/** Whole, of an upgrade that has not ended yet: one that is cut off and begun anew makes it anew, however often. */
const PENDING = '.database-before-upgrade.db'
/** What an upgrade needs beside the copy: its transaction stands in the log beside the database until it is kept. */
const SPARE_BYTES = 16 * 1024 * 1024

const nameOf = (version: string, at: Date) =>
  `database-${version}-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`

/** Whole and on the disk when it returns, and to be kept or dropped. Throws an Error for people where there is no room. */
export function copyBeforeUpgrade(data: string): void {
  const database = join(data, 'porchlight.db')
  const folder = join(data, 'backups')
  const size = ['', '-wal'].reduce((sum, ending) => sum + sizeOf(`${database}${ending}`), 0)
  const needed = 2 * size + SPARE_BYTES
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < needed)
    throw new NeedsPerson(
      `There is no room to upgrade the database, and to keep a copy of how it was: ${megabytes(needed)} are needed in ${data}, and ${megabytes(bavail * bsize)} are free. Nothing was changed. Make room, then start again.`,
    )
  const copying = join(folder, COPYING)
  for (const ending of ['', '-journal']) rmSync(`${copying}${ending}`, { force: true })
  const sqlite = new Database(database, { readonly: true })
  try {
    sqlite.run('PRAGMA busy_timeout=5000')
    sqlite.run('VACUUM INTO ?', [copying])
  } catch (error) {
    rmSync(copying, { force: true })
    if (isDamage(error)) throw error
    throw new NeedsPerson(
      `No copy of the database could be made before its upgrade: ${(error as Error).message}. Nothing was changed.`,
    )
  } finally {
    sqlite.close()
  }
  chmodSync(copying, 0o600)
  syncPath(copying)
  renameSync(copying, join(folder, PENDING))
  syncPath(folder)
}

/** The upgrade has ended well, now or before a power cut: its copy gets its name, and the oldest go. Null = there was none. */
export function keepCopy(data: string, now: Date): { from: string; copy: string } | null {
  const folder = join(data, 'backups')
  const pending = join(folder, PENDING)
  if (!existsSync(pending)) return null
  const from = readWritten(pending).by
  const copy = join(folder, nameOf(from, now))
  renameSync(pending, copy)
  syncPath(folder)
  for (const path of copies(data).slice(KEPT)) rmSync(path)
  return { from, copy }
}

/** The upgrade failed: what was copied is what is still there. */
export const dropCopy = (data: string): void => rmSync(join(data, 'backups', PENDING), { force: true })

/** By when they were made, newest first; what is no such copy does not count. */
function copies(data: string): string[] {
  const folder = join(data, 'backups')
  if (!existsSync(folder)) return []
  const found = readdirSync(folder).filter((name) => NAME.test(name))
  return found
    .map((name) => join(folder, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs || b.localeCompare(a))
}

/** The newest copy that this program can read; null = there is none. */
export function readableCopy(data: string): string | null {
  const isReadable = (path: string) => {
    try {
      return (readWritten(path).migratedAt ?? Number.POSITIVE_INFINITY) <= newestMigration()
    } catch {
      return false
    }
  }
  return copies(data).find(isReadable) ?? null
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0)

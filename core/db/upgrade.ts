// Opens the database of a data folder: brings an older one to this program's shape, of which a copy is kept first, and refuses a newer one.
import { Database } from 'bun:sqlite'
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { copyBeforeUpgrade, dropCopy, keepCopy, readableCopy } from './database-copies.ts'
import { syncPath } from './durably.ts'
import { newestMigration } from './migrate.ts'
import { NeedsPerson } from './needs-person.ts'
import { closedDatabase, errorFor, inWords, isDamage, type Obstacle } from './obstacles.ts'
import { type OpenDatabase, openDatabase } from './open.ts'
import { markOf, readWritten, writtenBy } from './version-mark.ts'

export interface Upgraded {
  /** Version of the program that wrote it before. */
  from: string
  /** Where it is kept as it was. */
  copy: string
}

interface Opened extends OpenDatabase {
  /** Null: it had this program's shape already, or is new. */
  upgraded: Upgraded | null
}

/** The folder's lock is held. Throws an Error for people; the database is then as it was. */
export function openUpgraded(folder: DataFolder, version: string, now: Date): Opened {
  const file = folder.file('porchlight.db')
  const closed = closedDatabase(folder.path)
  if (closed) throw errorFor(closed)
  const isNew = !existsSync(file)
  let from: string | null
  try {
    const lost = lostDatabase(folder.path)
    if (lost) throw errorFor(lost)
    from = isNew ? null : prepare(folder.path, file, version)
    keepPrivate(file)
  } catch (error) {
    throw inWords(error, folder.path)
  }
  let database: OpenDatabase
  try {
    database = openDatabase(file)
  } catch (error) {
    if (from !== null) dropCopy(folder.path)
    if (from === null || isDamage(error)) throw inWords(error, folder.path)
    throw new NeedsPerson(
      `The database in ${folder.path} could not be brought to the shape that Porchlight ${version} needs: ${(error as Error).message}. Nothing was changed. Start Porchlight ${from} again, and tell us about this.`,
    )
  }
  mark(file, version)
  if (isNew) settle(file, folder.path)
  folder.isOurs()
  return { ...database, upgraded: keepCopy(folder.path, now) }
}

/** Whether opening it would change its shape. */
export function isOlder(file: string): boolean {
  const { migratedAt } = readWritten(file)
  return migratedAt !== null && migratedAt < newestMigration()
}

/**
 * Null: it is there, or there never was one. The key is made after the database, so where only the key is, a household has been:
 * whoever came first would found another over what is left of it.
 */
export function lostDatabase(data: string): Obstacle | null {
  const [file, key] = [join(data, 'porchlight.db'), join(data, 'secret.key')]
  const isThere = existsSync(file)
  if (!existsSync(key) || (isThere && readWritten(file).migratedAt !== null)) return null
  const what = readableCopy(data) ?? '<a backup>'
  return {
    found: `The database ${file} ${isThere ? 'is empty' : 'is gone'}, and the secret key of a household is there`,
    todo: `Bring it back: porchlight restore ${what}${isThere ? ' --replace' : ''}. Or move ${key} away, to begin with a new household`,
    stays: true,
  }
}

/** Names and events are nobody else's on this machine. SQLite gives the files beside it the same rights. */
function keepPrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  for (const one of ['', '-wal', '-shm'].map((ending) => file + ending)) {
    const about = statSync(one, { throwIfNoEntry: false })
    if (!about || !(about.mode & 0o077) || about.uid !== process.getuid?.()) continue
    try {
      chmodSync(one, about.mode & 0o700)
    } catch {
      // A disk that knows no such rights; the check tells of it.
    }
  }
}

/** A new one is on the disk before a key is made for it: a power cut in between must not leave the key alone. */
function settle(file: string, data: string): void {
  const sqlite = new Database(file)
  try {
    sqlite.run('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    sqlite.close()
  }
  syncPath(data)
}

/** The version that wrote it, where it is to be upgraded: then a copy is there. */
function prepare(data: string, file: string, version: string): string | null {
  const { by, migratedAt } = readWritten(file)
  if (migratedAt === null) return null
  if (migratedAt > newestMigration()) throw new NeedsPerson(newer(data, by, version))
  if (migratedAt === newestMigration()) return null
  copyBeforeUpgrade(data)
  return by
}

function newer(data: string, by: string, version: string): string {
  const copy = readableCopy(data)
  const back = copy
    ? `porchlight restore ${copy} --replace`
    : `porchlight restore <a backup made by ${version} or before> --replace`
  return `The database in ${data} was written by Porchlight ${by}, and this is ${version}, which cannot read it. Nothing was changed. Start ${by} or a newer one. Or go back to how everything was before that upgrade, without what came since: ${back}`
}

function mark(file: string, version: string): void {
  const sqlite = new Database(file)
  try {
    sqlite.run('PRAGMA busy_timeout=5000')
    if (markOf(writtenBy(sqlite).by) !== markOf(version)) sqlite.run(`PRAGMA user_version=${markOf(version)}`)
  } finally {
    sqlite.close()
  }
}

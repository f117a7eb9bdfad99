// Opens the database of a data folder: brings an older one to this program's shape, of which a copy is kept first, and refuses a newer one.
import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import type { DataFolder } from './data-folder.ts'
import { copyBeforeUpgrade, dropCopy, keepCopy, readableCopy } from './database-copies.ts'
import { newestMigration } from './migrate.ts'
import { NeedsPerson } from './needs-person.ts'
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
  const from = existsSync(file) ? prepare(folder.path, file, version) : null
  let database: OpenDatabase
  try {
    database = openDatabase(file)
  } catch (error) {
    if (from === null) throw error
    dropCopy(folder.path)
    throw new NeedsPerson(
      `The database in ${folder.path} could not be brought to the shape that Porchlight ${version} needs: ${(error as Error).message}. Nothing was changed. Start Porchlight ${from} again, and tell us about this.`,
    )
  }
  mark(file, version)
  folder.isOurs()
  return { ...database, upgraded: keepCopy(folder.path, now) }
}

/** Whether opening it would change its shape. */
export function isOlder(file: string): boolean {
  const { migratedAt } = readWritten(file)
  return migratedAt !== null && migratedAt < newestMigration()
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

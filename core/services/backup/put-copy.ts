// Puts a copy of the database, as it is made before an upgrade, back in its place: the way back to the program before.
import { Database } from 'bun:sqlite'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from '../../db/data-folder.ts'
import { syncPath } from '../../db/durably.ts'
import { newestMigration } from '../../db/migrate.ts'
import { readWritten } from '../../db/version-mark.ts'
import { Fault } from '../../domain/fault.ts'
import { keyIdsIn } from './key-ids.ts'
import { REPLACED } from './put-in-place.ts'

/** With which every file of SQLite begins. */
const MAGIC = 'SQLite format 3\0'

export function isDatabase(file: string): boolean {
  const handle = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(MAGIC.length)
    readSync(handle, bytes)
    return bytes.toString('latin1') === MAGIC
  } finally {
    closeSync(handle)
  }
}

interface ToPut {
  folder: DataFolder
  file: string
  /** Of the key that is in use, as the database names it. */
  keyId: string
  now: Date
}

/** The folder's lock is held. Fault invalid-input for what cannot be read here. The former database is kept; who starts next says whose the folder is. */
export function putCopy({ folder, file, keyId, now }: ToPut): { by: string; keptIn: string | null } {
  const { by } = checkCopy(file, keyId)
  const database = folder.file('porchlight.db')
  const coming = `${database}.coming`
  copyFileSync(file, coming)
  syncPath(coming)
  const kept = folder.file(REPLACED, `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`)
  const isThere = existsSync(database)
  if (isThere) {
    mkdirSync(kept, { recursive: true, mode: 0o700 })
    for (const ending of ['', '-wal']) keep(`${database}${ending}`, join(kept, `porchlight.db${ending}`))
    takeLog(database)
    // That of a damaged one is left: the other must not find it.
    for (const ending of ['-wal', '-shm']) rmSync(`${database}${ending}`, { force: true })
  }
  // In one step: a cut must not leave the folder without a database, for whoever comes next would be taken for its founder.
  renameSync(coming, database)
  folder.isAnybodys()
  syncPath(folder.path)
  return { by, keptIn: isThere ? kept : null }
}

function keep(file: string, to: string): void {
  if (!existsSync(file)) return
  copyFileSync(file, to)
  syncPath(to)
}

/** What is only in the log beside it comes into the file; a damaged one cannot do so. */
function takeLog(database: string): void {
  attempt(() => {
    using sqlite = new Database(database)
    sqlite.run('PRAGMA journal_mode=DELETE')
  })
}

const refused = (message: string, cause?: unknown) => new Fault('invalid-input', message, { cause })

/** Fault invalid-input as `putCopy`; nothing is touched. */
export function checkCopy(file: string, keyId: string): { by: string } {
  const written = attempt(() => readWritten(file))
  if (!written || written.migratedAt === null || !attempt(() => isWhole(file)))
    throw refused('This file is no database of Porchlight, or it is damaged.')
  if (written.migratedAt > newestMigration())
    throw refused(`This database was written by Porchlight ${written.by}, which is newer. Update this one first.`)
  const keys = keyIdsIn(file)
  if (keys.size && !keys.has(keyId))
    throw refused(
      'The secret key was changed since this copy was made, and the passwords in it cannot be read any more. Restore a backup of that time.',
    )
  return written
}

function isWhole(file: string): boolean {
  using sqlite = new Database(file, { readonly: true })
  using found = sqlite.prepare<{ integrity_check: string }, []>('PRAGMA integrity_check(1)')
  return found.get()?.integrity_check === 'ok'
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

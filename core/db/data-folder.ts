// The data folder: its shape, its version, and the lock that keeps a second appliance out.
import { Database } from 'bun:sqlite'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncPath } from './durably.ts'
import { NeedsPerson } from './needs-person.ts'
import { networkDisk } from './network-disks.ts'
import { readWritten } from './version-mark.ts'

/**
 * Raised when the meaning of files in the folder changes; an older program refuses a newer folder. 1: release 0.1.0. 2: recordings
 * have folders of their own and the database says which program wrote it, which 0.1.0 does not look for.
 */
const LAYOUT = 2

export interface DataFolder extends Disposable {
  path: string
  /** File in the folder. */
  file(...parts: string[]): string
  /** Its database has this program's shape: from now on an older program must leave the folder alone. */
  isOurs(): void
  /** Whichever program starts next says whose it is. */
  isAnybodys(): void
}

interface Options {
  /** Also one of a newer program: what is in it is to be replaced. */
  anyLayout?: boolean
}

/**
 * Creates what is missing, checks the layout and takes the lock. The lock is SQLite's own, so the kernel lets go of it
 * however we end. Throws an Error with a text for people.
 */
export function openDataFolder(path: string, { anyLayout = false }: Options = {}): DataFolder {
  try {
    for (const part of ['', 'recordings', 'pictures', 'backups'])
      mkdirSync(join(path, part), { recursive: true, mode: 0o750 })
  } catch (error) {
    throw new Error(`The data folder ${path} cannot be made or written: ${(error as Error).message}`)
  }
  const network = networkDisk(path)
  if (network)
    throw new Error(
      `The data folder ${path} lies on a network file system (${network}), where a database can be damaged. Set PORCHLIGHT_DATA to a local disk; recordings may lie elsewhere.`,
    )
  const layoutFile = join(path, 'layout')
  if (existsSync(layoutFile)) {
    const layout = Number(readFileSync(layoutFile, 'utf8'))
    if (!anyLayout && !(layout <= LAYOUT)) throw new NeedsPerson(newer(path, layout))
  } else if (!existsSync(join(path, 'porchlight.db'))) writeFileSync(layoutFile, `${LAYOUT}\n`)
  const lock = new Database(join(path, 'lock'), { create: true })
  try {
    lock.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!/lock|busy/i.test((error as Error).message)) throw error
    throw new Error(
      `The data folder ${path} is in use by another Porchlight. Stop that one first, or set PORCHLIGHT_DATA.`,
    )
  }
  return {
    path,
    file: (...parts) => join(path, ...parts),
    isOurs() {
      if (existsSync(layoutFile) && Number(readFileSync(layoutFile, 'utf8')) === LAYOUT) return
      // Cut off in between it would be empty, and 0 is an old one.
      writeFileSync(`${layoutFile}.next`, `${LAYOUT}\n`)
      renameSync(`${layoutFile}.next`, layoutFile)
      syncPath(path)
    },
    isAnybodys: () => rmSync(layoutFile, { force: true }),
    [Symbol.dispose]: () => lock.close(),
  }
}

/** The database may tell which one it was. */
function newer(path: string, layout: number): string {
  let by = `a newer Porchlight (layout ${layout})`
  try {
    by = `Porchlight ${readWritten(join(path, 'porchlight.db')).by}, which is newer than this one (layout ${layout})`
  } catch {}
  return `The data folder ${path} was written by ${by}. Start that version, or restore a backup: porchlight restore <file> --replace`
}

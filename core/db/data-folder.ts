// The data folder: its shape, its version, and the lock that keeps a second appliance out.
import { Database } from 'bun:sqlite'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncPath } from './durably.ts'
import { NeedsPerson } from './needs-person.ts'
import {
  awayIn,
  closedAtStart,
  errorFor,
  inWords,
  layoutOf,
  type Obstacle,
  onNetwork,
  PARTS,
  WRITABLE,
} from './obstacles.ts'
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
  make(path)
  // A lock that may only be read is taken by SQLite without a word, and keeps nobody out.
  const obstacle = onNetwork(path) ?? closedAtStart(path) ?? (anyLayout ? null : ofOthers(path))
  if (obstacle) throw errorFor(obstacle)
  const layoutFile = join(path, 'layout')
  const lock = lockOf(path)
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

/** Throws an Error for people. */
function make(path: string): void {
  const away = awayIn(path)
  if (away) throw errorFor(away)
  try {
    for (const part of ['', ...PARTS]) mkdirSync(join(path, part), { recursive: true, mode: 0o750 })
    accessSync(path, constants.W_OK)
    const isNew = !existsSync(join(path, 'layout')) && !existsSync(join(path, 'porchlight.db'))
    if (isNew) writeFileSync(join(path, 'layout'), `${LAYOUT}\n`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw inWords(error, path)
    const owner = `Give it to the user who runs Porchlight (${process.getuid?.()}), or set PORCHLIGHT_DATA`
    const todo = code === 'EROFS' ? WRITABLE : owner
    throw new NeedsPerson(`The data folder ${path} cannot be made or written: ${message}. ${todo}.`)
  }
}

function lockOf(path: string): Database {
  const file = join(path, 'lock')
  let lock: Database | null = null
  try {
    lock = new Database(file, { create: true })
    lock.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if (!/lock|busy/i.test((error as Error).message)) throw inWords(error, path, file)
    throw new Error(
      `The data folder ${path} is in use by another Porchlight. Stop that one first, or set PORCHLIGHT_DATA.`,
    )
  }
}

/** A folder that a newer program has written, or one of which nobody can say who did. */
export function ofOthers(path: string): Obstacle | null {
  const layout = layoutOf(path)
  if (layout <= LAYOUT) return null
  if (Number.isNaN(layout))
    return {
      found: `${join(path, 'layout')} is damaged: it says no number`,
      todo: 'Delete that file, then start again: the database says by itself if a newer Porchlight has written it',
      stays: true,
    }
  return {
    found: `The data folder ${path} was written by ${newer(path, layout)}`,
    todo: 'Start that version, or restore a backup: porchlight restore <file> --replace',
    stays: true,
  }
}

/** The database may tell which one it was. */
function newer(path: string, layout: number): string {
  try {
    return `Porchlight ${readWritten(join(path, 'porchlight.db')).by}, which is newer than this one (layout ${layout})`
  } catch {
    return `a newer Porchlight (layout ${layout})`
  }
}

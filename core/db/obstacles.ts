// Why a data folder or its database cannot be opened: what was found, and what a person has to do about it.
import { accessSync, constants, existsSync, lstatSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NeedsPerson } from './needs-person.ts'
import { networkDisk } from './network-disks.ts'

export interface Obstacle {
  /** Both without the stop at their end. */
  found: string
  todo: string
  /** Whether it stays until somebody mends it; room on a disk, or the disk itself, may come by itself. */
  stays: boolean
}

/** Where the kernel says that nobody may: the disk is mounted so, or for whom systemd has started only. */
export const WRITABLE = 'Mount it so that it can be written; under systemd name it in ReadWritePaths=, too'

/** Folders in the data folder that are made at a start. */
export const PARTS = ['recordings', 'pictures', 'backups'] as const
/** What must be writable at a start beside the folder itself. The log beside a database comes and goes. */
const STARTS_WITH = ['lock', 'logs', 'layout']
/** Others take their place when they change, so that to read them is enough. */
const ONLY_READ = ['layout', 'secret.key']
const DATABASE = ['porchlight.db', 'porchlight.db-wal', 'porchlight.db-shm']
/** Below it SQLite may not even get the memory that it shares with others. */
const LEAST_BYTES = 1e6

const then = (found: string, todo: string, stays = true): Obstacle => ({ found, todo, stays })

export function errorFor({ found, todo, stays }: Obstacle): Error {
  const text = `${found}. ${todo}.`
  return stays ? new NeedsPerson(text) : new Error(text)
}

/** What SQLite or the disk refused, at this file of the data folder; null for what is none of theirs. */
export function obstacleAt(error: unknown, data: string, file: string): Obstacle | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const { message } = error as Error
  if (isDamage(error))
    return file.endsWith('lock')
      ? then(`${file} is damaged: ${message}`, 'See that no Porchlight runs on this folder, then delete that file')
      : then(
          `The database ${file} is damaged: ${message}`,
          'Restore a backup: porchlight restore <file> --replace. What is there now is kept beside it',
        )
  if (!existsSync(data)) return null
  if (code === 'SQLITE_FULL') return noRoom(data)
  const isFull = freeIn(data) < LEAST_BYTES
  // Another disk may be the one that is full.
  if (code === 'ENOSPC' || code === 'EDQUOT') return isFull ? noRoom(data) : null
  const path = error instanceof Error && 'path' in error ? resolve(String(error.path)) : ''
  const isRefused = /^(EACCES|EPERM|EROFS)$/.test(code)
  // A port or a program can be refused, too.
  if (isRefused ? !`${path}/`.startsWith(`${resolve(data)}/`) : !/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/.test(code))
    return null
  const closed = closedIn(data, ['', ...STARTS_WITH, ...DATABASE, 'secret.key'])
  if (closed) return closed
  if (isRefused) return notOurs(path, data)
  if (isFull) return noRoom(data)
  return then(`${file} cannot be opened: ${message}`, `Look whether the disk of ${data} is well`, false)
}

/** The same as an error for people; what is none of theirs comes back as it was. */
export function inWords<E>(error: E, data: string, file = join(data, 'porchlight.db')): E | Error {
  const obstacle = obstacleAt(error, data, file)
  return obstacle ? errorFor(obstacle) : error
}

/** Only what SQLite says of the content: a full disk or a missing right leaves it whole. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))

const freeIn = (data: string) => {
  const { bavail, bsize } = statfsSync(data)
  return bavail * bsize
}

const noRoom = (data: string) =>
  then(
    `There is no room in ${data}: ${(freeIn(data) / 1e6).toFixed(1)} MB are free`,
    'Make room, then start again',
    false,
  )

function notOurs(file: string, data: string, to = 'written'): Obstacle {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  return then(
    `${file} cannot be ${to} by user ${user}, who runs Porchlight`,
    `Give the data folder to that user: sudo chown -R ${user}:${group} ${data}`,
  )
}

/** The first of these that is there, and not ours. Nothing is written to find out. */
function closedIn(data: string, names: readonly string[]): Obstacle | null {
  const { R_OK, W_OK, X_OK } = constants
  for (const name of names.filter((one) => existsSync(join(data, one)))) {
    const file = join(data, name)
    const isRead = ONLY_READ.includes(name)
    try {
      accessSync(file, isRead ? R_OK : statSync(file).isDirectory() ? R_OK | W_OK | X_OK : R_OK | W_OK)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EROFS'
        ? then(`The disk of ${file} can only be read`, 'Mount it so that it can be written')
        : notOurs(file, data, isRead ? 'read' : 'written')
    }
  }
  return null
}

export const closedAtStart = (data: string) => closedIn(data, ['', ...STARTS_WITH])
export const closedDatabase = (data: string) => closedIn(data, DATABASE)
export const closedKey = (data: string) => closedIn(data, ['secret.key'])
/** What a start can do without, and a household cannot. */
export const closedParts = (data: string) => closedIn(data, PARTS)

/** A folder of ours that lies on another disk, which is not there. */
export function awayIn(data: string): Obstacle | null {
  for (const file of PARTS.map((part) => join(data, part)))
    if (!existsSync(file) && lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
      return then(
        `${file} leads to ${readlinkSync(file)}, which is not there`,
        'Mount that disk, or delete the link',
        false,
      )
  return null
}

export function onNetwork(data: string): Obstacle | null {
  const kind = networkDisk(data)
  return kind === null
    ? null
    : then(
        `The data folder ${data} lies on a network file system (${kind}), where a database can be damaged`,
        'Set PORCHLIGHT_DATA to a local disk; recordings may lie elsewhere',
      )
}

/** Which program's the folder is; 0 where nobody has said so, or was cut off while saying so. NaN: it cannot be understood. */
export const layoutOf = (data: string): number =>
  existsSync(join(data, 'layout')) ? Number(readFileSync(join(data, 'layout'), 'utf8')) : 0

// Looks at what is ours on the disk: the data folder, the key, the database, and folders for recordings.
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.ts'
import { ofOthers } from '../../db/data-folder.ts'
import { damageOf } from '../../db/look.ts'
import { newestMigration } from '../../db/migrate.ts'
import {
  awayIn,
  closedAtStart,
  closedDatabase,
  closedKey,
  closedParts,
  obstacleAt,
  onNetwork,
  WRITABLE,
} from '../../db/obstacles.ts'
import { isOlder, lostDatabase } from '../../db/upgrade.ts'
import { readWritten } from '../../db/version-mark.ts'
import { LEAST_FREE } from '../../services/appliance-state.ts'
import { keyIdsIn } from '../../services/backup/key-ids.ts'
import { masterKey } from '../../services/secret-key.ts'
import { keyIdOf } from '../../services/secrets.ts'
import { createLooks } from '../../services/storage/disks.ts'
import { MARKER } from '../../services/storage/folders.ts'
import { type Finding, fine, skipped, warning, wrong } from './finding.ts'

const RESTORE = 'Restore a backup: porchlight restore <file> --replace'

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

/** The folder, or where it would have to be made. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)))

export function dataFolder(data: string): Finding {
  const what = 'Data folder'
  const todo = 'Give the folder to the user who runs Porchlight, or set PORCHLIGHT_DATA'
  const there = nearest(data)
  const cannot = there === data ? `${data} cannot be written` : `${data} cannot be made`
  if (!statSync(there).isDirectory())
    return wrong(what, `${cannot}: ${there} is no folder`, 'Set PORCHLIGHT_DATA to a folder')
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EROFS')
      return wrong(what, `${cannot}: ${there} is read-only`, WRITABLE)
    return wrong(what, cannot, todo)
  }
  if (there !== data)
    return warning(what, `${data} is not there yet`, 'It is made at the first start, or set PORCHLIGHT_DATA')
  // What a start would stop at, and what it would begin without.
  const obstacle = onNetwork(data) ?? awayIn(data) ?? closedAtStart(data) ?? ofOthers(data) ?? closedParts(data)
  if (obstacle) return wrong(what, obstacle.found, obstacle.todo)
  const { bavail, bsize } = statfsSync(data)
  return room(what, data, bavail * bsize)
}

/** A folder for recordings on another disk. A network disk whose other end is away keeps nobody waiting. */
export async function storageFolder({
  name,
  path,
  uuid,
}: {
  name: string
  path: string
  uuid: string
}): Promise<Finding> {
  const what = `Recordings in ${name}`
  const isThere = async () => (await readFile(join(path, MARKER), 'utf8').catch(() => '')).trim() === uuid
  const { state, free } = await createLooks()(path, isThere)
  if (state === 'missing')
    return wrong(what, `the disk of ${path} is away`, 'Mount it again; until then nothing is recorded there')
  if (state === 'read_only')
    return wrong(what, `${path} cannot be written`, 'Give the folder to the user who runs Porchlight')
  return room(what, path, free ?? 0)
}

function room(what: string, path: string, free: number): Finding {
  const found = `${path}, ${gigabytes(free)} free`
  return free < LEAST_FREE ? wrong(what, found, 'Make room: nothing is kept there any more') : fine(what, found)
}

/** Also whether it is the one under which the passwords are stored: another one reads none of them. */
export function secretKey({ data, secretKey: given }: Pick<Config, 'data' | 'secretKey'>): Finding {
  const what = 'Secret key'
  const file = join(data, 'secret.key')
  const where = given === null ? file : 'from PORCHLIGHT_SECRET_KEY'
  const back = given === null ? 'Put the right one back from a copy of the data folder' : 'Set it to what it was'
  const todo = `${back}; or restore a backup, which brings key and database of its day: porchlight restore <file> --replace`
  if (given === null && !existsSync(file)) return wrong(what, `${file} is missing`, todo)
  if (given === null && statSync(file).size !== 32) return wrong(what, `${file} is damaged`, todo)
  const closed = given === null ? closedKey(data) : null
  if (closed) return wrong(what, closed.found, closed.todo)
  const needed = keyIdsIn(join(data, 'porchlight.db'))
  if (needed.size && !needed.has(keyIdOf(masterKey({ data, key: given, mustExist: true }))))
    return wrong(what, `${where}: the stored passwords are under another one`, todo)
  return (given === null && shared(what, file)) || fine(what, where)
}

interface Looked {
  finding: Finding
  /** It has this program's shape, and the rest may be read from it. */
  isReadable: boolean
}

export function database(data: string): Looked {
  const finding = (one: Finding, isReadable = false): Looked => ({ finding: one, isReadable })
  const what = 'Database'
  const file = join(data, 'porchlight.db')
  try {
    const obstacle = closedDatabase(data) ?? lostDatabase(data)
    if (obstacle) return finding(wrong(what, obstacle.found, obstacle.todo))
    if (!existsSync(file) || readWritten(file).migratedAt === null)
      return finding(skipped(what, 'there is none yet: it is made at the first start'))
    const damage = damageOf(file)
    if (damage !== null) return finding(wrong(what, `is damaged: ${damage}`, RESTORE))
    const { by, migratedAt } = readWritten(file)
    if ((migratedAt ?? 0) > newestMigration())
      return finding(
        wrong(what, `was written by Porchlight ${by}, which is newer`, 'Start that version or a newer one'),
      )
    const found = `whole, ${(statSync(file).size / 1e6).toFixed(1)} MB, written by Porchlight ${by}`
    const todo = 'It is upgraded at the next start, after a copy was made: devices and broker are looked at then'
    if (isOlder(file)) return finding(warning(what, found, todo))
    return finding(shared(what, file, '*') ?? fine(what, found), true)
  } catch (error) {
    const obstacle = obstacleAt(error, data, file)
    if (!obstacle) throw error
    return finding(wrong(what, obstacle.found, obstacle.todo))
  }
}

/** What others on this machine can read; `also`: what lies beside it under a longer name. */
function shared(what: string, file: string, also = ''): Finding | null {
  if (!(statSync(file).mode & 0o077)) return null
  return warning(what, `${file} can be read by others on this machine`, `chmod 600 ${file}${also}`)
}

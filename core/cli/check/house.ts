// Looks at what is ours on the disk: the data folder, the key, the database, and folders for recordings.
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.ts'
import { damageOf } from '../../db/look.ts'
import { newestMigration } from '../../db/migrate.ts'
import { isOlder } from '../../db/upgrade.ts'
import { readWritten } from '../../db/version-mark.ts'
import { LEAST_FREE } from '../../services/appliance-state.ts'
import { keyIdsIn } from '../../services/backup/key-ids.ts'
import { masterKey } from '../../services/secret-key.ts'
import { keyIdOf } from '../../services/secrets.ts'
import { createLooks } from '../../services/storage/disks.ts'
import { MARKER } from '../../services/storage/folders.ts'
import { type Finding, fine, warning, wrong } from './finding.ts'

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

const READ_ONLY = 'Mount its disk so that it can be written; under systemd name it in ReadWritePaths=, too'

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
      return wrong(what, `${cannot}: ${there} is read-only`, READ_ONLY)
    return wrong(what, cannot, todo)
  }
  if (there !== data)
    return warning(what, `${data} is not there yet`, 'It is made at the first start, or set PORCHLIGHT_DATA')
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
  const todo = 'Put it back from a backup: without it the stored passwords cannot be read'
  if (given === null && !existsSync(file)) return wrong(what, `${file} is missing`, todo)
  if (given === null && statSync(file).size !== 32) return wrong(what, `${file} is damaged`, todo)
  const needed = keyIdsIn(join(data, 'porchlight.db'))
  if (needed.size && !needed.has(keyIdOf(masterKey({ data, key: given, mustExist: true }))))
    return wrong(what, `${where}: the stored passwords are under another one`, todo)
  return given === null && statSync(file).mode & 0o077
    ? warning(what, `${file} can be read by others on this machine`, `chmod 600 ${file}`)
    : fine(what, where)
}

/** `isReadable`: it has this program's shape, and the rest may be read from it. */
export function database(data: string): { finding: Finding; isReadable: boolean } {
  const what = 'Database'
  const file = join(data, 'porchlight.db')
  const damage = damageOf(file)
  if (damage !== null) {
    const finding = wrong(what, `is damaged: ${damage}`, 'Restore a backup: porchlight restore <file> --replace')
    return { finding, isReadable: false }
  }
  const { by, migratedAt } = readWritten(file)
  if ((migratedAt ?? 0) > newestMigration()) {
    const finding = wrong(what, `was written by Porchlight ${by}, which is newer`, 'Start that version or a newer one')
    return { finding, isReadable: false }
  }
  const found = `whole, ${(statSync(file).size / 1e6).toFixed(1)} MB, written by Porchlight ${by}`
  if (!isOlder(file)) return { finding: fine(what, found), isReadable: true }
  const finding = warning(
    what,
    found,
    'It is upgraded at the next start, after a copy was made: devices and broker are looked at then',
  )
  return { finding, isReadable: false }
}

// Looks at what is ours on the disk: the data folder, the key, the database, and folders for recordings.
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { damageOf } from '../../db/look.ts'
import { newestMigration } from '../../db/migrate.ts'
import { isOlder } from '../../db/upgrade.ts'
import { readWritten } from '../../db/version-mark.ts'
import { LEAST_FREE } from '../../services/appliance-state.ts'
import { MARKER } from '../../services/storage/folders.ts'
import { type Finding, fine, warning, wrong } from './finding.ts'

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

export function dataFolder(data: string): Finding {
  const what = 'Data folder'
  const todo = 'Give the folder to the user who runs Porchlight, or set PORCHLIGHT_DATA'
  if (!existsSync(data))
    return warning(what, `${data} is not there yet`, 'It is made at the first start, or set PORCHLIGHT_DATA')
  try {
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return wrong(what, `${data} cannot be written`, todo)
  }
  return room(what, data)
}

/** A folder for recordings on another disk. */
export function storageFolder({ name, path, uuid }: { name: string; path: string; uuid: string }): Finding {
  const what = `Recordings in ${name}`
  const marker = join(path, MARKER)
  if (!existsSync(marker) || readFileSync(marker, 'utf8').trim() !== uuid)
    return wrong(what, `the disk of ${path} is away`, 'Mount it again; until then nothing is recorded there')
  return room(what, path)
}

function room(what: string, path: string): Finding {
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  const found = `${path}, ${gigabytes(free)} free`
  return free < LEAST_FREE ? wrong(what, found, 'Make room: nothing is kept there any more') : fine(what, found)
}

export function secretKey(data: string, isGiven: boolean): Finding {
  const what = 'Secret key'
  if (isGiven) return fine(what, 'from PORCHLIGHT_SECRET_KEY')
  const file = join(data, 'secret.key')
  const todo = 'Put it back from a backup: without it the stored passwords cannot be read'
  if (!existsSync(file)) return wrong(what, `${file} is missing`, todo)
  const { size, mode } = statSync(file)
  if (size !== 32) return wrong(what, `${file} is damaged`, todo)
  return mode & 0o077
    ? warning(what, `${file} can be read by others on this machine`, `chmod 600 ${file}`)
    : fine(what, file)
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

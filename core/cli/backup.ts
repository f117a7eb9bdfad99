// `porchlight backup` and `porchlight restore`.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { openDataFolder } from '../db/data-folder.ts'
import { backupName } from '../services/backup/index.ts'
import { makeBackup } from '../services/backup/make.ts'
import { isDatabase, putCopy } from '../services/backup/put-copy.ts'
import { putInPlace } from '../services/backup/put-in-place.ts'
import { stageRestore } from '../services/backup/stage.ts'
import { PASSPHRASE_LENGTH } from '../services/backup/wrapped-key.ts'
import { masterKey } from '../services/secret-key.ts'
import { keyIdOf } from '../services/secrets.ts'
import { version } from '../version.ts'
import { CommandProblem, configured, say, secret, type Words } from './words.ts'

const never = new AbortController().signal
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** Reads only, so it may be done while the appliance runs. */
export async function backup({ plain, values, flags }: Words): Promise<number> {
  const { data, secretKey } = configured()
  if (!existsSync(join(data, 'porchlight.db')))
    throw new CommandProblem(`There is no appliance in ${data}. Set PORCHLIGHT_DATA to its data folder.`)
  const to = resolve(plain[0] ?? join(data, 'backups', backupName(new Date())))
  if (existsSync(to)) throw new CommandProblem(`${to} is there already`)
  const passphrase = await secret('passphrase', values.get('passphrase-file'), '--passphrase-file', { isNew: true })
  const { min, max } = PASSPHRASE_LENGTH
  if (passphrase.length < min || passphrase.length > max)
    throw new CommandProblem(`The passphrase must have ${min} to ${max} characters`)
  mayWrite(dirname(to))
  const made = await makeBackup({
    ...{ data, passphrase, to, version, signal: never, now: new Date() },
    master: masterKey({ data, key: secretKey, mustExist: true }),
    withFiles: flags.has('with-files'),
  })
  const { devices, recordings } = made.manifest.counts
  say(`Made and checked: ${to} (${megabytes(made.bytes)}, ${devices} devices, ${recordings} recordings)`)
  if (recordings && !made.manifest.with_files)
    say('It knows the recordings, but does not hold their files: add --with-files for that.')
  return 0
}

function mayWrite(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new CommandProblem(`Nothing can be written in ${folder}: ${(error as Error).message}`)
  }
}

/** Of a backup, or of a copy that was made before an upgrade. Holds the lock of the folder, so the appliance must be stopped. */
export async function restore({ plain, values, flags }: Words): Promise<number> {
  const { data, secretKey } = configured()
  const file = resolve(plain[0] ?? '')
  if (!existsSync(file)) throw new CommandProblem(`${file} is not there`)
  // What a newer program has left there is what is to be replaced.
  using folder = openDataFolder(data, { anyLayout: true })
  if (existsSync(join(data, 'porchlight.db')) && !flags.has('replace'))
    throw new CommandProblem(
      `There is an appliance in ${data} already. Add --replace to put the backup in its place; what is there now is kept beside it.`,
    )
  if (isDatabase(file)) {
    const keyId = keyIdOf(masterKey({ data, key: secretKey, mustExist: true }))
    const { by, keptIn } = putCopy({ folder, file, keyId, now: new Date() })
    say(`Put back into ${data}: the database as Porchlight ${by} wrote it. Recordings and pictures stay as they are.`)
    return told(keptIn)
  }
  const passphrase = await secret('passphrase', values.get('passphrase-file'), '--passphrase-file')
  const { manifest } = await stageRestore({
    ...{ data, file, passphrase, givenKey: secretKey, now: new Date(), signal: never },
  })
  const done = putInPlace(data)
  folder.isOurs()
  const { devices, recordings, users } = manifest.counts
  say(
    `Restored into ${data}: the state of ${manifest.created_at}, ${users} users, ${devices} devices, ${recordings} recordings`,
  )
  return told(done?.keptIn ?? null)
}

function told(keptIn: string | null): number {
  if (keptIn) say(`What was there before is kept in ${keptIn}`)
  say('Start Porchlight, and sign in again.')
  return 0
}

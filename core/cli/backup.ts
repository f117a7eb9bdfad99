// `porchlight backup`.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backupName } from '../services/backup/index.ts'
import { makeBackup } from '../services/backup/make.ts'
import { PASSPHRASE_LENGTH } from '../services/backup/wrapped-key.ts'
import { masterKey } from '../services/secret-key.ts'
import { version } from '../version.ts'
import { configured } from './configured.ts'
import { mustBeKnown } from './house-there.ts'
import { CommandProblem, fromHere, say, secret, type Words, whoWeAre } from './words.ts'

const never = new AbortController().signal
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** Reads only, so it may be done while the appliance runs. */
export async function backup({ plain, values, flags }: Words): Promise<number> {
  const { data, secretKey } = configured()
  mustBeKnown(data)
  const [named] = plain
  if (named === '-') throw new CommandProblem('A backup is not written to the standard output: name a file', 2)
  const to = named === undefined ? join(data, 'backups', backupName(new Date())) : fromHere(named)
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
    throw new CommandProblem(`Nothing can be written in ${folder} by ${whoWeAre()}: ${(error as Error).message}`)
  }
}

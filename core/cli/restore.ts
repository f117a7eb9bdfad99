// `porchlight restore`: of a backup, or of a copy of the database that was made before an upgrade.
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type DataFolder, openDataFolder } from '../db/data-folder.ts'
import { checkCopy, isDatabase, putCopy } from '../services/backup/put-copy.ts'
import { putInPlace } from '../services/backup/put-in-place.ts'
import { mustOpen, stageRestore } from '../services/backup/stage.ts'
import { masterKey } from '../services/secret-key.ts'
import { keyIdOf } from '../services/secrets.ts'
import { configured } from './configured.ts'
import { CommandProblem, fromHere, say, secret, type Words, whyUnread } from './words.ts'

const never = new AbortController().signal

/** Holds the lock of the folder, so the appliance must be stopped. In a folder where there is none nothing is made until file and passphrase are known to be right. */
export async function restore({ plain, values, flags }: Words): Promise<number> {
  const { data, secretKey } = configured()
  const file = readable(plain[0] ?? '')
  const isThere = existsSync(join(data, 'porchlight.db'))
  if (isThere && !flags.has('replace'))
    throw new CommandProblem(
      `There is an appliance in ${data} already. Add --replace to put the backup in its place; what is there now is kept beside it.`,
    )
  using held = new DisposableStack()
  // What a newer program has left there is what is to be replaced.
  const open = (): DataFolder => held.use(openDataFolder(data, { anyLayout: true }))
  // Whoever must stop it first is told before he types.
  const already = isThere ? open() : null
  if (isDatabase(file)) {
    const keyId = keyIdOf(masterKey({ data, key: secretKey, mustExist: true }))
    checkCopy(file, keyId)
    const { by, keptIn } = putCopy({ folder: already ?? open(), file, keyId, now: new Date() })
    say(`Put back into ${data}: the database as Porchlight ${by} wrote it. Recordings and pictures stay as they are.`)
    return told(keptIn)
  }
  const passphrase = await secret('passphrase', values.get('passphrase-file'), '--passphrase-file')
  await mustOpen(file, passphrase)
  const folder = already ?? open()
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

function readable(given: string): string {
  if (given === '-') throw new CommandProblem('A backup cannot come from the standard input: name its file', 2)
  const file = fromHere(given)
  try {
    const handle = openSync(file, 'r')
    try {
      if (fstatSync(handle).isDirectory()) throw new CommandProblem(`${file} is a folder: name the file of the backup`)
    } finally {
      closeSync(handle)
    }
    return file
  } catch (error) {
    throw error instanceof CommandProblem ? error : new CommandProblem(whyUnread(file, error))
  }
}

function told(keptIn: string | null): number {
  if (keptIn) say(`What was there before is kept in ${keptIn}`)
  say('Start Porchlight, and sign in again.')
  return 0
}

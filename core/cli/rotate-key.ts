// `porchlight rotate-key`.
import { openDataFolder } from '../db/data-folder.ts'
import { openUpgraded } from '../db/upgrade.ts'
import { changeKeyFile, endAllSignIns, rewriteSecrets } from '../services/key-rotation.ts'
import { masterKey, settleKey } from '../services/secret-key.ts'
import { holdsCiphertext, keyIdOf } from '../services/secrets.ts'
import { version } from '../version.ts'
import { configured } from './configured.ts'
import { mustBeThere } from './house-there.ts'
import { CommandProblem, say, secretFrom, type Words } from './words.ts'

/** Holds the lock of the folder; while the appliance runs it is done in its pages. */
export async function rotateKey({ values }: Words): Promise<number> {
  const { data, secretKey } = configured()
  const to = values.get('to')
  if (secretKey !== null && to === undefined)
    throw new CommandProblem(
      'The secret key is set by PORCHLIGHT_SECRET_KEY. Write the new one into a file and add --to <file>; afterwards set PORCHLIGHT_SECRET_KEY to it.',
    )
  if (secretKey === null && to !== undefined)
    throw new CommandProblem('The secret key is a file in the data folder, and a new one is drawn: leave --to away')
  mustBeThere(data)
  const next = to === undefined ? null : Buffer.from(secretFrom(to).trim(), 'utf8')
  if (next && next.toString().length < 32) throw new CommandProblem('The new key must have at least 32 characters')
  using folder = openDataFolder(data)
  const { db, close } = openUpgraded(folder, version, new Date())
  try {
    settleKey(data, db, keyIdOf)
    const from = masterKey({ data, key: secretKey, mustExist: holdsCiphertext(db) })
    if (next && keyIdOf(next) === keyIdOf(from)) throw new CommandProblem('This is the key that is in use already')
    const rewritten = next ? rewriteSecrets(db, from, next) : changeKeyFile(db, data, from).rewritten
    endAllSignIns(db)
    say(`The secret key was changed, and ${rewritten} stored secrets rewritten. Everybody signs in again.`)
    if (next) say('Set PORCHLIGHT_SECRET_KEY to the new key before the next start.')
    return 0
  } finally {
    close()
  }
}

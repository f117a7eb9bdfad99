// `porchlight reset-password`: for whoever is locked out of his own house.
import { randomInt } from 'node:crypto'
import { openDataFolder } from '../db/data-folder.ts'
import { openDatabase } from '../db/open.ts'
import { isOlder, openUpgraded } from '../db/upgrade.ts'
import { LEAST_OWN, LONGEST } from '../domain/password-length.ts'
import { usernameKey } from '../services/accounts/names.ts'
import { resetPassword as reset } from '../services/reset-password.ts'
import { version } from '../version.ts'
import { configured } from './configured.ts'
import { mustBeKnown } from './house-there.ts'
import { CommandProblem, say, secretFrom, type Words } from './words.ts'

/** Without characters that are taken for each other. */
const CHARACTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

const drawn = () =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join(''),
  ).join('-')

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

/** May be done while the appliance runs: it asks the database at each request who somebody is. */
export async function resetPassword({ plain, values }: Words): Promise<number> {
  const { data } = configured()
  const [username = ''] = plain
  const database = mustBeKnown(data)
  const file = values.get('password-file')
  const password = file === undefined ? drawn() : secretFrom(file)
  if (password.length < LEAST_OWN || password.length > LONGEST)
    throw new CommandProblem(`The password must have ${LEAST_OWN} to ${LONGEST} characters`)
  if (usernameKey(password) === usernameKey(username))
    throw new CommandProblem('The password must not be the user name')
  // Whoever runs on an older one must not find it changed: the lock is then needed.
  using folder = isOlder(database) ? openDataFolder(data) : null
  const { db, close } = folder ? openUpgraded(folder, version, new Date()) : openDatabase(database)
  try {
    const user = await reset(db, username, password, new Date())
    if (!user) throw new CommandProblem(`There is no user "${username}" in ${data}`)
    say(
      `${user.username} has a new password${user.hadSecondFactor ? ' and no second factor any more' : ''}; all sign-ins of this user have ended.`,
    )
    say(
      'Where Porchlight is running, what these sign-ins have open (live pictures, streams) closes within half a minute.',
    )
    const { apiKeys, streamLinks } = user
    if (apiKeys + streamLinks > 0)
      say(
        `${counted(apiKeys, 'API key')} and ${counted(streamLinks, 'stream link')} of this user stay: remove under “My account” those that somebody else may have.`,
      )
    if (file === undefined) say(`The password is: ${password}`)
    if (!user.isActive) say('The account is disabled: an admin of the household can enable it.')
    return 0
  } finally {
    close()
  }
}

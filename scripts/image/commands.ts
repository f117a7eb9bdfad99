// The commands of the guides in a container: beside the running one as by `docker compose exec`, in its place as by `docker compose run --rm`.
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Appliance, account } from '../../test/e2e/appliance.ts'
import { inImage, must, type Place, porchlight } from './shut-in.ts'
import type { Say } from './table.ts'

const BACKUP = '/data/backups/house.porchlight-backup'
const LATER = { username: 'later', password: 'a password of later' }

/** Leaves a backup of how it is now, and an account that it does not hold. */
export async function beside(place: Place, appliance: Appliance, say: Say): Promise<void> {
  const said = await porchlight(place, 'help')
  must(said.includes('reset-password'), `\`porchlight help\` says ${said}`)
  await isWell(place, appliance, say)
  await checks(at(place, appliance), 'beside the running appliance', say)
  await resets(place, appliance, say)
  const file = join(place.data, 'passphrase')
  writeFileSync(file, 'a passphrase for a try\n')
  chownSync(file, 1000, 1000)
  await porchlight(place, 'backup', BACKUP, '--passphrase-file', '/data/passphrase')
  const added = await appliance.call('POST', '/api/users', LATER)
  must(added.status < 300, `No second account can be made: ${added.text}`)
  say('porchlight backup', 'makes and checks a backup beside the running appliance, in a second process')
}

/** The health check that an engine runs. */
async function isWell(place: Place, appliance: Appliance, say: Say): Promise<void> {
  const [kind, ...command] = place.image.config.Healthcheck.Test
  must(kind === 'CMD', 'The health check needs a shell')
  const well = await inImage(at(place, appliance), command)
  must(well.code === 0, `The health check says ${well.code} of an appliance that answers: ${well.err}`)
  const none = await inImage(at(place, null), command)
  must(none.code === 1, `The health check says ${none.code} where nothing answers`)
  say('health check', 'answers 0 while it serves and 1 where nothing does')
}

/** With the port that the appliance was given; port 9 where there is none. */
function at({ image, ...place }: Place, appliance: Appliance | null): Place {
  const port = appliance ? new URL(appliance.url).port : '9'
  const Env = [
    ...image.config.Env,
    `PORCHLIGHT_PORT=${port}`,
    'PORCHLIGHT_HOST=127.0.0.1',
    'PORCHLIGHT_ALLOW_LOOPBACK=1',
  ]
  return { ...place, image: { ...image, config: { ...image.config, Env } } }
}

/** It looks at FFmpeg, the disk, the key and the camera by itself. */
async function checks(place: Place, where: string, say: Say): Promise<void> {
  const { out, err, code } = await inImage(place, ['porchlight', 'check'])
  const text = new TextDecoder().decode(out)
  must(code === 0, `\`porchlight check\` ${where} finds that something does not work: ${text}${err}`)
  must(/^ok +FFmpeg/m.test(text), `\`porchlight check\` says nothing good of FFmpeg: ${text}`)
  say('porchlight check', `looks at ${text.match(/^(ok|look|-) /gm)?.length} things ${where}; nothing is wrong`)
}

/** Where nothing runs that a command could be typed beside, as by `docker compose run --rm`. `stopped`: what had its port. */
export async function checksStopped(place: Place, stopped: Appliance, say: Say): Promise<void> {
  await checks(at(place, stopped), 'in the place of the stopped one', say)
}

/** The owner signs in with what the command has drawn, and gives himself the former password again. */
async function resets(place: Place, appliance: Appliance, say: Say): Promise<void> {
  const { username, password } = account
  const said = await porchlight(place, 'reset-password', username)
  const drawn = /The password is: (\S+)/.exec(said)?.[1]
  const signIn = (as: string) => appliance.call('POST', '/api/auth/login', { username, password: as }, '')
  must(drawn && (await signIn(drawn)).status === 200, `\`porchlight reset-password\` says ${said}`)
  must((await signIn(password)).status === 401, 'The former password still opens after `porchlight reset-password`')
  const file = join(place.data, 'password')
  writeFileSync(file, `${password}\n`)
  chownSync(file, 1000, 1000)
  await porchlight(place, 'reset-password', username, '--password-file', '/data/password')
  await appliance.signIn()
  say('reset-password', 'draws a password beside the running appliance, which opens; the former does not')
}

/** After `docker compose stop`, in a container of its own on the same volume. */
export async function restores(place: Place): Promise<void> {
  const words = [BACKUP, '--passphrase-file', '/data/passphrase']
  const { code } = await inImage(place, [...place.image.config.Entrypoint, 'restore', ...words])
  must(code === 1, `A restore over an appliance ends with ${code} though nobody said --replace`)
  await porchlight(place, 'restore', ...words, '--replace')
}

/** With the accounts of the backup, and without the one that was made after it. */
export async function isRestored(appliance: Appliance, say: Say): Promise<void> {
  await appliance.signIn()
  const later = await appliance.call('POST', '/api/auth/login', LATER, '')
  must(later.status === 401, `An account that the backup does not hold is answered with ${later.status}`)
  const { body } = await appliance.call<{ name: string }[]>('GET', '/api/devices')
  say(
    'porchlight restore',
    `in the place of the stopped one, with --replace; started again it has the accounts and ${body.length} device of the backup`,
  )
}

// `porchlight dump-device`: an anonymised capture of a device, which its owner can give away: docs/guide/capture.md.
import { accessSync, constants, existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CaptureWanted, Plugin } from '../plugin/index.ts'
import { CommandProblem, fromHere, say, secret, secretFrom, type Words, whoWeAre } from './words.ts'

type Options = Omit<CaptureWanted, 'password' | 'progress'>

/** Needs no appliance, and no configuration. */
export async function dumpDevice(words: Words, plugins: readonly Plugin[]): Promise<number> {
  const { values } = words
  const options = optionsOf(words)
  const able = plugins.flatMap(({ id, capture }) => (capture ? [{ id, capture }] : []))
  const brand = values.get('brand') ?? able[0]?.id
  const make = able.find(({ id }) => id === brand?.toLowerCase())
  if (!make)
    throw new CommandProblem(
      `No capture can be taken of "${brand}", only of: ${able.map(({ id }) => id).join(', ')}`,
      2,
    )
  const password = await passwordOf(values.get('password-file'))
  if (!password) throw new CommandProblem('Nothing was asked of the device: a password is needed.', 2)
  const out = values.get('out')
  mustBeFree(fromHere(out ?? 'any name'), out !== undefined)
  const isSeen = process.stderr.isTTY
  const taken = await make
    .capture({
      ...{ ...options, password },
      progress: (done, total) => void (isSeen && process.stderr.write(`\r${done} of ${total} documents `)),
    })
    .finally(() => isSeen && process.stderr.write('\n'))
  const named = `capture-${taken.model.replace(/[^\w-]+/g, '-').slice(0, 60)}.json`
  const file = fromHere(out ?? named)
  await write(file, taken.text)
  const replaced = Object.entries(taken.replaced).map(([kind, count]) => `${count} × ${kind}`)
  say(file)
  say(`${taken.asked} documents asked for, ${taken.had} there.`)
  say(`Replaced: ${replaced.join(', ') || 'nothing'}.`)
  say('Look through the file before you give it to somebody.')
  return 0
}

function optionsOf({ values, flags }: Words): Options {
  const [address, username, pause = '100'] = ['address', 'user', 'pause'].map((name) => values.get(name))
  if (!address) throw new CommandProblem('--address is missing: where is the device?', 2)
  if (!username) throw new CommandProblem('--user is missing: who signs in to the device?', 2)
  const written = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`
  if (!URL.canParse(written) || !/^https?:/i.test(written))
    throw new CommandProblem(`"${address}" is no address of a device.`, 2)
  const url = new URL(written)
  if (url.username || url.password)
    throw new CommandProblem('The address must not hold a login: the password is asked for.', 2)
  if (!/^\d{1,5}$/.test(pause)) throw new CommandProblem(`--pause wants milliseconds, not "${pause}".`, 2)
  return { address: url, username, anyCertificate: flags.has('any-certificate'), pauseMs: Number(pause) }
}

/** Of the variable, of a file, of the first line of a pipe, or typed. */
async function passwordOf(file: string | undefined): Promise<string> {
  if (file === undefined && process.env.PORCHLIGHT_DUMP_PASSWORD) return process.env.PORCHLIGHT_DUMP_PASSWORD
  if (file === undefined && process.stdin.isTTY) return await secret('password', undefined, '--password-file')
  return secretFrom(file ?? '-').split(/[\r\n]/)[0] ?? ''
}

/** Before a device is asked a hundred times for what nobody could keep. `isNamed`: else the device's model is to name the file. */
function mustBeFree(file: string, isNamed: boolean): void {
  const folder = dirname(file)
  if (isNamed && existsSync(file)) throw new CommandProblem(`${file} is there already: nothing was asked or written.`)
  if (!existsSync(folder)) throw new CommandProblem(`There is no folder ${folder}: nothing was asked.`)
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new CommandProblem(`Nothing can be written in ${folder} by ${whoWeAre()}: nothing was asked.`)
  }
}

/** Only its owner can read it, and none is written over another. */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandProblem(code === 'EEXIST' ? `${file} is there already: nothing was written.` : message)
  }
}

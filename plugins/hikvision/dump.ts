// The command that writes an anonymised capture of a device, for people who want theirs to be supported: docs/guide/capture.md.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '#plugin'
import { askPassword } from './capture/password.ts'
import { type Taken, takeCapture } from './capture/take.ts'
import { createClient } from './isapi/client.ts'

const USAGE = `npm run dump -- --address ADDRESS --user USER [options]

Reads the settings of a Hikvision device and writes them into a file without names, addresses, serial numbers
and whatever else is yours. It changes nothing on the device. docs/guide/capture.md says more.

  --address ADDRESS  http://192.0.2.5, nvr.lan:8080, https://192.0.2.5
  --user USER        an administrator of the device, or what may read its settings
  --out FILE         where to write (capture-MODEL.json); a file that is there is left alone
  --any-certificate  take whatever certificate the device shows (https)
  --pause MS         milliseconds between two requests (100)
  --help             this text

The password is asked for, or taken from PORCHLIGHT_DUMP_PASSWORD.`

export interface DumpOptions {
  address: URL
  username: string
  anyCertificate: boolean
  pauseMs: number
  /** Null: named after the model. */
  out: string | null
}

/** null asks for the usage. Throws with a text for people. */
export function parseDump(args: string[], env: Record<string, string | undefined> = {}): DumpOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      address: { type: 'string' },
      user: { type: 'string' },
      out: { type: 'string' },
      'any-certificate': { type: 'boolean', default: false },
      pause: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const { address, user, out, pause } = values
  if (!address) throw new Error('--address is missing: where is the device?')
  if (!user) throw new Error('--user is missing: who signs in to the device?')
  const written = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`
  if (!URL.canParse(written) || !/^https?:/i.test(written)) throw new Error(`"${address}" is no address of a device.`)
  const url = new URL(written)
  if (url.username || url.password) throw new Error('The address must not hold a login: the password is asked for.')
  if (!/^\d{1,5}$/.test(pause)) throw new Error(`--pause wants milliseconds, not "${pause}".`)
  return {
    address: url,
    username: user,
    anyCertificate: values['any-certificate'],
    pauseMs: Number(pause),
    // npm changes into the project's folder; a path is meant from where the person stands.
    out: out === undefined ? null : resolve(env.INIT_CWD ?? '.', out),
  }
}

interface DumpWork extends Omit<DumpOptions, 'out'> {
  password: string
  signal?: AbortSignal
  progress?(done: number, total: number): void
}

/** Signs in once and reads; a refused login ends everything, so that the device does not lock the account. */
export async function dump({
  address,
  username,
  password,
  anyCertificate,
  pauseMs,
  ...work
}: DumpWork): Promise<Taken> {
  const client = createClient({
    url: address,
    connectTo: address.hostname.replace(/^\[|\]$/g, ''),
    username,
    password,
    verifyTls: !anyCertificate,
    pinnedCertificate: null,
    shown() {},
    limit: (run) => run(),
    signal: work.signal ?? new AbortController().signal,
  })
  // A plain word would be found in every document.
  const isOdd = (text: string) => /[^a-z]/i.test(text) && text.length > 4
  try {
    return await takeCapture({
      client,
      pause: () => Bun.sleep(pauseMs),
      ...(work.progress && { progress: work.progress }),
      never: [password, ...[username, address.hostname].filter(isOdd)].filter((text) => text.length > 3),
    })
  } finally {
    client.close()
  }
}

/** The file's text, in the form that the tests with captured devices read. */
export function captureText({ captured }: Taken): string {
  return `${JSON.stringify({ data: { ISAPI: captured } }, null, 1)}\n`
}

async function main(): Promise<number> {
  let options: DumpOptions | null
  try {
    options = parseDump(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    return 2
  }
  if (!options) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const { address, username } = options
  const kept = process.env.PORCHLIGHT_DUMP_PASSWORD
  const password = kept || (await askPassword(`Password of ${username} on ${address.hostname}: `))
  if (!password) {
    console.error('Nothing was asked of the device: a password is needed.')
    return 2
  }
  const isSeen = process.stderr.isTTY
  const progress = (done: number, total: number) => {
    if (isSeen) process.stderr.write(`\r${done} of ${total} documents `)
  }
  try {
    const taken = await dump({ ...options, password, progress })
    if (isSeen) process.stderr.write('\n')
    const name = `capture-${taken.model.replace(/[^\w-]+/g, '-').slice(0, 60)}.json`
    const file = options.out ?? resolve(process.env.INIT_CWD ?? '.', name)
    await writeFile(file, captureText(taken), { flag: 'wx', mode: 0o600 })
    const answers = Object.values(taken.captured)
    const replaced = Object.entries(taken.replaced).map(([kind, count]) => `${count} × ${kind}`)
    process.stdout.write(
      `${file}\n${answers.length} documents asked for, ${answers.filter((one) => 'response' in one).length} there.\n` +
        `Replaced: ${replaced.join(', ') || 'nothing'}.\nLook through the file before you give it to somebody.\n`,
    )
    return 0
  } catch (error) {
    if (isSeen) process.stderr.write('\n')
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    console.error(
      isThere ? `${(error as NodeJS.ErrnoException).path} is there already: nothing was written.` : told(error),
    )
    return 1
  }
}

const told = (error: unknown) => (error instanceof Fault ? error.message : `It failed: ${(error as Error).message}`)

if (import.meta.main) process.exit(await main())

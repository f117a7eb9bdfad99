// The demo's command line, and what it remembers in its data folder from one start to the next.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const USAGE = `npm run demo [-- options]

Starts two simulated recorders, a camera that can be turned, a broker and Porchlight with all of them added.

  --port N     port of the page (8000)
  --data DIR   keep the data in this folder and go on there next time
  --keep       keep the temporary folder that is used without --data
  --help       this text

PORCHLIGHT_ADMIN_USER, PORCHLIGHT_ADMIN_PASSWORD and PORCHLIGHT_MQTT_URL are used when they are set,
and so are the other variables that docs/settings.md lists.`

export interface DemoOptions {
  port: number
  /** null = a temporary folder. */
  data: string | null
  keep: boolean
}

/** null asks for the usage. Throws with a text for people. */
export function parseOptions(args: string[], env: Record<string, string | undefined>): DemoOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: env.PORCHLIGHT_PORT || '8000' },
      data: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  if (!/^\d+$/.test(values.port) || Number(values.port) > 65_535)
    throw new Error(`--port wants a number from 0 to 65535, not "${values.port}".`)
  // npm changes into the project's folder; a path is meant from where the person stands.
  const data = values.data === undefined ? null : resolve(env.INIT_CWD ?? '.', values.data)
  return { port: Number(values.port), data, keep: values.keep }
}

/** Kept in `<data>/demo/demo.json`, so that a second start finds its devices and its account again. */
export interface Memory {
  password: string
  mqttPort?: number
  recorders: Record<string, { port: number; rtspPort: number; uuid?: string }>
}

export interface DemoFolder extends Disposable {
  data: string
  /** Of the demo itself: memory, logs, the broker's configuration. */
  own: string
  memory: Memory
  save(): void
}

export function openFolder({ data, keep }: DemoOptions): DemoFolder {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'porchlight-demo-'))
  const own = join(folder, 'demo')
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const file = join(own, 'demo.json')
  const memory = remembered(file) ?? { password: drawPassword(), recorders: {} }
  let saved = false
  return {
    data: folder,
    own,
    memory,
    save() {
      writeFileSync(file, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 })
      saved = true
    },
    [Symbol.dispose]() {
      if (data !== null) return
      // A demo that never got ready has nothing worth keeping.
      if (keep && saved) console.log(`The data is kept. To go on with it: npm run demo -- --data ${folder}`)
      else rmSync(folder, { recursive: true, force: true })
    },
  }
}

function remembered(file: string): Memory | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Memory
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** Letters that nobody mistakes for others, in groups that are easy to type on a tablet. */
function drawPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const drawn = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => letters[byte % letters.length])
  return [0, 4, 8].map((at) => drawn.slice(at, at + 4).join('')).join('-')
}

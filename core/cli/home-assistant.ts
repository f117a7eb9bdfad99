// As an add-on of Home Assistant: what its supervisor knows becomes settings of ours, and root an ordinary user.
import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CommandProblem } from './words.ts'

type Environment = Record<string, string | undefined>

export interface Around {
  /** The folder that Home Assistant keeps for an add-on. */
  folder: string
  /** Where the supervisor answers. */
  supervisor: string
  say(text: string): void
  wait(ms: number): Promise<void>
}

const REAL: Around = {
  folder: '/data',
  supervisor: 'http://supervisor',
  say: (text) => void process.stderr.write(`${text}\n`),
  wait: (ms) => Bun.sleep(ms),
}

/** While the house starts the supervisor is busy; pictures do not wait longer than this for the broker. */
const TRIES = 5
const PAUSE_MS = 2000
const ANSWER_MS = 2000

/** What people set in Home Assistant, by the names of `packaging/home-assistant/porchlight/config.yaml`. */
const OPTIONS: Record<string, string> = {
  log_level: 'PORCHLIGHT_LOG',
  public_url: 'PORCHLIGHT_PUBLIC_URL',
  mqtt_url: 'PORCHLIGHT_MQTT_URL',
  search_networks: 'PORCHLIGHT_SEARCH_NETWORKS',
  lightnvr_port: 'PORCHLIGHT_LIGHTNVR_PORT',
  vibenvr_port: 'PORCHLIGHT_VIBENVR_PORT',
  trust_proxy: 'PORCHLIGHT_TRUST_PROXY',
}

/** Home Assistant's pages come to us through its supervisor, which stands at this address in every installation. */
const SUPERVISOR = '172.30.32.2'

const options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

const mqtt = z.object({
  data: z.object({
    host: z.string().min(1),
    port: z.coerce.number().int().min(1).max(65535),
    ssl: z.boolean().default(false),
    username: z.string().optional(),
    password: z.string().optional(),
  }),
})

/** Whether the supervisor runs us. */
export const isAddOn = (env: Environment, folder = REAL.folder): boolean =>
  Boolean(env.SUPERVISOR_TOKEN) && existsSync(join(folder, 'options.json'))

/**
 * The variables that the supervisor's knowledge stands for; those that are set already stay. `withBroker`: the command
 * speaks with the broker.
 */
export async function addOnSettings(
  env: Environment,
  { withBroker }: { withBroker: boolean },
  around: Around = REAL,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {
    PORCHLIGHT_DATA: join(around.folder, 'porchlight'),
  }
  for (const [option, value] of Object.entries(optionsIn(around.folder))) {
    const name = OPTIONS[option]
    if (name !== undefined && value !== null && value !== '') settings[name] = String(value)
  }
  const { PORCHLIGHT_TRUST_PROXY: others } = settings
  settings.PORCHLIGHT_TRUST_PROXY = others === undefined ? SUPERVISOR : `${SUPERVISOR},${others}`
  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`])
  if (withBroker && !settings.PORCHLIGHT_MQTT_URL && !isSet('PORCHLIGHT_MQTT_URL')) {
    const broker = await brokerOf(env.SUPERVISOR_TOKEN ?? '', around)
    if (broker) settings.PORCHLIGHT_MQTT_URL = broker
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isSet(name)))
}

function optionsIn(folder: string): z.output<typeof options> {
  const file = join(folder, 'options.json')
  try {
    return options.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new CommandProblem(`${file}, the options of the add-on, cannot be read`)
  }
}

/** The address of Home Assistant's broker with its login; null: it has none, or nobody says. */
async function brokerOf(token: string, { supervisor, say, wait }: Around): Promise<string | null> {
  for (let left = TRIES; left > 0; left -= 1) {
    const answer = await fetch(`${supervisor}/services/mqtt`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch(() => null)
    // 400: no add-on offers a broker. Whom it does not let in, it will not let in a moment later either.
    if (answer?.status === 400) return null
    if (answer && [401, 403].includes(answer.status)) break
    const found = answer?.ok ? mqtt.safeParse(await answer.json().catch(() => null)) : null
    if (found?.success) return addressOf(found.data.data)
    if (left > 1) await wait(PAUSE_MS)
  }
  say("Home Assistant's supervisor does not say which broker there is. Restart the add-on to ask it again.")
  return null
}

function addressOf({ host, port, ssl, username, password }: z.output<typeof mqtt>['data']): string {
  const part = encodeURIComponent
  const login = username ? `${part(username)}:${part(password ?? '')}@` : ''
  return `${ssl ? 'mqtts' : 'mqtt'}://${login}${host}:${port}`
}

/** Of the add-on's own making; nobody else in its container has it. */
const USER = 1000

/** Recordings may lie there to be seen in Home Assistant. */
const MEDIA = '/media'

/**
 * Home Assistant starts add-ons as root, since their folder and options belong to root. What speaks to cameras and
 * browsers must not be root: the data becomes an ordinary user's, and so do we.
 */
export function leaveRoot(data: string, media = MEDIA, say = REAL.say): void {
  if (process.getuid?.() !== 0) return
  giveTo(data)
  if (existsSync(media)) giveIfCan(join(media, 'porchlight'), say)
  process.setgroups?.([])
  process.setgid?.(USER)
  process.setuid?.(USER)
}

/** Home Assistant may have mounted network storage there, which knows no other user or cannot be written: nobody needs it for a start. */
function giveIfCan(folder: string, say: Around['say']): void {
  try {
    giveTo(folder)
  } catch (error) {
    say(`Nothing can be recorded in ${folder}, and Porchlight starts without it: ${(error as Error).message}`)
  }
}

/** After a restore by Home Assistant everything may be root's; the folder and its database are the first to show it. */
function giveTo(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const isOurs = (path: string) => !existsSync(path) || lstatSync(path).uid === USER
  if (isOurs(folder) && isOurs(join(folder, 'porchlight.db'))) return
  chownSync(folder, USER, USER)
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!each.isSymbolicLink()) chownSync(join(each.parentPath, each.name), USER, USER)
}

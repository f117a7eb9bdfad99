// The environment, parsed once: every variable of DESIGN 8, all faults reported together.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { LEAST_OWN, LONGEST } from './domain/password-length.ts'
import { overlap } from './domain/topic-prefix.ts'

export interface DialectPort {
  port: number
  profile?: string
}

export interface Config {
  port: number
  host: string
  /** Absolute path of the data folder. */
  data: string
  /** Where browsers and hubs reach us, without a slash at the end; null = not known. */
  publicUrl: string | null
  mqttUrl: string | null
  mqttPrefix: string | null
  discovery: 'device' | 'entity' | 'off' | null
  discoveryPrefix: string | null
  nodeId: string | null
  lightnvrPorts: DialectPort[]
  vibenvrPorts: DialectPort[]
  admin: { username: string; password: string } | null
  secretKey: string | null
  tls: { certFile: string; keyFile: string } | null
  redirectPort: number | null
  /** Addresses or networks of proxies whose forwarded headers count. */
  trustProxy: string[]
  allowLoopback: boolean
  /** Names of the networks in which devices are searched; null = in all of this machine's. */
  searchNetworks: string[] | null
  /** Who runs us starts us again whenever we end with another code than 0. */
  supervised: boolean
  log: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** An address, or a network as 192.0.2.0/24. */
function isNetwork(text: string): boolean {
  const [address = ''] = text.split('/')
  // The library takes 192.168.1 for 192.168.0.1.
  const isWhole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
  return isWhole && (text === address || ipaddr.isValidCIDR(text))
}

/** The runtime takes what it does not know, and offsets without a place, for UTC, and says nothing. */
function isZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: text.replace(/^:/, '') }) !== null && !/^[+-]/.test(text)
  } catch {
    return false
  }
}

const NO_PORT = 'must be a port, a number from 0 to 65535'
const port = z.coerce.number(NO_PORT).int(NO_PORT).min(0, NO_PORT).max(65535, NO_PORT)
const dialectPorts = z
  .string()
  .regex(
    /^\s*\d{1,5}(:[a-z]+)?(\s*,\s*\d{1,5}(:[a-z]+)?)*\s*$/,
    'must be ports such as 8080 or 8080:code, separated by commas',
  )
  .transform((text) =>
    text.split(',').map((part): DialectPort => {
      const [number, profile] = part.trim().split(':')
      return profile ? { port: Number(number), profile } : { port: Number(number) }
    }),
  )
  .refine((list) => list.every((item) => item.port <= 65535), 'a port is at most 65535')
const flag = z.enum(['0', '1', 'true', 'false', 'yes', 'no']).transform((text) => ['1', 'true', 'yes'].includes(text))
const networks = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every(isNetwork), 'must be addresses or networks such as 192.168.1.5,172.16.0.0/12')
const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`,
  })

const schema = z.object({
  PORCHLIGHT_PORT: port.default(8000),
  PORCHLIGHT_HOST: z.string().min(1).default('0.0.0.0'),
  PORCHLIGHT_DATA: z.string().min(1).default('./data'),
  PORCHLIGHT_PUBLIC_URL: url(['http:', 'https:']).optional(),
  PORCHLIGHT_MQTT_URL: url(['mqtt:', 'mqtts:', 'tcp:', 'ssl:', 'ws:', 'wss:']).optional(),
  PORCHLIGHT_MQTT_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'may hold letters, digits, _ - and /')
    .optional(),
  PORCHLIGHT_DISCOVERY: z.enum(['device', 'entity', 'off']).optional(),
  PORCHLIGHT_DISCOVERY_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'may hold letters, digits, _ - and /')
    .optional(),
  PORCHLIGHT_NODE_ID: z
    .string()
    .regex(/^[a-z0-9]{1,16}$/, 'must be 1 to 16 lower-case letters and digits')
    .optional(),
  PORCHLIGHT_LIGHTNVR_PORT: dialectPorts.default([]),
  PORCHLIGHT_VIBENVR_PORT: dialectPorts.default([]),
  PORCHLIGHT_ADMIN_USER: z.string().trim().min(3).max(50).optional(),
  PORCHLIGHT_ADMIN_PASSWORD: z.string().min(LEAST_OWN).max(LONGEST).optional(),
  PORCHLIGHT_SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  PORCHLIGHT_TLS_CERT: z.string().optional(),
  PORCHLIGHT_TLS_KEY: z.string().optional(),
  PORCHLIGHT_REDIRECT_PORT: port.optional(),
  PORCHLIGHT_TRUST_PROXY: networks.default([]),
  PORCHLIGHT_ALLOW_LOOPBACK: flag.default(false),
  PORCHLIGHT_SEARCH_NETWORKS: z
    .string()
    .regex(/^\s*[\w.:@-]{1,32}(\s*,\s*[\w.:@-]{1,32})*\s*$/, 'must be names of networks such as eth0,eth1, or off')
    .optional(),
  PORCHLIGHT_SUPERVISED: flag.default(false),
  PORCHLIGHT_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** Every variable with what it may be; `docs/settings.md` is held against it. */
export const VARIABLES: Readonly<Record<string, z.ZodType>> = schema.shape

/** Variables whose value may stand in a file named by `<NAME>_FILE`. */
export const IN_FILES = ['PORCHLIGHT_ADMIN_PASSWORD', 'PORCHLIGHT_SECRET_KEY', 'PORCHLIGHT_MQTT_URL']

/** What a port of each variable may ask for; of a variable that does not stand here nobody knows. */
export type Profiles = Partial<Record<'PORCHLIGHT_LIGHTNVR_PORT' | 'PORCHLIGHT_VIBENVR_PORT', readonly string[]>>

/**
 * Reads the configuration. Throws an Error that names every variable that is wrong, one a line, and never its value.
 * An empty variable counts as not set.
 */
export function readConfig(env: Record<string, string | undefined>, profiles: Profiles = {}): Config {
  const faults: string[] = []
  const input: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) if (env[name]) input[name] = env[name]
  for (const name of IN_FILES) {
    const file = env[`${name}_FILE`]
    if (!file) continue
    if (input[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set: remove one`)
    try {
      input[name] = readFileSync(file, 'utf8').trim()
    } catch {
      faults.push(`${name}_FILE: the file cannot be read`)
    }
  }
  for (const name of Object.keys(env))
    if (name.startsWith('PORCHLIGHT_') && !(name in schema.shape) && !IN_FILES.includes(name.replace(/_FILE$/, '')))
      faults.push(`${name}: there is no such setting`)
  if (env.TZ && !isZone(env.TZ)) faults.push('TZ: must be the name of a zone, such as Europe/Berlin')
  for (const name of ['PORCHLIGHT_LIGHTNVR_PORT', 'PORCHLIGHT_VIBENVR_PORT'] as const) {
    const known = profiles[name]
    const { data = [] } = schema.shape[name].safeParse(input[name])
    if (known && data.some(({ profile }) => profile !== undefined && !known.includes(profile)))
      faults.push(`${name}: a port has no profile of that name, only ${known.join(' and ') || 'the usual one'}`)
  }
  const parsed = schema.safeParse(input)
  for (const issue of parsed.error?.issues ?? []) faults.push(`${String(issue.path[0])}: ${issue.message}`)
  const values = parsed.data
  if (values && !values.PORCHLIGHT_ADMIN_USER !== !values.PORCHLIGHT_ADMIN_PASSWORD)
    faults.push('PORCHLIGHT_ADMIN_USER and PORCHLIGHT_ADMIN_PASSWORD belong together: set both or none')
  if (values && !values.PORCHLIGHT_TLS_CERT !== !values.PORCHLIGHT_TLS_KEY)
    faults.push('PORCHLIGHT_TLS_CERT and PORCHLIGHT_TLS_KEY belong together: set both or none')
  const { PORCHLIGHT_MQTT_PREFIX: ours, PORCHLIGHT_DISCOVERY_PREFIX: theirs } = values ?? {}
  if (ours && theirs && overlap(ours, theirs))
    faults.push('PORCHLIGHT_MQTT_PREFIX and PORCHLIGHT_DISCOVERY_PREFIX must not be the same, nor one below the other')
  const isHttps = values?.PORCHLIGHT_TLS_CERT || values?.PORCHLIGHT_PUBLIC_URL?.startsWith('https:')
  if (values?.PORCHLIGHT_REDIRECT_PORT !== undefined && !isHttps)
    faults.push(
      'PORCHLIGHT_REDIRECT_PORT leads to TLS: set PORCHLIGHT_TLS_CERT, or a PORCHLIGHT_PUBLIC_URL with https://',
    )
  if (values) faults.push(...usedTwice(values))
  if (faults.length || !values)
    throw new Error(`The configuration is wrong:\n${faults.map((text) => `  ${text}`).join('\n')}`)
  return {
    port: values.PORCHLIGHT_PORT,
    host: values.PORCHLIGHT_HOST,
    data: resolve(values.PORCHLIGHT_DATA),
    publicUrl: values.PORCHLIGHT_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    mqttUrl: values.PORCHLIGHT_MQTT_URL ?? null,
    mqttPrefix: values.PORCHLIGHT_MQTT_PREFIX ?? null,
    discovery: values.PORCHLIGHT_DISCOVERY ?? null,
    discoveryPrefix: values.PORCHLIGHT_DISCOVERY_PREFIX ?? null,
    nodeId: values.PORCHLIGHT_NODE_ID ?? null,
    lightnvrPorts: values.PORCHLIGHT_LIGHTNVR_PORT,
    vibenvrPorts: values.PORCHLIGHT_VIBENVR_PORT,
    admin: values.PORCHLIGHT_ADMIN_USER
      ? { username: values.PORCHLIGHT_ADMIN_USER, password: values.PORCHLIGHT_ADMIN_PASSWORD ?? '' }
      : null,
    secretKey: values.PORCHLIGHT_SECRET_KEY ?? null,
    tls: values.PORCHLIGHT_TLS_CERT
      ? { certFile: values.PORCHLIGHT_TLS_CERT, keyFile: values.PORCHLIGHT_TLS_KEY ?? '' }
      : null,
    redirectPort: values.PORCHLIGHT_REDIRECT_PORT ?? null,
    trustProxy: values.PORCHLIGHT_TRUST_PROXY,
    allowLoopback: values.PORCHLIGHT_ALLOW_LOOPBACK,
    searchNetworks: namesIn(values.PORCHLIGHT_SEARCH_NETWORKS),
    supervised: values.PORCHLIGHT_SUPERVISED,
    log: values.PORCHLIGHT_LOG,
  }
}

function namesIn(text: string | undefined): string[] | null {
  const names = text?.split(',').map((name) => name.trim())
  return names?.join() === 'off' ? [] : (names ?? null)
}

/** Ports of ours that are the same; 0 is any free one. */
function usedTwice(values: z.output<typeof schema>): string[] {
  const { PORCHLIGHT_PORT, PORCHLIGHT_REDIRECT_PORT, PORCHLIGHT_LIGHTNVR_PORT, PORCHLIGHT_VIBENVR_PORT } = values
  const owners = new Map<number, string>([[PORCHLIGHT_PORT, 'PORCHLIGHT_PORT']])
  const others: [string, number[]][] = [
    ['PORCHLIGHT_REDIRECT_PORT', PORCHLIGHT_REDIRECT_PORT === undefined ? [] : [PORCHLIGHT_REDIRECT_PORT]],
    ['PORCHLIGHT_LIGHTNVR_PORT', PORCHLIGHT_LIGHTNVR_PORT.map((one) => one.port)],
    ['PORCHLIGHT_VIBENVR_PORT', PORCHLIGHT_VIBENVR_PORT.map((one) => one.port)],
  ]
  return others.flatMap(([name, ports]) =>
    ports.flatMap((port) => {
      const owner = port === 0 ? undefined : owners.get(port)
      owners.set(port, owner ?? name)
      if (owner === undefined) return []
      return [`${name}: port ${port} is ${owner === name ? 'named twice' : `taken by ${owner}`}, choose another one`]
    }),
  )
}

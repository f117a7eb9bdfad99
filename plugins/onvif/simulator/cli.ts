// The command line of the simulated camera: arguments in, options or a text for people out.
import { parseArgs } from 'node:util'
import type { Lack } from './camera.ts'
import { MODELS, type ModelId } from './models.ts'

export interface CliOptions {
  model: ModelId
  port: number
  rtspPort: number
  host: string
  user: string
  password: string
  ahead: number
  timezone: string
  nat?: string
  lacks: Lack[]
  events: 'motion' | 'none'
  discovery: boolean
  tries?: number
}

const LACKS: readonly Lack[] = ['media2', 'ptz', 'events', 'imaging', 'deviceio', 'snapshot']

export const USAGE = `Usage: onvif-camera --model fixed|dome|two-lens [options]

  --model MODEL       ${Object.values(MODELS)
    .map(({ id, title }) => `${id}: ${title}`)
    .join('\n                      ')}
  --port N            HTTP port, 0 for a free one (8090)
  --rtsp-port N       RTSP port, 0 for a free one (8564)
  --host ADDRESS      where to listen (127.0.0.1)
  --user U            account (admin)
  --password P        its password (porchlight-demo)
  --ahead SECONDS     how far its clock is ahead (0)
  --timezone Z        POSIX, sign inverted (CST-8, which is UTC+8)
  --nat ADDRESS       the address that it names in its answers, as behind NAT
  --lacks NAMES       what it cannot do, separated by commas: ${LACKS.join(', ')}
  --tries N           wrong logins until it locks its door for five minutes (never)
  --events E          motion: three seconds of motion every 10 s (default); none
  --discovery         answers WS-Discovery on the network
  --help              this text`

function numberOf(text: string, flag: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^-?\d+$/.test(text) || number < least || number > most)
    throw new Error(`${flag} wants a number from ${least} to ${most}, not "${text}".`)
  return number
}

const flags = {
  model: { type: 'string' },
  port: { type: 'string', default: '8090' },
  'rtsp-port': { type: 'string', default: '8564' },
  host: { type: 'string', default: '127.0.0.1' },
  user: { type: 'string', default: 'admin' },
  password: { type: 'string', default: 'porchlight-demo' },
  ahead: { type: 'string', default: '0' },
  timezone: { type: 'string', default: 'CST-8' },
  nat: { type: 'string' },
  lacks: { type: 'string', default: '' },
  tries: { type: 'string' },
  events: { type: 'string', default: 'motion' },
  discovery: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** Reads the arguments; null asks for the usage. Throws with a text for people. */
export function parseCli(args: string[]): CliOptions | null {
  const { values } = parseArgs({ args, options: flags, strict: true, allowPositionals: false })
  if (values.help) return null
  const { model, host, user, password, timezone, nat, events, discovery, tries } = values
  const known = Object.keys(MODELS).join(', ')
  if (model === undefined) throw new Error(`--model is missing; it is one of ${known}.`)
  if (!Object.hasOwn(MODELS, model)) throw new Error(`There is no model "${model}"; it is one of ${known}.`)
  if (user === '' || user.includes(':')) throw new Error('--user wants a name without a colon.')
  if (password === '') throw new Error('--password must not be empty.')
  if (events !== 'motion' && events !== 'none') throw new Error(`--events is motion or none, not "${events}".`)
  const lacks = values.lacks.split(',').filter(Boolean) as Lack[]
  const odd = lacks.find((lack) => !LACKS.includes(lack))
  if (odd !== undefined) throw new Error(`--lacks knows ${LACKS.join(', ')}, not "${odd}".`)
  return {
    model: model as ModelId,
    port: numberOf(values.port, '--port', 0, 65_535),
    rtspPort: numberOf(values['rtsp-port'], '--rtsp-port', 0, 65_535),
    ahead: numberOf(values.ahead, '--ahead', -1e10, 1e10),
    ...{ host, user, password, timezone, lacks, events, discovery },
    ...(nat === undefined ? {} : { nat }),
    ...(tries === undefined ? {} : { tries: numberOf(tries, '--tries', 1, 100) }),
  }
}

// The command line of the simulator: arguments in, options or a text for people out.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseZone } from './clock.ts'
import { MODELS, type ModelId } from './models/index.ts'
import { parseQuirks, QUIRKS, type Quirk } from './quirks.ts'

export interface CliOptions {
  model: ModelId
  port: number
  rtspPort: number
  host: string
  user: string
  password: string
  timezone: string
  events: string
  name?: string
  quirks: Quirk[]
  delay: number
  channels?: number
  drift?: number
  footage: { days: number; perDay: number; seed: number; rate: number; lengths?: [number, number] }
  downloads: number
  playbacks: number
  logsPerDay: number
}

export const USAGE = `Usage: simulator --model nvr8|nvr64|dvr4|camera|dome [options]

  --model MODEL       ${Object.values(MODELS)
    .map(({ id, title }) => `${id}: ${title}`)
    .join('\n                      ')}
  --port N            HTTP port, 0 for a free one (8080)
  --rtsp-port N       RTSP port, 0 for a free one (8554)
  --host ADDRESS      where to listen (127.0.0.1)
  --user U            account (admin)
  --password P        its password (porchlight-demo)
  --timezone Z        as the devices write it, sign inverted (CST-8:00:00, which is UTC+8)
  --events E          random: an alarm about every 10 s (default); none; or a file with JSON events,
                      each with "at" in seconds, played in a loop
  --name NAME         name of the device; its serial number follows from it
  --delay MS          milliseconds before every answer (0)
  --channels N        only the first N channels of the model
  --drift SECONDS     how far its clock is ahead (0)
  --days N            days with recordings, back from today (365)
  --segments N        recorded segments a day and channel (40)
  --lengths MIN-MAX   seconds of the shortest and the longest segment, in place of --segments
  --rate N            recorded bytes a second (380000, which is the least)
  --downloads N       downloads served at once (2)
  --playbacks N       clients that may play recordings at once (4)
  --seed N            another seed, other recordings (1)
  --logs N            entries of the log a day (120)
  --quirks NAMES      half-supported behaviours, separated by commas:
${Object.entries(QUIRKS)
  .map(([name, text]) => `                        ${name}: ${text}`)
  .join('\n')}
  --help              this text`

function portOf(text: string, flag: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`${flag} wants a port from 0 to 65535, not "${text}".`)
  return port
}

function numberOf(text: string, flag: string, most: number, least = 0): number {
  const number = Number(text)
  if (!/^-?\d+$/.test(text) || number < least || number > most)
    throw new Error(`${flag} wants a number from ${least} to ${most}, not "${text}".`)
  return number
}

function lengthsOf(text: string): [number, number] {
  const [, least, most] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? []
  const lengths: [number, number] = [Number(least), Number(most)]
  if (!(lengths[0] >= 5 && lengths[1] >= lengths[0]))
    throw new Error(`--lengths wants two numbers of seconds from 5 on, like 5-1800, not "${text}".`)
  return lengths
}

const flags = {
  model: { type: 'string' },
  port: { type: 'string', default: '8080' },
  'rtsp-port': { type: 'string', default: '8554' },
  host: { type: 'string', default: '127.0.0.1' },
  user: { type: 'string', default: 'admin' },
  password: { type: 'string', default: 'porchlight-demo' },
  timezone: { type: 'string', default: 'CST-8:00:00' },
  events: { type: 'string', default: 'random' },
  name: { type: 'string' },
  delay: { type: 'string', default: '0' },
  channels: { type: 'string' },
  drift: { type: 'string' },
  quirks: { type: 'string', default: '' },
  days: { type: 'string', default: '365' },
  segments: { type: 'string', default: '40' },
  lengths: { type: 'string' },
  rate: { type: 'string', default: '380000' },
  downloads: { type: 'string', default: '2' },
  playbacks: { type: 'string', default: '4' },
  seed: { type: 'string', default: '1' },
  logs: { type: 'string', default: '120' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the arguments; null asks for the usage. Throws with a text for people. */
export function parseCli(args: string[]): CliOptions | null {
  const { values } = parseArgs({ args, options: flags, strict: true, allowPositionals: false })
  if (values.help) return null
  const { model, user, password, timezone, events, host, name, channels, drift } = values
  const known = Object.keys(MODELS).join(', ')
  if (model === undefined) throw new Error(`--model is missing; it is one of ${known}.`)
  if (!Object.hasOwn(MODELS, model)) throw new Error(`There is no model "${model}"; it is one of ${known}.`)
  if (user === '' || user.includes(':')) throw new Error('--user wants a name without a colon.')
  if (password === '') throw new Error('--password must not be empty.')
  parseZone(timezone)
  if (events !== 'none' && events !== 'random' && !existsSync(events))
    throw new Error(`--events is none, random or a file; there is no file "${events}".`)
  return {
    model: model as ModelId,
    port: portOf(values.port, '--port'),
    rtspPort: portOf(values['rtsp-port'], '--rtsp-port'),
    ...{ host, user, password, timezone, events },
    quirks: parseQuirks(values.quirks),
    footage: {
      days: numberOf(values.days, '--days', 3650),
      perDay: numberOf(values.segments, '--segments', 20_000, 1),
      seed: numberOf(values.seed, '--seed', 1e9),
      rate: numberOf(values.rate, '--rate', 1e8, 380_000),
      ...(values.lengths === undefined ? {} : { lengths: lengthsOf(values.lengths) }),
    },
    downloads: numberOf(values.downloads, '--downloads', 100),
    playbacks: numberOf(values.playbacks, '--playbacks', 100),
    logsPerDay: numberOf(values.logs, '--logs', 20_000),
    delay: numberOf(values.delay, '--delay', 60_000),
    ...(name === undefined ? {} : { name }),
    ...(channels === undefined ? {} : { channels: numberOf(channels, '--channels', 64, 1) }),
    ...(drift === undefined ? {} : { drift: numberOf(drift, '--drift', 1e9, -1e9) }),
  }
}

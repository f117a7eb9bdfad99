// What the device tells by itself: its alert stream, as notices.
import { ALARM_KINDS, type AlarmNotice, type Alarms, alarmKindOf, boxArea, Fault, type Point } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { createMultipartReader, type Part } from '../isapi/multipart.ts'
import { int, list, type Node, readXml, text } from '../isapi/xml.ts'
import { type Knowledge, keyOf } from './channels.ts'
import { instantOf } from './clock.ts'

const PATH = '/Event/notification/alertStream'
/** Devices send a heartbeat every 1 to 10 s. */
const SILENCE_MS = 40_000

/** JSON events have the same fields; as nodes they need no second reader. */
function nodeOf(name: string, value: unknown): Node {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : []
  return {
    name,
    attributes: {},
    text: value === null || typeof value === 'object' ? '' : String(value).trim(),
    children: entries.flatMap(([key, item]) =>
      Array.isArray(item) ? item.map((each) => nodeOf(key, each)) : [nodeOf(key, item)],
    ),
  }
}

/** The alert in a text part; null where it holds something else or cannot be read: one bad part must not end the stream. */
export function readAlert(part: Part): Node | null {
  const body = new TextDecoder().decode(part.body)
  try {
    const root = part.kind === 'json' ? nodeOf('EventNotificationAlert', JSON.parse(body)) : readXml(body)
    if (text(root, 'eventType') !== null) return root
    return root.children.find((inner) => text(inner, 'eventType') !== null) ?? null
  } catch {
    return null
  }
}

/** The channel that an alert means; null for the device itself. */
export function sourceOf(alert: Node, known: Knowledge): string | null {
  const has = (connection: 'analog' | 'ip', number: number) =>
    known.inputs.some((input) => input.connection === connection && input.number === number)
  const own = int(alert, 'channelID')
  const proxied = int(alert, 'dynChannelID')
  const ofCamera = int(alert, 'dynInputIOPortID')
  const local = int(alert, 'inputIOPortID')
  const port = ofCamera ?? local
  // As in the list of its triggers; cameras, whose alerts have the same fields, name channel 1 beside it.
  if (known.kind === 'recorder' && ofCamera === null && local !== null && local <= 100) return null
  for (const [number, order] of [
    [own, proxied === own ? (['ip', 'analog'] as const) : (['analog', 'ip'] as const)],
    [proxied, ['ip', 'analog'] as const],
  ] as const) {
    if (number === null || number < 1) continue
    const connection = order.find((candidate) => has(candidate, number))
    if (connection) return keyOf({ connection, number })
    // Old numbering: the first IP camera is channel 33.
    if (number > 32 && has('ip', number - 32)) return keyOf({ connection: 'ip', number: number - 32 })
  }
  if (port === null || own !== null || proxied !== null) return null
  // Input 1 of the camera on channel 3 is 301. A recorder's own inputs belong to no picture.
  if (port > 100 && has('ip', Math.floor(port / 100)))
    return keyOf({ connection: 'ip', number: Math.floor(port / 100) })
  return known.kind === 'camera' && has('analog', 1) ? 'analog:1' : null
}

/** Which input of the device, or of the camera that has it: input 2 of the camera on channel 3 is 302. */
function portOf(alert: Node): number | null {
  const port = int(alert, 'dynInputIOPortID') ?? int(alert, 'inputIOPortID')
  return port !== null && port > 100 ? port % 100 : port
}

/** No device that we know names a rule in XML; those that tell events in JSON do, beside the region or above it. */
function ruleOf(alert: Node, region: Node | null): string | null {
  const places = [region, list(alert, 'RuleInfo')[0] ?? null, alert]
  for (const word of ['ruleName', 'ruleID'])
    for (const place of places) {
      const said = text(place, word)
      if (said) return said
    }
  return null
}

/** Regions are drawn on a screen of so many points, counted from the bottom left; targets from the top left, 0 to 1. */
const SCREEN = 1000

const number = (node: Node | null, name: string): number => Number.parseFloat(text(node, name) ?? '')

/** Where it is: the target where the device frames it, else the region that it came into. */
function areaOf(region: Node | null): Point[] | null {
  if (!region) return null
  const rect = list(region, 'TargetRect')[0] ?? null
  const of = (one: string, other: string) => {
    const found = number(rect, one)
    return Number.isFinite(found) ? found : number(rect, other)
  }
  const [left, top] = [of('X', 'x'), of('Y', 'y')]
  const framed = rect && boxArea(left, top, number(rect, 'width'), number(rect, 'height'))
  if (framed) return framed
  const corners = list(region, 'RegionCoordinates').map((corner) => ({
    x: number(corner, 'positionX') / SCREEN,
    y: 1 - number(corner, 'positionY') / SCREEN,
  }))
  return corners.length > 1 && corners.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)) ? corners : null
}

/** An alert as a notice; null for a heartbeat. */
export function toNotice(alert: Node, known: Knowledge, utcOffsetMinutes: number | null): AlarmNotice | null {
  const said = text(alert, 'eventType') ?? ''
  const active = text(alert, 'eventState')?.toLowerCase() !== 'inactive'
  const type = said.toLowerCase()
  if (type === 'heartbeat' || (type === 'videoloss' && !active)) return null
  const going = list(alert, 'Duration')[0] ?? null
  const rawType = type === 'duration' ? (text(going, 'relationEvent') ?? said) : said
  const kind = alarmKindOf(rawType)
  const region = list(alert, 'DetectionRegionEntry')[0] ?? null
  const sourceKey = ALARM_KINDS[kind].scope === 'device' ? null : sourceOf(alert, known)
  return {
    kind,
    rawType,
    active,
    sourceKey,
    time: instantOf(text(alert, 'dateTime'), utcOffsetMinutes),
    region: int(region, 'regionID') ?? (kind === 'input' ? portOf(alert) : null),
    area: areaOf(region),
    target: text(region, 'detectionTarget') ?? text(alert, 'detectionTarget'),
    rule: ruleOf(alert, region),
    picture: null,
    pictureFollows: (int(alert, 'detectionPicturesNumber') ?? 0) > 0,
  }
}

export interface AlarmsOptions {
  client: IsapiClient
  device: string
  /** Ends with the session. */
  signal: AbortSignal
  knowledge(): Knowledge
  utcOffsetMinutes(): number | null
  silenceMs?: number
}

export function createAlarms(options: AlarmsOptions): Alarms {
  const { client, device, silenceMs = SILENCE_MS } = options

  async function open(signal: AbortSignal): Promise<Response> {
    try {
      return await client.stream(`/ISAPI${PATH}`, signal)
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
      return await client.stream(PATH, signal) // very old devices
    }
  }

  /** The notices in some bytes; a picture comes as a second notice, so that the first need not wait for it. */
  function createNotices() {
    const reader = createMultipartReader()
    let last: AlarmNotice | null = null
    return (bytes: Uint8Array): AlarmNotice[] =>
      reader.push(bytes).flatMap((part) => {
        if (part.kind === 'jpeg') {
          const pictured = last && { ...last, picture: part.body }
          last = null
          return pictured ? [pictured] : []
        }
        const alert = part.kind === 'other' ? null : readAlert(part)
        last = alert && toNotice(alert, options.knowledge(), options.utcOffsetMinutes())
        return last ? [last] : []
      })
  }

  return {
    async *watch({ signal, onOpen } = {}) {
      const ended = () => signal?.aborted || options.signal.aborted
      const stop = new AbortController()
      const abort = () => stop.abort()
      let silent = false
      let timer: Timer | undefined
      const listen = () => {
        clearTimeout(timer)
        timer = setTimeout(() => {
          silent = true
          abort()
        }, silenceMs)
      }
      if (ended()) return
      signal?.addEventListener('abort', abort)
      try {
        const response = await open(stop.signal)
        onOpen?.()
        listen()
        const notices = createNotices()
        for await (const bytes of response.body ?? []) {
          listen()
          yield* notices(bytes)
        }
        throw new Fault('device-unreachable', `${device} ended its stream of alarms`)
      } catch (error) {
        if (ended()) return
        if (silent)
          throw new Fault('device-timeout', `${device} has told nothing for ${Math.round(silenceMs / 1000)} s`)
        if (error instanceof Fault) throw error
        throw new Fault('device-unreachable', `The stream of alarms from ${device} broke off`, { cause: error })
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        abort()
      }
    },
  }
}

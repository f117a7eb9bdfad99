// Detections: what cameras themselves have noticed, and what other programs have told. Nobody looks into pictures here.
import { Hono } from 'hono'
import { boundsOf, type Caller, callerOf, type Env, Fault, type Point, route, type Services } from '#plugin'
import { DETECTION_KINDS, labelOf } from './detection-labels.ts'
import { type Channel, channelNamed, fieldsOf } from './names.ts'
import { type Profile, statusWord } from './profile.ts'
import { stateOf } from './stream-out.ts'
import { isRecord, plainTime } from './wire.ts'

type Event = ReturnType<Services['events']['list']>['events'][number]

const tags = ['LightNVR']
const MOST = 20
/** What lasts may have begun before: nobody looks back further for it. */
const LOOK_BACK_MS = 3_600_000
const MOST_READ = 200
/** Without a time: the last half minute, or what two looks of a detector take. */
const LATELY_MS = 30_000
const LAST_SECOND = 32_503_680_000

const seconds = (at: Date) => Math.floor(+at / 1000)

/** The models that clients know of, and why two of them are not here. */
const MODELS = [
  { id: 'onvif', name: 'Events of the camera itself', path: 'onvif', type: 'onvif', supported: true },
  {
    ...{ id: 'motion', name: 'Motion in the picture', path: 'motion', type: 'motion', supported: false },
    unsupported_reason: 'Pictures are not looked into here; cameras tell of motion themselves',
  },
  {
    ...{ id: 'api-detection', name: 'Detection by another server', path: 'api-detection', type: 'api' },
    ...{
      supported: false,
      unsupported_reason: 'Pictures are sent to nobody; other servers may use /api/motion/trigger',
    },
  },
]

function isArea(value: unknown): value is Point[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((corner) => isRecord(corner) && typeof corner.x === 'number')
  )
}

interface Seen {
  label: string
  confidence: number
}

/** Of one that another program told, what it said it saw; of a camera's, its kind. */
export function seenIn({ source, kind, type, metadata }: Event): Seen[] {
  if (source === 'device') return [{ label: labelOf(kind), confidence: 1 }]
  const objects = Array.isArray(metadata.objects) ? metadata.objects : []
  const seen = objects.flatMap((one: unknown) =>
    isRecord(one) && typeof one.label === 'string' && typeof one.confidence === 'number'
      ? [{ label: one.label, confidence: one.confidence }]
      : [],
  )
  if (seen.length) return seen
  return [{ label: typeof metadata.label === 'string' ? metadata.label : type, confidence: 1 }]
}

export const isDetection = ({ source, kind, metadata }: Event) =>
  source === 'device'
    ? DETECTION_KINDS.includes(kind)
    : source === 'manual' && metadata.trigger === true && metadata.test !== true

/** Of a place in the picture; without one all of it. */
export function boxOf(area: unknown) {
  const { left, top, right, bottom } = boundsOf(
    isArea(area)
      ? area
      : [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
  )
  const round = (part: number) => Math.round(part * 10_000) / 10_000
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) }
}

function detectionsOf(event: Event) {
  const { beganAt, endedAt, metadata, kind } = event
  return seenIn(event).map((seen) => ({
    ...seen,
    ...boxOf(metadata.area),
    ...{ timestamp: seconds(beganAt), end_timestamp: endedAt && seconds(endedAt) },
    ...(typeof metadata.target === 'string' && kind !== 'other' && { target: metadata.target }),
  }))
}

export function detectionRoutes(services: Services, profile: Profile, now = () => new Date()): Hono<Env> {
  function timeIn(text: string | undefined, otherwise: Date, name: string): Date {
    if (text === undefined || text === '') return otherwise
    const said = /^\d{1,11}$/.test(text) ? Number(text) : Number.NaN
    if (!(said <= LAST_SECOND)) throw new Fault('invalid-input', `${name} must be Unix seconds`)
    return new Date(said * 1000)
  }

  function seen(caller: Caller, { id }: Channel, from: Date, to: Date) {
    const query = { channel: id, from: new Date(Math.max(0, +from - LOOK_BACK_MS)), to: new Date(+to + 1000) }
    const { events } = services.events.list(caller, query, { limit: MOST_READ })
    return events
      .filter((event) => isDetection(event) && (event.endedAt === null || +event.endedAt >= +from))
      .flatMap(detectionsOf)
      .slice(0, MOST)
  }

  return new Hono<Env>()
    .get(
      '/api/detection/results/:name',
      route({ summary: 'What was noticed of late in a stream', right: 'view', limit: 'dialect', tags }),
      (c) => {
        const caller = callerOf(c)
        const channel = channelNamed(services, caller, c.req.param('name'))
        const { start, end } = c.req.query()
        const to = timeIn(end, now(), 'end')
        const interval = fieldsOf(services)(channel).detection_interval
        const lately = Math.max(LATELY_MS, typeof interval === 'number' ? 2000 * interval : 0)
        const from = timeIn(start, new Date(Math.max(0, +to - lately)), 'start')
        return c.json({
          detections: from > to ? [] : seen(caller, channel, from, to),
          timestamp: plainTime(now()),
          stream_status: statusWord(profile, stateOf(services, channel)),
        })
      },
    )
    .get(
      '/api/detection/models',
      route({ summary: 'What notices something', right: 'signed-in', limit: 'dialect', tags }),
      (c) => c.json({ models: MODELS, litert_available: false, sod_available: false, count: MODELS.length }),
    )
}

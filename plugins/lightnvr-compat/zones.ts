// Detection zones of a stream: parts of its picture, kept by us. Alarms that name a place outside of all of them start no recording.
import { Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'
import { channelNamed, namesOf } from './names.ts'
import { objectOf } from './said.ts'
import { isRecord } from './wire.ts'

type Zone = ReturnType<Services['zones']['list']>[number]

const tags = ['LightNVR']
const MOST = 16
const LONGEST_BYTES = 63
const COLOR = '#3b82f6'
const NO_ARRAY = "Missing or invalid 'zones' array"

const refused = (message: string) => new Fault('invalid-input', message)

/** Fewer than 64 bytes of it, and on one line. */
function label(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw refused(`${what} is missing or no text`)
  if (Buffer.byteLength(value) > LONGEST_BYTES) throw refused(`${what} must be shorter than 64 bytes`)
  if (/\p{Cc}/u.test(value)) throw refused(`${what} must not hold control characters`)
  return value.trim()
}

const isPart = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

function zoneIn(value: unknown, index: number): Zone {
  const what = `zone ${index + 1}`
  if (!isRecord(value)) throw refused(`${what} is no object`)
  const key = label(value.id, `id of ${what}`)
  const name = label(value.name, `name of ${what}`)
  if (!Array.isArray(value.polygon)) throw refused(`polygon of ${what} is missing or no array`)
  const polygon = value.polygon.map((corner: unknown) => {
    if (!isRecord(corner) || !isPart(corner.x) || !isPart(corner.y))
      throw refused(`polygon of ${what} must have corners with x and y from 0 to 1`)
    return { x: corner.x, y: corner.y }
  })
  const { filter_classes: classes, min_confidence: least, color } = value
  const targets = typeof classes === 'string' ? classes.split(',').map((word) => word.trim()) : []
  if (targets.length > 32) throw refused(`filter_classes of ${what} are too many`)
  if (typeof least === 'number' && !isPart(least)) throw refused(`min_confidence of ${what} must be from 0 to 1`)
  return {
    ...{ key, name, polygon, isEnabled: value.enabled === true },
    color: typeof color === 'string' && /^#[\da-f]{6}$/i.test(color) ? color : COLOR,
    targets: targets.filter(Boolean).map((word) => label(word, `filter_classes of ${what}`)),
    minConfidence: typeof least === 'number' ? least : 0,
  }
}

export function zoneRoutes(services: Services): Hono<Env> {
  const { zones } = services
  const words = (summary: string, right: 'view' | 'manage') => route({ summary, right, limit: 'dialect', tags })

  return new Hono<Env>()
    .get('/api/streams/:name/zones', words('Zones of a stream', 'view'), (c) => {
      const caller = callerOf(c)
      const channel = channelNamed(services, caller, c.req.param('name'))
      const stream_name = namesOf(services)(channel)
      const all = zones.list(caller, channel.id).map(({ key, isEnabled, targets, minConfidence, ...zone }) => ({
        ...{ id: key, stream_name, name: zone.name, enabled: isEnabled, color: zone.color, polygon: zone.polygon },
        ...{ filter_classes: targets.join(','), min_confidence: minConfidence },
      }))
      return c.json({ zones: all })
    })
    .post('/api/streams/:name/zones', words('Replace the zones of a stream', 'manage'), async (c) => {
      const caller = callerOf(c)
      const channel = channelNamed(services, caller, c.req.param('name'))
      services.access.channel(caller, channel.id, 'manage')
      const { zones: said } = await objectOf(c, 'Invalid JSON in request body')
      if (!Array.isArray(said)) throw refused(NO_ARRAY)
      if (said.length > MOST) throw refused('Too many zones')
      const { length: count } = zones.replace(caller, channel.id, said.map(zoneIn))
      const message =
        'Zones saved. They decide which alarms with a place are recorded here; nothing is written into the camera.'
      return c.json({ success: true, message, count })
    })
    .delete('/api/streams/:name/zones', words('Remove all zones of a stream', 'manage'), (c) => {
      const caller = callerOf(c)
      zones.replace(caller, channelNamed(services, caller, c.req.param('name')).id, [])
      return c.json({ success: true, message: 'Zones deleted' })
    })
}

// Day and night, brightness and the like, as the camera has them now.
import { Hono } from 'hono'
import { callerOf, type Env, Fault, type ImageSettings, route, type Services } from '#plugin'
import { channelNamed } from './names.ts'
import { objectOf } from './said.ts'
import { isRecord } from './wire.ts'

const tags = ['LightNVR']
const NO_JSON = 'Invalid JSON in request body'

type Filter = NonNullable<ImageSettings['irCut']>
/** By day the filter that keeps infrared away is in. */
const MODES: Record<Filter, string> = { auto: 'auto', on: 'day', off: 'night' }
const FILTERS = Object.keys(MODES) as Filter[]
const wordOf = (filter: Filter) => filter.toUpperCase()

/** By ONVIF's names. */
const LEVELS = {
  brightness: 'brightness',
  contrast: 'contrast',
  color_saturation: 'saturation',
  sharpness: 'sharpness',
} as const

/** What the camera does not have or tell is left out. */
function settingsOut(settings: ImageSettings) {
  const levels = Object.entries(LEVELS).flatMap(([name, field]) =>
    settings[field] === null ? [] : [[name, settings[field]] as const],
  )
  const { irCut } = settings
  return { ...Object.fromEntries(levels), ...(irCut && { ir_cut_filter: wordOf(irCut) }) }
}

function levelIn(name: string, value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined
  if (value < 0 || value > 100) throw new Fault('invalid-input', `${name} must be between 0 and 100`)
  return Math.round(value)
}

function filterIn(value: unknown): Filter | undefined {
  if (typeof value !== 'string') return undefined
  const found = FILTERS.find((filter) => wordOf(filter) === value.toUpperCase())
  if (!found) throw new Fault('invalid-input', 'ir_cut_filter must be AUTO, ON or OFF')
  return found
}

function patchIn(said: Record<string, unknown>): Partial<ImageSettings> {
  const levels = Object.entries(LEVELS).flatMap(([name, field]) => {
    const value = levelIn(name, said[name] ?? said[field])
    return value === undefined ? [] : [[field, value] as const]
  })
  const irCut = filterIn(said.ir_cut_filter)
  const patch = { ...Object.fromEntries(levels), ...(irCut && { irCut }) }
  if (Object.keys(patch).length === 0) throw new Fault('invalid-input', 'No imaging setting is named')
  return patch
}

function dayNightOut(token: string, { irCut }: ImageSettings) {
  return {
    ...{ success: true, source: 'camera', video_source_token: token },
    mode: irCut ? MODES[irCut] : 'unknown',
    ir_cut_filter: irCut ? wordOf(irCut) : '',
    supported_modes: irCut ? Object.values(MODES) : [],
    // Cameras are not asked which of them they know; one that it does not know it refuses.
    options_available: false,
  }
}

export function imagingRoutes(services: Services): Hono<Env> {
  const { imaging } = services
  const words = (summary: string, right: 'view' | 'manage' = 'view') =>
    route({ summary, right, limit: right === 'manage' ? 'device' : 'dialect', tags })

  return new Hono<Env>()
    .get('/api/streams/:name/daynight', words('Whether a camera sees as by day or by night'), async (c) => {
      const { id, sourceKey } = channelNamed(services, callerOf(c), c.req.param('name'))
      return c.json(dayNightOut(sourceKey, await imaging.get(callerOf(c), id)))
    })
    .put('/api/streams/:name/daynight', words('Let a camera see as by day or by night', 'manage'), async (c) => {
      const { id, sourceKey } = channelNamed(services, callerOf(c), c.req.param('name'))
      const { mode } = await objectOf(c, NO_JSON)
      const irCut = FILTERS.find((filter) => MODES[filter] === mode)
      if (!irCut) throw new Fault('invalid-input', 'mode must be auto, day or night')
      const { after, ignored } = await imaging.change(callerOf(c), id, { irCut })
      if (ignored.length) throw unchanged()
      return c.json(dayNightOut(sourceKey, after))
    })
    .get('/api/streams/:name/imaging/settings', words('Picture settings of a camera'), async (c) => {
      const { id } = channelNamed(services, callerOf(c), c.req.param('name'))
      return c.json({ success: true, settings: settingsOut(await imaging.get(callerOf(c), id)) })
    })
    .put('/api/streams/:name/imaging/settings', words('Change picture settings of a camera', 'manage'), async (c) => {
      const { id } = channelNamed(services, callerOf(c), c.req.param('name'))
      const said = await objectOf(c, NO_JSON)
      // As they are told, or inside of `settings` as they are read.
      const patch = patchIn(isRecord(said.settings) ? said.settings : said)
      const { after, ignored } = await imaging.change(callerOf(c), id, patch)
      if (ignored.length >= Object.keys(patch).length) throw unchanged()
      return c.json({ success: true, settings: settingsOut(after), ignored: ignored.map(nameOf) })
    })
    .get('/api/streams/:name/imaging/options', words('What picture settings a camera has'), async (c) => {
      const { id } = channelNamed(services, callerOf(c), c.req.param('name'))
      const { ir_cut_filter: filter, ...levels } = settingsOut(await imaging.get(callerOf(c), id))
      const range = { min: 0, max: 100 }
      return c.json({
        success: true,
        options: {
          ...Object.fromEntries(Object.keys(levels).map((name) => [name, range])),
          ...(filter && { ir_cut_filter_modes: FILTERS.map(wordOf) }),
        },
      })
    })
}

const nameOf = (field: string) =>
  field === 'irCut' ? 'ir_cut_filter' : (Object.entries(LEVELS).find(([, own]) => own === field)?.[0] ?? field)

const unchanged = () => new Fault('device-denied', 'The camera took it without a word and changed nothing')

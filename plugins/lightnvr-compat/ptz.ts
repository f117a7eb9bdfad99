// Moving cameras as LightNVR's clients do: continuous moves that end by themselves, places, home and presets.
import { Hono } from 'hono'
import {
  type Caller,
  callerOf,
  type Env,
  Fault,
  type PtzAbilities,
  type PtzVector,
  route,
  type Services,
} from '#plugin'
import { type Channel, channelNamed, fieldsOf } from './names.ts'
import { objectOf, textIn } from './said.ts'

const tags = ['LightNVR']
const NO_JSON = 'Invalid JSON body'
/** A client that goes away must not leave a camera turning. */
const LONGEST_SECONDS = 10
/** What stands for a move over the whole range where a camera knows no way of its own to move by a share. */
const RANGE_SECONDS = 4
const SHORTEST_SECONDS = 0.1
const LONGEST_TOKEN = 64
const LONGEST_NAME = 64

type Said = Record<string, unknown>
const AXES = ['pan', 'tilt', 'zoom'] as const

/** Those that are named. */
function axesIn(said: Said): Partial<PtzVector> {
  const named = AXES.flatMap((axis) => {
    const value = said[axis]
    if (typeof value !== 'number') return []
    if (Math.abs(value) > 1) throw new Fault('invalid-input', `${axis} must be between -1 and 1`)
    return [[axis, value] as const]
  })
  return Object.fromEntries(named)
}

function someAxesIn(said: Said): Partial<PtzVector> {
  const axes = axesIn(said)
  if (Object.keys(axes).length === 0) throw new Fault('invalid-input', 'At least one PTZ axis is required')
  return axes
}

const whole = (axes: Partial<PtzVector>): PtzVector => ({ pan: 0, tilt: 0, zoom: 0, ...axes })
const longestOf = ({ pan, tilt, zoom }: PtzVector) => Math.max(Math.abs(pan), Math.abs(tilt), Math.abs(zoom))

/** Tokens of some cameras are numbers, and clients send them as such. */
const tokenIn = ({ token }: Said) => textIn(typeof token === 'number' ? String(token) : token, 'token', LONGEST_TOKEN)

/** What a camera cannot do is a mistake of who asks for it, in LightNVR's words. */
async function orRefused<T>(work: Promise<T>, refusal: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Fault && error.kind === 'unsupported') throw new Fault('invalid-input', refusal)
    throw error
  }
}

function capabilitiesOut(abilities: PtzAbilities, most: Record<'x' | 'y' | 'z', number>) {
  const { panTilt, zoom, continuous, absolute, relative, home, presets } = abilities
  const both = { min: -1, max: 1 }
  return {
    ...{ ptz_enabled: true, onvif_queried: false, ptz_service_url: '' },
    ...{ has_pan_tilt: panTilt, has_zoom: zoom, has_continuous_move: continuous, has_absolute_move: absolute },
    // Otherwise it is a continuous one for a while.
    has_relative_move: relative || continuous,
    has_home_position: home,
    has_presets: presets !== null,
    // 0: the camera does not say.
    max_presets: presets?.most ?? 0,
    ...{ pan_range: both, tilt_range: both, zoom_range: { min: 0, max: 1 } },
    ...{ max_x: most.x, max_y: most.y, max_z: most.z, has_home: home },
  }
}

export function ptzRoutes(services: Services): Hono<Env> {
  const { ptz } = services
  const words = (summary: string, right: 'view' | 'ptz' = 'ptz') => route({ summary, right, limit: 'dialect', tags })

  function movable(caller: Caller, name: string): Channel {
    const channel = channelNamed(services, caller, name)
    if (!channel.can.ptz) throw new Fault('invalid-input', 'PTZ not enabled for this stream')
    return channel
  }

  async function relative(caller: Caller, id: number, by: PtzVector): Promise<void> {
    try {
      await ptz.relative(caller, id, by)
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
      const longest = longestOf(by)
      if (longest === 0) return
      const speed = { pan: by.pan / longest, tilt: by.tilt / longest, zoom: by.zoom / longest }
      const seconds = Math.max(SHORTEST_SECONDS, longest * RANGE_SECONDS)
      await orRefused(ptz.move(caller, id, speed, seconds), 'Relative move not supported by this camera')
    }
  }

  async function goTo(caller: Caller, name: string, said: Said) {
    const { id } = movable(caller, name)
    const token = tokenIn(said)
    if (token === undefined) throw new Fault('invalid-input', 'Missing preset token')
    await orRefused(ptz.goTo(caller, id, token), 'Presets not supported by this camera')
    return { success: true, message: 'The camera turns to the preset' }
  }

  async function keep(caller: Caller, id: number, said: Said) {
    const token = tokenIn(said)
    const name = textIn(said.name, 'name', LONGEST_NAME)
    const kept = async () => {
      const there = name === undefined ? await ptz.presets(caller, id) : []
      const known = there.find((preset) => preset.token === token)?.name
      return ptz.setPreset(caller, id, name ?? (known || `Preset ${token ?? there.length + 1}`), token)
    }
    return orRefused(kept(), 'Presets not supported by this camera')
  }

  return (
    new Hono<Env>()
      .get('/api/streams/:name/ptz/capabilities', words('What a camera that moves can', 'view'), async (c) => {
        const channel = movable(callerOf(c), c.req.param('name'))
        const { abilities } = await ptz.get(callerOf(c), channel.id)
        const said = fieldsOf(services)(channel)
        const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0)
        const most = { x: numberOf(said.ptz_max_x), y: numberOf(said.ptz_max_y), z: numberOf(said.ptz_max_z) }
        return c.json(capabilitiesOut(abilities, most))
      })
      .post('/api/streams/:name/ptz/move', words('Move a camera; it stops by itself after ten seconds'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        const speed = whole(axesIn(await objectOf(c, NO_JSON)))
        const moved =
          longestOf(speed) === 0 ? ptz.stop(callerOf(c), id) : ptz.move(callerOf(c), id, speed, LONGEST_SECONDS)
        await orRefused(moved, 'Continuous move not supported by this camera')
        return c.json({ success: true, message: `The camera moves, for ${LONGEST_SECONDS} seconds at most` })
      })
      .post('/api/streams/:name/ptz/stop', words('Stop a camera'), async (c) => {
        await ptz.stop(callerOf(c), movable(callerOf(c), c.req.param('name')).id)
        return c.json({ success: true, message: 'The camera has stopped' })
      })
      .post('/api/streams/:name/ptz/absolute', words('Turn a camera to a place'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        const to = someAxesIn(await objectOf(c, NO_JSON))
        if ((to.zoom ?? 0) < 0) throw new Fault('invalid-input', 'zoom must be between 0 and 1')
        await orRefused(ptz.absolute(callerOf(c), id, to), 'Absolute move not supported by this camera')
        return c.json({ success: true, message: 'The camera turns to the place' })
      })
      .post('/api/streams/:name/ptz/relative', words('Turn a camera by a share of its range'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        await relative(callerOf(c), id, whole(someAxesIn(await objectOf(c, NO_JSON))))
        return c.json({ success: true, message: 'The camera turns' })
      })
      .post('/api/streams/:name/ptz/home', words('Turn a camera home'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        await orRefused(ptz.goHome(callerOf(c), id), 'Home position not supported by this camera')
        return c.json({ success: true, message: 'The camera turns home' })
      })
      .post('/api/streams/:name/ptz/set-home', words('Where a camera looks now is home from here on'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        await orRefused(ptz.setHome(callerOf(c), id), 'Setting the home position is not supported by this camera')
        return c.json({ success: true, message: 'Where the camera looks is home from now on' })
      })
      .get('/api/streams/:name/ptz/presets', words('Presets of a camera', 'view'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        const none = (error: unknown) => {
          if (error instanceof Fault && error.kind === 'unsupported') return []
          throw error
        }
        const presets = await ptz.presets(callerOf(c), id).catch(none)
        return c.json({ presets, count: presets.length })
      })
      .post('/api/streams/:name/ptz/goto-preset', words('Turn a camera to a preset'), async (c) =>
        c.json(await goTo(callerOf(c), c.req.param('name'), await objectOf(c, NO_JSON))),
      )
      // LightNVR's own page asks here, although LightNVR does not know it.
      .post('/api/streams/:name/ptz/preset', words('Turn a camera to a preset'), async (c) =>
        c.json(await goTo(callerOf(c), c.req.param('name'), await objectOf(c, NO_JSON))),
      )
      .put('/api/streams/:name/ptz/preset', words('Keep where a camera looks as a preset'), async (c) => {
        const { id } = movable(callerOf(c), c.req.param('name'))
        const { token, name } = await keep(callerOf(c), id, await objectOf(c, NO_JSON))
        return c.json({ success: true, message: `Kept as “${name}”`, token })
      })
  )
}

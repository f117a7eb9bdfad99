// Moving cameras as VibeNVR's clients do: while a button is pressed, to presets, and home.
import { Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, route, type Services, valid } from '#plugin'
import { cameraOf, cameraPath } from './camera-of.ts'

const tags = ['VibeNVR']
/** A client that goes away must not leave a camera turning. */
const LONGEST_SECONDS = 10

const share = z.number().min(-1).max(1).default(0)
const speed = z.object({ pan: share, tilt: share, zoom: share })
/** Tokens of some cameras are numbers. */
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)
const preset = z.object({ preset_token: z.preprocess(asText, z.string().min(1).max(64)) })

/** What a camera cannot do is said as a mistake of who asks. */
async function orRefused<T>(work: Promise<T>, refusal: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Fault && error.kind === 'unsupported') throw new Fault('invalid-input', refusal)
    throw error
  }
}

const none = (error: unknown) => {
  if (error instanceof Fault && error.kind === 'unsupported') return []
  throw error
}

export function ptzRoutes(services: Services): Hono<Env> {
  const { ptz } = services
  const words = (summary: string, right: 'view' | 'ptz' = 'ptz') => route({ summary, right, limit: 'dialect', tags })
  const path = valid('param', cameraPath)

  function movable(caller: Caller, cameraId: number): number {
    const { id, can } = cameraOf(services, caller, cameraId, 'ptz')
    if (!can.ptz) throw new Fault('invalid-input', 'This camera cannot be moved')
    return id
  }

  return new Hono<Env>()
    .post(
      '/onvif/ptz/move/:camera_id',
      words('Move a camera; it stops by itself after ten seconds'),
      path,
      valid('json', speed),
      async (c) => {
        const id = movable(callerOf(c), c.req.valid('param').camera_id)
        const { pan, tilt, zoom } = c.req.valid('json')
        const stands = pan === 0 && tilt === 0 && zoom === 0
        const done = stands
          ? ptz.stop(callerOf(c), id)
          : ptz.move(callerOf(c), id, { pan, tilt, zoom }, LONGEST_SECONDS)
        await orRefused(done, 'This camera cannot be moved like that')
        return c.json({ status: 'ok' })
      },
    )
    .post('/onvif/ptz/stop/:camera_id', words('Stop a camera'), path, async (c) => {
      const id = movable(callerOf(c), c.req.valid('param').camera_id)
      await orRefused(ptz.stop(callerOf(c), id), 'This camera cannot be moved like that')
      return c.json({ status: 'ok' })
    })
    .post('/onvif/ptz/goto-home/:camera_id', words('Turn a camera home'), path, async (c) => {
      const id = movable(callerOf(c), c.req.valid('param').camera_id)
      await orRefused(ptz.goHome(callerOf(c), id), 'This camera has no home position')
      return c.json({ status: 'success' })
    })
    .post('/onvif/ptz/set-home/:camera_id', words('Where a camera looks now is home from here on'), path, async (c) => {
      const id = movable(callerOf(c), c.req.valid('param').camera_id)
      await orRefused(ptz.setHome(callerOf(c), id), 'The home position of this camera cannot be set')
      return c.json({ status: 'success' })
    })
    .post(
      '/onvif/ptz/goto-preset/:camera_id',
      words('Turn a camera to a preset'),
      path,
      valid('json', preset),
      async (c) => {
        const id = movable(callerOf(c), c.req.valid('param').camera_id)
        await orRefused(ptz.goTo(callerOf(c), id, c.req.valid('json').preset_token), 'This camera keeps no presets')
        return c.json({ status: 'success' })
      },
    )
    .get('/onvif/ptz/presets/:camera_id', words('Presets of a camera', 'view'), path, async (c) => {
      const { id, can } = cameraOf(services, callerOf(c), c.req.valid('param').camera_id)
      if (!can.ptz) return c.json([])
      const presets = await ptz.presets(callerOf(c), id).catch(none)
      return c.json(presets.map(({ token, name }) => ({ token, name })))
    })
    .post('/onvif/ptz/probe-features/:camera_id', words('What a camera that moves can', 'view'), path, async (c) => {
      const { id, can } = cameraOf(services, callerOf(c), c.req.valid('param').camera_id)
      const abilities = can.ptz ? (await ptz.get(callerOf(c), id)).abilities : null
      return c.json({
        ptz_can_pan_tilt: abilities?.panTilt ?? false,
        ptz_can_zoom: abilities?.zoom ?? false,
        ptz_can_home: abilities?.home ?? false,
        onvif_can_events: can.alarms.length > 0,
        audio_enabled: can.audio,
      })
    })
}

// An address that is tried before it is a camera, and the rules of a camera's recordings applied at once.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env, Fault, route, type Services, valid } from '#plugin'
import { cameraOf, cameraPath } from './camera-of.ts'
import { nameOf } from './camera-out.ts'

const tags = ['VibeNVR']
const LONGEST_MS = 10_000
const TYPES = ['video', 'snapshot']

const probeBody = z.object({ rtsp_url: z.string().trim().min(1).max(500), rtsp_transport: z.string().nullish() })
const NOTHING = { success: false, width: null, height: null }

/** What the camera is the reason of; all else is about who asks, or how. */
const isOfCamera = (error: unknown): error is Fault => error instanceof Fault && error.kind.startsWith('device-')

async function within<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const text = `The camera did not say within ${LONGEST_MS / 1000} seconds what it sends`
  const timer = setTimeout(() => reject(new Fault('device-timeout', text)), LONGEST_MS)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

export function cameraTestRoutes(services: Services): Hono<Env> {
  const { access, cameras, retention } = services
  const words = (summary: string) => route({ summary, right: 'manage', limit: 'connect', tags })

  return new Hono<Env>()
    .post('/cameras/probe-stream', words('Try an address'), valid('json', probeBody), async (c) => {
      const caller = callerOf(c)
      access.household(caller, 'manage')
      const { rtsp_url: address } = c.req.valid('json')
      if (!/^rtsps?:\/\/./i.test(address))
        return c.json({ ...NOTHING, error: 'Only addresses with rtsp:// or rtsps:// are read here' })
      try {
        const { width, height } = await within(cameras.probe(caller, { address }))
        return c.json({ success: true, width, height, error: null })
      } catch (error) {
        if (!isOfCamera(error)) throw error
        return c.json({ ...NOTHING, error: error.message })
      }
    })
    .post(
      '/cameras/:camera_id/cleanup',
      words('Remove at once what the rules would'),
      valid('param', cameraPath),
      async (c) => {
        const caller = callerOf(c)
        const channel = cameraOf(services, caller, c.req.valid('param').camera_id, 'manage')
        const type = c.req.query('type') || null
        if (type !== null && !TYPES.includes(type))
          throw new Fault('invalid-input', "Invalid cleanup type. Must be 'video' or 'snapshot'")
        const done = `Cleanup triggered for camera ${nameOf(channel)} (type=${type ?? 'all'})`
        if (type === 'snapshot')
          return c.json({ status: 'success', message: `${done}. No rule removes pictures: they stay` })
        // Not waited for: it may be much. What goes is in the log, of each household in its own.
        retention.hurry()
        return c.json({ status: 'success', message: done })
      },
    )
}

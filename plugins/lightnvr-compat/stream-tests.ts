// An address that is tried before it is a stream, and a stream that is read anew.
import { Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'
import { channelNamed, namesOf } from './names.ts'
import { RTSP, withLogin } from './stream-change.ts'
import { readStream } from './stream-fields.ts'
import { objectIn } from './stream-writes.ts'

const tags = ['LightNVR']
const LONGEST_MS = 5000
const AGAIN_MS = 30_000

const CODECS: Record<string, string> = { hevc: 'h265' }

/** Milliseconds that only go on, of the last time that each channel of an appliance was read anew. */
const refreshes = new WeakMap<Services, Map<number, number>>()

/** What the camera is the reason of; all else is about who asks, or how. */
const isOfCamera = (error: unknown): error is Fault => error instanceof Fault && error.kind.startsWith('device-')

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const late = () =>
    reject(new Fault('device-timeout', `The camera did not say within ${ms / 1000} seconds what it sends`))
  const timer = setTimeout(late, ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

export function streamTestRoutes(services: Services, clock = () => performance.now()): Hono<Env> {
  const { cameras } = services
  const lately = refreshes.get(services) ?? new Map<number, number>()
  refreshes.set(services, lately)

  return new Hono<Env>()
    .post(
      '/api/streams/test',
      route({ summary: 'Try an address', right: 'manage', limit: 'connect', tags }),
      async (c) => {
        const caller = callerOf(c)
        services.access.household(caller, 'manage')
        const { url, onvif } = readStream(await objectIn(c), 'code')
        if (!url) throw new Fault('invalid-input', 'Missing required field: url')
        if (!RTSP.test(url)) throw new Fault('invalid-input', 'Only addresses with rtsp:// or rtsps:// are tried here')
        try {
          const look = cameras.probe(caller, { address: withLogin(url, onvif) })
          const { width, height, frameRate, codec } = await within(look, LONGEST_MS)
          const info = { width, height, fps: Math.round(frameRate ?? 0), codec: CODECS[codec] ?? codec }
          return c.json({ success: true, info })
        } catch (error) {
          if (!isOfCamera(error)) throw error
          return c.json({ success: false, message: error.message })
        }
      },
    )
    .post(
      '/api/streams/:name/refresh',
      route({ summary: 'Read a stream anew', right: 'restart', limit: 'dialect', tags }),
      (c) => {
        const caller = callerOf(c)
        const channel = channelNamed(services, caller, c.req.param('name'))
        const { id } = services.access.channel(caller, channel.id, 'restart')
        const done = { success: true, message: 'Stream refresh requested', stream: namesOf(services)(channel) }
        const leftMs = (lately.get(id) ?? Number.NEGATIVE_INFINITY) + AGAIN_MS - clock()
        if (leftMs > 0) return c.json({ ...done, coalesced: true, retry_after_seconds: Math.ceil(leftMs / 1000) }, 202)
        try {
          cameras.restart(caller, id)
        } catch (error) {
          // By somebody else, a moment ago.
          if (!(error instanceof Fault) || error.kind !== 'too-many') throw error
          return c.json({ ...done, coalesced: true, retry_after_seconds: error.retryAfterSeconds ?? 1 }, 202)
        }
        for (const [other, at] of lately) if (at + AGAIN_MS <= clock()) lately.delete(other)
        lately.set(id, clock())
        return c.json(done, 202)
      },
    )
}

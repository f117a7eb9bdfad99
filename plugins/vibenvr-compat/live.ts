// Live pictures: single frames as often as they are asked for, a row of them, a socket, and snapshots that are kept.
import { type Context, Hono } from 'hono'
import {
  callerOf,
  type Env,
  Fault,
  type FaultDetails,
  letWait,
  openSocket,
  pictureAnswer,
  route,
  type Services,
  valid,
} from '#plugin'
import { type Channel, cameraOf, cameraPath } from './camera-of.ts'
import { isWithoutH264 } from './camera-out.ts'
import { liveSocket, refusingSocket } from './live-socket.ts'
import { pictureRow } from './picture-row.ts'

const tags = ['VibeNVR']
const NEVER_KEPT = 'no-cache, no-store, must-revalidate'
const SWITCHED_OFF = 'this camera is switched off'
const NO_H264 = 'This camera sends no H.264, and nothing else goes through this socket: ask for its frames'

/** Of what a client is told by the socket itself, so that it does not ask again. */
const isOfRights = (error: unknown): error is Fault =>
  error instanceof Fault && (error.kind === 'not-allowed' || error.kind === 'not-found')

const unavailable = (why: string, details: FaultDetails = {}) =>
  new Fault('not-ready', `Frame unavailable: ${why}`, details)

/** As the engine says it: 401 when the camera refuses our login, 503 when there is no picture. */
function frameFault(c: Context, error: unknown): Response {
  if (!(error instanceof Fault) || error.kind === 'internal') throw error
  const fault = error.cause instanceof Fault ? error.cause : error
  // Asked of nobody anew: no sign-in of the client's would mend it.
  if (fault.kind === 'device-refused-login' || fault.kind === 'device-locked')
    return c.json({ detail: fault.message }, 401)
  const { message, retryAfterSeconds: seconds } = error
  throw unavailable(message, { cause: error, ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }) })
}

export function liveRoutes(services: Services): Hono<Env> {
  const { cameras, live, liveJpeg } = services
  const words = (summary: string, limit: 'none' | 'picture' = 'none', right: 'view' | 'snapshot' = 'view') =>
    route({ summary, right, limit, tags })

  function switchedOn(channel: Channel): Channel {
    if (!channel.inUse) throw unavailable(SWITCHED_OFF)
    return channel
  }

  return (
    new Hono<Env>()
      // Not counted: a page asks for it up to twenty times in a second.
      .get('/cameras/:camera_id/frame', words('A picture of now'), valid('param', cameraPath), async (c) => {
        const caller = callerOf(c)
        const { id } = switchedOn(cameraOf(services, caller, c.req.valid('param').camera_id))
        letWait(c)
        try {
          return pictureAnswer(await liveJpeg.picture(caller, id), NEVER_KEPT)
        } catch (error) {
          return frameFault(c, error)
        }
      })
      .get(
        '/cameras/:camera_id/stream',
        words('Pictures one after the other, for an element of a page'),
        valid('param', cameraPath),
        (c) => {
          const caller = callerOf(c)
          const { id } = switchedOn(cameraOf(services, caller, c.req.valid('param').camera_id))
          letWait(c)
          return pictureRow(services, caller, id, c.req.raw)
        },
      )
      .get(
        '/cameras/:camera_id/ws',
        words('Live pictures in H.264 over a WebSocket'),
        valid('param', cameraPath),
        (c) => {
          const caller = callerOf(c)
          try {
            const channel = switchedOn(cameraOf(services, caller, c.req.valid('param').camera_id))
            if (isWithoutH264(channel, live.playing(channel.id).seen)) throw new Fault('conflict', NO_H264)
            return openSocket(c, liveSocket(services, caller, channel.id))
          } catch (error) {
            // A page goes over to frames after some handshakes that are refused, and not where each is accepted first.
            if (!isOfRights(error) || c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw error
            return openSocket(c, refusingSocket(error))
          }
        },
      )
      .post(
        '/cameras/:camera_id/snapshot',
        words('Take a picture and keep it', 'picture', 'snapshot'),
        valid('param', cameraPath),
        async (c) => {
          const caller = callerOf(c)
          const { id } = cameraOf(services, caller, c.req.valid('param').camera_id, 'snapshot')
          letWait(c)
          await cameras.snapshot(caller, id)
          return c.json({ status: 'success', message: 'Snapshot triggered' })
        },
      )
  )
}

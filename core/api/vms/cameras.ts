// Cameras of seed 004: list, add by RTSP address, change, remove, restart, a picture, figures.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { pictureAnswer } from '../../http/picture.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { letWait } from '../../http/sockets.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { messageSchema } from '../auth.wire.ts'
import { removeQuery } from '../manager/devices.wire.ts'
import {
  cameraOut,
  cameraPatch,
  cameraPatchIn,
  cameraStatsOut,
  cameraStatsSchema,
  camerasOut,
  camerasQuery,
  camerasSchema,
  filterOf,
  newCamera,
  newCameraIn,
  oneCameraSchema,
  pictureOut,
  pictureSchema,
  probeIn,
  restartedSchema,
  snapshotIn,
} from './cameras.wire.ts'
import { offsetOf, pagingOf } from './paging.ts'
import { probedOut, probedSchema } from './playing.wire.ts'

const tags = ['Cameras']
const words = (
  summary: string,
  right: RouteWords['right'],
  answers: NonNullable<RouteWords['answers']>,
  limit?: RouteWords['limit'],
) => route({ summary, right, tags, answers, ...(limit && { limit }) })
const byId = valid('param', z.object({ id: idOrUuid }))
const inactive = 'The camera is switched off here'

/** Whether the picture itself is asked for, rather than where it is. */
const wantsPicture = (c: Context) => /^\s*image\/(jpeg|\*)/i.test(c.req.header('accept') ?? '')

export function cameraRoutes({ cameras }: Pick<Services, 'cameras'>, now = () => new Date()): Hono<Env> {
  return new Hono<Env>()
    .get('/cameras', words('Cameras', 'view', { 200: camerasSchema }), valid('query', camerasQuery), async (c) => {
      const query = c.req.valid('query')
      const paging = pagingOf(query)
      if (!paging) return c.json(camerasOut(await cameras.list(callerOf(c), filterOf(query))))
      const range = { offset: offsetOf(paging), limit: paging.limit }
      const { items, total } = await cameras.page(callerOf(c), filterOf(query), range)
      return c.json(camerasOut(items, { ...paging, total }))
    })
    .post(
      '/cameras',
      words(
        'Add a camera by its RTSP address',
        'manage',
        { 201: oneCameraSchema, 409: 'There is a camera with this address' },
        'connect',
      ),
      valid('json', newCameraIn),
      async (c) => {
        const camera = await cameras.add(callerOf(c), newCamera(c.req.valid('json')))
        return c.json({ success: true, data: cameraOut(camera) }, 201)
      },
    )
    .post(
      '/cameras/probe',
      words(
        'See what an RTSP address sends, before it is a camera',
        'manage',
        { 200: probedSchema, 502: 'Nobody answers, the login is refused, or there is no video: which, in words' },
        'connect',
      ),
      valid('json', probeIn),
      async (c) => {
        letWait(c)
        const { rtsp_url: address, device_id: deviceId } = c.req.valid('json')
        return c.json(probedOut(await cameras.probe(callerOf(c), { address, deviceId })))
      },
    )
    .get('/cameras/:id', words('One camera', 'view', { 200: oneCameraSchema }), byId, async (c) =>
      c.json({ success: true, data: cameraOut(await cameras.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .put(
      '/cameras/:id',
      words(
        'Change a camera; what is absent stays',
        'manage',
        { 200: oneCameraSchema, 409: 'There is another camera with this address' },
        'connect',
      ),
      byId,
      valid('json', cameraPatchIn),
      async (c) => {
        const camera = await cameras.change(callerOf(c), c.req.valid('param').id, cameraPatch(c.req.valid('json')))
        return c.json({ success: true, data: cameraOut(camera) })
      },
    )
    .delete(
      '/cameras/:id',
      words('Remove a camera with its alarms; recordings stay, unless `delete_recordings=true`', 'manage', {
        200: messageSchema,
        409: 'It is a channel of a recorder',
      }),
      byId,
      valid('query', removeQuery),
      async (c) => {
        const { delete_recordings: recordings } = c.req.valid('query')
        await cameras.remove(callerOf(c), c.req.valid('param').id, { recordings })
        return c.json({ success: true, message: 'Camera deleted successfully' })
      },
    )
    .post(
      '/cameras/:id/restart',
      words(
        'Begin our reading of a camera anew; nothing is rebooted',
        'restart',
        { 202: restartedSchema, 409: inactive, 429: 'It was restarted a moment ago' },
        'picture',
      ),
      byId,
      (c) => {
        const { channel, restarted, at } = cameras.restart(callerOf(c), c.req.valid('param').id)
        const data = { camera_id: channel.uuid, restarted, requested_at: at.toISOString() }
        return c.json({ success: true, message: 'Camera restart requested', data }, 202)
      },
    )
    .post(
      '/cameras/:id/snapshot',
      words(
        'Have a picture taken',
        'snapshot',
        { 200: pictureSchema, 409: inactive, 502: 'The device could not be asked, and why' },
        'picture',
      ),
      byId,
      valid('json', snapshotIn),
      async (c) => {
        letWait(c)
        const { quality } = c.req.valid('json')
        const taken = await cameras.snapshot(callerOf(c), c.req.valid('param').id, quality)
        if (wantsPicture(c)) return pictureAnswer(taken.picture)
        return c.json(pictureOut(taken.channel.uuid, taken))
      },
    )
    .get(
      '/cameras/:id/stats',
      words('Figures of a camera', 'view', { 200: cameraStatsSchema }, 'search'),
      byId,
      async (c) => {
        const stats = await cameras.stats(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, data: cameraStatsOut(stats, now()) })
      },
    )
}

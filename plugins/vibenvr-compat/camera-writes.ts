// Cameras added, changed, put in order and removed by clients.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, route, type Services, valid } from '#plugin'
import { createCameraAdding } from './camera-adding.ts'
import { createCameraChange, isOfOwn } from './camera-change.ts'
import { cameraBody } from './camera-fields.ts'
import { createKnown } from './camera-known.ts'
import { cameraOf, cameraPath } from './camera-of.ts'
import { MODES } from './camera-schedule.ts'

const tags = ['VibeNVR']
const numbers = z.array(z.int().min(0).max(1e15)).max(1000)
/** What is recorded stays, unless it is asked for in so many words. */
const removal = z.object({ delete_recordings: z.enum(['true', 'false', '1', '0']).default('false') })
const isMeant = (word: string) => word === 'true' || word === '1'

export function cameraWriteRoutes(services: Services): Hono<Env> {
  const { access, activity, cameras } = services
  const known = createKnown(services)
  const change = createCameraChange(services)
  const adding = createCameraAdding(services)
  const words = (summary: string, limit: 'dialect' | 'connect' = 'dialect') =>
    route({ summary, right: 'manage', limit, tags })

  async function answer(c: Context<Env>, id: number) {
    const caller = callerOf(c)
    return c.json(known.told(caller, await known.of(caller, id)))
  }
  /** What the caller may change. */
  const changeable = (caller: Caller, id: number) => known.one(caller, cameraOf(services, caller, id, 'manage'))

  /** Of those that are asked for, in the words of who may not remove one. */
  async function removeAll(caller: Caller, ids: readonly number[], recordings: boolean) {
    access.household(caller, 'manage')
    const there = access.visibleChannels(caller).filter(({ id }) => ids.includes(id))
    const [gone, stay] = [there.filter(isOfOwn), there.filter((channel) => !isOfOwn(channel))]
    for (const { id } of gone) await cameras.remove(caller, id, { recordings })
    const many = stay.length === 1 ? 'is a channel of a recorder, and stays' : 'are channels of a recorder, and stay'
    const left = stay.length > 0 ? `; ${stay.length} ${many} there` : ''
    return { message: `Successfully deleted ${gone.length} camera(s)${left}`, count: gone.length }
  }

  return new Hono<Env>()
    .post('/cameras', words('Add a camera by its RTSP address', 'connect'), valid('json', cameraBody), async (c) =>
      answer(c, await adding.add(callerOf(c), c.req.valid('json'))),
    )
    .post(
      '/cameras/reorder',
      words('Put cameras in order'),
      valid('json', z.object({ camera_ids: numbers })),
      async (c) => {
        const caller = callerOf(c)
        const householdId = access.household(caller, 'manage')
        const wanted = [...new Set(c.req.valid('json').camera_ids)]
        const all = await known.all(caller)
        // Those that are not named come after them, as they stood.
        const placeOf = (id: number) => (wanted.includes(id) ? wanted.indexOf(id) : wanted.length)
        const sorted = all.toSorted((a, b) => placeOf(a.camera.channel.id) - placeOf(b.camera.channel.id))
        const before = all.map(({ camera }) => camera.channel.id)
        const after = sorted.map(({ camera }) => camera.channel.id)
        for (const [place, one] of sorted.entries()) change.keep(caller, one, { sort_order: place || null }, false)
        if (!Bun.deepEquals(before, after))
          activity.record(caller, {
            ...{ action: 'order_client_cameras', resourceType: 'household', resourceId: householdId },
            metadata: { before: { cameras: before }, after: { cameras: after } },
          })
        return c.json({ message: 'Cameras reordered successfully' })
      },
    )
    .post('/cameras/bulk-delete', words('Remove cameras'), valid('query', removal), valid('json', numbers), async (c) =>
      c.json(await removeAll(callerOf(c), c.req.valid('json'), isMeant(c.req.valid('query').delete_recordings))),
    )
    .put(
      '/cameras/:camera_id',
      words('Replace all that is set of a camera'),
      valid('param', cameraPath),
      valid('json', cameraBody),
      async (c) => {
        const caller = callerOf(c)
        const { camera_id: id } = c.req.valid('param')
        await change.replace(caller, await changeable(caller, id), c.req.valid('json'))
        return answer(c, id)
      },
    )
    .post(
      '/cameras/:camera_id/recording',
      words('Record all the time, or as before'),
      valid('param', cameraPath),
      async (c) => {
        const caller = callerOf(c)
        const { camera_id: id } = c.req.valid('param')
        const one = await changeable(caller, id)
        const mode = change.modeOf(one)
        if (mode === 'Continuous') {
          const before = MODES.find((name) => name === one.fields.previous_recording_mode && name !== mode)
          change.setMode(caller, one, before ?? 'Motion Triggered', null)
        } else change.setMode(caller, one, 'Continuous', mode)
        return answer(c, id)
      },
    )
    .delete(
      '/cameras/:camera_id',
      words('Remove a camera; its recordings stay'),
      valid('param', cameraPath),
      valid('query', removal),
      async (c) => {
        const caller = callerOf(c)
        const one = await changeable(caller, c.req.valid('param').camera_id)
        const { channel } = one.camera
        if (!isOfOwn(channel))
          throw new Fault(
            'conflict',
            'This camera is a channel of a recorder, which has it anyway: switch it off with is_active, or remove the recorder',
          )
        const gone = known.told(caller, one)
        await cameras.remove(caller, channel.id, { recordings: isMeant(c.req.valid('query').delete_recordings) })
        return c.json(gone)
      },
    )
}

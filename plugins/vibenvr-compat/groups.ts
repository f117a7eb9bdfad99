// Groups of cameras: made by clients, for their lists, and for switching recording around alarms off and on together.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, route, type Services, valid } from '#plugin'
import { createKnown } from './camera-known.ts'
import { id } from './camera-of.ts'
import { paging } from './cameras.ts'
import { createGroupActions, groupAction } from './group-actions.ts'
import { createGroups, type Group, householdOf } from './groups-kept.ts'

const tags = ['VibeNVR']
const groupPath = z.object({ group_id: id })
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters')
const groupBody = z.object({ name: line(100).min(1), description: line(500).nullish() })
const numbers = z.array(z.int().min(0).max(1e15)).max(1000)

export function groupRoutes(services: Services): Hono<Env> {
  const { access, activity } = services
  const groups = createGroups(services)
  const cameras = createKnown(services)
  const actions = createGroupActions(services)
  const words = (summary: string, right: 'view' | 'manage' = 'manage') =>
    route({ summary, right, limit: 'dialect', tags })

  async function told(caller: Caller, some: readonly Group[]) {
    const all = await cameras.all(caller)
    return some.map(({ id, name, description, cameras: ids }) => ({
      ...{ id, name, description },
      cameras: all.filter(({ camera }) => ids.includes(camera.channel.id)).map((known) => cameras.told(caller, known)),
    }))
  }
  async function answer(c: Context<Env>, group: Group) {
    const [one] = await told(callerOf(c), [group])
    return c.json(one)
  }

  function tell(
    caller: Caller,
    householdId: number,
    deed: 'add' | 'set' | 'remove',
    metadata: Record<string, unknown>,
  ) {
    const action = `${deed}_camera_group`
    activity.record(caller, { action, resourceType: 'household', resourceId: householdId, metadata })
  }

  function remove(caller: Caller, ids: readonly number[]): Group[] {
    const householdId = access.household(caller, 'manage')
    const gone = groups.remove(householdId, ids)
    if (gone.length > 0) tell(caller, householdId, 'remove', { name: gone.map(({ name }) => name).join(', ') })
    return gone
  }

  return new Hono<Env>()
    .get('/groups', words('All groups', 'view'), valid('query', paging), async (c) => {
      const caller = callerOf(c)
      const { skip, limit } = c.req.valid('query')
      return c.json(await told(caller, groups.all(householdOf(caller)).slice(skip, skip + limit)))
    })
    .post('/groups', words('Add a group'), valid('json', groupBody), (c) => {
      const caller = callerOf(c)
      const householdId = access.household(caller, 'manage')
      const { name, description } = c.req.valid('json')
      const made = groups.add(householdId, name, description || null)
      tell(caller, householdId, 'add', { name })
      return answer(c, made)
    })
    .post('/groups/bulk-delete', words('Remove groups'), valid('json', numbers), (c) => {
      const { length: count } = remove(callerOf(c), c.req.valid('json'))
      return c.json({ message: `Successfully deleted ${count} group(s)`, count })
    })
    .get('/groups/:group_id', words('A group', 'view'), valid('param', groupPath), (c) =>
      answer(c, groups.one(householdOf(callerOf(c)), c.req.valid('param').group_id)),
    )
    .delete('/groups/:group_id', words('Remove a group; its cameras stay'), valid('param', groupPath), (c) => {
      const caller = callerOf(c)
      const { group_id: group } = c.req.valid('param')
      groups.one(access.household(caller, 'manage'), group)
      remove(caller, [group])
      return c.json({ message: 'Group deleted' })
    })
    .post(
      '/groups/:group_id/cameras',
      words('Say which cameras are in a group'),
      valid('param', groupPath),
      valid('json', numbers),
      (c) => {
        const caller = callerOf(c)
        const householdId = access.household(caller, 'manage')
        const before = groups.one(householdId, c.req.valid('param').group_id)
        const there = new Set(access.visibleChannels(caller).map((channel) => channel.id))
        const wanted = c.req.valid('json').filter((camera) => there.has(camera))
        const after = groups.setCameras(householdId, before.id, wanted)
        if (!Bun.deepEquals(before.cameras, after.cameras))
          tell(caller, householdId, 'set', {
            name: before.name,
            before: { cameras: before.cameras },
            after: { cameras: after.cameras },
          })
        return answer(c, after)
      },
    )
    .post(
      '/groups/:group_id/action',
      words('Change all cameras of a group'),
      valid('param', groupPath),
      valid('json', groupAction),
      async (c) => {
        const caller = callerOf(c)
        const group = groups.one(access.household(caller, 'manage'), c.req.valid('param').group_id)
        const there = access.visibleChannels(caller).filter((channel) => group.cameras.includes(channel.id))
        if (there.length === 0) return c.json({ message: 'No cameras in group', count: 0 })
        const count = await actions.run(caller, there, c.req.valid('json'))
        return c.json({ status: 'success', modified_count: count })
      },
    )
}

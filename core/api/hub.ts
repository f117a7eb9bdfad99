// The link to the home-automation hub: how we stand, and what a person may ask of it.
import { type Context, Hono } from 'hono'
import { type Caller, can } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { HubLink } from '../domain/hub-link.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { hubDeviceIn, hubOut, hubSchema } from './hub.wire.ts'

export interface HubDeps extends Pick<Services, 'access' | 'activity'> {
  hub: HubLink
}

const tags = ['Hub']
const away = { 409: 'There is no connection to the broker' }

export function hubRoutes({ access, activity, hub }: HubDeps): Hono<Env> {
  /** Where the broker is and what it said is the founder's: another household may live here, too. */
  function answer(c: Context<Env>) {
    const caller = callerOf(c)
    const whole = can(caller, 'appliance', { householdId: access.household(caller, 'system') })
    return c.json(hubOut(hub.state(), whole))
  }

  /** Null stands for all devices. */
  function deviceIn(caller: Caller, id: number | null | undefined): number | null {
    access.household(caller, 'appliance')
    return id == null ? null : access.device(caller, id, 'view').id
  }

  const record = (caller: Caller, action: string, deviceId: number | null = null) =>
    activity.record(caller, { action, resourceType: 'hub', ...(deviceId === null ? {} : { resourceId: deviceId }) })

  return new Hono<Env>()
    .get('/hub', route({ summary: 'The link to the hub', right: 'system', tags, answers: { 200: hubSchema } }), answer)
    .post(
      '/hub/announce',
      route({
        summary: 'Tell the hub everything once more, also what was deleted there',
        right: 'appliance',
        tags,
        answers: { 200: hubSchema },
      }),
      valid('json', hubDeviceIn),
      (c) => {
        const caller = callerOf(c)
        const deviceId = deviceIn(caller, c.req.valid('json').device_id)
        hub.announceAgain(deviceId)
        record(caller, 'hub_announce', deviceId)
        return answer(c)
      },
    )
    .post(
      '/hub/entity-ids',
      route({
        summary: 'Take devices from the hub and bring them back, so that it makes up new entity ids',
        right: 'appliance',
        tags,
        answers: { 200: hubSchema, ...away },
      }),
      valid('json', hubDeviceIn),
      async (c) => {
        const caller = callerOf(c)
        const deviceId = deviceIn(caller, c.req.valid('json').device_id)
        if (!hub.state().connected) throw new Fault('conflict', 'There is no connection to the broker at the moment.')
        await hub.newEntityIds(deviceId)
        record(caller, 'hub_new_entity_ids', deviceId)
        return answer(c)
      },
    )
    .post(
      '/hub/node-id',
      route({
        summary: 'Draw another node id, under which everything is new to the hub',
        right: 'appliance',
        tags,
        answers: { 200: hubSchema, 409: 'A variable gives the node id' },
      }),
      async (c) => {
        const caller = callerOf(c)
        deviceIn(caller, null)
        await hub.newNodeId()
        record(caller, 'hub_new_node_id')
        return answer(c)
      },
    )
}

// State of the appliance's own links.
import { Hono } from 'hono'
import { can } from '../domain/caller.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'
import { type HubState, hubOut, hubSchema } from './system.wire.ts'

export interface SystemDeps {
  access: Pick<Services['access'], 'household'>
  hub: { state(): HubState }
}

export function systemRoutes({ access, hub }: SystemDeps): Hono<Env> {
  return new Hono<Env>().get(
    '/system/hub',
    route({
      summary: 'The link to the home-automation hub',
      right: 'system',
      tags: ['System'],
      answers: { 200: hubSchema },
    }),
    (c) => {
      const caller = callerOf(c)
      const householdId = access.household(caller, 'system')
      // Where the broker is and what it said is the founder's: another household may live here, too.
      const whole = can(caller, 'appliance', { householdId })
      const state = hub.state()
      return c.json(hubOut(whole ? state : { ...state, url: null, lastError: null }))
    },
  )
}

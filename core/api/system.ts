// State of the appliance's own links.
import { Hono } from 'hono'
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
      access.household(callerOf(c), 'system')
      return c.json(hubOut(hub.state()))
    },
  )
}

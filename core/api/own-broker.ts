// The broker inside the appliance: whether it runs, and why not.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'
import { type OwnBrokerState, ownBrokerSchema } from './own-broker.wire.ts'

export interface OwnBrokerDeps {
  access: Pick<Services['access'], 'household'>
  ownBroker: { state(): OwnBrokerState }
}

export function ownBrokerRoutes({ access, ownBroker }: OwnBrokerDeps): Hono<Env> {
  return new Hono<Env>().get(
    '/hub/broker',
    route({
      summary: 'The broker inside the appliance',
      right: 'appliance',
      tags: ['Hub'],
      answers: { 200: ownBrokerSchema },
    }),
    (c) => {
      access.household(callerOf(c), 'appliance')
      return c.json(ownBroker.state())
    },
  )
}

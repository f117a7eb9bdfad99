// Devices on the local network: searching, what was found, adding several at once.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { addedOut, addedSchema, addFoundIn, addingIn, discoveryOut, discoverySchema } from './discovery.wire.ts'

const tags = ['Devices']

export function discoveryRoutes({ discovery }: Pick<Services, 'discovery'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/discovery',
      route({ summary: 'Devices found on the network', right: 'manage', tags, answers: { 200: discoverySchema } }),
      (c) => c.json(discoveryOut(discovery.last(callerOf(c)))),
    )
    .post(
      '/discovery',
      route({
        summary: 'Search the network; it takes some seconds, and while one search runs there is no second',
        ...{ right: 'manage', limit: 'connect', tags, answers: { 202: discoverySchema } },
      }),
      (c) => c.json(discoveryOut(discovery.search(callerOf(c))), 202),
    )
    .post(
      '/discovery/add',
      route({
        summary: 'Add several devices with one login, which is tried once at each',
        ...{ right: 'manage', limit: 'connect', tags, answers: { 200: addedSchema } },
      }),
      valid('json', addFoundIn),
      async (c) => c.json(addedOut(await discovery.add(callerOf(c), addingIn(c.req.valid('json'))))),
    )
}

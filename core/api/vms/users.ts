// Accounts of the household (seed 004), and what viewers are granted.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env, originOf } from '../../http/guard.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { messageSchema } from '../auth.wire.ts'
import { offsetOf, pageOf } from './paging.ts'
import {
  accountOut,
  accountsSchema,
  activeOf,
  changeOf,
  filterOf,
  grantInputOf,
  grantOut,
  grantsIn,
  grantsSchema,
  newUserIn,
  newUserOf,
  oneAccountSchema,
  passwordIn,
  roleIn,
  statusIn,
  userChangeIn,
  userStatsOut,
  userStatsSchema,
  usersQuery,
} from './users.wire.ts'

const tags = ['Accounts']
const words = (summary: string, right: RouteWords['right'], answers: NonNullable<RouteWords['answers']>) =>
  route({ summary, right, tags, answers })
const byId = valid('param', z.object({ id: idOrUuid }))
const taken = { 409: 'Username already exists, or Email already exists' }
const last = { 400: 'Not valid, or nobody would be left: the last admin, the founder' }

export function userRoutes({ accounts }: Pick<Services, 'accounts'>): Hono<Env> {
  const done = (user: Parameters<typeof accountOut>[0], message: string) => ({
    success: true as const,
    data: accountOut(user),
    message,
  })
  return new Hono<Env>()
    .get(
      '/users',
      words('Accounts of the household', 'people', { 200: accountsSchema }),
      valid('query', usersQuery),
      (c) => {
        const query = c.req.valid('query')
        const { items, total } = accounts.list(callerOf(c), filterOf(query), {
          offset: offsetOf(query),
          limit: query.limit,
        })
        return c.json(pageOf(items.map(accountOut), total, query))
      },
    )
    .get('/users/stats', words('How many accounts, by role', 'people', { 200: userStatsSchema }), (c) =>
      c.json({ success: true, data: userStatsOut(accounts.stats(callerOf(c))) }),
    )
    .post(
      '/users',
      words('Make an account', 'people', { 201: oneAccountSchema, ...taken }),
      valid('json', newUserIn),
      async (c) => {
        const user = await accounts.create(callerOf(c), newUserOf(c.req.valid('json')), originOf(c))
        return c.json(done(user, 'User created successfully'), 201)
      },
    )
    .get(
      '/users/:id',
      words('One account; everybody may see himself', 'signed-in', { 200: oneAccountSchema }),
      byId,
      (c) => c.json({ success: true, data: accountOut(accounts.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .put(
      '/users/:id',
      words('Change an account: name and address are one’s own to change, all else is an admin’s', 'signed-in', {
        200: oneAccountSchema,
        ...taken,
        ...last,
      }),
      byId,
      valid('json', userChangeIn),
      (c) => {
        const user = accounts.change(callerOf(c), c.req.valid('param').id, changeOf(c.req.valid('json')))
        return c.json(done(user, 'User updated successfully'))
      },
    )
    .put(
      '/users/:id/role',
      words('Give another role; ends the sign-ins of the account', 'people', { 200: oneAccountSchema, ...last }),
      byId,
      valid('json', roleIn),
      (c) => {
        const user = accounts.change(callerOf(c), c.req.valid('param').id, c.req.valid('json'))
        return c.json(done(user, 'User role updated successfully'))
      },
    )
    .put(
      '/users/:id/status',
      words('Disable an account, which ends its sign-ins, or let it in again', 'people', {
        200: oneAccountSchema,
        ...last,
      }),
      byId,
      valid('json', statusIn),
      (c) => {
        const user = accounts.change(callerOf(c), c.req.valid('param').id, { active: activeOf(c.req.valid('json')) })
        return c.json(done(user, 'User status updated successfully'))
      },
    )
    .put(
      '/users/:id/password',
      words('Set a new password for somebody; ends the sign-ins of the account', 'people', {
        200: oneAccountSchema,
        400: 'Not valid, or one’s own, which takes the present one',
      }),
      byId,
      valid('json', passwordIn),
      async (c) => {
        const { password } = c.req.valid('json')
        const user = await accounts.setPassword(callerOf(c), c.req.valid('param').id, password)
        return c.json(done(user, 'Password updated'))
      },
    )
    .delete(
      '/users/:id',
      words('Delete an account; what it did stays in the log', 'people', { 200: messageSchema, ...last }),
      byId,
      (c) => {
        accounts.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'User deleted successfully' })
      },
    )
    .get(
      '/users/:id/grants',
      words('What a viewer may do, by channel', 'signed-in', { 200: grantsSchema }),
      byId,
      (c) => {
        const data = accounts.grants(callerOf(c), c.req.valid('param').id).map(grantOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .put(
      '/users/:id/grants',
      words('Grant channels to a viewer: what is not named is not granted any more', 'people', {
        200: grantsSchema,
        404: 'User not found, or Channel not found',
      }),
      byId,
      valid('json', grantsIn),
      (c) => {
        const input = c.req.valid('json').map(grantInputOf)
        const data = accounts.setGrants(callerOf(c), c.req.valid('param').id, input).map(grantOut)
        return c.json({ success: true, data, count: data.length, message: 'Grants updated successfully' })
      },
    )
}

// API keys as VibeNVR's pages make, list and delete them: they are ours, with an end and, beside its own fields, a scope.
import { Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, route, type Services, valid } from '#plugin'

const tags = ['VibeNVR']
const DAY_MS = 86_400_000

type Row = ReturnType<Services['apiKeys']['listManaged']>[number]

const tokenIn = z.object({
  name: z.string().trim().min(1).max(80),
  /** Null and 0: no end. */
  expires_in_days: z.int().min(0).max(36_500).nullish(),
  /** Ours: VibeNVR's pages do not send it. */
  scope: z.enum(['full', 'read']).default('full'),
})
const tokenPath = z.object({ token_id: z.string().regex(/^\d{1,15}$/) })

export function apiTokenRoutes({ apiKeys }: Services): Hono<Env> {
  const words = (summary: string) => route({ summary, right: 'signed-in', limit: 'dialect', tags })

  const tokenOut = (row: Row, token: string | null, isActive: boolean) => ({
    id: row.id,
    name: row.name,
    token,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    is_active: isActive,
    scope: row.readOnly ? 'read' : 'full',
  })

  function remove(caller: Caller, id: string): void {
    try {
      apiKeys.removeManaged(caller, id)
    } catch (error) {
      throw error instanceof Fault && error.kind === 'not-found' ? new Fault('not-found', 'Token not found') : error
    }
  }

  return new Hono<Env>()
    .get('/v1/api-tokens', words('API keys: one’s own, for an admin all of the household'), (c) =>
      c.json(apiKeys.listManaged(callerOf(c)).map((row) => tokenOut(row, null, !apiKeys.isOver(row)))),
    )
    .post('/v1/api-tokens', words('Make an API key'), valid('json', tokenIn), (c) => {
      const { name, expires_in_days: days, scope } = c.req.valid('json')
      const seconds = days ? (days * DAY_MS) / 1000 : null
      const { key, row } = apiKeys.create(callerOf(c), { name, readOnly: scope === 'read', lastsSeconds: seconds })
      return c.json(tokenOut(row, key, true))
    })
    .delete('/v1/api-tokens/:token_id', words('Delete an API key'), valid('param', tokenPath), (c) => {
      remove(callerOf(c), c.req.valid('param').token_id)
      return c.json({ status: 'deleted' })
    })
}

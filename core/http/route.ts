// What every route says of itself: a summary for OpenAPI and the right that it needs.
import type { Hono, MiddlewareHandler } from 'hono'
import { findTargetHandler } from 'hono/utils/handler'
import { describeRoute, resolver, uniqueSymbol } from 'hono-openapi'
import type { z } from 'zod'
import type { Action } from '../domain/caller.ts'
import type { Env } from './guard.ts'
import type { LimitClass } from './rate-limits.ts'

/** `ticket`: the ticket in the path is the sign-in. The rights themselves are checked by the services. */
export type Right = Action | 'signed-in' | 'public' | 'ticket'

export interface RouteWords {
  summary: string
  right: Right
  /**
   * How often a caller may ask: `usual` where it is not said; no limit for what a ticket opens, for
   * our own page, and for what says `none`.
   */
  limit?: LimitClass | 'none'
  /**
   * Status → what it means, the schema of its body, or the type of a body that is no JSON. Errors need a text alone; those that
   * every route has are added by `openapi.ts`.
   */
  answers?: Record<number, string | z.ZodType | OtherBody>
  tags?: string[]
}

export interface OtherBody {
  description: string
  type: string
}

/** Where the description of the API keeps the body of an error. */
export const PROBLEM_REF = '#/components/schemas/Problem'

const RIGHT = Symbol('right')
const LIMIT = Symbol('limit')

/** Stands first among a route's handlers: `.get('/devices', route({ summary: 'All devices', right: 'view' }), …)`. */
export function route(words: RouteWords): MiddlewareHandler {
  const { summary, right, limit, answers = { 200: 'Done' }, tags } = words
  const responses = Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [status, described(Number(status), answer, summary)]),
  )
  const description = describeRoute({
    summary,
    responses,
    ...(tags ? { tags } : {}),
    security: right === 'public' || right === 'ticket' ? [] : [{ bearer: [] }, { key: [] }],
    'x-right': right,
  } as Parameters<typeof describeRoute>[0])
  const gate: MiddlewareHandler<Env> = (c, next) => {
    const isFree = right === 'ticket' || (right === 'public' && !c.req.path.startsWith('/api/'))
    if (limit !== 'none' && (limit || !isFree)) c.get('limits')?.take(c, limit ?? 'usual')
    return next()
  }
  return Object.assign(gate as MiddlewareHandler, {
    [uniqueSymbol]: (description as unknown as Record<symbol, unknown>)[uniqueSymbol],
    [RIGHT]: right,
    [LIMIT]: limit,
  })
}

function described(status: number, answer: string | z.ZodType | OtherBody, summary: string) {
  if (typeof answer === 'string')
    return {
      description: answer,
      ...(status < 400 ? {} : { content: { 'application/json': { schema: { $ref: PROBLEM_REF } } } }),
    }
  if (!('safeParse' in answer)) return { description: answer.description, content: { [answer.type]: {} } }
  return {
    description: answer.meta()?.description ?? summary,
    content: {
      'application/json': { schema: resolver(answer, { options: { unrepresentable: 'any', io: 'output' } }) },
    },
  }
}

export interface DeclaredRoute {
  method: string
  /** As written: `/api/devices/:id`. */
  path: string
  /** Null where the route forgot to say. */
  right: Right | null
  /** Null where it is not said. */
  limit: LimitClass | 'none' | null
}

/** Every route of an app with its declared right; middleware (method ALL) is left out. */
export function declaredRoutes(app: Hono): DeclaredRoute[] {
  const found = new Map<string, DeclaredRoute>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue
    const said = findTargetHandler(handler) as unknown as { [RIGHT]?: Right; [LIMIT]?: LimitClass | 'none' }
    const [right, limit] = [said[RIGHT] ?? null, said[LIMIT] ?? null]
    const known = found.get(`${method} ${path}`)
    if (known) {
      known.right ??= right
      known.limit ??= limit
    } else found.set(`${method} ${path}`, { method, path, right, limit })
  }
  return [...found.values()]
}

/**
 * Throws an Error that names every route of an app that forgot to say its right. A handler for all methods (`app.all`) is
 * refused, too: nothing tells it from a middleware but that it takes no `next`.
 */
export function requireRights(app: Hono): void {
  const forgotten = declaredRoutes(app).flatMap(({ method, path, right }) =>
    right === null ? [`${method} ${path}`] : [],
  )
  for (const { method, path, handler } of app.routes)
    if (method === 'ALL' && findTargetHandler(handler).length < 2) forgotten.push(`any method of ${path}`)
  if (forgotten.length > 0) throw new Error(`These routes do not say which right they need: ${forgotten.join(', ')}`)
}

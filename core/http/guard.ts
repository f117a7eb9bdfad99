// The lock on `/api`: whoever is not known stays outside, but for a short list of public routes.
import type { Context, MiddlewareHandler } from 'hono'
import type { Caller, Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { ApiKeys } from '../services/api-keys.ts'
import type { Tokens } from '../services/tokens.ts'
import { methodNotAllowed } from './problem.ts'
import type { LimitState, RateLimits } from './rate-limits.ts'

/** What the root leaves for every route. */
export interface Env {
  Variables: {
    /** Set by the guard; routes read it through `callerOf`. */
    caller?: Caller
    origin: Origin
    /** Absent where nothing is limited. */
    limits?: RateLimits
    /** Of the bucket that this request was taken from. */
    limit?: LimitState
    requestId: string
    /** The client speaks TLS, with us or with a proxy that we trust. */
    secure: boolean
    /** Where we are mounted from outside, without a slash at the end: `''` or `/api/hassio_ingress/…`. */
    base: string
  }
}

/** Routes of `/api` that anybody may ask for. A route that is not here needs a caller, whatever it declares. */
export const PUBLIC_ROUTES: readonly string[] = [
  'POST /api/auth/login',
  'POST /api/auth/register',
  'POST /api/auth/refresh',
  'GET /api/openapi.json',
  'GET /api/docs',
  'GET /api/docs.css',
]

/** Who is asking. Behind the guard there is always somebody. */
export function callerOf(c: Context): Caller {
  const caller = c.get('caller') as Caller | undefined
  if (!caller) throw new Fault('not-signed-in', 'Authorization header missing')
  return caller
}

/** The same where there may be nobody. */
export function callerIn(c: Context): Caller | undefined {
  return c.get('caller') as Caller | undefined
}

/** Address and program that a request came from. */
export function originOf(c: Context): Origin {
  return (c.get('origin') as Origin | undefined) ?? { address: null, agent: null }
}

export interface Guard {
  tokens: Pick<Tokens, 'read'>
  apiKeys: Pick<ApiKeys, 'callerOf'>
}

/**
 * The caller of a request by `Authorization: Bearer <token or API key>` or `X-API-Key`; null when it shows nothing. Fault
 * not-signed-in for something that is not good (any more).
 */
export function identify(c: Context, { tokens, apiKeys }: Guard): Caller | null {
  const header = c.req.header('authorization')
  const bearer = header?.match(/^Bearer +(\S+)$/i)?.[1]
  const key = c.req.header('x-api-key')?.trim() ?? (bearer?.startsWith('pl_') ? bearer : undefined)
  if (key !== undefined) {
    const caller = apiKeys.callerOf(key, originOf(c))
    if (!caller) throw new Fault('not-signed-in', 'Invalid API key')
    return caller
  }
  if (header === undefined) return null
  if (bearer === undefined) throw new Fault('not-signed-in', 'Invalid token')
  return tokens.read(bearer, originOf(c))
}

/**
 * Middleware for the root. `methodsOf` tells which methods a path has: an unknown path is a 404 and a wrong method a 405
 * for strangers too, answered here, so that nothing is let through by a mistake of that table.
 */
export function createGuard(guard: Guard, methodsOf: (path: string) => string[]): MiddlewareHandler<Env> {
  const open = new Set(PUBLIC_ROUTES)
  return async (c, next) => {
    const { method, path } = c.req
    if (open.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)) {
      const caller = identifyLeniently(c, guard)
      if (caller) c.set('caller', caller)
      return next()
    }
    const caller = identifyOrCount(c, guard)
    if (caller) {
      c.set('caller', caller)
      return next()
    }
    countStranger(c)
    const methods = methodsOf(path)
    if (methods.length === 0) throw unknownPath()
    if (!methods.includes(method)) return methodNotAllowed(method, methods)
    throw new Fault('not-signed-in', 'Authorization header missing')
  }
}

/** No route of ours counts who never gets to one. */
function countStranger(c: Context<Env>): void {
  c.get('limits')?.take(c, 'usual')
}

function identifyOrCount(c: Context<Env>, guard: Guard): Caller | null {
  try {
    return identify(c, guard)
  } catch (error) {
    countStranger(c)
    throw error
  }
}

/** A public route likes to know an admin who makes accounts; a bad token of a stranger is no reason to refuse him. */
function identifyLeniently(c: Context, guard: Guard): Caller | null {
  try {
    return identify(c, guard)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

/** The fault of a path that nobody serves. */
export function unknownPath(): Fault {
  return new Fault('not-found', 'There is nothing at this address')
}

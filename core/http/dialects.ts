// Mounts each plugin's dialect behind its own lock: what it does not list as public needs a caller that it recognises.
import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Log } from '../log.ts'
import type { Dialect, Plugin } from '../plugin/index.ts'
import type { Services } from '../services/index.ts'
import type { Env } from './guard.ts'
import { createErrorHandler } from './problem.ts'
import { type DeclaredRoute, declaredRoutes } from './route.ts'

export function mountDialects(root: Hono<Env>, plugins: readonly Plugin[], services: Services, log: Log): void {
  const owners = new Map<string, string>()
  for (const { id, dialect } of plugins) {
    if (!dialect) continue
    const { path } = dialect.at
    const { authenticate } = dialect
    // Nothing but `/api` has a guard of its own: anything else without one would be open to everybody.
    if (!authenticate && !isGuarded(dialect)) throw new Error(`A dialect at ${path} must say who its callers are`)
    if (authenticate) root.use(`${path}/*`, lock({ ...dialect, authenticate }, services))
    const routes = dialect.routes(services, { base: path })
    routes.onError(createErrorHandler(log, (fault) => dialect.fault(fault)))
    const known = declaredRoutes(root as unknown as Hono)
    const own = declaredRoutes(routes).map((one) => ({ ...one, path: path + one.path }))
    root.route(path, routes)
    refuseShadows(known, own, `the plugin ${id}`, (route) => owners.get(route) ?? 'the core')
    for (const one of own) owners.set(one.path, `the plugin ${id}`)
  }
}

/** Whether the main port's guard stands before a dialect: its routes are among ours then. */
export function isGuarded({ at, authenticate }: Dialect): boolean {
  return !authenticate && at.path.startsWith('/api/')
}

function lock(dialect: Dialect & Required<Pick<Dialect, 'authenticate'>>, services: Services): MiddlewareHandler<Env> {
  const answer = (c: Context, fault: Fault) => {
    c.res = dialect.fault(fault)
  }
  return async (c, next) => {
    const inner = c.req.path.slice(dialect.at.path.length)
    const [caller, because] = await asked(dialect.authenticate(c.req.raw, services))
    if (caller) c.set('caller', caller)
    else if (!dialect.public.includes(inner)) return answer(c, because)
    await next()
  }
}

/** A token that is no longer good makes nobody of its bearer: what is open to everybody is open to him. */
async function asked(asking: Promise<Caller | null>): Promise<[Caller | null, Fault]> {
  try {
    return [await asking, new Fault('not-signed-in', 'Authorization header missing')]
  } catch (error) {
    if (error instanceof Fault && error.kind === 'not-signed-in') return [null, error]
    throw error
  }
}

/** Throws an Error where a request could be meant for either of two owners: which one answered would be chance. */
function refuseShadows(
  known: DeclaredRoute[],
  own: DeclaredRoute[],
  owner: string,
  ownerOf: (path: string) => string,
): void {
  const met = own.flatMap((one) =>
    known
      .filter(({ method, path }) => method === one.method && overlap(path, one.path))
      .map(({ method, path }) => `${method} ${path} of ${ownerOf(path)} and ${one.path} of ${owner}`),
  )
  if (met.length > 0) throw new Error(`These routes stand in each other's way: ${met.join(', ')}`)
}

const isOpen = (segment: string | undefined) => segment?.startsWith(':') || segment === '*'

/** Whether there is a path that both patterns mean. */
function overlap(one: string, other: string): boolean {
  const [first, second] = [one.split('/'), other.split('/')]
  if (first.length !== second.length) return false
  return first.every((segment, at) => segment === second[at] || isOpen(segment) || isOpen(second[at]))
}

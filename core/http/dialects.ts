// Mounts each plugin's dialect behind its own lock: what it does not list as public needs a caller that it recognises.
import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Log } from '../log.ts'
import type { Dialect, Plugin } from '../plugin/index.ts'
import type { Services } from '../services/index.ts'
import { type Env, originOf, unknownPath } from './guard.ts'
import { createErrorHandler } from './problem.ts'
import { type DeclaredRoute, declaredRoutes } from './route.ts'

export interface MountDeps {
  root: Hono<Env>
  services: Services
  log: Log
  /** Methods of a path; none = nobody serves it. */
  methodsOf: (path: string) => string[]
}

/** All of them, each at its path on the main port. */
export function mountDialects(deps: MountDeps, plugins: readonly Plugin[]): void {
  const owners = new Map<string, string>()
  for (const { id, dialect } of plugins) {
    if (!dialect) continue
    const { path } = dialect.at
    const known = declaredRoutes(deps.root as unknown as Hono)
    const routes = mountDialect(deps, dialect, path)
    const own = declaredRoutes(routes).map((one) => ({ ...one, path: path + one.path }))
    refuseShadows(known, own, `the plugin ${id}`, (route) => owners.get(route) ?? 'the core')
    for (const one of own) owners.set(one.path, `the plugin ${id}`)
  }
}

/** `path` is `''` on a port of its own. Returns its routes, without that path. */
export function mountDialect(
  deps: MountDeps,
  dialect: Dialect,
  path: string,
  profile = dialect.at.profiles?.[0],
): Hono {
  const { root, services, log } = deps
  const { authenticate } = dialect
  // Nothing but `/api` has a guard of its own: anything else without one would be open to everybody.
  if (!authenticate && !isGuarded(dialect)) throw new Error(`A dialect at ${path} must say who its callers are`)
  root.use(`${path}/*`, offSwitch(services, dialect))
  if (dialect.around) root.use(`${path}/*`, dialect.around(services))
  if (authenticate) root.use(`${path}/*`, lock({ ...dialect, authenticate }, path, deps))
  const routes = dialect.routes(services, { base: path, ...(profile === undefined ? {} : { profile }) })
  routes.onError(createErrorHandler(log, (fault) => dialect.fault(fault)))
  root.route(path || '/', routes)
  return routes
}

/** Whether the main port's guard stands before a dialect: its routes are among ours then. */
export function isGuarded({ at, authenticate }: Dialect): boolean {
  return !authenticate && at.path.startsWith('/api/')
}

/** What a dialect says of a path that it does not have. */
export function nothingAt(dialect: Dialect): Response {
  return dialect.nothing?.() ?? dialect.fault(unknownPath())
}

/** The same where it may have the path, but not with this method. */
export function noRouteAt(dialect: Dialect, methods: readonly string[], method: string): Response {
  const isKnown = methods.length > 0 && !methods.includes(method)
  return (isKnown && dialect.notAllowed?.(methods)) || nothingAt(dialect)
}

/** Switched off it says of each path what it says of one that it does not have, and says so at once. */
function offSwitch({ settings }: Pick<Services, 'settings'>, dialect: Dialect): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (!settings.get('dialects_off').some((name) => `/${name}` === dialect.at.path)) return next()
    c.get('limits')?.take(c, 'usual')
    return nothingAt(dialect)
  }
}

function lock(
  dialect: Dialect & Required<Pick<Dialect, 'authenticate'>>,
  mount: string,
  { services, log, methodsOf }: MountDeps,
): MiddlewareHandler<Env> {
  const failed = createErrorHandler(log, (fault) => dialect.fault(fault))
  /** The answer for who may not go on; null = he may. */
  async function refusal(c: Context<Env>): Promise<Response | null> {
    const [caller, because] = await asked(dialect.authenticate(c.req.raw, services, originOf(c)))
    if (caller) {
      c.set('caller', caller)
      return null
    }
    if (dialect.public.includes(c.req.path.slice(mount.length))) return null
    // No route counts who never gets to one.
    c.get('limits')?.take(c, 'usual')
    const methods = methodsOf(c.req.path)
    const isWrongMethod = dialect.notAllowed !== undefined && !methods.includes(c.req.method)
    return methods.length === 0 || isWrongMethod ? noRouteAt(dialect, methods, c.req.method) : dialect.fault(because)
  }
  return async (c, next) => {
    let refused: Response | null
    try {
      refused = await refusal(c)
    } catch (error) {
      refused = await failed(error as Error, c)
    }
    if (refused) {
      c.res = refused
      return
    }
    await next()
  }
}

/** Made once: to make one for every request costs more than to know who asks. */
const SHOWS_NOTHING = new Fault('not-signed-in', 'Authorization header missing')

/** What shows nothing that is good makes nobody of its bearer: what is open to everybody is open to him. */
async function asked(asking: Promise<Caller | null>): Promise<[Caller | null, Fault]> {
  try {
    return [await asking, SHOWS_NOTHING]
  } catch (error) {
    if (error instanceof Fault && error.kind !== 'internal') return [null, error]
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

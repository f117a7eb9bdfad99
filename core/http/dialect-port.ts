// A port where one dialect has the root to itself: same headers, lock, limits and errors as at its mount, and nothing else.
import { Hono } from 'hono'
import type { DialectPort } from '../config.ts'
import type { Dialect } from '../plugin/index.ts'
import { mountDialect, noRouteAt } from './dialects.ts'
import type { Env } from './guard.ts'
import { createHeaders } from './headers.ts'
import type { RootDeps } from './listen.ts'
import { createPathReader } from './loose-paths.ts'
import { createMeasured } from './measured.ts'
import { createErrorHandler } from './problem.ts'
import { createRateLimits } from './rate-limits.ts'
import { requireRights } from './route.ts'
import { createRouteMap } from './route-map.ts'

type Deps = Pick<RootDeps, 'config' | 'services' | 'log' | 'now' | 'limited'>

/** Throws an Error for people when the dialect does not know the profile. */
export function createDialectRoot(deps: Deps, dialect: Dialect, { profile }: Pick<DialectPort, 'profile'>): Hono<Env> {
  const { config, services, log, now } = deps
  const { path, profiles = [] } = dialect.at
  if (profile !== undefined && !profiles.includes(profile))
    throw new Error(`A port of ${path} has no profile ${profile}, only ${profiles.join(' and ') || 'the usual one'}`)
  const getPath = createPathReader([{ ...dialect.at, path: '' }])
  const root = new Hono<Env>(getPath ? { getPath } : {})
  const methodsOf = createRouteMap(() => root as unknown as Hono)
  root.use(createMeasured(services.metrics, [], path))
  root.use(createHeaders({ trustProxy: config.trustProxy, settings: services.settings }))
  root.onError(createErrorHandler(log, (fault) => dialect.fault(fault)))
  if (deps.limited !== false) {
    const limits = createRateLimits(now, services.settings)
    root.use((c, next) => {
      c.set('limits', limits)
      return next()
    })
  }
  mountDialect({ root, services, log, methodsOf }, dialect, '', profile)
  requireRights(root as unknown as Hono)
  root.notFound((c) => noRouteAt(dialect, methodsOf(c.req.path), c.req.method))
  return root
}

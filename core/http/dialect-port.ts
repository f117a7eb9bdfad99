// A port where one dialect has the root to itself: same headers, lock, limits and errors as at its mount, and nothing else.
import { Hono } from 'hono'
import type { Config, DialectPort, Profiles } from '../config.ts'
import type { Dialect, Plugin } from '../plugin/index.ts'
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
import type { serve } from './serve.ts'

type PortName = NonNullable<Parameters<typeof serve>[0]['name']>

/** The variables that give ports to dialects, by where those are mounted. */
const GIVEN = {
  '/lightnvr': { name: 'PORCHLIGHT_LIGHTNVR_PORT', of: 'lightnvrPorts' },
  '/vibenvr': { name: 'PORCHLIGHT_VIBENVR_PORT', of: 'vibenvrPorts' },
} as const
const givenTo = (dialect: Dialect) => Object.entries(GIVEN).find(([path]) => path === dialect.at.path)?.[1] ?? null

/** For the configuration, which knows no plugin. */
export function profilesOf(plugins: readonly Plugin[]): Profiles {
  const profiles: Profiles = {}
  for (const { dialect } of plugins) {
    const given = dialect ? givenTo(dialect) : null
    if (given) profiles[given.name] = dialect?.at.profiles ?? []
  }
  return profiles
}

/** The ports that the environment gives to dialects, and those that dialects name themselves. */
export function dialectPortsOf(config: Config, plugins: readonly Plugin[]) {
  return plugins.flatMap(({ dialect }) => {
    if (!dialect) return []
    const given = givenTo(dialect)
    const name: PortName = given?.name ?? 'PORCHLIGHT_PORT'
    return [...(dialect.at.ports ?? []), ...(given ? config[given.of] : [])].map((at) => ({ dialect, name, at }))
  })
}

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

// The root of the main port: headers, lock, API, media, dialects and the web bundle, in this order.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Plugin } from '../plugin/index.ts'
import type { Services } from '../services/index.ts'
import { createCors } from './cors.ts'
import { isGuarded, mountDialects, noRouteAt } from './dialects.ts'
import { docsRoutes } from './docs/index.ts'
import { createGuard, type Env, unknownPath } from './guard.ts'
import { createHeaders } from './headers.ts'
import { createPathReader } from './loose-paths.ts'
import { createMeasured } from './measured.ts'
import { createErrorHandler, methodNotAllowed, problem } from './problem.ts'
import { createRateLimits } from './rate-limits.ts'
import { requireRights, route } from './route.ts'
import { createRouteMap } from './route-map.ts'
import { createBundle } from './static.ts'

export interface RootDeps {
  config: Pick<Config, 'trustProxy'>
  /** Dialects need all of them, the root itself only who is who. */
  services: Services
  plugins: readonly Plugin[]
  /** Folder of the built web UI. */
  bundle: string
  version: string
  log: Log
  now: () => Date
  /** False: nobody is ever told to wait, for tests that ask hundreds of times. */
  limited?: boolean
  /** Routes below `/api`, without that prefix. */
  api: Hono<Env>
  /** The route `/metrics`; whoever asks needs the right that it declares. */
  metrics?: Hono<Env>
  /** Routes `/hls/…` and `/media/…`; a ticket is their sign-in. */
  media?: Hono<Env>
}

/** Paths below which nothing but an API answers: unknown ones are JSON, never the page. */
const NEVER_A_PAGE = /^\/(api|hls|media|metrics|lightnvr|vibenvr|health)(\/|$)/

const healthSchema = z
  .object({
    status: z.literal('ok'),
    service: z.literal('porchlight'),
    version: z.string(),
    timestamp: z.string(),
    time_zone: z.string().meta({ description: 'Of the machine (`TZ`)', example: 'Europe/Berlin' }),
    setup: z.boolean().meta({ description: 'There is no account yet' }),
  })
  .meta({ id: 'Health', description: 'We answer' })

/** What figures of requests are told apart by. */
const doorsOf = (plugins: readonly Plugin[]): string[] =>
  ['/api', '/hls', '/media', ...plugins.flatMap(({ dialect }) => (dialect ? [dialect.at.path] : []))].sort(
    (a, b) => b.length - a.length,
  )

export function createRoot(deps: RootDeps): Hono<Env> {
  const { config, services, plugins, version, log, now, api, media, metrics } = deps
  const getPath = createPathReader(plugins.flatMap(({ dialect }) => (dialect ? [dialect.at] : [])))
  const root = new Hono<Env>(getPath ? { getPath } : {})
  const methodsOf = createRouteMap(() => root as unknown as Hono)
  const bundle = createBundle(deps.bundle)

  if (metrics) root.use(createMeasured(services.metrics, doorsOf(plugins)))
  root.use(createHeaders({ trustProxy: config.trustProxy, settings: services.settings }))
  root.onError(createErrorHandler(log))
  if (deps.limited !== false) {
    const limits = createRateLimits(now, services.settings)
    root.use((c, next) => {
      c.set('limits', limits)
      return next()
    })
  }
  root.use(createCors(services.settings))
  root.get(
    '/health',
    route({
      summary: 'Whether we answer, and whether an account exists',
      right: 'public',
      tags: ['System'],
      answers: { 200: healthSchema },
    }),
    (c) => {
      const health: z.output<typeof healthSchema> = {
        status: 'ok',
        service: 'porchlight',
        version,
        timestamp: now().toISOString(),
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        setup: !services.users.hasAccount(),
      }
      return c.json(health)
    },
  )
  root.use('/api/*', createGuard(services, methodsOf))
  root.route('/api', api)
  if (metrics) {
    root.use('/metrics', createGuard(services, methodsOf))
    root.route('/', metrics)
  }
  const mounts = plugins.flatMap(({ dialect }) => (dialect && !isGuarded(dialect) ? [dialect.at.path] : []))
  root.route(
    '/api',
    docsRoutes(() => root as unknown as Hono, version, mounts),
  )
  if (media) root.route('/', media)
  mountDialects({ root, services, log, methodsOf }, plugins)
  root.route('/', bundle.routes)
  requireRights(root as unknown as Hono)
  root.notFound(async (c) => {
    const { path, method } = c.req
    const owner = plugins.find(({ dialect }) => dialect && path.startsWith(`${dialect.at.path}/`))?.dialect
    const methods = methodsOf(path)
    if (owner && !isGuarded(owner)) return noRouteAt(owner, methods, method)
    if (methods.length && !methods.includes(method)) return methodNotAllowed(method, methods)
    const page = NEVER_A_PAGE.test(path) ? null : await bundle.deepLink(c.req.raw, path, c.get('base'))
    return page ?? problem(unknownPath())
  })
  return root
}

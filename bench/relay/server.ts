// A process of its own: our relays behind their real routes. Tickets are names such as `3-main`: signing in is not measured.
import { Hono } from 'hono'
import { createBus } from '../../core/bus.ts'
import type { Env } from '../../core/http/guard.ts'
import { mediaRoutes, websocket } from '../../core/http/media.ts'
import { createErrorHandler } from '../../core/http/problem.ts'
import { createLog } from '../../core/log.ts'
import type { DeviceSession } from '../../core/plugin/index.ts'
import type { AccessService } from '../../core/services/access.ts'
import type { Services } from '../../core/services/index.ts'
import { createLive } from '../../core/services/live.ts'
import type { Ticket, Tickets } from '../../core/services/tickets.ts'
import { bundlePlayer, PAGE } from './page.ts'

const [address = '', linger = '500'] = process.argv.slice(2)
const log = createLog('warn')
const nothing = { [Symbol.dispose]: () => {} }

const access = {
  channel: (_caller: unknown, id: number) => ({
    id,
    deviceId: 1,
    sourceKey: String(id),
    can: { live: true, sub: true, audio: false },
    device: { id: 1 },
  }),
  sees: () => true,
} as unknown as AccessService

const endings = new Map<string, Set<() => void>>()
const tickets = {
  use(secret: string): Ticket {
    const [channelId, quality] = secret.split('-')
    const object = { type: 'live', channelId: Number(channelId), quality: quality as 'main' | 'sub' } as const
    const at = { issuedAt: new Date(), lastUsed: new Date() }
    return { secret, caller: { kind: 'system' }, object, action: 'view', dialect: null, ...at }
  },
  peek: (secret: string) => tickets.use(secret),
  onEnd(secret: string, listener: () => void) {
    const set = endings.get(secret) ?? new Set()
    endings.set(secret, set.add(listener))
    return nothing
  },
  hold: (secret: string, listener: () => void) => tickets.onEnd(secret, listener),
} as unknown as Tickets

const session = {
  live: {
    source: async (channel: string, quality: string) => ({
      address: `${address}/${channel}/${quality}`,
      transport: 'tcp',
      audio: false,
    }),
  },
} as unknown as DeviceSession

const live = createLive({
  sessions: { use: async () => session, refused: () => {} },
  ...{ access, tickets, log },
  bus: createBus((event, error) => log.error(event, { error })),
  now: () => new Date(),
  random: Math.random,
  timing: { lingerMs: Number(linger) },
})
const root = new Hono<Env>()
root.onError(createErrorHandler(log))
const player = await bundlePlayer()
root.get('/page', (c) => c.html(PAGE))
root.get('/player.js', (c) => c.body(player, 200, { 'content-type': 'text/javascript' }))
/** Ends an HLS viewer, as its ticket's end would. */
root.post('/end/:ticket', (c) => {
  for (const listener of endings.get(c.req.param('ticket')) ?? []) listener()
  return c.json(live.status({ kind: 'system' }).length)
})
root.route(
  '/',
  mediaRoutes({ services: { live, tickets } as unknown as Services, events: { subscribe: () => nothing } }),
)
const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  idleTimeout: 120,
  fetch: (request, self) => root.fetch(request, self),
  websocket,
} as Parameters<typeof Bun.serve>[0])
console.log(JSON.stringify({ port: server.port }))

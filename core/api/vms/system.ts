// The pages about the system of seed 004, for operators and admins; the log is the founder's alone.
import { Hono } from 'hono'
import type { z } from 'zod'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { eventStream } from '../../http/event-stream.ts'
import { callerOf, type Env } from '../../http/guard.ts'
import { logFilterOf, logFilterQuery, logSubscribing } from '../../http/log-stream.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { letWait } from '../../http/sockets.ts'
import { valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import {
  cpuOut,
  cpuSchema,
  diskOut,
  diskSchema,
  gpuOut,
  gpuSchema,
  historyQuery,
  historySchema,
  pointOut,
  processesSchema,
  rangeOf,
  statsOut,
  statsSchema,
  statusOut,
  statusSchema,
} from './system.wire.ts'
import { logsOut, logsQuery, logsSchema } from './system-logs.wire.ts'

const tags = ['System']
const words = (
  summary: string,
  answer: NonNullable<RouteWords['answers']>[number],
  right: RouteWords['right'] = 'system',
  limit: RouteWords['limit'] = 'usual',
) => route({ summary, right, limit, tags, answers: { 200: answer } })
/** Open log streams of one caller. */
const MOST_STREAMS = 5

export function systemRoutes({ system, tickets }: Pick<Services, 'system' | 'tickets'>): Hono<Env> {
  const app = new Hono<Env>()
  /** What is there to be read, and nothing to be asked. */
  function page(path: string, summary: string, answer: z.ZodType, read: (caller: Caller) => Promise<object>): void {
    app.get(path, words(summary, answer), async (c) => c.json({ success: true, data: await read(callerOf(c)) }))
  }
  page('/system/status', 'Whether all is well, and what is not', statusSchema, async (caller) =>
    statusOut(await system.health(caller), new Date()),
  )
  page('/system/stats', 'Processor, memory, disk and graphics card at this moment', statsSchema, async (caller) => {
    const [cpu, memory, disk, gpu] = await Promise.all([
      system.cpu(caller),
      system.memory(caller),
      system.disk(caller),
      system.gpu(caller),
    ])
    return statsOut({ cpu, memory, disk, gpu, uptime: system.uptime(caller) })
  })
  page('/system/cpu', 'The processor', cpuSchema, async (caller) => cpuOut(await system.cpu(caller)))
  page('/system/gpu', 'The graphics card', gpuSchema, async (caller) => gpuOut(await system.gpu(caller)))
  page('/system/disk', 'The disks that our data lies on', diskSchema, async (caller) =>
    diskOut(await system.disk(caller)),
  )
  page('/system/processes', 'What runs: our workers, and FFmpeg', processesSchema, async (caller) => {
    const { workers, children } = await system.processes(caller)
    return { pm2: workers, ffmpeg: children }
  })

  return app
    .get(
      '/system/stats/history',
      words('The figures of the last week, in as many points as wanted', historySchema, 'system', 'search'),
      valid('query', historyQuery),
      (c) => {
        const query = c.req.valid('query')
        const { from, to } = rangeOf(query, new Date())
        const data = system.history(callerOf(c), from, to, query.points).map(pointOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .get(
      '/system/logs',
      words('The end of our own log', logsSchema, 'appliance', 'search'),
      valid('query', logsQuery),
      (c) => {
        const query = c.req.valid('query')
        const { lines, cursor: before } = query
        return c.json(logsOut(query, system.logs(callerOf(c)).page(logFilterOf(query), { lines, before })))
      },
    )
    .get(
      '/system/logs/stream',
      route({
        summary: 'Our own log as it is written; `Last-Event-ID` tells what was missed',
        right: 'appliance',
        limit: 'search',
        tags,
        answers: {
          200: { type: 'text/event-stream', description: 'Server-sent events `log`; a comment every 15 seconds' },
          429: 'This caller has too many streams open',
        },
      }),
      valid('query', logFilterQuery),
      (c) => {
        const caller = callerOf(c)
        system.logs(caller)
        if (tickets.of(caller, ({ object }) => object.type === 'logs').length >= MOST_STREAMS)
          throw new Fault('too-many', `There are ${MOST_STREAMS} streams of the log open already: close one first`)
        letWait(c)
        const householdId = caller.kind === 'system' ? 0 : caller.householdId
        const ticket = tickets.issue(caller, { type: 'logs', channelId: null, householdId }, 'appliance')
        if (c.req.raw.method === 'HEAD') tickets.end(ticket.secret)
        const subscribing = logSubscribing(system, c.req.valid('query'), c.req.header('last-event-id'))
        return eventStream(
          ticket,
          tickets,
          ending(subscribing, () => tickets.end(ticket.secret)),
          c.req.raw,
        )
      },
    )
}

/** The ticket was made for this one stream and ends with it. */
function ending(one: ReturnType<typeof logSubscribing>, end: () => void): ReturnType<typeof logSubscribing> {
  return {
    subscribe(caller, send) {
      const all = new DisposableStack()
      all.defer(end)
      all.use(one.subscribe(caller, send))
      return all
    },
  }
}

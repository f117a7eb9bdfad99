// How much there is and how we do: now, in the last day and in the last hour.
import { Hono } from 'hono'
import { type Caller, createKeptAnswers, type Env, route, type Services } from '#plugin'
import { mib, tenth } from './figures.ts'
import { inMib, statsOut } from './stats-out.ts'

const tags = ['VibeNVR']
const HOUR_MS = 3_600_000
const HOURS = 24

export function statsRoutes(services: Services, now = () => new Date()): Hono<Env> {
  const { access, recordingFigures, system } = services
  const kept = createKeptAnswers(services)
  const words = (summary: string) => route({ summary, right: 'signed-in', limit: 'dialect', tags })

  /** 25 hours, the first and the last of which bear the same time of day and tell the sum of both. */
  function history(caller: Caller) {
    const at = +now()
    const last = Math.floor(at / HOUR_MS) * HOUR_MS
    const found = recordingFigures.hours(caller, new Date(at - HOURS * HOUR_MS))
    const countIn = (hour: number) => found.get(hour) ?? { videos: 0, pictures: 0 }
    return Array.from({ length: HOURS + 1 }, (_, index) => {
      const hour = last - (HOURS - index) * HOUR_MS
      const those = index % HOURS === 0 ? [countIn(last), countIn(last - HOURS * HOUR_MS)] : [countIn(hour)]
      const videos = those.reduce((sum, one) => sum + one.videos, 0)
      const pictures = those.reduce((sum, one) => sum + one.pictures, 0)
      return { time: `${new Date(hour).toISOString().slice(11, 13)}:00`, events: videos + pictures, videos }
    })
  }

  function resources(caller: Caller) {
    if (!access.allows(caller, 'system')) return []
    return system.resourcesHistory(caller).map(({ at, own, ffmpeg, network }) => ({
      timestamp: at.toISOString(),
      cpu_percent: tenth(own.cpu + ffmpeg.cpu),
      memory_mb: mib(own.memory + ffmpeg.memory),
      backend_cpu: own.cpu,
      engine_cpu: ffmpeg.cpu,
      backend_mem_mb: mib(own.memory),
      engine_mem_mb: mib(ffmpeg.memory),
      network_recv_mbps: inMib(network.received),
      network_sent_mbps: inMib(network.sent),
    }))
  }

  return new Hono<Env>()
    .get('/stats', words('How much there is, and how we do'), (c) =>
      kept.json(c, (caller) => statsOut(services, caller, now)),
    )
    .get('/stats/history', words('What began in each hour of the last day'), (c) => kept.json(c, history))
    .get('/stats/resources-history', words('What we took of the machine in the last hour'), (c) =>
      kept.json(c, resources),
    )
}

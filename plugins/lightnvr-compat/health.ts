// Whether all is well: open to everybody, with the names of streams for who may see them. Asks no device.
import { Hono } from 'hono'
import { askerOf, type Caller, type Env, Fault, route, type Services } from '#plugin'
import type { Counts } from './around.ts'
import { namesOf, streamsOf } from './names.ts'
import type { StreamState } from './profile.ts'
import { isWritten, stateOf } from './stream-out.ts'
import { plainTime } from './wire.ts'

type Channel = ReturnType<Services['access']['visibleChannels']>[number]
type Level = 'up' | 'degraded' | 'down'

const tags = ['LightNVR']
/** Whoever asks a thousand times a second is told what was so a moment ago. */
const FRESH_MS = 1000
/** Our own counts. */
const COUNTED_MS = 100
const MOST_KEPT = 200
const JSON_TYPE = { 'content-type': 'application/json' }

const LEVELS: Record<Exclude<StreamState, 'disabled' | 'stopped'>, Level> = {
  running: 'up',
  starting: 'degraded',
  reconnecting: 'degraded',
  away: 'down',
  error: 'down',
}

/** Null for a stream that nobody wants to run: it is neither well nor ill. */
const levelOf = (state: StreamState): Level | null =>
  state === 'disabled' || state === 'stopped' ? null : LEVELS[state]

const seconds = (at: Date) => Math.floor(+at / 1000)

interface Kept {
  at: number
  /** What had to be looked at, as JSON: the writing of it is most of the work. */
  rest: Promise<string>
  /** The same with our own counts, as it was last answered. */
  whole: { at: number; body: Blob } | null
}

export function healthRoutes(services: Services, counts: Counts, now = () => new Date()): Hono<Env> {
  const { live, recorder, system } = services
  const startedAt = now()
  const kept = new Map<string, Kept>()
  const words = (summary: string, limit: 'none' | 'dialect' = 'none', right: 'public' | 'signed-in' = 'public') =>
    route({ summary, right, limit, tags })

  function sparklines(channelId: number) {
    const points = system.livePoints(channelId)
    return {
      sparkline_fps: points.map(({ framesPerSecond }) => framesPerSecond),
      // kbit/s
      sparkline_bitrate: points.map(({ bitsPerSecond }) => Math.round(bitsPerSecond / 1000)),
    }
  }

  function detail(caller: Caller, channels: { channel: Channel; level: Level }[], withLines: boolean) {
    const relays = Map.groupBy(live.status(caller), ({ channelId }) => channelId)
    const recording = new Set(
      recorder.list(caller).flatMap(({ rule, state }) => (isWritten(state) ? [rule.channelId] : [])),
    )
    const nameOf = namesOf(services)
    return channels.map(({ channel, level }) => {
      const { id } = channel
      const own = relays.get(id) ?? []
      const best = own.filter(({ running }) => running).sort((one, other) => (one.quality < other.quality ? -1 : 1))[0]
      const { since, seen } = live.playing(id)
      const [last] = seen
      return {
        name: nameOf(channel),
        status: level,
        fps: best?.framesPerSecond ?? 0,
        configured_fps: last?.framesPerSecond ?? 0,
        bitrate_bps: best?.bitsPerSecond ?? 0,
        uptime_seconds: since ? Math.max(0, seconds(now()) - seconds(since)) : 0,
        reconnects: own.reduce((sum, { restarts }) => sum + restarts, 0),
        last_frame_ts: last ? seconds(last.at) : 0,
        recording_active: recording.has(id),
        ...(withLines ? sparklines(id) : {}),
      }
    })
  }

  /** For who may read the pages about the system. */
  async function storageFor(caller: Caller) {
    try {
      const { recordings, volumes } = await system.disk(caller)
      const disk = volumes.find(({ purpose }) => purpose.includes('recordings'))
      return { storage: { used_bytes: recordings, available_bytes: disk?.free ?? 0 } }
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-allowed') return {}
      throw error
    }
  }

  async function look(caller: Caller | undefined, withLines: boolean): Promise<object> {
    const channels = streamsOf(services, caller ?? { kind: 'system' }).flatMap((channel) => {
      const level = levelOf(stateOf(services, channel))
      return level ? [{ channel, level }] : []
    })
    const count = (level: Level) => channels.filter((one) => one.level === level).length
    const streams = { total: channels.length, up: count('up'), degraded: count('degraded'), down: count('down') }
    const status = streams.down > 0 ? 'critical' : streams.degraded > 0 ? 'degraded' : 'healthy'
    return {
      healthy: status === 'healthy',
      status,
      streams,
      ...(caller ? { ...(await storageFor(caller)), streams_detail: detail(caller, channels, withLines) } : {}),
    }
  }

  function lookedAt(caller: Caller | undefined, withLines: boolean): Kept {
    const key = `${caller ? askerOf(caller) : 'nobody'} ${withLines}`
    const at = performance.now()
    const found = kept.get(key)
    if (found && at - found.at < FRESH_MS) return found
    if (kept.size >= MOST_KEPT) kept.clear()
    const made: Kept = { at, rest: look(caller, withLines).then((seen) => JSON.stringify(seen)), whole: null }
    kept.set(key, made)
    made.rest.catch(() => kept.delete(key))
    return made
  }

  async function answer(one: Kept): Promise<Blob> {
    const at = performance.now()
    if (one.whole && at - one.whole.at < COUNTED_MS) return one.whole.body
    const rest = await one.rest
    const own = {
      uptime: seconds(now()) - seconds(startedAt),
      totalRequests: counts.total,
      failedRequests: counts.failed,
      timestamp: plainTime(now()),
    }
    const body = new Blob([JSON.stringify(own).slice(0, -1), ',', rest.slice(1)])
    one.whole = { at, body }
    return body
  }

  return (
    new Hono<Env>()
      .get('/api/health', words('Whether all is well'), async (c) => {
        const body = await answer(lookedAt(c.get('caller'), c.req.query('sparklines') === 'true'))
        return new Response(body, { headers: JSON_TYPE })
      })
      .get('/api/health/hls', words('Whether live pictures can be had'), (c) => {
        const restarts = live.status({ kind: 'system' }).reduce((sum, relay) => sum + relay.restarts, 0)
        const at = plainTime(now())
        return c.json({ healthy: true, status: 'ok', watchdogRestartCount: restarts, timestamp: at })
      })
      .get('/api/system/status', words('Whether we answer'), (c) =>
        c.json({ status: 'ok', message: 'The system is running' }),
      )
      // No picture goes by WebRTC, and nobody's name server is asked for one.
      .get('/api/ice-servers', words('Servers for WebRTC', 'dialect', 'signed-in'), (c) => c.json({ ice_servers: [] }))
  )
}

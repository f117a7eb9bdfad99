// The figures of the widget that dashboards show. Asked with an API key alone, of which `auth.ts` sees to.
import { Hono } from 'hono'
import { type Caller, callerOf, createKeptAnswers, type Env, Fault, route, type Services } from '#plugin'
import { statusOf } from './camera-status.ts'
import { NO_KEY } from './errors.ts'
import { bytesOf, gib, percent, upFor } from './figures.ts'

const DAY_MS = 86_400_000

const textOf = (at: Date | number) => new Date(at).toISOString().slice(0, 10)
const plus = (day: string, days: number) => textOf(Date.parse(day) + days * DAY_MS)

export function homepageRoutes(services: Services, now = () => new Date()): Hono<Env> {
  const { access, recorder, recordingCatalog, recordingFigures, system } = services
  const kept = createKeptAnswers(services)

  /** By the cameras' own clocks. */
  function today(caller: Caller): string {
    const at = now()
    const near = textOf(at)
    const isToday = (day: string) => {
      const { from, to } = recordingCatalog.spanOfDay(caller, day)
      return from <= at && at < to
    }
    return [plus(near, -1), plus(near, 1)].find(isToday) ?? near
  }

  function countsOf(caller: Caller) {
    const day = today(caller)
    const monday = plus(day, -((new Date(day).getUTCDay() + 6) % 7))
    const since = (first: string) => {
      const { from } = recordingCatalog.spanOfDay(caller, first)
      const { videos, pictures } = recordingFigures.since(caller, from)
      return videos + pictures
    }
    return {
      events_today: since(day),
      events_this_week: since(monday),
      events_this_month: since(`${day.slice(0, 8)}01`),
    }
  }

  async function widget(caller: Caller) {
    const channels = access.visibleChannels(caller).filter(({ inUse }) => inUse)
    const recording = recorder
      .list(caller)
      .filter(({ state }) => state.doing === 'record' && state.fileStartedAt && !state.fault)
    const newest = recordingFigures.newest(caller)
    const used = bytesOf(recordingFigures.sums(caller))
    const volumes = access.allows(caller, 'system') ? (await system.disk(caller)).volumes : []
    const total = volumes.find(({ purpose }) => purpose.split(', ').includes('recordings'))?.total ?? 0
    return {
      cameras_total: channels.length,
      cameras_online: channels.filter((channel) => statusOf(services, channel) === 'CONNECTED').length,
      cameras_recording: recording.length,
      ...countsOf(caller),
      last_event_time: newest && `${newest.recording.startAt.toISOString().slice(0, 19).replace('T', ' ')}Z`,
      last_event_camera: newest && (newest.channel?.name ?? newest.channel?.deviceName ?? newest.recording.channelName),
      storage_used_gb: gib(used),
      storage_total_gb: gib(total),
      storage_percent: percent(used, total),
      uptime: upFor((await system.self()).uptime),
    }
  }

  return new Hono<Env>().get(
    '/v1/homepage/stats',
    route({ summary: 'The figures of a dashboard’s widget', right: 'signed-in', limit: 'dialect', tags: ['VibeNVR'] }),
    (c) => {
      // Its path may be written otherwise than `auth.ts` knows it.
      if (callerOf(c).kind !== 'key') throw new Fault('not-signed-in', NO_KEY)
      return kept.json(c, widget)
    },
  )
}

// Events: what was recorded, newest first, and what goes on at this moment.
import { Hono } from 'hono'
import { ALARM_KINDS, type Caller, createKeptAnswers, type Env, route, type Services, valid } from '#plugin'
import { statusOf } from './camera-status.ts'
import { eventOut, eventsIn, wantedIn } from './events.wire.ts'

const tags = ['VibeNVR']

/** Devices' words for what their clients know by another one. */
const LABELS: Record<string, string> = { human: 'person' }

export function eventRoutes(services: Services): Hono<Env> {
  const { access, alarms, recorder, recordingCatalog, triggers } = services
  const kept = createKeptAnswers(services)

  /** What moves before whom now, by camera. */
  function goingOn(seen: ReadonlySet<number>) {
    const told = new Map<number, { timestamp: string; source: string; ai_metadata: { label: string }[] | null }>()
    for (const { channelId, beganAt } of triggers.open())
      if (seen.has(channelId))
        told.set(channelId, { timestamp: beganAt.toISOString(), source: 'standard', ai_metadata: null })
    for (const { channelId, beganAt, kind, target } of alarms.open()) {
      if (channelId === null || !seen.has(channelId) || ALARM_KINDS[kind].hubClass !== 'motion') continue
      const seenAs = target === null ? null : [{ label: LABELS[target] ?? target }]
      const source = ALARM_KINDS[kind].hubName
      told.set(channelId, { timestamp: beganAt.toISOString(), source, ai_metadata: seenAs })
    }
    return told
  }

  function status(caller: Caller) {
    const channels = access.visibleChannels(caller)
    const moving = goingOn(new Set(channels.map(({ id }) => id)))
    const recorded = recorder
      .list(caller)
      .flatMap(({ rule, state }) => (rule.mode === 'alarm' && state.doing === 'record' ? [rule.channelId] : []))
    const at = Date.now() / 1000
    return {
      active_ids: [...new Set([...moving.keys(), ...recorded])].sort((a, b) => a - b),
      live_motion: Object.fromEntries([...moving].map(([id, one]) => [id, { ...one, _updated_at: at }])),
      camera_health: Object.fromEntries(channels.map((channel) => [channel.id, statusOf(services, channel)])),
    }
  }

  return new Hono<Env>()
    .get(
      '/events',
      route({ summary: 'Events, newest first', right: 'playback', limit: 'dialect', tags }),
      kept.again,
      valid('query', eventsIn),
      (c) => {
        const said = c.req.valid('query')
        const page = { offset: said.skip, limit: said.limit }
        return kept.json(c, (caller) => {
          const wanted = wantedIn(services, caller, said)
          if (!wanted) return []
          return recordingCatalog
            .list(caller, wanted, page)
            .map((item) => eventOut('clip' in item ? item : { recording: item.recording.recording }))
        })
      },
    )
    .get(
      '/events/status',
      route({ summary: 'What goes on before which camera', right: 'view', limit: 'none', tags }),
      (c) => kept.json(c, status),
    )
}

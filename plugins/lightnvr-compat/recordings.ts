// Recordings: lists of what we keep and of what devices keep, one of them, and how long it stays.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  type Caller,
  callerOf,
  createKeptAnswers,
  type Env,
  Fault,
  letWait,
  readText,
  route,
  type Services,
} from '#plugin'
import { DETECTION_KINDS, labelOf } from './detection-labels.ts'
import { namesOf } from './names.ts'
import {
  type Catalogued,
  createRecordingOut,
  idIn,
  listIn,
  type RecordingId,
  type Wanted,
  wantedIn,
} from './recordings.wire.ts'
import { jsonOf, read } from './wire.ts'

const tags = ['LightNVR']
const LONGEST_DAYS = 3650
const DAY_MS = 86_400_000

const protectIn = z.object({ protected: z.boolean() })
const retentionIn = z.object({ retention_days: z.int() })
const NO_JSON = 'Invalid JSON in request body'

/** The device of a clip by the name that a person knows it by. */
export function deviceOf({ channel: { device } }: ReturnType<Services['recordings']['clip']>): string {
  return device.name ?? device.info?.name ?? device.address
}

/** A clip may be watched and fetched; whatever else is asked of it only its device could do. */
export function refuseClip(services: Services, caller: Caller, id: RecordingId, cannot: string): number {
  if ('recordingId' in id) return id.recordingId
  const device = deviceOf(services.recordings.clip(caller, id.clipId))
  throw new Fault('conflict', `This recording is kept on ${device}, ${cannot}`)
}

/** Names that nobody has find nothing; null = all streams. A name may have a comma in it: so the whole text is one first. */
export function channelsOf(services: Services, caller: Caller, streams: string | null): number[] | null {
  if (streams === null) return null
  const all = services.access.visibleChannels(caller)
  const nameOf = namesOf(services)
  const named = (text: string) => {
    const byName = all.filter((one) => nameOf(one) === text)
    return (byName.length ? byName : all.filter(({ id }) => String(id) === text)).map(({ id }) => id)
  }
  const whole = named(streams)
  return whole.length ? whole : [...new Set((listIn(streams) ?? []).flatMap(named))]
}

/** A body as JSON; null for none. */
export async function bodyOf(c: Context<Env>): Promise<unknown> {
  const text = await readText(c)
  return text.trim() === '' ? null : jsonOf(text, NO_JSON)
}

export function recordingRoutes(services: Services): Hono<Env> {
  const { access, clipSearch, recordingCatalog, recordings } = services
  const kept = createKeptAnswers(services)
  const words = (summary: string, right: 'playback' | 'manage' = 'playback', limit: 'dialect' | 'device' = 'dialect') =>
    route({ summary, right, limit, tags })

  const outFor = (caller: Caller) =>
    createRecordingOut(services, new Map(access.visibleChannels(caller).map((one) => [one.id, one])))

  function list(caller: Caller, { query, streams, page, limit }: Wanted) {
    const channelIds = channelsOf(services, caller, streams)
    const found = recordingCatalog.page(
      caller,
      { ...query, ...(channelIds && { channelIds }) },
      { offset: (page - 1) * limit, limit },
    )
    const out = outFor(caller)
    return {
      recordings: found.items.map((item) => out(item)),
      pagination: { page, pages: Math.ceil(found.total / limit), total: found.total, limit },
    }
  }

  function one(caller: Caller, id: RecordingId): Catalogued {
    const alarms = recordingCatalog.alarms(id, DETECTION_KINDS)
    if ('clipId' in id) return { ...recordings.clip(caller, id.clipId), alarms, tags: [] }
    const found = recordings.get(caller, id.recordingId)
    if ('clip' in found) throw new Fault('not-found', 'Recording not found')
    return { recording: found, alarms, tags: [] }
  }

  /** What the recorders list of the last day, so that it can be found among the clips; who could not be asked. */
  async function lookAtDevices(c: Context<Env>, caller: Caller): Promise<{ clips: number; away: string[] }> {
    const channels = access
      .visibleChannels(caller, { right: 'playback' })
      .filter(({ isActive, device }) => isActive && device.isChecked && device.offers.includes('footage'))
    if (!channels.length) return { clips: 0, away: [] }
    const to = new Date()
    const ids = channels.map(({ id }) => id)
    const found = await clipSearch.search(caller, ids, new Date(+to - DAY_MS), to, c.req.raw.signal)
    const away = found.failures.map(({ deviceId, fault }) => {
      const device = channels.find((one) => one.deviceId === deviceId)?.device
      return `${device?.name ?? device?.info?.name ?? device?.address}: ${fault.message}`
    })
    return { clips: found.clips.length, away }
  }

  return new Hono<Env>()
    .get('/api/recordings', words('Recordings, newest first'), (c) =>
      kept.json(c, (caller) => list(caller, wantedIn(c.req.query()))),
    )
    .get('/api/recordings/protected', words('Recordings that no rule removes'), (c) => {
      const { stream } = c.req.query()
      const found = list(callerOf(c), wantedIn({ ...c.req.query(), protected: '1' }))
      return c.json({
        protected_count: found.pagination.total,
        ...(stream ? { stream_name: stream } : {}),
        ...found,
      })
    })
    .get('/api/recordings/detection-labels', words('What recordings can be found by'), (c) =>
      c.json({ labels: recordingCatalog.kinds(callerOf(c), DETECTION_KINDS).map(labelOf).sort() }),
    )
    .post(
      '/api/recordings/sync',
      words('Hold the list against the disk and the recorders', 'manage', 'device'),
      async (c) => {
        letWait(c)
        const caller = callerOf(c)
        const { adopted, gone, back, problems } = await recordings.sync(caller)
        const { clips, away } = await lookAtDevices(c, caller)
        const parts = [
          `${adopted} files found, ${gone} gone, ${back} back`,
          `${clips} clips of the last day on recorders`,
          ...(problems.length ? [`${problems.length} files to look at`] : []),
          ...away.map((text) => `not asked: ${text}`),
        ]
        return c.json({ success: true, message: parts.join('; '), updated: adopted + gone + back })
      },
    )
    .get('/api/recordings/:id', words('A recording'), (c) => {
      const caller = callerOf(c)
      return c.json(outFor(caller)(one(caller, idIn(c.req.param('id'))), false))
    })
    .delete('/api/recordings/:id', words('Delete a recording and its file', 'manage'), async (c) => {
      const caller = callerOf(c)
      const id = refuseClip(services, caller, idIn(c.req.param('id')), 'which does not delete single recordings')
      await recordings.remove(caller, id)
      return c.json({ success: true, message: 'Recording deleted' })
    })
    .put(
      '/api/recordings/:id/protect',
      words('Keep a recording from every rule, or no longer', 'manage'),
      async (c) => {
        const caller = callerOf(c)
        const wanted = idIn(c.req.param('id'))
        const body = await bodyOf(c)
        const id = refuseClip(
          services,
          caller,
          wanted,
          'where we cannot protect it: download it, then protect our copy',
        )
        const found = recordings.get(caller, id)
        const before = 'recording' in found && found.recording.isProtected
        const isProtected =
          body === null ? !before : read(protectIn, body, "Missing or invalid 'protected' field").protected
        recordings.keep(caller, id, { isProtected })
        const message = isProtected ? 'The recording is protected' : 'The recording is no longer protected'
        return c.json({ id, protected: isProtected, message })
      },
    )
    .put('/api/recordings/:id/retention', words('Keep a recording for a time of its own', 'manage'), async (c) => {
      const caller = callerOf(c)
      const wanted = idIn(c.req.param('id'))
      const { retention_days: days } = read(retentionIn, await bodyOf(c), "Missing or invalid 'retention_days' field")
      if (days === 0 || days > LONGEST_DAYS)
        throw new Fault('invalid-input', `retention_days must be between 1 and ${LONGEST_DAYS}, or negative for none`)
      const id = refuseClip(services, caller, wanted, 'which removes recordings by its own rule')
      recordings.keep(caller, id, { retentionDays: days < 0 ? null : days })
      const message =
        days < 0 ? 'The recording goes by the rules of its stream' : `The recording is kept for ${days} days`
      return c.json({ id, retention_days: days < 0 ? -1 : days, message })
    })
}

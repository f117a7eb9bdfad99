// Recordings that were made around alarms: how many, which, how much room they take, and removing them.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, letWait, route, type Services } from '#plugin'
import { cleanupIn } from './motion.wire.ts'
import { type Channel, CLIENT, channelNamed, namesOf } from './names.ts'
import { refuseClip } from './recordings.ts'
import { idIn } from './recordings.wire.ts'
import { objectOrNothing } from './said.ts'
import { planOf } from './stream-rule.ts'

const tags = ['LightNVR']
const MOST_LISTED = 100
/** In one request; who asks again goes on. */
const MOST_REMOVED = 2000
const BITE = 100
const DAY_MS = 86_400_000
const MIB = 1024 * 1024
/** Recorded by us around an alarm, or by a device because something moved. */
const TYPES = ['alarm', 'motion']

const seconds = (at: Date | undefined) => (at ? Math.floor(+at / 1000) : 0)
const parts = (bytes: number, unit: number) => Math.round((bytes / unit) * 100) / 100

export function motionRecordingRoutes(services: Services, now = () => new Date()): Hono<Env> {
  const { clientFields, events, recorder, recordings, system } = services
  const words = (summary: string, right: 'playback' | 'manage', limit: 'dialect' | 'search' = 'dialect') =>
    route({ summary, right, limit, tags })

  const filterOf = (channel: Channel | null) => ({
    ...{ kind: 'video' as const, recordTypes: TYPES },
    ...(channel && { channelId: channel.id }),
  })

  function sumsOf(caller: Caller, channel: Channel | null) {
    const sums = recordings.sums(caller, filterOf(channel))
    const total = (of: 'count' | 'bytes') => sums.reduce((sum, one) => sum + one[of], 0)
    const end = (order: 'asc' | 'desc') =>
      recordings.page(caller, { ...filterOf(channel), order }, { offset: 0, limit: 1 }).items[0]?.recording.startAt
    const [count, bytes] = [total('count'), total('bytes')]
    return {
      ...{ total_recordings: count, total_size_bytes: bytes, total_size_mb: parts(bytes, MIB) },
      ...{ oldest_recording: seconds(end('asc')), newest_recording: seconds(end('desc')) },
    }
  }

  /** For who may read the pages about the system. */
  async function diskFor(caller: Caller) {
    try {
      const { volumes } = await system.disk(caller)
      const main = volumes.find(({ purpose }) => purpose.includes('recordings')) ?? volumes[0]
      if (!main) return {}
      return {
        ...{ disk_space_total: main.total, disk_space_available: main.free },
        disk_space_used_percent: main.total ? Math.round((1 - main.free / main.total) * 1000) / 10 : 0,
      }
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-allowed') return {}
      throw error
    }
  }

  /** The oldest first; protected ones stay, and so does what lies on a disk that is not there. */
  async function cleanUp(caller: Caller, channel: Channel | null, days: number) {
    const to = new Date(+now() - days * DAY_MS)
    let [removed, kept] = [0, 0]
    for (;;) {
      const page = { offset: kept, limit: BITE }
      const { items } = recordings.page(caller, { ...filterOf(channel), to, order: 'asc' }, page)
      for (const { recording, isAway } of items) {
        if (recording.isProtected || isAway) kept++
        else {
          await recordings.remove(caller, recording.id)
          removed++
        }
      }
      if (items.length < BITE || removed >= MOST_REMOVED) return { removed, hasMore: items.length === BITE }
    }
  }

  return new Hono<Env>()
    .get('/api/motion/stats/:name', words('How much was recorded around alarms of a stream', 'playback'), (c) => {
      const caller = callerOf(c)
      const channel = channelNamed(services, caller, c.req.param('name'))
      const { householdId, id: channelId } = channel
      const fields = clientFields.of(CLIENT, { householdId, channelId })
      return c.json({
        stream_name: namesOf(services)(channel),
        ...sumsOf(caller, channel),
        total_events: events.count(caller, { channel: channelId, source: 'device' }),
        enabled: planOf(recorder.get(caller, channelId).rule, fields).detection_based_recording,
      })
    })
    .get('/api/motion/recordings/:name', words('What was recorded around alarms of a stream', 'playback'), (c) => {
      const caller = callerOf(c)
      const channel = channelNamed(services, caller, c.req.param('name'))
      const page = { offset: 0, limit: MOST_LISTED }
      const { items } = recordings.page(caller, { ...filterOf(channel), order: 'desc' }, page)
      const found = items.map(({ recording: { id, file, startAt, bytes } }) => ({
        ...{ id, file_path: file, timestamp: seconds(startAt), size_bytes: bytes, size_mb: parts(bytes, MIB) },
      }))
      return c.json({ stream_name: namesOf(services)(channel), count: found.length, recordings: found })
    })
    .delete('/api/motion/recordings/:id', words('Delete what was recorded around an alarm', 'manage'), async (c) => {
      const caller = callerOf(c)
      const id = refuseClip(services, caller, idIn(c.req.param('id')), 'which does not delete single recordings')
      const found = recordings.get(caller, id)
      const row = 'recording' in found ? found.recording : null
      if (row) services.access.require(caller, 'manage', { householdId: row.householdId }, 'Recording')
      if (row?.kind !== 'video' || !TYPES.includes(row.recordType ?? ''))
        throw new Fault('not-found', 'Motion recording not found')
      await recordings.remove(caller, id)
      return c.json({ message: 'Motion recording deleted', file_path: row.file })
    })
    .post(
      '/api/motion/cleanup',
      words('Remove what was recorded around alarms and is old', 'manage', 'search'),
      async (c) => {
        const caller = callerOf(c)
        services.access.household(caller, 'manage')
        const { stream, days } = cleanupIn(await objectOrNothing(c, 'Invalid JSON in request body'))
        const channel = stream === undefined ? null : channelNamed(services, caller, stream)
        letWait(c)
        const { removed, hasMore } = await cleanUp(caller, channel, days)
        return c.json({
          message: `${removed} motion recordings removed${hasMore ? '; there are more, ask again' : ''}`,
          ...{ deleted_count: removed, retention_days: days },
          ...(channel ? { stream_name: namesOf(services)(channel) } : {}),
        })
      },
    )
    .get(
      '/api/motion/storage',
      words('How much room it takes what was recorded around alarms', 'playback'),
      async (c) => {
        const caller = callerOf(c)
        const { total_size_mb, ...sums } = sumsOf(caller, null)
        return c.json({
          ...{ ...sums, total_size_mb, total_size_gb: parts(sums.total_size_bytes, MIB * 1024) },
          ...(await diskFor(caller)),
        })
      },
    )
}

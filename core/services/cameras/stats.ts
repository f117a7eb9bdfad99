// What is known of one camera at this moment: its stream, what we keep of it, what it raised.
import { and, count, desc, eq, gte, type SQL } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Gaps } from '../gaps/index.ts'
import type { Live, RelayStatus } from '../live.ts'
import type { Recordings } from '../recordings/index.ts'

export interface StreamStats {
  active: boolean
  viewers: number
  width: number | null
  height: number | null
  framesPerSecond: number | null
  bitsPerSecond: number | null
  mime: string | null
  bytesIn: number
  bytesOut: number
  restarts: number
  /** In words for people. */
  lastError: string | null
}

export interface RecordingStats {
  count: number
  bytes: number
  seconds: number
  oldest: Date | null
  newest: Date | null
  /** Of its footage; null where its device cannot say, or takes too long. */
  gapsOfDay: number | null
}

export interface CameraStats {
  /** Null for a caller who may not play back. */
  recordings: RecordingStats | null
  stream: StreamStats
  events: { lastDay: number; lastAt: Date | null }
}

const DAY_MS = 86_400_000
/** A device that is slow to tell of its schedule keeps nobody waiting. */
const GAPS_MS = 2000

/** Of a channel's relays together; its picture is that of the sharper one. */
export function streamStats(relays: readonly RelayStatus[]): StreamStats {
  const running = relays.filter((relay) => relay.running).sort((a, b) => (a.quality < b.quality ? -1 : 1))
  const [best] = running
  const sum = (key: 'readers' | 'bytesIn' | 'bytesOut' | 'restarts') =>
    relays.reduce((total, relay) => total + relay[key], 0)
  return {
    active: best !== undefined,
    viewers: sum('readers'),
    width: best?.width ?? null,
    height: best?.height ?? null,
    framesPerSecond: best?.framesPerSecond ?? null,
    bitsPerSecond: best?.bitsPerSecond ?? null,
    mime: best?.mime ?? null,
    bytesIn: sum('bytesIn'),
    bytesOut: sum('bytesOut'),
    restarts: sum('restarts'),
    lastError: relays.find(({ lastFault }) => lastFault)?.lastFault?.message ?? null,
  }
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'may'>
  gaps: Pick<Gaps, 'read'>
  live: Pick<Live, 'status'>
  recordings: Pick<Recordings, 'page' | 'sums'>
  now: () => Date
}

export function createCameraStats({ db, access, gaps, live, recordings, now }: Deps) {
  const dayAgo = () => new Date(+now() - DAY_MS)

  async function gapsOfDay(caller: Caller, channel: ChannelWithDevice): Promise<number | null> {
    if (!channel.device.offers.includes('footage')) return null
    const query = { channelIds: [channel.id], from: dayAgo().toISOString(), to: now().toISOString() }
    const read = gaps.read(caller, query).then(
      ([found]) => (found && found.schedule !== 'unknown' && found.certain.length ? found.gaps.length : null),
      () => null,
    )
    return Promise.race([read, Bun.sleep(GAPS_MS).then(() => null)])
  }

  async function kept(caller: Caller, channel: ChannelWithDevice): Promise<RecordingStats> {
    const channelId = channel.id
    const [sum] = recordings.sums(caller, { channelId, kind: 'video' })
    const end = (order: 'asc' | 'desc') =>
      recordings.page(caller, { channelId, kind: 'video', order }, { offset: 0, limit: 1 }).items[0]?.recording
    return {
      count: sum?.count ?? 0,
      bytes: sum?.bytes ?? 0,
      seconds: Math.round(sum?.seconds ?? 0),
      oldest: end('asc')?.startAt ?? null,
      newest: end('desc')?.endAt ?? null,
      gapsOfDay: await gapsOfDay(caller, channel),
    }
  }

  function raised({ deviceId, channelNo }: ChannelWithDevice): CameraStats['events'] {
    const of = (since?: SQL) => and(eq(alarms.deviceId, deviceId), eq(alarms.channelNo, channelNo), since)
    const ofDay = db
      .select({ count: count() })
      .from(alarms)
      .where(of(gte(alarms.beganAt, dayAgo())))
      .get()
    const last = db
      .select({ at: alarms.beganAt })
      .from(alarms)
      .where(of())
      .orderBy(desc(alarms.beganAt), desc(alarms.id))
      .limit(1)
      .get()
    return { lastDay: ofDay?.count ?? 0, lastAt: last?.at ?? null }
  }

  return async (caller: Caller, channel: ChannelWithDevice): Promise<CameraStats> => ({
    stream: streamStats(live.status(caller).filter(({ channelId }) => channelId === channel.id)),
    recordings: access.may(caller, channel).playback ? await kept(caller, channel) : null,
    events: raised(channel),
  })
}

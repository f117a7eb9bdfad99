// Recordings that came from devices, each with the clip that it was.
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { clips, recordings } from '../../db/schema/index.ts'
import type { ChannelWithDevice } from '../access.ts'
import type { RecordingRow } from '../recordings/store.ts'

export interface FetchedPage {
  deviceId?: number | undefined
  /** Only those with a lower id. */
  before?: number | undefined
  limit: number
}

export interface Fetched {
  recording: RecordingRow
  channel: ChannelWithDevice
  /** The device's address of the clip; null when the device has forgotten it. */
  token: string | null
}

/** Newest first, of these channels. */
export function listFetched(
  db: Db,
  channels: readonly ChannelWithDevice[],
  { deviceId, before, limit }: FetchedPage,
): Fetched[] {
  const known = new Map(
    channels
      .filter((channel) => deviceId === undefined || channel.deviceId === deviceId)
      .map((channel) => [channel.id, channel]),
  )
  return db
    .select({ recording: recordings, token: clips.token })
    .from(recordings)
    .leftJoin(clips, and(eq(clips.channelId, recordings.channelId), eq(clips.startAt, recordings.startAt)))
    .where(
      and(
        eq(recordings.origin, 'download'),
        inArray(recordings.channelId, [...known.keys()]),
        before === undefined ? undefined : lt(recordings.id, before),
      ),
    )
    .orderBy(desc(recordings.id))
    .limit(limit)
    .all()
    .flatMap(({ recording, token }) => {
      const channel = known.get(recording.channelId ?? 0)
      return channel ? [{ recording, channel, token }] : []
    })
}

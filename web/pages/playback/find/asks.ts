// What the search for clips asks the API.
import type { clipsOut } from '../../../../core/api/footage-clips.wire.ts'
import { ask } from '../../../api.ts'

export type ClipsOut = ReturnType<typeof clipsOut>
export type ClipOut = ClipsOut['data'][number]

/** So many can be fetched by one request, and so many fit in one export. */
export const MOST_FETCHED = 1000
export const MOST_EXPORTED = 500

/** Times without an offset are the wall clock of the first channel's recorder. */
export const loadClips = (channelIds: readonly number[], from: string, to: string, signal: AbortSignal) =>
  ask<ClipsOut>(`/api/footage/clips?${new URLSearchParams({ channel_ids: channelIds.join(','), from, to })}`, {
    signal,
  })

export const fetchClips = (ids: readonly number[]) =>
  ask<{ job_ids: number[] }>('/api/recordings/fetch', { method: 'POST', body: { clip_ids: ids } })

// What the day asks the API: ranges, alarms and our files of several channels, and to have footage fetched.
import type { gapsOut } from '../../../../core/api/footage-gaps.wire.ts'
import type { timelineOut } from '../../../../core/api/footage-timeline.wire.ts'
import { ask, list } from '../../../api.ts'

export type LaneOut = ReturnType<typeof timelineOut>

/** Times with an offset, or without one by the wall clock of each channel's recorder. */
export const loadLanes = async (channelIds: readonly number[], from: string, to: string, signal?: AbortSignal) =>
  list(
    await ask<{ data: LaneOut[] }>(
      `/api/footage/ranges?${new URLSearchParams({ channel_ids: channelIds.join(','), from, to })}`,
      { signal },
    ),
  )

/** The range itself as one film, cut at key frames; what only the recorder has is fetched first. */
export const exportRange = (channelId: number, start: string, end: string) =>
  ask<{ job_id: number; job_uuid: string }>('/api/exports', {
    method: 'POST',
    body: { format: 'mp4', items: [{ channel_id: channelId, start, end }] },
  })

/** Everything of a channel that touches the time becomes recordings of ours. */
export const fetchRange = (channelId: number, from: string, to: string) =>
  ask<{ job_id: number }>('/api/recordings/fetch', { method: 'POST', body: { channel_id: channelId, from, to } })

export type GapOut = ReturnType<typeof gapsOut>['data'][number]

/** What was to be recorded and was not, with the likely cause. */
export const loadGaps = async (channelIds: readonly number[], from: string, to: string, signal?: AbortSignal) =>
  ask<ReturnType<typeof gapsOut>>(
    `/api/footage/gaps?${new URLSearchParams({ channel_ids: channelIds.join(','), from, to, min_seconds: '10' })}`,
    { signal },
  )

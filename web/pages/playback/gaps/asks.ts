// What the gap report asks the API: by the wall clock of each recorder, as JSON and as a table for spreadsheets.
import type { gapsOut } from '../../../../core/api/footage-gaps.wire.ts'
import { ask } from '../../../api.ts'

export type GapsOut = ReturnType<typeof gapsOut>
export type GapOut = GapsOut['data'][number]

export interface Wanted {
  channelIds: readonly number[]
  /** Days; the last one is meant whole. */
  from: string
  to: string
  leastSeconds: number
}

const queryOf = ({ channelIds, from, to, leastSeconds }: Wanted, format: string): string =>
  `/api/footage/gaps?${new URLSearchParams({
    channel_ids: channelIds.join(','),
    from: `${from}T00:00:00`,
    to: `${to}T00:00:00`,
    min_seconds: String(leastSeconds),
    format,
  })}`

export const loadGapReport = (wanted: Wanted, signal: AbortSignal) => ask<GapsOut>(queryOf(wanted, 'json'), { signal })
export const loadGapTable = (wanted: Wanted) => ask<string>(queryOf(wanted, 'csv'), { text: true })

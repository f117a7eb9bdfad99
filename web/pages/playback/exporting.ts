// Recordings and clips made into one file: asked for here, followed until it can be saved.
import { ask } from '../../api.ts'
import { followJobs } from '../../jobs.ts'
import { type AsyncAction, useAsyncAction } from '../../parts/use-async-action.ts'

export type ExportItem = { recording_id: string } | { channel_id: number; start: string; end: string }

/** `mp4`: one film, of one channel. */
export const useExporting = (onQueued: () => void): AsyncAction<[format: 'mp4' | 'zip', items: ExportItem[]]> =>
  useAsyncAction(
    (format: 'mp4' | 'zip', items: ExportItem[]) =>
      ask<{ job_uuid: string }>('/api/exports', { method: 'POST', body: { format, items } }),
    ({ job_uuid: uuid }) => {
      followJobs([uuid])
      onQueued()
    },
  )

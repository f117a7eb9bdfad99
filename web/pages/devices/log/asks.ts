// What the log tab asks the API.
import type { entryOut } from '../../../../core/api/manager/device-log.wire.ts'
import { ask } from '../../../api.ts'
import type { Span } from './query.ts'

export type LogEntry = ReturnType<typeof entryOut>

/** The most that one question brings. */
export const MOST = 2000

/** Newest first. The device itself is asked. */
export const searchLog = (deviceId: number, { from, to }: Span, kind: string, signal?: AbortSignal) =>
  ask<LogEntry[]>(`/api/logs/device/${deviceId}`, {
    method: 'POST',
    body: { from_: from, to, majorType: kind, maxResults: MOST },
    signal,
  })

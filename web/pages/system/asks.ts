// What the pages about the system ask.
import type {
  diskOut,
  gpuOut,
  pointOut,
  processesSchema,
  statsOut,
  statusOut,
} from '../../../core/api/vms/system.wire.ts'
import type { logsOut } from '../../../core/api/vms/system-logs.wire.ts'
import { ask } from '../../api.ts'
import type { Answer } from '../../client.ts'
import { serverNow } from '../../times.ts'
import type { Filter } from './log-filter.ts'
import type { Range } from './range.ts'

export type StatusOut = ReturnType<typeof statusOut>
export type ProblemOut = StatusOut['problems'][number]
export type StatsOut = ReturnType<typeof statsOut>
export type DiskOut = ReturnType<typeof diskOut>
export type GpuOut = ReturnType<typeof gpuOut>
export type PointOut = ReturnType<typeof pointOut>
export type ProcessesOut = (typeof processesSchema)['_zod']['output']['data']
export type LogsOut = ReturnType<typeof logsOut>
export type LogEntryOut = LogsOut['data']['entries'][number]

type Enveloped<T> = { data: T }
const bare = <T>(answer: Answer<Enveloped<T>>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

export const systemAsks = {
  status: async (signal?: AbortSignal) => bare(await ask<Enveloped<StatusOut>>('/api/system/status', { signal })),
  stats: async (signal?: AbortSignal) => bare(await ask<Enveloped<StatsOut>>('/api/system/stats', { signal })),
  disk: async (signal?: AbortSignal) => bare(await ask<Enveloped<DiskOut>>('/api/system/disk', { signal })),
  processes: async (signal?: AbortSignal) =>
    bare(await ask<Enveloped<ProcessesOut>>('/api/system/processes', { signal })),
  history: async ({ hours, points }: Range, signal?: AbortSignal) => {
    // As the appliance has it: a tablet's clock may be wrong, the figures are not.
    const to = serverNow()
    const from = new Date(to - hours * 3_600_000).toISOString()
    const query = new URLSearchParams({ from, to: new Date(to).toISOString(), points: String(points) })
    return bare(await ask<Enveloped<PointOut[]>>(`/api/system/stats/history?${query}`, { signal }))
  },
  logs: (filter: Filter, cursor: number | null, signal?: AbortSignal) => {
    const query = new URLSearchParams({
      ...filter,
      lines: '200',
      ...(cursor === null ? {} : { cursor: String(cursor) }),
    })
    return ask<LogsOut>(`/api/system/logs?${query}`, { signal })
  },
}

// What the month asks the API. All of it is what the server keeps; older months are read in the background by being looked at.
import type { monthOut as monthOutOf } from '../../../core/api/manager/footage.wire.ts'
import type { monitorOut } from '../../../core/api/manager/monitor.wire.ts'
import type { RecordingModeOut } from '../../../core/api/manager/recording-mode.wire.ts'
import { ask } from '../../api.ts'

export type MonthOut = ReturnType<typeof monthOutOf>
export type ChannelMonth = MonthOut['channels'][number]
export type DayOut = ChannelMonth['record_days'][number]
export type MonitorOut = Pick<ReturnType<typeof monitorOut>, 'start_day' | 'end_day' | 'order'>
export type { RecordingModeOut }

export const loadMonth = (deviceId: number, month: string, signal: AbortSignal) =>
  ask<MonthOut>(`/api/devices/${deviceId}/channels/month_data/${month}`, { signal })

/** When the device records, as it last told. */
export const loadSchedules = (deviceId: number, signal: AbortSignal) =>
  ask<RecordingModeOut[]>(`/api/device/${deviceId}/channels/recording-mode`, { signal })

export const saveMonitor = (wanted: MonitorOut) => ask<MonitorOut>('/api/config', { method: 'POST', body: wanted })

/** Which days of a month the household wants to see. */
export const loadMonitor = (signal: AbortSignal) => ask<MonitorOut>('/api/config', { signal })

// What the system tab asks: what the server keeps, and the device anew.
import type { controlsOut } from '../../../../core/api/device-controls.wire.ts'
import type { disksOut, inforOut, onvifUsersOut } from '../../../../core/api/manager/device-infor.wire.ts'
import type { clockOut, healthOut } from '../../../../core/api/manager/device-state.wire.ts'
import { ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type InforOut = ReturnType<typeof inforOut> & { read_at: string | null }
export type ClockOut = ReturnType<typeof clockOut>
export type HealthOut = ReturnType<typeof healthOut>
export type DiskOut = ReturnType<typeof disksOut>[number]
export type ControlsOut = ReturnType<typeof controlsOut>
export type PortOut = ControlsOut['outputs'][number]
export type OnvifUserOut = ReturnType<typeof onvifUsersOut>[number]

/** Something that the server keeps of a device and can ask it for again. */
export interface Kept<T> {
  load: (signal: AbortSignal) => Promise<Answer<T>>
  read: () => Promise<Answer<unknown>>
  /** The server has nothing yet. */
  isUnread: (answer: Answer<T>) => boolean
}

const isEmptyList = (answer: Answer<unknown[]>) => answer.kind === 'ok' && answer.data.length === 0

export function systemAsks(id: number) {
  const kept = <T>(path: string, again: string, isUnread: Kept<T>['isUnread']): Kept<T> => ({
    load: (signal) => ask<T>(`/api/device/${id}/${path}`, { signal }),
    read: () => ask<unknown>(`/api/device/${id}/${again}`, { method: 'POST' }),
    isUnread,
  })
  return {
    infor: kept<InforOut>('infor', 'infor/sync', (answer) => answer.kind === 'fault' && answer.fault.status === 404),
    disks: kept<DiskOut[]>('infor/storage', 'infor/storage', isEmptyList),
    clock: () => ask<ClockOut>(`/api/device/${id}/clock`),
    health: () => ask<HealthOut>(`/api/device/${id}/health`),
    controls: (signal: AbortSignal) => ask<ControlsOut>(`/api/devices/${id}/controls`, { signal }),
    setOutput: (output: number, active: boolean) =>
      ask<{ output: PortOut }>(`/api/devices/${id}/outputs/${output}`, { method: 'PUT', body: { active } }),
    setHoliday: (enabled: boolean) =>
      ask<{ after: { enabled: boolean } }>(`/api/devices/${id}/holiday`, { method: 'PUT', body: { enabled } }),
    reboot: () => ask<unknown>(`/api/devices/${id}/reboot`, { method: 'POST' }),
    onvifUsers: kept<OnvifUserOut[]>('infor/onvif-users', 'infor/onvif-users', isEmptyList),
  }
}

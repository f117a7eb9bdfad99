// What the users tab asks the API.
import type {
  AllUsersSyncedOut,
  DeviceUserOut,
  OutcomeOut,
  PermissionsOut,
} from '../../../../core/api/manager/device-users.wire.ts'
import { ask, list } from '../../../api.ts'
import type { Answer } from '../../../client.ts'
import type { Kept } from '../system/asks.ts'
import type { Holder, RightsBody } from './rights.ts'

export type SyncedOut = AllUsersSyncedOut
export type Outcome = OutcomeOut

export interface DeviceUser extends Holder {
  device: number
  name: string
  role: DeviceUserOut['role']
  /** The account that we sign in with. */
  isOurs: boolean
  /** Came with the device, which lets nobody limit it. */
  isInherent: boolean
  readAt: Date | null
  /** Why the rights are not there. */
  trouble: string | null
}

const pathOf = (device: number) => `/api/device/${device}/user`

/** Users alone, of a device that does not tell their rights. */
export const usersKept = (device: number): Kept<DeviceUserOut[]> => ({
  load: (signal) => ask(pathOf(device), { signal }),
  read: () => ask(`${pathOf(device)}/sync`, { method: 'POST' }),
  isUnread: (answer) => answer.kind === 'ok' && answer.data.length === 0,
})

/** Asks the device for all of its users and their rights. */
export const readAnew = (device: number) => ask<SyncedOut>(`${pathOf(device)}/syncall`, { method: 'POST', body: {} })

export const changeRights = (
  device: number,
  user: number,
  body: RightsBody & { dry_run?: boolean; force?: boolean },
): Promise<Answer<Outcome>> => ask(`${pathOf(device)}/${user}/permissions`, { method: 'PUT', body })

/**
 * Users and rights as the server has them. A device that was never asked is asked now. One user whose rights cannot be read
 * does not hide the other ones.
 */
export async function loadUsers(device: number, signal?: AbortSignal): Promise<Answer<DeviceUser[]>> {
  const read = async () => list(await ask<DeviceUserOut[]>(pathOf(device), { signal }))
  let users = await read()
  let failures: SyncedOut['errors'] = []
  if (users.kind === 'ok' && users.data.length === 0) {
    const asked = await readAnew(device)
    if (asked.kind !== 'ok') return asked
    failures = asked.data.errors
    users = await read()
  }
  if (users.kind !== 'ok') return users
  const rows = await Promise.all(
    users.data.map(async (user) => {
      const failed = failures.find((one) => one.device_user_id === user.id)
      if (failed) return rowOf(user, null, failed.error)
      const answer = await ask<PermissionsOut>(`${pathOf(device)}/${user.id}/permissions`, { signal })
      return answer.kind === 'ok'
        ? rowOf(user, answer.data, null)
        : rowOf(user, null, answer.kind === 'fault' ? answer.fault.message : null)
    }),
  )
  return signal?.aborted ? { kind: 'aborted' } : { kind: 'ok', data: rows }
}

function rowOf(user: DeviceUserOut, permissions: PermissionsOut | null, trouble: string | null): DeviceUser {
  return {
    id: user.id,
    device: user.device_id,
    name: user.user_name,
    role: user.role,
    isOurs: user.used_by_us,
    isInherent: user.inherent,
    readAt: permissions ? new Date(permissions.read_at) : null,
    rights: permissions && rightsOf(permissions),
    trouble,
  }
}

function rightsOf({ global_permissions: device, channel_permissions: channels }: PermissionsOut): Holder['rights'] {
  const scoped = (scope: 'local' | 'remote') => ({
    device: device[scope],
    channels: Object.fromEntries(Object.entries(channels).map(([number, own]) => [number, own[scope]])),
  })
  return { local: scoped('local'), remote: scoped('remote') }
}

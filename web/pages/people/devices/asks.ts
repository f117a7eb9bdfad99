// What the page of rights on all recorders asks the API.
import type { DeviceUserRightsOut } from '../../../../core/api/device-users-all.wire.ts'
import type { TemplateIn, TemplateOut } from '../../../../core/api/templates.wire.ts'
import type { RightsDocument } from '../../../../core/api/templates-rights.wire.ts'
import { ask, list } from '../../../api.ts'
import type { Answer } from '../../../client.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import type { ScopeRights } from '../../devices/users/rights.ts'

export type { RightsDocument } from '../../../../core/api/templates-rights.wire.ts'
export type RightsTemplate = Extract<TemplateOut, { kind: 'rights' }>

/** As the appliance has them: no recorder is asked. */
export async function loadAllUsers(signal?: AbortSignal): Promise<Answer<DeviceUser[]>> {
  const answer = list(await ask<DeviceUserRightsOut[]>('/api/device-users', { signal }))
  return answer.kind === 'ok' ? { kind: 'ok', data: answer.data.map(userOf) } : answer
}

function userOf(user: DeviceUserRightsOut): DeviceUser {
  const { rights } = user
  return {
    id: user.id,
    device: user.device_id,
    name: user.user_name,
    role: user.role,
    isOurs: user.used_by_us,
    isInherent: user.inherent,
    readAt: user.rights_read_at === null ? null : new Date(user.rights_read_at),
    rights: rights && { local: flagsOf(rights.local), remote: flagsOf(rights.remote) },
    trouble: null,
  }
}

function flagsOf({ global, channels }: NonNullable<DeviceUserRightsOut['rights']>['local']): ScopeRights {
  const flags: Record<number, Record<string, boolean>> = {}
  const put = (right: string, numbers: readonly number[], has: boolean) => {
    for (const number of numbers) {
      flags[number] ??= {}
      flags[number][right] = has
    }
  }
  for (const [right, { allowed, refused }] of Object.entries(channels)) {
    put(right, allowed, true)
    put(right, refused, false)
  }
  return { device: global, channels: flags }
}

const PATH = '/api/templates'

export async function loadTemplates(signal?: AbortSignal): Promise<Answer<RightsTemplate[]>> {
  const answer = list(await ask<TemplateOut[]>(`${PATH}?kind=rights`, { signal }))
  if (answer.kind !== 'ok') return answer
  return { kind: 'ok', data: answer.data.filter((one): one is RightsTemplate => one.kind === 'rights') }
}

const bodyOf = (name: string, document: RightsDocument): TemplateIn => ({ kind: 'rights', name, document })

export const makeTemplate = (name: string, document: RightsDocument) =>
  ask<unknown>(PATH, { method: 'POST', body: bodyOf(name, document) })
export const replaceTemplate = (id: number, name: string, document: RightsDocument) =>
  ask<unknown>(`${PATH}/${id}`, { method: 'PUT', body: bodyOf(name, document) })
export const removeTemplate = (id: number, keepalive: boolean) =>
  ask<unknown>(`${PATH}/${id}`, { method: 'DELETE', keepalive })

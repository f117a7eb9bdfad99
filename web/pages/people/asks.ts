// What the pages about people ask the API.
import type { AccountOut, GrantOut } from '../../../core/api/vms/users.wire.ts'
import { ask } from '../../api.ts'
import type { Answer } from '../../client.ts'

export type { AccountOut, GrantOut }
export type Role = AccountOut['role']
export const ROLES = ['viewer', 'operator', 'admin'] as const satisfies readonly Role[]

type Data<T> = { data: T }
const inner = <T>(answer: Answer<Data<T>>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

/** All of them: a household is small, and its pages are read until the end. */
export async function loadPeople(signal: AbortSignal): Promise<Answer<AccountOut[]>> {
  const all: AccountOut[] = []
  for (let page = 1; ; page++) {
    const answer = await ask<Data<AccountOut[]> & { pagination: { totalPages: number } }>(
      `/api/users?limit=100&page=${page}`,
      { signal },
    )
    if (answer.kind !== 'ok') return answer
    all.push(...answer.data.data)
    if (page >= answer.data.pagination.totalPages) return { kind: 'ok', data: all }
  }
}

export const loadPerson = async (id: string, signal?: AbortSignal) =>
  inner(await ask<Data<AccountOut>>(`/api/users/${id}`, { signal }))

export interface NewPerson {
  username: string
  password: string
  full_name: string | null
  email: string | null
  role: Role
}

export const addPerson = async (body: NewPerson) =>
  inner(await ask<Data<AccountOut>>('/api/users', { method: 'POST', body }))

export type PersonChange = Partial<
  Pick<AccountOut, 'email' | 'full_name' | 'role' | 'active' | 'sees' | 'allowed_networks' | 'password_locked'>
>

export const changePerson = async (id: string, body: PersonChange) =>
  inner(await ask<Data<AccountOut>>(`/api/users/${id}`, { method: 'PUT', body }))

export const setPassword = (id: string, password: string) =>
  ask<unknown>(`/api/users/${id}/password`, { method: 'PUT', body: { password } })

export const takeOffFactor = (id: string) => ask<unknown>(`/api/users/${id}/totp`, { method: 'DELETE' })

export const removePerson = (id: string) => ask<unknown>(`/api/users/${id}`, { method: 'DELETE' })

export const loadGrants = async (id: string, signal: AbortSignal) =>
  inner(await ask<Data<GrantOut[]>>(`/api/users/${id}/grants`, { signal }))

export const writeGrants = async (id: string, body: readonly GrantOut[]) =>
  inner(await ask<Data<GrantOut[]>>(`/api/users/${id}/grants`, { method: 'PUT', body }))

// The one client of the API, with a verb for each thing that several pages ask; what one page alone asks stands beside it.
import { addressOf } from './base.ts'
import { type Answer, createClient } from './client.ts'
import { inTurn, keptSignIn } from './kept-sign-in.ts'
import { t } from './texts/t.ts'
import type {
  AlarmPage,
  ChannelOut,
  DeviceInput,
  DeviceOut,
  Health,
  HubOut,
  Person,
  SettingOut,
  SignedOut,
  TestOut,
  TokensOut,
} from './wire.ts'

let signedOut = () => {}
/** Who is told when the sign-in has ended. */
export const onSignedOut = (listener: () => void) => {
  signedOut = listener
}

const client = createClient({
  address: addressOf,
  tokens: keptSignIn,
  inTurn,
  onSignedOut: () => signedOut(),
  texts: {
    network: t('fault.network'),
    garbled: t('fault.garbled'),
    status: (status) => t('fault.status', { status: String(status) }),
  },
})

/** One request of a page's own. */
export const { ask } = client

type Signal = AbortSignal | undefined
/** Lists come bare or in an envelope `data`. */
export const list = <T>(answer: Answer<T[] | { data: T[] }>): Answer<T[]> =>
  answer.kind === 'ok' ? { kind: 'ok', data: Array.isArray(answer.data) ? answer.data : answer.data.data } : answer
const inner = <T extends object>(answer: Answer<T | { data: T }>): Answer<T> =>
  answer.kind === 'ok' && 'data' in answer.data ? { kind: 'ok', data: answer.data.data } : (answer as Answer<T>)

export const api = {
  health: (signal?: Signal) => ask<Health>('/health', { open: true, signal }),

  /** `code` only where the account has a second factor. */
  signIn: (username: string, password: string, code = '') =>
    ask<TokensOut>('/api/auth/login', {
      method: 'POST',
      open: true,
      body: { username, password, cookie: true, ...(code === '' ? {} : { totp_code: code }) },
    }),
  register: (username: string, password: string) =>
    ask<TokensOut>('/api/auth/register', { method: 'POST', open: true, body: { username, password, cookie: true } }),
  me: async (signal?: Signal) => {
    return inner(await ask<Person | { data: Person }>('/api/auth/me', { signal }))
  },
  signOut: (signal?: Signal) => client.leave('/api/auth/logout', { method: 'POST', body: {}, signal }),
  changePassword: (old: string, fresh: string) =>
    ask<null>('/api/auth/change-password', {
      method: 'POST',
      body: { old_password: old, new_password: fresh },
    }),

  devices: async (signal?: Signal) => list(await ask<DeviceOut[]>('/api/devices', { signal })),
  addDevice: (body: DeviceInput) => ask<DeviceOut>('/api/devices', { method: 'POST', body }),
  changeDevice: (id: number, body: Partial<DeviceInput>) => ask<null>(`/api/devices/${id}`, { method: 'PUT', body }),
  removeDevice: (id: number) => ask<null>(`/api/devices/${id}`, { method: 'DELETE' }),
  testDevice: (body: Partial<DeviceInput>, signal?: Signal) =>
    ask<TestOut>('/api/devices/test-connection', { method: 'POST', body, signal }),
  trustCertificate: (id: number, fingerprint: string) =>
    ask<DeviceOut>(`/api/devices/${id}/trust-certificate`, { method: 'POST', body: { fingerprint } }),

  channels: async (signal?: Signal) => list(await ask<ChannelOut[]>('/api/channels', { signal })),
  renameChannel: (id: number, name: string | null) =>
    ask<ChannelOut>(`/api/channels/${id}`, { method: 'PUT', body: { name } }),
  tagChannel: (id: number, tags: string[]) => ask<ChannelOut>(`/api/channels/${id}`, { method: 'PUT', body: { tags } }),
  switchChannel: (id: number, on: boolean) =>
    ask<ChannelOut>(`/api/channels/${id}`, { method: 'PUT', body: { in_use: on } }),

  alarms: (query: Record<string, string>, signal?: Signal) =>
    ask<AlarmPage>(`/api/user/alarm?${new URLSearchParams(query)}`, { signal }),
  removeAlarm: (id: number, keepalive = false) => ask<null>(`/api/user/alarm/${id}`, { method: 'DELETE', keepalive }),
  removeAlarms: () => ask<{ deleted_count: number }>('/api/user/alarm', { method: 'DELETE' }),

  sign: (path: string, signal?: Signal) =>
    ask<SignedOut>('/api/media/sign', { method: 'POST', body: { path }, signal }),

  hub: async (signal?: Signal) => inner(await ask<HubOut>('/api/hub', { signal })),
  settings: async (signal?: Signal) => list(await ask<SettingOut[]>('/api/settings', { signal })),
  setSetting: (key: string, value: unknown) => ask<unknown>(`/api/settings/${key}`, { method: 'PUT', body: { value } }),
}

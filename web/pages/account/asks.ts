// What the account page asks the appliance for.
import { ask, list } from '../../api.ts'
import type { Answer } from '../../client.ts'
import type { FactorOut, KeyOut, SetupOut, SignInOut, StreamLinkOut, TrustedBrowserOut } from '../../wire.ts'

const inner = <T>(answer: Answer<{ data: T }>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

interface Proof {
  password: string
  code: string
}

export const asks = {
  signIns: async (signal: AbortSignal) => list(await ask<{ data: SignInOut[] }>('/api/auth/sign-ins', { signal })),
  endSignIn: (id: string) => ask<null>(`/api/auth/sign-ins/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  endOthers: () => ask<{ ended: number }>('/api/auth/sign-ins', { method: 'DELETE' }),

  trusted: async (signal: AbortSignal) =>
    list(await ask<{ data: TrustedBrowserOut[] }>('/api/auth/trusted-browsers', { signal })),
  endTrusted: (id: number) => ask<null>(`/api/auth/trusted-browsers/${id}`, { method: 'DELETE' }),

  factor: async (signal: AbortSignal) => inner(await ask<{ data: FactorOut }>('/api/auth/totp', { signal })),
  setUp: async (password: string) =>
    inner(await ask<{ data: SetupOut }>('/api/auth/totp/setup', { method: 'POST', body: { password } })),
  enable: async (code: string) =>
    inner(
      await ask<{ data: { recovery_codes: string[] } }>('/api/auth/totp/enable', { method: 'POST', body: { code } }),
    ),
  disable: (proof: Proof) => ask<null>('/api/auth/totp/disable', { method: 'POST', body: proof }),
  renewCodes: async (proof: Proof) =>
    inner(
      await ask<{ data: { recovery_codes: string[] } }>('/api/auth/recovery-codes', { method: 'POST', body: proof }),
    ),

  keys: async (signal: AbortSignal) => list(await ask<KeyOut[]>('/api/keys', { signal })),
  makeKey: async (name: string, readOnly: boolean, expiresAt: Date | null) =>
    inner(
      await ask<{ data: { key: string } }>('/api/keys', {
        method: 'POST',
        body: { name, read_only: readOnly, expires_at: expiresAt?.toISOString() ?? null },
      }),
    ),
  removeKey: (id: number) => ask<null>(`/api/keys/${id}`, { method: 'DELETE' }),

  links: async (signal: AbortSignal) => list(await ask<{ data: StreamLinkOut[] }>('/api/stream-links', { signal })),
  makeLink: async (channel: number, quality: 'main' | 'sub', name: string) =>
    inner(
      await ask<{ data: { hls_url: string; snapshot_url: string } }>('/api/stream-links', {
        method: 'POST',
        body: { channel_id: channel, quality, name },
      }),
    ),
  removeLink: (id: number) => ask<null>(`/api/stream-links/${id}`, { method: 'DELETE' }),
}

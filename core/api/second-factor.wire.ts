// The second factor on the wire.
import { z } from 'zod'
import type { FactorState, Setup } from '../services/second-factor/index.ts'

const password = z.string('Password is required').min(1, 'Password is required').max(256)
const code = z.string('code is required').trim().min(1, 'code is required').max(64)

export const setupIn = z.object({ password })
export const enableIn = z.object({ code: code.meta({ description: 'Of the authenticator that was just set up' }) })
export const provenIn = z.object({
  password,
  code: code.meta({ description: 'Of the authenticator, or a recovery code' }),
})

export const factorSchema = z
  .object({
    success: z.literal(true),
    data: z.object({
      enabled: z.boolean(),
      enabled_at: z.string().nullable(),
      pending: z.boolean().meta({ description: 'Set up, and no code of it has come back yet' }),
      recovery_codes_left: z.int(),
    }),
  })
  .meta({ description: 'How your second factor stands' })

export const setupSchema = z
  .object({
    success: z.literal(true),
    data: z.object({
      secret: z.string().meta({ description: 'To type, where nothing can be scanned' }),
      otpauth_url: z.string(),
      qr_code: z.string().meta({ description: 'The address as a picture: `data:image/svg+xml;base64,…`' }),
    }),
    message: z.string(),
  })
  .meta({ description: 'What the authenticator needs. It is shown this once' })

export const recoveryCodesSchema = z
  .object({
    success: z.literal(true),
    data: z.object({ recovery_codes: z.array(z.string()) }),
    message: z.string(),
  })
  .meta({ description: 'Recovery codes, each good once. They are shown this once' })

export function factorOut(state: FactorState): z.output<typeof factorSchema>['data'] {
  return {
    enabled: state.enabledAt !== null,
    enabled_at: state.enabledAt?.toISOString() ?? null,
    pending: state.pending,
    recovery_codes_left: state.recoveryCodesLeft,
  }
}

export function setupOut({ secret, address, picture }: Setup): z.output<typeof setupSchema>['data'] {
  return { secret, otpauth_url: address, qr_code: picture }
}

// Open sign-ins on the wire.
import { z } from 'zod'
import type { SignInRow } from '../services/sign-ins.ts'
import type { TrustedBrowserRow } from '../services/trusted-browsers.ts'

export const signInId = z.object({ id: z.string().max(64) })

export const signInSchema = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: 'The one that asks' }),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: z.string(),
    last_used_at: z.string(),
    expires_at: z.string(),
  })
  .meta({ id: 'SignIn', description: 'Where an account is signed in' })

export const signInsSchema = z
  .object({ success: z.literal(true), data: z.array(signInSchema), count: z.int() })
  .meta({ description: 'Your open sign-ins, the one used last first' })

export const endedSchema = z
  .object({ success: z.literal(true), message: z.string(), ended: z.int() })
  .meta({ description: 'How many were ended' })

export function signInOut(row: SignInRow): z.output<typeof signInSchema> {
  return {
    id: row.id,
    current: row.current,
    ip_address: row.address,
    user_agent: row.agent,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }
}

export const browserId = z.object({ id: z.coerce.number().int().min(1) })

export const trustedBrowserSchema = signInSchema
  .omit({ id: true, current: true })
  .extend({ id: z.int() })
  .meta({ id: 'TrustedBrowser', description: 'A browser that has shown a second factor and needs no code for a while' })

export const trustedBrowsersSchema = z
  .object({ success: z.literal(true), data: z.array(trustedBrowserSchema), count: z.int() })
  .meta({ description: 'Your trusted browsers, the one used last first' })

export function trustedBrowserOut(row: TrustedBrowserRow): z.output<typeof trustedBrowserSchema> {
  return {
    id: row.id,
    ip_address: row.address,
    user_agent: row.agent,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }
}

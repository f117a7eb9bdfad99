// API keys on the wire.
import { z } from 'zod'
import type { ApiKeyRow } from '../services/api-keys.ts'

export const keyIn = z.object({
  name: z.string().trim().min(1).max(80),
  /** May only look, never change. */
  read_only: z.boolean().default(false),
  /** Null or left out: no end. */
  expires_at: z.iso.datetime({ offset: true }).nullish(),
})

export const keySchema = z
  .object({
    id: z.int(),
    uuid: z.string(),
    name: z.string(),
    hint: z.string().meta({ description: 'How the key begins' }),
    read_only: z.boolean(),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'ApiKey', description: 'An API key, without its secret' })

export const keysSchema = z.object({ success: z.literal(true), data: z.array(keySchema), count: z.int() })
export const newKeySchema = z
  .object({
    success: z.literal(true),
    data: keySchema.extend({ key: z.string().meta({ description: 'Shown this once' }) }),
    message: z.string(),
  })
  .meta({ description: 'The new key. It is shown this once' })

export function keyOut(row: ApiKeyRow): z.output<typeof keySchema> {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    hint: row.hint,
    read_only: row.readOnly,
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  }
}

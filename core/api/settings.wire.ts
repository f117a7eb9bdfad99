// Settings on the wire.
import { z } from 'zod'
import type { SettingView } from '../services/settings.ts'

export const settingSchema = z
  .object({
    key: z.string(),
    /** `***` for a secret that is set. */
    value: z.unknown(),
    default: z.unknown(),
    /** Set by a variable of the environment, so it cannot be changed here. */
    locked: z.boolean(),
    locked_by: z.string().nullable(),
    scope: z.enum(['appliance', 'household']),
  })
  .meta({ id: 'Setting', description: 'A setting' })

export const settingsSchema = z.object({ success: z.literal(true), data: z.array(settingSchema), count: z.int() })
export const settingAnswerSchema = z.object({ success: z.literal(true), data: settingSchema })

export const settingIn = z
  .object({ value: z.unknown() })
  .refine((body) => 'value' in body && body.value !== undefined, { path: ['value'], message: 'is required' })

export function settingOut({ key, value, default: fallback, lockedBy, scope }: SettingView) {
  return { key, value, default: fallback, locked: lockedBy !== null, locked_by: lockedBy, scope }
}

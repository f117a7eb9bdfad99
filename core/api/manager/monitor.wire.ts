// The monitor page's setting on the wire.
import { z } from 'zod'
import type { Monitor } from '../../services/sync-settings.ts'

const day = z.int().min(1).max(31)

export const monitorSchema = z
  .object({
    id: z.int(),
    start_day: z.int(),
    end_day: z.int(),
    /** Newest day first. */
    order: z.boolean(),
    owner_superadmin_id: z.string(),
  })
  .meta({ id: 'MonitorSetting', description: 'Which days of a month the monitor page draws' })

export const monitorIn = z
  .object({ start_day: day.default(1), end_day: day.default(31), order: z.boolean().default(false) })
  .refine((value) => value.start_day <= value.end_day, {
    path: ['start_day'],
    message: 'start_day must not be after end_day',
  })

export function monitorOut({ id, start_day, end_day, order, ownerId }: Monitor): z.output<typeof monitorSchema> {
  return { id, start_day, end_day, order, owner_superadmin_id: ownerId }
}

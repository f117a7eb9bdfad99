// Sync on the wire: its setting, its log, and what a round of one device answers.
import { z } from 'zod'
import { idOrUuid } from '../../http/validate.ts'
import type { RoundResult, SyncLogRow } from '../../services/rounds/index.ts'

export const syncSettingSchema = z
  .object({
    is_enabled: z.boolean(),
    interval_minutes: z.int(),
    /** Whether the clocks of the devices are set, too. */
    set_clock: z.boolean(),
  })
  .meta({ id: 'SyncSetting', description: 'How often the devices are read' })

export type SyncSetting = z.output<typeof syncSettingSchema>

export const syncSettingIn = z.object({
  is_enabled: z.boolean(),
  interval_minutes: z.int().min(1).max(10_080),
  set_clock: z.boolean().optional(),
})

export const syncNowQuery = z.object({
  /** Only this device, checked or not. */
  device_id: idOrUuid.optional(),
  /** With a device: also what is known already. */
  anew: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

export const syncLogQuery = z.object({ device_id: idOrUuid.optional() })

export const messageSchema = z.object({ message: z.string() }).meta({ description: 'It is done' })

export const syncStartedSchema = z
  .object({ message: z.string(), jobs: z.array(z.string()) })
  .meta({ description: 'Each device has a job, for `GET /api/jobs/{id}`' })

export const roundSchema = z
  .object({
    message: z.string(),
    channels: z.int(),
    changed: z.boolean(),
    failed: z.array(z.object({ channel_id: z.int(), channel_name: z.string(), error: z.string() })),
  })
  .meta({ id: 'SyncedDevice', description: 'Channels, days and ranges have been read' })

export const syncLogSchema = z
  .array(
    z.object({
      id: z.int(),
      device_id: z.int().nullable(),
      ip: z.string().nullable(),
      sync_time: z.string(),
      is_success: z.boolean(),
      status: z.enum(['success', 'failed']),
      message: z.string(),
      owner_superadmin_id: z.string(),
    }),
  )
  .meta({ description: 'Newest first, 200 at most' })

export type SyncLog = z.output<typeof syncLogSchema>

export const roundOut = (message: string, { channels, changed, failed }: RoundResult) => ({
  message,
  channels,
  changed,
  failed,
})

export function syncLogOut(row: SyncLogRow, ownerId: string): z.output<typeof syncLogSchema>[number] {
  return {
    id: row.id,
    device_id: row.deviceId,
    ip: row.address,
    sync_time: row.at.toISOString(),
    is_success: row.isSuccess,
    status: row.isSuccess ? 'success' : 'failed',
    message: row.message,
    owner_superadmin_id: ownerId,
  }
}

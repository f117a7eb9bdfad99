// Exports on the wire: what is to be exported, and as what.
import { z } from 'zod'
import { isTime } from '../domain/time-input.ts'
import { idOrUuid } from '../http/validate.ts'
import type { ExportItem } from '../services/exports/index.ts'

const MOST_ITEMS = 500

const id = z.union([z.int().min(1), idOrUuid], { error: 'must be a number or a UUID' })
const time = z.string().max(64).refine(isTime, 'must be a time such as 2025-01-22T00:00:00Z')

const itemIn = z
  .object({
    recording_id: id.optional().meta({ description: 'A recording of ours, or the UUID of a clip on a device' }),
    camera_id: id.optional(),
    channel_id: id.optional().meta({ description: 'The same as `camera_id`' }),
    start: time.optional(),
    end: time.optional(),
  })
  .transform((item, context): ExportItem => {
    const { recording_id: recordingId, start, end } = item
    const channelId = item.camera_id ?? item.channel_id
    if (recordingId !== undefined) return { recordingId }
    if (channelId !== undefined && start !== undefined && end !== undefined) return { channelId, from: start, to: end }
    context.addIssue({ code: 'custom', message: 'must have recording_id, or camera_id, start and end' })
    return z.NEVER
  })

export const exportIn = z.object({
  items: z.array(itemIn).min(1).max(MOST_ITEMS),
  format: z.enum(['mp4', 'zip']).default('mp4').meta({ description: '`mp4`: one film of one camera' }),
})

export const exportOut = z
  .object({ success: z.literal(true), job_id: z.int(), job_uuid: z.string() })
  .meta({ description: 'It is being made: see `/api/jobs/{id}`, then `/api/jobs/{id}/file`' })

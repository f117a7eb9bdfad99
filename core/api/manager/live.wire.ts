// Live pictures as seed 000 spells them, with a second way to watch for our own pages.
import { z } from 'zod'
import type { Quality } from '../../domain/device.ts'
import { idOrUuid } from '../../http/validate.ts'

export const livePath = z.object({ device: idOrUuid, channel: idOrUuid })

/** Seed 000 knows one quality. Its players are pages that show one picture large. */
export const liveQuery = z.object({ quality: z.enum(['main', 'sub']).default('main') })

export const viewerQuery = z.object({
  viewer: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'Ticket of one viewer; without it the channel as a whole' }),
})

export const liveSchema = z
  .object({
    status: z.literal('ok'),
    hls_url: z.string(),
    mse_url: z.string(),
    ticket: z.string(),
    quality: z.enum(['main', 'sub']),
  })
  .meta({ id: 'Live', description: 'Addresses below our base path; they end 90 seconds after their last use' })

export const okSchema = z.object({ status: z.literal('ok') }).meta({ description: 'Done' })

export function liveOut(ticket: string, path: string, quality: Quality): z.output<typeof liveSchema> {
  return { status: 'ok', hls_url: path, mse_url: `/media/${ticket}/mse`, ticket, quality }
}

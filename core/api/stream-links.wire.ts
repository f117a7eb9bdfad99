// Stream links on the wire.
import { z } from 'zod'
import { idOrUuid } from '../http/validate.ts'
import type { StreamLinkRow } from '../services/stream-links.ts'

export const streamLinkIn = z.object({
  channel_id: z.union([z.int().positive(), idOrUuid]),
  quality: z.enum(['main', 'sub']).default('main'),
  name: z
    .string()
    .trim()
    .max(80)
    .default('')
    .meta({ description: 'What it is for. Left out: the name of the channel' }),
})

export const streamLinkSchema = z
  .object({
    id: z.int(),
    uuid: z.string(),
    name: z.string(),
    channel_id: z.int(),
    channel_name: z.string(),
    quality: z.enum(['main', 'sub']),
    created_at: z.string(),
    last_used_at: z.string().nullable(),
  })
  .meta({ id: 'StreamLink', description: 'A lasting address of a channel, without its secret' })

export const streamLinksSchema = z
  .object({ success: z.literal(true), data: z.array(streamLinkSchema), count: z.int() })
  .meta({ description: 'Your stream links' })

export const newStreamLinkSchema = z
  .object({
    success: z.literal(true),
    data: streamLinkSchema.extend({
      hls_url: z.string().meta({ description: 'Below our base path, as the others' }),
      snapshot_url: z.string(),
      mse_url: z.string(),
    }),
    message: z.string(),
  })
  .meta({ description: 'The new link. Its addresses are shown this once' })

export function streamLinkOut(row: StreamLinkRow): z.output<typeof streamLinkSchema> {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    channel_id: row.channelId,
    channel_name: row.channelName,
    quality: row.quality,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  }
}

export function newStreamLinkOut(row: StreamLinkRow, secret: string) {
  return {
    ...streamLinkOut(row),
    hls_url: `/hls/${secret}/index.m3u8`,
    snapshot_url: `/media/${secret}/snapshot.jpg`,
    mse_url: `/media/${secret}/mse`,
  }
}

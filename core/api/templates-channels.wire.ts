// What a template of channels' settings holds: the words of their settings; what is not named may be as it is.
import { z } from 'zod'

const kbps = z.int().min(0).max(10_000_000).optional()
const pixels = z.int().min(0).max(100_000).optional()
const encoding = z.object({
  video_codec: z.string().min(1).max(50).optional(),
  resolution_width: pixels,
  resolution_height: pixels,
  max_frame_rate: z
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'Hundredths of a frame per second; 0 = as many as there are' }),
  bit_rate: z.enum(['variable', 'constant']).optional(),
  vbr_upper_cap: kbps,
  vbr_average_cap: kbps,
})

export const channelsDocument = z
  .object({ main: encoding.optional(), sub: encoding.optional() })
  .meta({ id: 'ChannelsTemplate', description: 'Settings of channels; what is not named may be as it is' })

export type ChannelsDocument = z.output<typeof channelsDocument>

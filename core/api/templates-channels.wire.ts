// What a template of channels' settings holds: the words of their settings; what is not named may be as it is.
import { z } from 'zod'

const kbps = z.int().min(0).max(10_000_000).optional()
const pixels = z.int().min(0).max(100_000).optional()
const encoding = z.object({
  video_codec: z.string().min(1).max(50).optional(),
  h265_plus: z.boolean().optional(),
  resolution_width: pixels,
  resolution_height: pixels,
  max_frame_rate: z
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'Hundredths of a frame per second; 0 = as many as there are' }),
  bit_rate: z.enum(['variable', 'constant']).optional(),
  fixed_quality: z.int().min(0).max(100).optional().meta({ description: 'On the devices’ own scale' }),
  vbr_upper_cap: kbps,
  vbr_average_cap: kbps,
})

const recording = z.object({
  enabled: z.boolean().optional().meta({ description: 'Whether the schedule of the device is switched on' }),
  mode: z.enum(['continuous', 'motion', 'off']).optional().meta({ description: 'Compared, never written' }),
})

const clock = z
  .object({ mode: z.string().min(1).max(50).optional(), utc_offset_minutes: z.int().min(-900).max(900).optional() })
  .meta({ description: 'Of the device that the channel is on: compared, never written' })

export const channelsDocument = z
  .object({
    main: encoding.optional(),
    sub: encoding.optional(),
    recording: recording.optional(),
    clock: clock.optional(),
  })
  .meta({ id: 'ChannelsTemplate', description: 'Settings of channels; what is not named may be as it is' })

export type ChannelsDocument = z.output<typeof channelsDocument>

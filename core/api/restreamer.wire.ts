// How we stand with the restreamer, on the wire.
import { z } from 'zod'
import type { RestreamState } from '../services/restream/index.ts'

const restreamerSchema = z
  .object({
    kind: z.enum(['off', 'mediamtx', 'go2rtc']),
    connected: z.boolean().nullable().meta({ description: 'Null: it was not asked yet' }),
    since: z.string().nullable(),
    trouble: z
      .enum(['silent', 'login', 'strange'])
      .nullable()
      .meta({ description: 'Why it cannot be used: no good answer, our login is refused, another program answers' }),
    error: z.string().nullable().meta({ description: 'The same in words' }),
    paths: z.int().meta({ description: 'Of ours that are there: one for each camera and quality' }),
    untaken: z.int().meta({ description: 'Of ours that it did not take, or whose login cannot be sent' }),
    refused: z.int().meta({ description: 'Devices without paths there, since they refuse our login' }),
  })
  .meta({ id: 'Restreamer', description: 'The program that hands video on' })
export type RestreamerOut = z.output<typeof restreamerSchema>

export const restreamerAnswerSchema = z.object({ success: z.literal(true), data: restreamerSchema })

export const restreamerOut = ({ since, ...state }: RestreamState): RestreamerOut => ({
  ...state,
  since: since?.toISOString() ?? null,
})

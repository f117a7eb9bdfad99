// What a camera sends, as the API spells it: looked at once, or seen by the relay that reads it.
import { z } from 'zod'
import type { Playing, StreamFacts } from '../../services/live.ts'

const BROWSERS = ['all', 'some', 'none'] as const

const browsers = z.enum(BROWSERS).meta({
  description: 'Which of them play it as it is: H.264 all, H.265 some, anything else none. It is a fact, no fault',
})

export const probedSchema = z
  .object({
    success: z.literal(true),
    data: z.object({
      codec: z.string().meta({ example: 'h264' }),
      width: z.int(),
      height: z.int(),
      frame_rate: z.number().nullable().meta({ description: 'Null: neither the camera nor its pictures say it' }),
      audio: z.string().nullable().meta({ description: 'Its coding; null: no sound', example: 'pcm_alaw' }),
      browsers,
    }),
  })
  .meta({ description: 'What this address sends' })

export const playingSchema = z
  .object({
    playing: z.boolean().meta({ description: 'We read it at this moment, and pictures come' }),
    since: z.string().nullable().meta({ description: 'Since when they come; null: none do' }),
    seen: z
      .array(
        z.object({
          quality: z.enum(['main', 'sub']),
          codec: z.string(),
          width: z.int(),
          height: z.int(),
          frame_rate: z.number().nullable(),
          audio: z.boolean().nullable().meta({ description: 'Null: not asked for, as always in sub' }),
          browsers,
          at: z.string().meta({ description: 'The last time that we saw it so' }),
        }),
      )
      .meta({ description: 'By our own reading since our start; empty: nobody has watched or recorded it yet' }),
  })
  .meta({ id: 'Playing', description: 'Whether a camera plays, and what was last seen of it. The camera is not asked' })

/** FFmpeg's word for the picture's coding. */
export function codecWord(mime: string | null): string | null {
  const first = /codecs="([^,".]+)/.exec(mime ?? '')?.[1]
  return first === undefined ? null : first.startsWith('avc') ? 'h264' : /^(hvc|hev)/.test(first) ? 'hevc' : first
}

const browsersOf = (codec: string): (typeof BROWSERS)[number] =>
  codec === 'h264' ? 'all' : codec === 'hevc' ? 'some' : 'none'

export function probedOut({ codec, width, height, frameRate, audio }: StreamFacts): z.output<typeof probedSchema> {
  const data = { codec, width, height, frame_rate: frameRate, audio, browsers: browsersOf(codec) }
  return { success: true, data }
}

export function playingOut({ since, seen }: Playing): z.output<typeof playingSchema> {
  return {
    playing: since !== null,
    since: since?.toISOString() ?? null,
    seen: seen.map(({ quality, mime, width, height, framesPerSecond, sound, at }) => {
      const codec = codecWord(mime) ?? 'unknown'
      const size = { codec, width, height }
      const rest = { frame_rate: framesPerSecond, audio: sound, browsers: browsersOf(codec), at: at.toISOString() }
      return { quality, ...size, ...rest }
    }),
  }
}

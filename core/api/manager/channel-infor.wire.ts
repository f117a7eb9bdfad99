// A channel's settings as seed 000 spells them: frame rates in hundredths, the quality on the device's scale.
import { z } from 'zod'
import { Fault } from '../../domain/fault.ts'
import { idOrUuid } from '../../http/validate.ts'
import type { ChannelLimits, ChannelSettings, Written } from '../../plugin/capabilities.ts'
import type { ConfiguredChannel } from '../../services/channel-config.ts'

/** Which of a channel's encodings. */
export const encodingQuery = z.object({ quality: z.enum(['main', 'sub']).default('main') })

export const channelPath = z.object({ device: idOrUuid, channel: idOrUuid })

export const channelInforSchema = z
  .object({
    id: z.int(),
    channel_name: z.string().meta({ description: 'The name on the device' }),
    connected_type: z.enum(['analog', 'ip']),
    motion_detect: z.boolean().nullable(),
    resolution_width: z.int().nullable(),
    resolution_height: z.int().nullable(),
    video_codec: z.string().nullable(),
    max_frame_rate: z
      .int()
      .nullable()
      .meta({ description: 'Hundredths of a frame per second; 0 = as many as there are' }),
    fixed_quality: z.int().nullable().meta({ description: 'On the device’s scale: 20, 30, 45, 60, 75, 90' }),
    vbr_average_cap: z.int().nullable().meta({ description: 'kbit/s' }),
    vbr_upper_cap: z.int().nullable().meta({ description: 'kbit/s' }),
    h265_plus: z.boolean().nullable(),
    bit_rate: z.enum(['variable', 'constant']).nullable(),
    read_at: z.string(),
  })
  .meta({ id: 'ChannelInfor', description: 'Settings of one of a channel’s encodings, as the device last told them' })

const range = z.object({ min: z.int(), max: z.int() })

export const channelLimitsSchema = z
  .object({
    resolutions: z.array(z.object({ width: z.int(), height: z.int() })),
    video_codec: z.array(z.string()),
    max_frame_rates: z.array(z.int()).meta({ description: 'Hundredths of a frame per second' }),
    fixed_quality: z.object({
      options: z.array(z.int()),
      current: z.int().nullable(),
      default: z.int().nullable(),
    }),
    vbr: z.object({ upper_cap: range, lower_cap: range }),
  })
  .meta({ id: 'ChannelLimits', description: 'What the device takes' })

const unchanged = 'Absent or null: unchanged'
const int = (most: number) => z.int().min(0).max(most).nullish().meta({ description: unchanged })
const bool = z.boolean().nullish().meta({ description: unchanged })

export const channelInforIn = z.object({
  channel_name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .nullish()
    .meta({ description: unchanged }),
  motion_detect: bool,
  resolution_width: int(100_000),
  resolution_height: int(100_000),
  video_codec: z
    .string()
    .min(1)
    .max(50)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .nullish()
    .meta({ description: unchanged }),
  max_frame_rate: int(100_000).meta({ description: 'Hundredths of a frame per second; absent or null: unchanged' }),
  fixed_quality: int(100).meta({ description: '1 to 6 stand for 20, 30, 45, 60, 75, 90; absent or null: unchanged' }),
  vbr_average_cap: int(10_000_000),
  vbr_upper_cap: int(10_000_000),
  h265_plus: bool,
  bit_rate: z.enum(['variable', 'constant']).nullish().meta({ description: unchanged }),
  dry_run: z.boolean().default(false).meta({ description: 'Ask whether the device would take it, and write nothing' }),
})

const settingValue = z.union([z.string(), z.number(), z.boolean()]).nullable()

export const channelChangedSchema = z
  .object({
    status: z.literal('ok'),
    ignored: z.array(z.string()).optional().meta({ description: 'What the device did not change, though it said yes' }),
    reboot_required: z.literal(true).optional(),
    dry_run: z.literal(true).optional(),
    changes: z
      .array(z.object({ field: z.string(), before: settingValue, after: settingValue }))
      .optional()
      .meta({ description: 'Of a dry run: what would change' }),
  })
  .meta({ description: 'The device has it, or would take it' })

export type ChannelChangedOut = z.output<typeof channelChangedSchema>

type Field = keyof ChannelSettings
const NAMES: Record<Field, keyof ReturnType<typeof settingsOut>> = {
  name: 'channel_name',
  codec: 'video_codec',
  smartCodec: 'h265_plus',
  width: 'resolution_width',
  height: 'resolution_height',
  frameRate: 'max_frame_rate',
  quality: 'fixed_quality',
  bitRate: 'bit_rate',
  maxKbps: 'vbr_upper_cap',
  averageKbps: 'vbr_average_cap',
  motionDetection: 'motion_detect',
}
/** The document's levels, lowest first. */
const LEVELS = [20, 30, 45, 60, 75, 90]

const hundredths = (frameRate: number) => Math.round(frameRate * 100)

/** What can be set, in the words of the document. */
function settingsOut(settings: ChannelSettings) {
  return {
    channel_name: settings.name,
    motion_detect: settings.motionDetection,
    resolution_width: settings.width,
    resolution_height: settings.height,
    video_codec: settings.codec,
    max_frame_rate: settings.frameRate === null ? null : hundredths(settings.frameRate),
    fixed_quality: settings.quality,
    vbr_average_cap: settings.averageKbps,
    vbr_upper_cap: settings.maxKbps,
    h265_plus: settings.smartCodec,
    bit_rate: settings.bitRate,
  }
}

/** All of a channel that is told with its settings. */
interface Shown extends Pick<ConfiguredChannel, 'settings' | 'readAt'> {
  channel: Pick<ConfiguredChannel['channel'], 'id' | 'connection'>
}

export function channelInforOut({ channel, settings, readAt }: Shown): z.output<typeof channelInforSchema> {
  return {
    id: channel.id,
    connected_type: channel.connection,
    ...settingsOut(settings),
    read_at: readAt.toISOString(),
  }
}

/** Only what is named. */
export function settingsPatch(body: z.output<typeof channelInforIn>): Partial<ChannelSettings> {
  const { max_frame_rate: rate, fixed_quality: quality } = body
  const all: { [K in Field]: ChannelSettings[K] | null | undefined } = {
    name: body.channel_name,
    codec: body.video_codec,
    smartCodec: body.h265_plus,
    width: body.resolution_width,
    height: body.resolution_height,
    frameRate: rate == null ? null : rate / 100,
    quality: quality == null ? null : (LEVELS[quality - 1] ?? quality),
    bitRate: body.bit_rate,
    maxKbps: body.vbr_upper_cap,
    averageKbps: body.vbr_average_cap,
    motionDetection: body.motion_detect,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value != null)) as Partial<ChannelSettings>
}

export function channelLimitsOut(limits: ChannelLimits): z.output<typeof channelLimitsSchema> {
  const { options, current, preset } = limits.quality
  const none = { min: 0, max: 0 }
  return {
    resolutions: limits.sizes,
    video_codec: limits.codecs,
    max_frame_rates: limits.frameRates.map(hundredths),
    fixed_quality: { options, current, default: preset ?? current ?? options.at(-1) ?? null },
    vbr: { upper_cap: limits.maxKbps ?? none, lower_cap: limits.minKbps ?? none },
  }
}

export function channelChangedOut({ ignored, rebootRequired }: Written<ChannelSettings>): ChannelChangedOut {
  return {
    status: 'ok' as const,
    ...(ignored.length && { ignored: ignored.map((field) => NAMES[field as Field] ?? field) }),
    ...(rebootRequired && { reboot_required: true as const }),
  }
}

/** What a dry run found that would change. */
export function wouldChangeOut({ before, after }: Written<ChannelSettings>): ChannelChangedOut {
  const [was, would] = [settingsOut(before), settingsOut(after)]
  const changes = Object.values(NAMES).flatMap((field) => {
    const [from, to] = [was[field], would[field]]
    return from === to ? [] : [{ field, before: from, after: to }]
  })
  return { status: 'ok', dry_run: true, changes }
}

/** A refused value in the words of this body. */
export function inOurWords(error: unknown): unknown {
  if (!(error instanceof Fault) || error.kind !== 'invalid-input') return error
  const problems = error.problems.map((problem) => {
    const field = problem.path.split('.').at(-1) ?? ''
    return Object.hasOwn(NAMES, field) ? { ...problem, path: `body.${NAMES[field as Field]}` } : problem
  })
  return new Fault('invalid-input', error.message, { problems, cause: error })
}

/** A level of the document that this device's own scale does not have; nothing was sent to it. */
export function levelRefused({ fixed_quality: level }: z.output<typeof channelInforIn>, error: unknown): boolean {
  const isLevel = level != null && level >= 1 && level <= LEVELS.length
  if (!isLevel || !(error instanceof Fault) || error.kind !== 'invalid-input') return false
  return error.problems.some(({ path }) => path.split('.').at(-1) === 'quality')
}

/** The document's level on the device's own scale: at the same place of one with as many steps, else the nearest. */
export function nearestQuality(body: z.output<typeof channelInforIn>, { quality }: ChannelLimits): number | null {
  const scale = quality.options.toSorted((a, b) => a - b)
  const wanted = settingsPatch(body).quality ?? 0
  if (scale.length === LEVELS.length) return scale[(body.fixed_quality ?? 1) - 1] ?? wanted
  return scale.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted
}

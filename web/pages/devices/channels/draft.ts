// A draft of a channel's settings: which fields there are, what may be chosen, what is wrong, what will change. Pure.
import { t } from '../../../texts/t.ts'
import type { Limits, Settings, SettingsInput } from './asks.ts'

/** In the order of the form; width and height are one choice. */
export const FIELDS = [
  'channel_name',
  'video_codec',
  'h265_plus',
  'size',
  'max_frame_rate',
  'bit_rate',
  'fixed_quality',
  'vbr_upper_cap',
  'vbr_average_cap',
  'motion_detect',
] as const
export type Field = (typeof FIELDS)[number]
/** Everything as a form holds it: texts, switches as `true` and `false`. */
export type Draft = Partial<Record<Field, string>>

export interface Change {
  field: Field
  before: string | null
  after: string
}

const sizeText = (width: number, height: number) => `${width}x${height}`
const textOf = (value: string | number | boolean | null) => (value === null ? null : String(value))

/** As the device has it; null where it does not tell. */
export function ownOf(settings: Settings, field: Field): string | null {
  if (field !== 'size') return textOf(settings[field])
  const { resolution_width: width, resolution_height: height } = settings
  return width === null || height === null ? null : sizeText(width, height)
}

const drafted = (settings: Settings, draft: Draft, field: Field) => draft[field] ?? ownOf(settings, field)
const isSmartCodec = (codec: string | null) => /^H\.26\d$/i.test(codec ?? '')

/** What this device lets one set on this channel, as the draft stands: a constant rate has no quality, MJPEG no smart encoding. */
export function fieldsOf(settings: Settings, draft: Draft): Field[] {
  const at = (field: Field) => drafted(settings, draft, field)
  const smart = isSmartCodec(at('video_codec')) && at('h265_plus') === 'true'
  return FIELDS.filter((field) => {
    const known = ownOf(settings, field) !== null
    if (field === 'h265_plus') return known && isSmartCodec(at('video_codec'))
    if (field === 'fixed_quality') return known && at('bit_rate') !== 'constant'
    // Comes and goes with smart encoding, except on devices that always have it.
    if (field === 'vbr_average_cap') return smart || (known && settings.h265_plus !== true)
    return known
  })
}

/** What differs from the device, of what can be set. */
export function changesOf(settings: Settings, draft: Draft): Change[] {
  return fieldsOf(settings, draft).flatMap((field) => {
    const [before, after] = [ownOf(settings, field), draft[field]?.trim()]
    return after === undefined || after === (before ?? '') ? [] : [{ field, before, after }]
  })
}

/** The body of the request: nothing but the changes. */
export function bodyOf(changes: readonly Change[]): SettingsInput {
  const body: SettingsInput = {}
  for (const { field, after } of changes) {
    if (field === 'size') {
      const [width = 0, height = 0] = after.split('x').map(Number)
      Object.assign(body, { resolution_width: width, resolution_height: height })
    } else if (field === 'h265_plus' || field === 'motion_detect') body[field] = after === 'true'
    else if (field === 'channel_name' || field === 'video_codec') body[field] = after
    else if (field === 'bit_rate') body[field] = after === 'constant' ? 'constant' : 'variable'
    else body[field] = Number(after)
  }
  return body
}

/** The field of ours that a name in the API's body stands for. */
export const fieldOfName = (name: string): Field | null =>
  /^resolution_(width|height)$/.test(name) ? 'size' : (FIELDS.find((field) => field === name) ?? null)

/** The device's own value is always among the choices, whatever the device says of itself. */
export function choicesOf(settings: Settings, limits: Limits, field: Field): string[] {
  const own = ownOf(settings, field)
  const given: Partial<Record<Field, string[]>> = {
    video_codec: limits.video_codec,
    size: limits.resolutions
      .toSorted((a, b) => b.width * b.height - a.width * a.height)
      .map(({ width, height }) => sizeText(width, height)),
    max_frame_rate: limits.max_frame_rates.toSorted((a, b) => (b || Infinity) - (a || Infinity)).map(String),
    fixed_quality: limits.fixed_quality.options.toSorted((a, b) => a - b).map(String),
  }
  const list = [...new Set(given[field] ?? [])]
  return own === null || list.includes(own) ? list : [own, ...list]
}

const isRange = ({ min, max }: { min: number; max: number }) => max > 0 && max > min

/** Null where the device names none. */
export const rangeOf = ({ vbr }: Limits) => (isRange(vbr.upper_cap) ? vbr.upper_cap : null)

/** What is wrong with a field, in words; nothing is said of what stays as it is. */
export function problemOf(settings: Settings, limits: Limits, draft: Draft, field: Field): string | undefined {
  const value = draft[field]?.trim()
  if (value === undefined || value === (ownOf(settings, field) ?? '')) return undefined
  if (field === 'channel_name') return value === '' ? t('channels.wrong.name') : undefined
  if (field !== 'vbr_upper_cap' && field !== 'vbr_average_cap') return undefined
  if (!/^[1-9]\d{0,6}$/.test(value)) return t('channels.wrong.kbps')
  const range = rangeOf(limits)
  if (range && (Number(value) < range.min || Number(value) > range.max)) return t('channels.wrong.range', range)
  const highest = Number(drafted(settings, draft, 'vbr_upper_cap') ?? 0)
  return field === 'vbr_average_cap' && highest > 0 && Number(value) > highest ? t('channels.wrong.average') : undefined
}

/** These need no new start of the video. */
const QUIET = new Set<Field>(['channel_name', 'motion_detect'])
export const touchesVideo = (changes: readonly Change[]): boolean => changes.some(({ field }) => !QUIET.has(field))

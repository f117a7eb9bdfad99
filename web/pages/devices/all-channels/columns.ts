// The columns of the table: what a channel has in each, in words, for sorting, and what a template wants there instead.
import { t } from '../../../texts/t.ts'
import type { Settings } from '../channels/asks.ts'
import { type Field, ownOf } from '../channels/draft.ts'
import { nameOf, wordsOf } from '../channels/words.ts'
import { driftOf, isWrong, keptBy, offsetOf } from '../system/state-words.ts'
import type { Row } from './rows.ts'
import { type Difference, ENCODINGS, type Encoding, type Mark } from './template.ts'

const KINDS = ['codec', 'size', 'rate', 'bits'] as const
type Kind = (typeof KINDS)[number]
export type ColumnKey = `${Encoding}.${Kind}` | 'recording' | 'clock'
export const COLUMNS: readonly ColumnKey[] = [
  ...ENCODINGS.flatMap((encoding) => KINDS.map((kind) => `${encoding}.${kind}` as const)),
  'recording',
  'clock',
]

/** Settings that stand together in one cell. */
const FIELDS_OF: Record<Kind, readonly Field[]> = {
  codec: ['video_codec', 'h265_plus'],
  size: ['size'],
  rate: ['max_frame_rate'],
  bits: ['bit_rate', 'vbr_upper_cap', 'vbr_average_cap', 'fixed_quality'],
}

function partsOf(column: ColumnKey): [Encoding, Kind] | null {
  const [encoding, kind] = column.split('.')
  const found = KINDS.find((one) => one === kind)
  return found ? [encoding === 'sub' ? 'sub' : 'main', found] : null
}

export function columnName(column: ColumnKey): string {
  const parts = partsOf(column)
  if (parts) return t(`configuration.column.${parts[1]}`)
  return t(column === 'clock' ? 'configuration.column.clock' : 'configuration.column.recording')
}

const rateWords = (rate: string) =>
  rate === '0' ? t('configuration.rate.full') : t('configuration.rate', { rate: String(Number(rate) / 100) })

function encodingWords(settings: Settings, kind: Kind): string | null {
  const own = (field: Field) => ownOf(settings, field)
  switch (kind) {
    case 'codec': {
      const codec = own('video_codec')
      return codec && `${codec}${own('h265_plus') === 'true' ? '+' : ''}`
    }
    case 'size': {
      const size = own('size')
      return size && wordsOf('size', size)
    }
    case 'rate': {
      const rate = own('max_frame_rate')
      return rate && rateWords(rate)
    }
    case 'bits': {
      const [word, most] = [own('bit_rate'), own('vbr_upper_cap')]
      const said = [word && wordsOf('bit_rate', word), most && wordsOf('vbr_upper_cap', most)].filter(Boolean)
      return said.length ? said.join(' · ') : null
    }
  }
}

export const modeWords = (mode: string | null, deviceMode: string | null): string =>
  mode === 'continuous' || mode === 'motion' || mode === 'off'
    ? t(`configuration.recording.${mode}`)
    : (deviceMode ?? t('configuration.recording.other'))

function clockWords({ clock }: Row): string | null {
  if (!clock || clock.drift_seconds === null) return null
  const drift = { drift_seconds: clock.drift_seconds }
  const zone = clock.utc_offset_minutes === null ? null : offsetOf({ utc_offset_minutes: clock.utc_offset_minutes })
  const kept = clock.mode === null ? null : clock.mode === 'ntp' ? 'NTP' : keptBy({ mode: clock.mode })
  return [isWrong(drift) ? driftOf(drift) : t('configuration.clock.right'), zone, kept].filter(Boolean).join(' · ')
}

/** Null where it is not known, or the channel does not have it. */
export function cellWords(row: Row, column: ColumnKey): string | null {
  const parts = partsOf(column)
  if (parts) {
    const settings = row[parts[0]]
    return settings && encodingWords(settings, parts[1])
  }
  if (column === 'clock') return clockWords(row)
  const { schedule } = row
  if (!schedule) return null
  return schedule.enabled ? modeWords(schedule.mode, schedule.device_mode) : t('configuration.recording.disabled')
}

/** Numbers by size, the rest by its words. Null comes last. */
export function sortValue(row: Row, column: ColumnKey): number | string | null {
  const parts = partsOf(column)
  if (!parts) return column === 'clock' ? wrongBy(row) : cellWords(row, column)
  const settings = row[parts[0]]
  if (!settings) return null
  switch (parts[1]) {
    case 'codec':
      return encodingWords(settings, 'codec')
    case 'size':
      return settings.resolution_width === null ? null : settings.resolution_width * (settings.resolution_height ?? 0)
    case 'rate':
      return settings.max_frame_rate === 0 ? Number.MAX_SAFE_INTEGER : settings.max_frame_rate
    case 'bits':
      return settings.vbr_upper_cap
  }
}

const wrongBy = ({ clock }: Row) => (clock?.drift_seconds == null ? null : Math.abs(clock.drift_seconds))
/** Its time is off by more than an answer takes. */
export const isClockWrong = ({ clock }: Row): boolean =>
  clock?.drift_seconds != null && isWrong({ drift_seconds: clock.drift_seconds })

export function markWords({ part, field, after }: Pick<Mark, 'part' | 'field' | 'after'>): string {
  if (part === 'recording') return modeWords(after, after)
  return field === 'mode' ? keptBy({ mode: after }) : offsetOf({ utc_offset_minutes: Number(after) })
}

/** What a cell shall hold instead; empty where it is as it shall be. */
export function wantedWords(row: Row, difference: Difference, column: ColumnKey): string {
  const parts = partsOf(column)
  if (parts) {
    const fields = FIELDS_OF[parts[1]]
    const settings = row[parts[0]]
    return difference[parts[0]]
      .filter(({ field }) => fields.includes(field))
      .map(({ field, after }) => changeWords(field, after, settings))
      .join(', ')
  }
  const marks = difference.marks.filter(({ part }) => part === column).map(markWords)
  const { schedule } = difference
  if (column === 'recording' && schedule !== null) marks.unshift(t(schedule ? 'channels.on' : 'channels.off'))
  return marks.join(', ')
}

/** A wish by itself does not say what it is about: “On”, “60”. */
function changeWords(field: Field, after: string, settings: Settings | null): string {
  if (field === 'max_frame_rate') return rateWords(after)
  const isClear = field === 'video_codec' || field === 'size' || field === 'bit_rate' || field === 'vbr_upper_cap'
  return isClear ? wordsOf(field, after) : `${nameOf(field, settings?.video_codec ?? null)}: ${wordsOf(field, after)}`
}

// Fields of a channel's settings and their values as people read them.
import { t } from '../../../texts/t.ts'
import type { Field } from './draft.ts'

/** The smart encoding carries the name of its codec, as on the device: H.265+. */
export function nameOf(field: Field, codec: string | null): string {
  const name = t(`channels.field.${field}`)
  return field === 'h265_plus' && codec ? `${name} (${t('channels.smart', { codec })})` : name
}

/** Devices with six steps call them so, whatever their numbers. */
const STEPS = [0, 1, 2, 3, 4, 5] as const

/** A choice as people read it, with the word of its place among the others. */
export function choiceWords(field: Field, value: string, choices: readonly string[]): string {
  const words = wordsOf(field, value)
  const step = STEPS[choices.indexOf(value)]
  if (field !== 'fixed_quality' || choices.length !== STEPS.length || step === undefined) return words
  return t('channels.quality', { level: value, word: t(`channels.quality.${step}`) })
}

/** A value as people read it. */
export function wordsOf(field: Field, value: string | null): string {
  if (value === null || value === '') return t('channels.unset')
  switch (field) {
    case 'h265_plus':
    case 'motion_detect':
      return value === 'true' ? t('channels.on') : t('channels.off')
    case 'size':
      return value.replace('x', ' × ')
    case 'max_frame_rate':
      return value === '0' ? t('channels.fps.full') : t('channels.fps', { rate: String(Number(value) / 100) })
    case 'bit_rate':
      return t(`channels.bitRate.${value === 'constant' ? 'constant' : 'variable'}`)
    case 'vbr_upper_cap':
    case 'vbr_average_cap':
      return /^\d+$/.test(value) ? t('channels.kbps', { count: Number(value) }) : value
    default:
      return value
  }
}

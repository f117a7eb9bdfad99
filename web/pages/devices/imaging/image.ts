// The picture settings that a camera has, in words, and what of them will change. Pure.
import { hasText, t } from '../../../texts/t.ts'
import type { Image } from './asks.ts'

export const LEVELS = ['brightness', 'contrast', 'saturation', 'sharpness'] as const
export type Field = keyof Image
export const FIELDS = [...LEVELS, 'ir_cut'] as const satisfies readonly Field[]

/** Those that the camera has and tells. */
export const fieldsOf = (image: Image): Field[] => FIELDS.filter((field) => image[field] !== null)

export function valueWords(value: Image[Field]): string {
  if (typeof value === 'number') return t('imaging.level', { level: value })
  return value === null ? '–' : t(`imaging.ir_cut.${value}`)
}

/** Names of fields as the API says them. */
export const namesOf = (fields: readonly string[]): string =>
  fields
    .map((field) => `imaging.${field}`)
    .map((key) => (hasText(key) ? t(key as 'imaging.brightness') : key))
    .join(', ')

export interface Change {
  field: Field
  before: Image[Field]
  after: Image[Field]
}

export const changesOf = (before: Image, after: Image): Change[] =>
  FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }))

/** Only what changes is sent. */
export const patchOf = (changes: readonly Change[]): Partial<Image> =>
  Object.fromEntries(changes.map(({ field, after }) => [field, after]))

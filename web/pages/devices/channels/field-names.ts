// How a field of a channel's settings is called.
import { t } from '../../../texts/t.ts'
import type { Field } from './draft.ts'

/** The smart encoding carries the name of its codec, as on the device: H.265+. */
export function nameOf(field: Field, codec: string | null): string {
  const name = t(`channels.field.${field}`)
  return field === 'h265_plus' && codec ? `${name} (${t('channels.smart', { codec })})` : name
}

// What mending a source would change on the device. Pure.
import { t } from '../../../texts/t.ts'
import type { Source } from './asks.ts'

export interface Change {
  name: string
  before: string
  after: string
}

/** What is on already, or is not known, is not written. */
export function changesOf({ enabled, notifies }: Pick<Source, 'enabled' | 'notifies'>): Change[] {
  const detector = { name: t('sources.detector'), before: t('sources.detector.off'), after: t('sources.detector.on') }
  const told = { name: t('sources.told'), before: t('sources.told.no'), after: t('sources.told.yes') }
  return [...(enabled === false ? [detector] : []), ...(notifies === false ? [told] : [])]
}

// From a list that knows only what we were told to what the recorders themselves have kept of that time.
import { HardDrive } from 'lucide-preact'
import { footageChannels } from '../../household.ts'
import { t } from '../../texts/t.ts'
import { now } from '../../times.ts'
import { dayOf } from '../../zone.ts'
import { findAddress } from '../playback/find/query.ts'
import type { Filter } from './filter.ts'
import { footageOf } from './footage-of.ts'

/** Nothing where no recorder of what is filtered keeps footage. `oldest`: what the list ends with, if it holds any. */
export function OnRecorders({ filter, oldest }: { filter: Filter; oldest: { created_at: string } | undefined }) {
  const today = dayOf(now.value)
  const known = oldest ? dayOf(new Date(oldest.created_at)) : today
  const search = footageOf(filter, footageChannels.value, { today, known })
  if (!search || filter.what === 'events') return null
  return (
    <p class="on-recorders">
      <span>{t('alarms.before')}</span>
      <a class="button plain" href={findAddress(search, 'motion')}>
        <HardDrive />
        <span>{t('alarms.before.do')}</span>
      </a>
    </p>
  )
}

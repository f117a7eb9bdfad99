// Which recordings are listed: of one channel, of some days.
import { useId } from 'preact/hooks'
import { pictures } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { Filter } from './asks.ts'

interface Props {
  filter: Filter
  onFilter: (change: Partial<Filter>) => void
}

export function FilterBar({ filter: { channelId, from, to }, onFilter }: Props) {
  const id = useId()
  return (
    <div class="recordings-filter">
      <select
        aria-label={t('recordings.filter.channel')}
        value={channelId === null ? '' : String(channelId)}
        onChange={({ currentTarget: { value } }) => onFilter({ channelId: value ? Number(value) : null })}
      >
        <option value="">{t('recordings.filter.all')}</option>
        {pictures.value.map((channel) => (
          <option key={channel.id} value={String(channel.id)}>
            {channel.name}
          </option>
        ))}
      </select>
      <label for={`${id}-from`}>{t('recordings.filter.from')}</label>
      <input
        id={`${id}-from`}
        type="date"
        value={from}
        onChange={(event) => onFilter({ from: event.currentTarget.value })}
      />
      <label for={`${id}-to`}>{t('recordings.filter.to')}</label>
      <input id={`${id}-to`} type="date" value={to} onChange={(event) => onFilter({ to: event.currentTarget.value })} />
    </div>
  )
}

// Which recordings are listed: videos or pictures, of one channel, of some days.
import { useId } from 'preact/hooks'
import { allPictures } from '../../../household.ts'
import { Choice } from '../../../parts/field.tsx'
import { t } from '../../../texts/t.ts'
import type { Filter } from './asks.ts'

interface Props {
  filter: Filter
  onFilter: (change: Partial<Filter>) => void
}

export function FilterBar({ filter, onFilter }: Props) {
  const id = useId()
  return (
    <div class="recordings-filter">
      <div class="recordings-kind">
        <Choice
          label={t('recordings.filter.kind')}
          value={filter.kind}
          options={[
            ['video', t('recordings.filter.videos')],
            ['picture', t('recordings.filter.pictures')],
          ]}
          onValue={(kind) => onFilter({ kind })}
        />
      </div>
      <select
        aria-label={t('recordings.filter.channel')}
        value={filter.channelId === null ? '' : String(filter.channelId)}
        onChange={({ currentTarget: { value } }) => onFilter({ channelId: value ? Number(value) : null })}
      >
        <option value="">{t('recordings.filter.all')}</option>
        {allPictures.value.map((channel) => (
          <option key={channel.id} value={String(channel.id)}>
            {channel.name}
          </option>
        ))}
      </select>
      {(['from', 'to'] as const).map((end) => (
        <div key={end} class="recordings-day">
          <label for={`${id}-${end}`}>{t(`recordings.filter.${end}`)}</label>
          <input
            id={`${id}-${end}`}
            type="date"
            value={filter[end]}
            onChange={(event) => onFilter({ [end]: event.currentTarget.value })}
          />
        </div>
      ))}
    </div>
  )
}

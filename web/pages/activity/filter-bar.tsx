// Who, what, which days, and whether it failed; kept in the address so that a reload keeps it.
import { useId } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { loadPeople } from '../people/asks.ts'
import { nameOf } from '../people/people-page.tsx'
import { loadStats } from './asks.ts'
import { addressQuery, type Filter } from './filter.ts'
import { deedText } from './words.ts'

export function FilterBar({ filter }: { filter: Filter }) {
  const { path, route } = useLocation()
  const people = useLoaded(loadPeople).state
  const stats = useLoaded(loadStats).state
  const go = (change: Partial<Filter>) => route(`${path}${addressQuery({ ...filter, ...change })}`, true)
  const persons = people.phase === 'ready' ? people.value : []
  const deeds = stats.phase === 'ready' ? stats.value.data.byAction.map(({ action }) => action) : []
  // What the address names is chosen also while the lists are not there.
  const known = deeds.includes(filter.what) || filter.what === '' ? deeds : [filter.what, ...deeds]
  return (
    <div class="deeds-ask">
      <Select
        label={t('activity.who')}
        value={filter.who}
        all={t('activity.who.all')}
        options={persons.map((one) => [String(one.user_id), nameOf(one)])}
        onChoice={(who) => go({ who })}
      />
      <Select
        label={t('activity.what')}
        value={filter.what}
        all={t('activity.what.all')}
        options={known
          .map((one): [string, string] => [one, deedText(one)])
          .sort(([, one], [, other]) => one.localeCompare(other))}
        onChoice={(what) => go({ what })}
      />
      <Day label={t('activity.from')} value={filter.from} max={filter.to} onChoice={(from) => go({ from })} />
      <Day label={t('activity.to')} value={filter.to} min={filter.from} onChoice={(to) => go({ to })} />
      <Select
        label={t('activity.outcome')}
        value={filter.failed ? 'failed' : ''}
        all={t('activity.outcome.all')}
        options={[['failed', t('activity.outcome.failed')]]}
        onChoice={(chosen) => go({ failed: chosen === 'failed' })}
      />
    </div>
  )
}

interface SelectProps {
  label: string
  value: string
  all: string
  options: [value: string, text: string][]
  onChoice: (value: string) => void
}

function Select({ label, value, all, options, onChoice }: SelectProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChoice(currentTarget.value)}>
        <option value="">{all}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

interface DayProps {
  label: string
  value: string
  min?: string
  max?: string
  onChoice: (value: string) => void
}

function Day({ label, value, min, max, onChoice }: DayProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={({ currentTarget }) => onChoice(currentTarget.value)}
      />
    </div>
  )
}

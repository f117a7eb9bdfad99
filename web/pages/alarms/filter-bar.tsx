// Where, what, when, and whether somebody has seen to it; kept in the address so that a reload keeps it.
import { ChevronDown } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { allPictures, deviceList, titleOf } from '../../household.ts'
import { Pick } from '../../parts/chosen-bar.tsx'
import { useOpened } from '../../parts/shell/use-opened.ts'
import { t } from '../../texts/t.ts'
import { now } from '../../times.ts'
import { dayOf } from '../../zone.ts'
import { addressQuery, type Filter, PERIODS, STATES } from './filter.ts'
import { KIND_NAMES, type KindName } from './kinds.ts'
import { kindText } from './words.ts'

export const addressWith = (filter: Filter): string => addressOf(`/alarms${addressQuery(filter)}`)

interface Props {
  filter: Filter
}

export function FilterBar({ filter }: Props) {
  const { route } = useLocation()
  const go = (change: Partial<Filter>) => route(addressWith({ ...filter, ...change }), true)
  const isAlarms = filter.what === 'alarms'
  return (
    <div class="filters">
      <Where filter={filter} onFilter={go} />
      {isAlarms && <Kinds chosen={filter.kinds} onChosen={(kinds) => go({ kinds })} />}
      <When filter={filter} onFilter={go} />
      <select
        aria-label={t('alarms.filter.state')}
        value={filter.state}
        onChange={({ currentTarget: { value } }) => go({ state: STATES.find((one) => one === value) ?? '' })}
      >
        <option value="">{t('alarms.filter.anyState')}</option>
        {STATES.filter((state) => isAlarms || state !== 'open').map((state) => (
          <option key={state} value={state}>
            {t(`alarms.filter.state.${state}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

interface ChangeProps extends Props {
  onFilter: (change: Partial<Filter>) => void
}

/** A whole device, or one of its cameras. */
function Where({ filter, onFilter }: ChangeProps) {
  const { device, channel, what } = filter
  const value = channel ? `channel ${channel}` : device ? `device ${device}` : ''
  const groups = deviceList.value.map((one) => ({
    device: one,
    cameras: allPictures.value.filter(({ device_id }) => device_id === one.id),
  }))
  return (
    <select
      aria-label={t('alarms.filter.where')}
      value={value}
      onChange={(change) => {
        const [kind, key = ''] = change.currentTarget.value.split(' ')
        onFilter({ device: kind === 'device' ? key : '', channel: kind === 'channel' ? key : '' })
      }}
    >
      <option value="">{t('alarms.filter.anywhere')}</option>
      {groups.map(({ device: one, cameras }) => (
        <optgroup key={one.id} label={titleOf(one)}>
          {what === 'alarms' && (
            <option value={`device ${one.id}`}>{t('alarms.filter.whole', { device: titleOf(one) })}</option>
          )}
          {cameras.map((camera) => (
            <option key={camera.id} value={`channel ${camera.id}`}>
              {camera.name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

function Kinds({ chosen, onChosen }: { chosen: readonly KindName[]; onChosen: (kinds: KindName[]) => void }) {
  const { open, setOpen, place } = useOpened<HTMLDivElement>()
  const id = useId()
  const [first] = chosen
  const words = !first
    ? t('alarms.filter.allKinds')
    : chosen.length === 1
      ? kindText(first, first)
      : t('alarms.filter.kinds', { count: chosen.length })
  return (
    <div class="filter-kinds" ref={place}>
      <button
        type="button"
        class="button plain"
        aria-expanded={open}
        aria-controls={id}
        aria-label={`${t('alarms.filter.kind')}: ${words}`}
        onClick={() => setOpen(!open)}
      >
        <span>{words}</span>
        <ChevronDown />
      </button>
      {open && (
        <fieldset class="alarm-panel" id={id}>
          <legend class="unseen">{t('alarms.filter.kind')}</legend>
          <Pick
            shown
            label={t('alarms.filter.allKinds')}
            checked={chosen.length === 0}
            onChecked={(on) => on && onChosen([])}
          />
          {KIND_NAMES.map((name) => (
            <Pick
              key={name}
              shown
              label={kindText(name, name)}
              checked={chosen.includes(name)}
              onChecked={(on) => onChosen(KIND_NAMES.filter((one) => (one === name ? on : chosen.includes(one))))}
            />
          ))}
        </fieldset>
      )}
    </div>
  )
}

function When({ filter: { when, from, to }, onFilter }: ChangeProps) {
  const isRange = from !== '' || to !== ''
  const today = dayOf(now.value)
  return (
    <>
      <select
        aria-label={t('alarms.filter.when')}
        value={isRange ? 'days' : when}
        onChange={({ currentTarget: { value } }) => {
          const days = value === 'days' ? { from: today, to: today } : { from: '', to: '' }
          onFilter({ when: PERIODS.find((one) => one === value) ?? '', ...days })
        }}
      >
        <option value="">{t('alarms.filter.anytime')}</option>
        {PERIODS.map((period) => (
          <option key={period} value={period}>
            {t(`alarms.filter.when.${period}`)}
          </option>
        ))}
        <option value="days">{t('alarms.filter.when.days')}</option>
      </select>
      {isRange &&
        (['from', 'to'] as const).map((end) => (
          <label key={end} class="filter-day">
            <span>{t(`alarms.filter.${end}`)}</span>
            <input
              type="date"
              max={today}
              value={end === 'from' ? from : to}
              onChange={({ currentTarget: { value } }) =>
                onFilter({ when: '', from, to, [end]: value || (end === 'from' ? to : from) })
              }
            />
          </label>
        ))}
    </>
  )
}

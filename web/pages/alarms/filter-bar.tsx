// Which recorder, which kind; kept in the address so that a reload keeps it.
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { deviceList, titleOf } from '../../household.ts'
import { t } from '../../texts/t.ts'
import { KIND_NAMES } from './kinds.ts'
import { kindText } from './words.ts'

export function FilterBar({ device, event }: { device: string; event: string }) {
  const { route } = useLocation()
  const go = (change: { device?: string; kind?: string }) => {
    const wanted = Object.entries({ device, kind: event, ...change }).filter(([, value]) => value !== '')
    const query = new URLSearchParams(wanted).toString()
    route(addressOf(`/alarms${query && `?${query}`}`), true)
  }
  return (
    <div class="filters">
      {(deviceList.value.length > 1 || device !== '') && (
        <select
          aria-label={t('alarms.filter.device')}
          value={device}
          onChange={(change) => go({ device: change.currentTarget.value })}
        >
          <option value="">{t('alarms.filter.all')}</option>
          {deviceList.value.map((one) => (
            <option key={one.id} value={String(one.id)}>
              {titleOf(one)}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t('alarms.filter.kind')}
        value={event}
        onChange={(change) => go({ kind: change.currentTarget.value })}
      >
        <option value="">{t('alarms.filter.allKinds')}</option>
        {KIND_NAMES.map((name) => (
          <option key={name} value={EVENT_OF[name] ?? name}>
            {kindText(name, name)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Where the API's word for a kind is another one. */
const EVENT_OF: Record<string, string> = { motion: 'motion_detection' }

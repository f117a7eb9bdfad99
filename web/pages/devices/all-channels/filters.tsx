// Which of the channels are shown: by a word, by device, and whether they differ.
import { deviceList, titleOf } from '../../../household.ts'
import { Switch } from '../../../parts/field.tsx'
import { t } from '../../../texts/t.ts'
import type { Choice } from './shown.ts'

interface Props {
  choice: Choice
  /** Null where nothing is compared. */
  onOnly: ((only: boolean) => void) | null
  onSought: (sought: string) => void
  onDevice: (device: number | null) => void
}

export function Filters({ choice, onOnly, onSought, onDevice }: Props) {
  const devices = deviceList.value
  return (
    <search class="all-filters">
      <input
        type="search"
        aria-label={t('configuration.find.label')}
        placeholder={t('configuration.find')}
        value={choice.sought}
        onInput={(event) => onSought(event.currentTarget.value)}
      />
      {devices.length > 1 && (
        <select
          aria-label={t('configuration.device')}
          value={String(choice.device ?? '')}
          onChange={({ currentTarget: { value } }) => onDevice(value === '' ? null : Number(value))}
        >
          <option value="">{t('configuration.device.all')}</option>
          {devices.map((device) => (
            <option key={device.id} value={String(device.id)}>
              {titleOf(device)}
            </option>
          ))}
        </select>
      )}
      {onOnly && <Switch label={t('configuration.only')} checked={choice.onlyDiffering} onChecked={onOnly} />}
    </search>
  )
}

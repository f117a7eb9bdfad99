// Which channels stand under the playhead: those of any recorder, picked in a list that folds away.
import { ListVideo } from 'lucide-preact'
import { deviceList, titleOf } from '../../../household.ts'
import { IconButton } from '../../../parts/button.tsx'
import { useOpened } from '../../../parts/shell/use-opened.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { MOST_LANES } from './place.ts'

interface Props {
  /** Those that keep footage. */
  channels: readonly ChannelOut[]
  chosen: number
  shown: readonly number[]
  onShown: (ids: number[]) => void
}

export function Chooser({ channels, chosen, shown, onShown }: Props) {
  const { open, setOpen, place } = useOpened<HTMLDivElement>()
  const toggle = (id: number, on: boolean) =>
    onShown(on ? [...shown, id].slice(0, MOST_LANES) : shown.filter((one) => one !== id))
  return (
    <div class="lane-chooser" ref={place}>
      <IconButton label={t('day.choose')} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListVideo />
      </IconButton>
      {open && (
        <div class="status-panel" role="dialog" aria-label={t('day.choose')}>
          {deviceList.value.map((device) => {
            const own = channels.filter((channel) => channel.device_id === device.id)
            return own.length === 0 ? null : (
              <fieldset key={device.id}>
                <legend>{titleOf(device)}</legend>
                {own.map((channel) => (
                  <label key={channel.id}>
                    <input
                      type="checkbox"
                      checked={shown.includes(channel.id)}
                      disabled={channel.id === chosen}
                      onChange={(event) => toggle(channel.id, event.currentTarget.checked)}
                    />
                    <span>{channel.name}</span>
                  </label>
                ))}
              </fieldset>
            )
          })}
        </div>
      )}
    </div>
  )
}

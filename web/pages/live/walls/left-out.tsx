// Cameras that are not on the wall, each a press away from it.
import { Plus } from 'lucide-preact'
import { deviceList, pictures, titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'

interface Props {
  present: readonly number[]
  onPutIn: (channel: ChannelOut) => void
}

export function LeftOut({ present, onPutIn }: Props) {
  const left = pictures.value.filter(({ id }) => !present.includes(id))
  if (left.length === 0) return null
  return (
    <div class="left-out">
      <h2>{t('walls.leftOut')}</h2>
      {deviceList.value.map((device) => {
        const list = left.filter((channel) => channel.device_id === device.id)
        if (list.length === 0) return null
        return (
          <div key={device.id}>
            {deviceList.value.length > 1 && <p class="note">{titleOf(device)}</p>}
            <ul>
              {list.map((channel) => (
                <li key={channel.id}>
                  <Button
                    icon={<Plus />}
                    aria-label={t('walls.add', { channel: channel.name })}
                    onClick={() => onPutIn(channel)}
                  >
                    {channel.name}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </div>
  )
}

// Channels of all recorders to pick from, folded away until somebody wants fewer than all.
import { deviceList, titleOf } from '../../../household.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'

interface Props {
  /** Those that keep footage. */
  channels: readonly ChannelOut[]
  chosen: readonly number[]
  onChosen: (ids: number[]) => void
}

export function ChannelPicker({ channels, chosen, onChosen }: Props) {
  const has = new Set(chosen)
  const change = (ids: readonly number[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    onChosen(channels.map(({ id }) => id).filter((id) => next.has(id)))
  }
  const isAll = channels.every(({ id }) => has.has(id))
  return (
    <details class="more">
      <summary>
        {isAll
          ? t('find.channels.all', { count: channels.length })
          : t('find.channels.some', { count: chosen.length, all: channels.length })}
      </summary>
      <div class="find-recorders">
        {deviceList.value.map((device) => {
          const own = channels.filter((channel) => channel.device_id === device.id)
          const ids = own.map(({ id }) => id)
          const count = ids.filter((id) => has.has(id)).length
          return own.length === 0 ? null : (
            <fieldset key={device.id}>
              <legend>
                <Pick
                  shown
                  label={titleOf(device)}
                  checked={count === ids.length}
                  some={count > 0}
                  onChecked={(on) => change(ids, on)}
                />
              </legend>
              {own.map(({ id, name }) => (
                <Pick key={id} shown label={name} checked={has.has(id)} onChecked={(on) => change([id], on)} />
              ))}
            </fieldset>
          )
        })}
      </div>
    </details>
  )
}

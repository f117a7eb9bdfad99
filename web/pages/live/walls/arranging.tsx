// A wall of one's own while it is arranged: pictures are moved, taken out and put in; everything is kept at once.
import { Check, GripHorizontal, Trash2, X } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { deviceOf } from '../../../household.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import type { ChannelOut, WallOut } from '../../../wire.ts'
import { LiveTile } from '../tile.tsx'
import { useFit } from '../use-fit.ts'
import './arranging.css'
import { LeftOut } from './left-out.tsx'
import { kept } from './order.ts'
import { changeWall, removeWall, type WallPatch } from './own.ts'
import { type Deed, useArranging } from './use-arranging.ts'
import { viewAddress } from './view.ts'
import { WallName } from './wall-name.tsx'

interface Props {
  wall: WallOut
  /** Those of its pictures that there are now. */
  channels: readonly ChannelOut[]
  onDone: () => void
}

/** The rest of the height is for what is not on the wall. */
const SHARE = 0.62
const COLUMNS = [null, 1, 2, 3, 4, 5, 6, 7, 8] as const

export function Arranging({ wall, channels, onDone }: Props) {
  const { route } = useLocation()
  const ids = channels.map(({ id }) => id)
  const { place, columns } = useFit<HTMLUListElement>(channels.length, { columns: wall.columns, share: SHARE })
  const [spoken, setSpoken] = useState('')
  const dismiss = useRef(() => {})

  /** Undoing the deed before the last one would take the last one back, too: only the last one is offered. */
  async function change(patch: WallPatch, before: WallPatch, text: string) {
    dismiss.current()
    const fault = await changeWall(wall.id, patch)
    if (fault) toast(fault.message)
    else dismiss.current = toast(text, { undo: () => void changeWall(wall.id, before), settle: () => {} })
  }
  const set = (next: readonly number[], text: string) =>
    void change({ channel_ids: kept(wall.channel_ids, ids, next) }, { channel_ids: wall.channel_ids }, text)

  const say = (deed: Deed, id: number, at: number) => {
    const channel = channels.find((one) => one.id === id)?.name ?? ''
    setSpoken(t(`walls.say.${deed}`, { channel, place: at + 1, count: ids.length }))
  }
  const arranging = useArranging({ ids, columns, place, say, onArranged: (next) => set(next, t('walls.arranged')) })

  return (
    <section class="arranging" aria-label={t('walls.arranging', { name: wall.name })}>
      <div class="arranging-bar">
        <WallName wall={wall} />
        <SelectField
          label={t('walls.columns')}
          value={wall.columns}
          options={COLUMNS.map((count) => [count, count === null ? t('walls.columns.auto') : String(count)] as const)}
          onValue={(next) => void change({ columns: next }, { columns: wall.columns }, t('walls.arranged'))}
        />
        <Button
          look="quiet"
          icon={<Trash2 />}
          onClick={() => {
            removeWall(wall, () => route(viewAddress({ choice: { kind: 'own', id: wall.id } })))
            route(viewAddress({ choice: { kind: 'all' } }))
          }}
        >
          {t('walls.remove')}
        </Button>
        <Button look="primary" icon={<Check />} onClick={onDone}>
          {t('walls.done')}
        </Button>
      </div>
      <p class="note">{channels.length > 0 ? t('walls.arrange.help') : t('walls.empty.do')}</p>
      <ul ref={place} class="wall" data-held={arranging.held !== null}>
        {channels.map((channel) => (
          <LiveTile
            key={channel.id}
            channel={channel}
            device={deviceOf(channel.device_id)}
            style={{ order: String(arranging.order.indexOf(channel.id)) }}
            data-held={arranging.held === channel.id}
            onPointerDown={(event: PointerEvent) => arranging.onPointerDown(channel.id, event)}
          >
            <div class="arranging-tools">
              <IconButton
                look="picture"
                data-grip
                label={t('walls.move', { channel: channel.name })}
                aria-pressed={arranging.held === channel.id}
                onKeyDown={(event) => arranging.onGripKey(channel.id, event)}
              >
                <GripHorizontal />
              </IconButton>
              <IconButton
                look="picture"
                label={t('walls.takeOut', { channel: channel.name })}
                onClick={() =>
                  set(
                    ids.filter((id) => id !== channel.id),
                    t('walls.takenOut', { channel: channel.name }),
                  )
                }
              >
                <X />
              </IconButton>
            </div>
          </LiveTile>
        ))}
      </ul>
      <LeftOut
        present={ids}
        onPutIn={(channel) => set([...ids, channel.id], t('walls.putIn', { channel: channel.name }))}
      />
      <p class="unseen" role="status" aria-live="assertive">
        {spoken}
      </p>
    </section>
  )
}

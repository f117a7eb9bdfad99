// A wall on a screen that hangs somewhere: nothing but pictures, page after page, and controls when somebody touches it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { deviceOf } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { mostAtOnce, wholeWallFor } from '../layout.ts'
import { LiveTile } from '../tile.tsx'
import { useFading } from '../use-fading.ts'
import { useFit } from '../use-fit.ts'
import { choiceText } from './names.ts'
import { pagesOf } from './order.ts'
import './screen.css'
import { ScreenBar } from './screen-bar.tsx'
import { ScreenStatus } from './screen-status.tsx'
import { SleepNote } from './sleep-note.tsx'
import { useAwake } from './use-awake.ts'
import { useTurning } from './use-turning.ts'
import { useWholeScreen } from './use-whole-screen.ts'
import { type View, viewAddress } from './view.ts'

interface Props {
  view: View
  channels: readonly ChannelOut[]
  /** Of the wall; null, and where so many would not fit, as many as make the pictures largest. */
  columns: number | null
}

export function Screen({ view, channels, columns }: Props) {
  const { choice, each, every } = view
  const { route } = useLocation()
  const dialog = useRef<HTMLDialogElement>(null)
  const screen = useRef<HTMLDivElement>(null)
  const leave = () => route(viewAddress({ choice }))
  const shown = useFading(screen)
  useAwake()
  const whole = useWholeScreen(screen, leave)
  useEffect(() => {
    // Everything else rests, also for keys and readers.
    if (!dialog.current?.open) dialog.current?.showModal()
    screen.current?.focus()
  }, [])
  const [fitting, setFitting] = useState(channels.length)
  const pages = pagesOf(channels, Math.max(1, Math.min(each ?? fitting, channels.length)))
  const { page, turn } = useTurning(pages.length, every)
  const here = pages[page] ?? []
  // So many side by side are a matter of the whole wall.
  const asked = pages.length === 1 ? columns : null
  const { place, room } = useFit<HTMLUListElement>(here.length, { columns: asked, fit: wholeWallFor })
  useEffect(() => {
    if (room.width > 0) setFitting(mostAtOnce(room))
  }, [room])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLSelectElement) return
    const act = { ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), f: whole.toggle }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <dialog
      ref={dialog}
      class="screen-dialog"
      aria-label={t('walls.screen.of', { name: choiceText(choice) })}
      onClose={leave}
      onKeyDown={onKeyDown}
    >
      <div ref={screen} class="screen" tabIndex={-1} data-controls={shown}>
        <ul ref={place} class="wall">
          {here.map((channel) => (
            <LiveTile key={channel.id} channel={channel} device={deviceOf(channel.device_id)} />
          ))}
        </ul>
        <ScreenBar
          view={view}
          page={page}
          pages={pages.length}
          whole={whole.can ? whole : null}
          onTurn={turn}
          onView={(next) => route(viewAddress({ ...view, ...next }), true)}
          onLeave={leave}
        />
        <ScreenStatus />
        <SleepNote />
      </div>
    </dialog>
  )
}

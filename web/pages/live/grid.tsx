// The pictures of a wall side by side; arrow keys lead from one to the next, Enter into full.
import { useEffect } from 'preact/hooks'
import { deviceOf } from '../../household.ts'
import type { ChannelOut } from '../../wire.ts'
import { neighbour } from './layout.ts'
import { LiveTile } from './tile.tsx'
import { useFit } from './use-fit.ts'
import { type Choice, fullAddress } from './walls/view.ts'

interface Props {
  channels: readonly ChannelOut[]
  choice: Choice
  /** Null: as many as make the pictures largest. */
  columns: number | null
}

let lastOpened = ''
/** Remembers where one was in the wall, for the way back. */
const remember = (event: Event) => {
  lastOpened = (event.target as Element).closest<HTMLElement>('[data-channel]')?.dataset.channel ?? ''
}

export function Grid({ channels, choice, columns: asked }: Props) {
  const { place, columns } = useFit<HTMLUListElement>(channels.length, { columns: asked })
  useEffect(() => {
    place.current?.querySelector<HTMLElement>(`[data-channel="${lastOpened}"] a`)?.focus()
  }, [place])
  const onKeyDown = (event: KeyboardEvent) => {
    const tiles = [...(place.current?.querySelectorAll<HTMLAnchorElement>('.tile-link') ?? [])]
    const next = neighbour(event.key, tiles.indexOf(document.activeElement as HTMLAnchorElement), columns, tiles.length)
    if (next === null) return
    event.preventDefault()
    tiles[next]?.focus()
  }
  return (
    <ul ref={place} class="wall" onKeyDown={onKeyDown} onClick={remember}>
      {channels.map((channel) => (
        <LiveTile
          key={channel.id}
          channel={channel}
          device={deviceOf(channel.device_id)}
          href={fullAddress(channel.id, choice)}
        />
      ))}
    </ul>
  )
}

/** Places where pictures will be. */
export function WaitingGrid({ count }: { count: number }) {
  const { place } = useFit<HTMLUListElement>(count)
  return (
    <ul ref={place} class="wall" aria-busy="true">
      {Array.from({ length: count }, (_, i) => (
        <li key={i} class="tile tile-waiting" />
      ))}
    </ul>
  )
}

// The picture with its zones: the chosen one has corners to drag, or to move with the arrow keys.
import { useRef, useState } from 'preact/hooks'
import { Before } from '../../../parts/player/before.tsx'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { addCorner, moveCorner, moveZone, removeCorner, stepOf, type Zone } from './zones.ts'

interface Props {
  channel: ChannelOut
  zones: readonly Zone[]
  chosen: Zone | null
  onChoose: (zone: Zone) => void
  /** Null: they are only to be seen. */
  onChange: ((zone: Zone) => void) | null
}

const per = (part: number) => `${Math.round(part * 1000) / 10}%`
const place = ({ x, y }: Zone['polygon'][number]) => ({ left: per(x), top: per(y) })

export function ZonePicture({ channel, zones, chosen, onChoose, onChange }: Props) {
  const picture = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState<{ x: number; y: number; zone: Zone } | null>(null)

  /** Where in the picture a pointer is. */
  function at(event: PointerEvent): { x: number; y: number } {
    const { left, top, width, height } = (picture.current as HTMLDivElement).getBoundingClientRect()
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
  }

  function hold(event: PointerEvent & { currentTarget: Element }, zone: Zone): void {
    onChoose(zone)
    if (!onChange) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setHeld({ ...at(event), zone })
  }

  function drag(event: PointerEvent): void {
    if (!held || !onChange) return
    const now = at(event)
    onChange(moveZone(held.zone, { x: now.x - held.x, y: now.y - held.y }))
  }

  return (
    <div class="zone-picture" ref={picture}>
      <Before channelId={channel.id} />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {zones.map((zone) => (
          <polygon
            key={zone.id}
            points={zone.polygon.map(({ x, y }) => `${x},${y}`).join(' ')}
            data-chosen={zone.id === chosen?.id}
            data-off={!zone.enabled}
            style={{ '--zone': zone.color }}
            onPointerDown={(event) => hold(event, zone)}
            onPointerMove={drag}
            onPointerUp={() => setHeld(null)}
            onPointerCancel={() => setHeld(null)}
          />
        ))}
      </svg>
      {chosen && onChange && <Handles zone={chosen} at={at} onChange={onChange} />}
    </div>
  )
}

interface HandlesProps {
  zone: Zone
  at: (event: PointerEvent) => { x: number; y: number }
  onChange: (zone: Zone) => void
}

function Handles({ zone, at, onChange }: HandlesProps) {
  const { polygon } = zone

  function onKey(event: KeyboardEvent, index: number): void {
    const corner = polygon[index]
    const step = stepOf(event.key, event.shiftKey)
    if (step && corner) onChange(moveCorner(zone, index, { x: corner.x + step.x, y: corner.y + step.y }))
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(removeCorner(zone, index))
    else return
    event.preventDefault()
  }

  return (
    <>
      {polygon.map((corner, index) => {
        const next = polygon[(index + 1) % polygon.length] ?? corner
        const middle = { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 }
        return (
          <button
            key={`between ${index}`}
            type="button"
            class="zone-between"
            style={place(middle)}
            aria-label={t('zones.corner.add', { number: index + 1 })}
            title={t('zones.corner.add', { number: index + 1 })}
            onClick={() => onChange(addCorner(zone, index))}
          />
        )
      })}
      {polygon.map((corner, index) => (
        <button
          key={index}
          type="button"
          class="zone-corner"
          style={{ ...place(corner), '--zone': zone.color }}
          aria-label={t('zones.corner', {
            number: index + 1,
            x: Math.round(corner.x * 100),
            y: Math.round(corner.y * 100),
          })}
          onKeyDown={(event) => onKey(event, index)}
          onDblClick={() => onChange(removeCorner(zone, index))}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) onChange(moveCorner(zone, index, at(event)))
          }}
        />
      ))}
    </>
  )
}

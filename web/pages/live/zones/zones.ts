// Zones while they are drawn: corners that move, come and go, always within the picture. Pure.
import type { ZoneOut } from '../../../wire.ts'

export type Zone = ZoneOut
type Point = Zone['polygon'][number]

export const MOST_ZONES = 16
const MOST_CORNERS = 32
const LEAST_CORNERS = 3
const COLORS = ['#3b82f6', '#22c55e', '#f59e0b', '#ef4444', '#a855f7', '#14b8a6']

const within = (at: number) => Math.round(Math.min(1, Math.max(0, at)) * 1000) / 1000

/** In the middle of the picture, a little further for each that there is already. */
export function newZone(all: readonly Zone[], nameOf: (number: number) => string): Zone {
  let number = all.length + 1
  while (all.some(({ id }) => id === `zone-${number}`)) number++
  const [from, to] = [0.3 + (all.length % 4) * 0.03, 0.7 + (all.length % 4) * 0.03]
  return {
    ...{ id: `zone-${number}`, name: nameOf(number), enabled: true, targets: [], min_confidence: 0 },
    color: COLORS[all.length % COLORS.length] ?? '#3b82f6',
    polygon: [
      { x: from, y: from },
      { x: to, y: from },
      { x: to, y: to },
      { x: from, y: to },
    ].map(({ x, y }) => ({ x: within(x), y: within(y) })),
  }
}

export const moveCorner = (zone: Zone, index: number, to: Point): Zone => ({
  ...zone,
  polygon: zone.polygon.map((corner, at) => (at === index ? { x: within(to.x), y: within(to.y) } : corner)),
})

/** Half way to the next one; the same zone where it has as many as it may. */
export function addCorner(zone: Zone, after: number): Zone {
  const [one, next] = [zone.polygon[after], zone.polygon[(after + 1) % zone.polygon.length]]
  if (!one || !next || zone.polygon.length >= MOST_CORNERS) return zone
  const middle = { x: within((one.x + next.x) / 2), y: within((one.y + next.y) / 2) }
  return { ...zone, polygon: zone.polygon.toSpliced(after + 1, 0, middle) }
}

/** The same zone where it would no longer be one. */
export const removeCorner = (zone: Zone, index: number): Zone =>
  zone.polygon.length <= LEAST_CORNERS ? zone : { ...zone, polygon: zone.polygon.toSpliced(index, 1) }

/** As far as the picture goes, in its own shape. */
export function moveZone(zone: Zone, by: Point): Zone {
  const bounded = (at: number, all: number[]) => Math.min(1 - Math.max(...all), Math.max(-Math.min(...all), at))
  const x = bounded(
    by.x,
    zone.polygon.map((corner) => corner.x),
  )
  const y = bounded(
    by.y,
    zone.polygon.map((corner) => corner.y),
  )
  return { ...zone, polygon: zone.polygon.map((corner) => ({ x: within(corner.x + x), y: within(corner.y + y) })) }
}

/** What an arrow key moves: a hundredth, with Shift five of them. Null for any other key. */
export function stepOf(key: string, isFar: boolean): Point | null {
  const far = isFar ? 0.05 : 0.01
  const steps: Record<string, Point> = {
    ArrowLeft: { x: -far, y: 0 },
    ArrowRight: { x: far, y: 0 },
    ArrowUp: { x: 0, y: -far },
    ArrowDown: { x: 0, y: far },
  }
  return steps[key] ?? null
}

// A head that pans, tilts and zooms: where it is follows from when it was told what, so that no timer is needed.
import type { HeadModel } from '../models.ts'

export interface Position {
  /** -1 to 1, as is tilt; zoom 0 to 1. */
  pan: number
  tilt: number
  zoom: number
}

export interface Preset {
  token: string
  name: string
  position: Position
}

export interface Head {
  readonly model: HeadModel
  at(): Position
  moving(): { panTilt: boolean; zoom: boolean }
  /** Goes on until it is told otherwise, or so many seconds are over. Axes that are left out keep still. */
  drive(speed: Partial<Position>, seconds: number): void
  travel(to: Partial<Position>, speed?: Partial<Position>): void
  stop(axes: { panTilt: boolean; zoom: boolean }): void
  home: Position
  readonly presets: Preset[]
}

const AXES = ['pan', 'tilt', 'zoom'] as const
type Axis = (typeof AXES)[number]

/** Share of its way that a whole speed covers in a second: four seconds from one end to the other. */
const RATE: Position = { pan: 0.5, tilt: 0.5, zoom: 0.25 }

interface Motion {
  from: number
  /** Units a second. */
  rate: number
  since: number
  until: number
  /** Where it is at the end of a way that has one: reckoned along the way that place would be a hair beside it. */
  goal?: number
}

const within = (axis: Axis, value: number) => Math.min(1, Math.max(axis === 'zoom' ? 0 : -1, value))

export function createHead(model: HeadModel, now: () => Date): Head {
  const motions: Record<Axis, Motion> = {
    pan: { from: 0, rate: 0, since: 0, until: 0 },
    tilt: { from: 0, rate: 0, since: 0, until: 0 },
    zoom: { from: 0, rate: 0, since: 0, until: 0 },
  }

  function where(axis: Axis): number {
    const { from, rate, since, until, goal } = motions[axis]
    if (goal !== undefined && now().getTime() >= until) return goal
    const seconds = Math.max(0, Math.min(now().getTime(), until) - since) / 1000
    return within(axis, from + rate * seconds)
  }

  function set(axis: Axis, rate: number, seconds: number, goal?: number): void {
    const [from, since] = [where(axis), now().getTime()]
    motions[axis] = { from, rate, since, until: since + seconds * 1000, ...(goal !== undefined && { goal }) }
  }

  function isMoving(axis: Axis): boolean {
    const { rate, until } = motions[axis]
    const here = where(axis)
    // At the end of its way it stands still, however long it was to go on.
    return rate !== 0 && now().getTime() < until && within(axis, here + Math.sign(rate) * 1e-9) !== here
  }

  return {
    model,
    home: { pan: 0, tilt: 0, zoom: 0 },
    presets: [],
    at: () => ({ pan: where('pan'), tilt: where('tilt'), zoom: where('zoom') }),
    moving: () => ({ panTilt: isMoving('pan') || isMoving('tilt'), zoom: isMoving('zoom') }),
    drive(speed, seconds) {
      for (const axis of AXES) {
        const wanted = speed[axis]
        if (wanted !== undefined) set(axis, wanted * RATE[axis], seconds)
      }
    },
    travel(to, speed = {}) {
      for (const axis of AXES) {
        const wanted = to[axis]
        if (wanted === undefined) continue
        const goal = within(axis, wanted)
        const way = goal - where(axis)
        const rate = Math.max(0.01, Math.abs(speed[axis] ?? 1)) * RATE[axis]
        set(axis, Math.sign(way) * rate, Math.abs(way) / rate, goal)
      }
    },
    stop({ panTilt, zoom }) {
      if (panTilt) set('pan', 0, 0)
      if (panTilt) set('tilt', 0, 0)
      if (zoom) set('zoom', 0, 0)
    },
  }
}

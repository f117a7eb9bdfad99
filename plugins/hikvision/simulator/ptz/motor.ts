// What turns a camera: where it looks follows from when it was told what, and from how fast it is.
import type { Movement } from '../models/index.ts'

/** Tenths of a degree and of a zoom factor. */
export interface Place {
  azimuth: number
  elevation: number
  zoom: number
}

export interface Look extends Place {
  moving: boolean
}

/** Percent of full speed; down is negative, as the protocol has it, though places count it up. */
export interface Speed {
  pan: number
  tilt: number
  zoom: number
}

export interface Preset {
  id: number
  name: string
  place: Place
}

export interface Motor {
  readonly movement: Movement
  look(): Look
  /** Until told otherwise, or for so many milliseconds; zeros stop it. */
  run(speed: Speed, ms?: number): void
  goTo(place: Place): void
  readonly presets: Map<number, Preset>
  home: Place
  /** How often it was told to stop. */
  stops: number
}

type Order = { kind: 'run'; speed: Speed; ms: number } | { kind: 'go'; to: Place } | null

const CIRCLE = 3600
const between = (value: number, [from, to]: readonly [number, number]) => Math.min(Math.max(value, from), to)

/** So far towards `to`, no faster than `most`. */
const towards = (from: number, to: number, most: number) =>
  Math.abs(to - from) <= most ? to : from + Math.sign(to - from) * most

export function createMotor(movement: Movement, now: () => Date): Motor {
  const isRound = movement.azimuth[1] - movement.azimuth[0] >= CIRCLE
  let place: Place = { azimuth: movement.azimuth[0], elevation: 0, zoom: movement.zoom[0] }
  let order: Order = null
  let since = now().getTime()

  const within = ({ azimuth, elevation, zoom }: Place): Place => ({
    azimuth: isRound ? ((azimuth % CIRCLE) + CIRCLE) % CIRCLE : between(azimuth, movement.azimuth),
    elevation: between(elevation, movement.elevation),
    zoom: between(zoom, movement.zoom),
  })

  function after(seconds: number): { place: Place; moving: boolean } {
    if (order === null) return { place, moving: false }
    const { turns, tilts, zooms } = movement
    if (order.kind === 'run') {
      const time = Math.min(seconds, order.ms / 1000)
      const { pan, tilt, zoom } = order.speed
      const next = {
        azimuth: place.azimuth + (pan / 100) * turns * time,
        elevation: place.elevation - (tilt / 100) * tilts * time,
        zoom: place.zoom + (zoom / 100) * zooms * time,
      }
      return { place: within(next), moving: seconds * 1000 < order.ms }
    }
    const { to } = order
    // The shorter way round.
    const way = ((to.azimuth - place.azimuth + CIRCLE * 1.5) % CIRCLE) - CIRCLE / 2
    const goal = isRound ? place.azimuth + way : to.azimuth
    const next = {
      azimuth: towards(place.azimuth, goal, turns * seconds),
      elevation: towards(place.elevation, to.elevation, tilts * seconds),
      zoom: towards(place.zoom, to.zoom, zooms * seconds),
    }
    const moving = next.azimuth !== goal || next.elevation !== to.elevation || next.zoom !== to.zoom
    return { place: within(next), moving }
  }

  const seconds = () => Math.max(now().getTime() - since, 0) / 1000
  function told(next: Order): void {
    ;({ place } = after(seconds()))
    since = now().getTime()
    order = next
  }

  return {
    movement,
    look() {
      const { place: here, moving } = after(seconds())
      const { azimuth, elevation, zoom } = here
      return { azimuth: Math.round(azimuth) % CIRCLE, elevation: Math.round(elevation), zoom: Math.round(zoom), moving }
    },
    run(speed, ms = Number.POSITIVE_INFINITY) {
      const stands = speed.pan === 0 && speed.tilt === 0 && speed.zoom === 0
      told(stands ? null : { kind: 'run', speed, ms })
    },
    goTo: (to) => told({ kind: 'go', to: within(to) }),
    presets: new Map(),
    home: { ...place },
    stops: 0,
  }
}

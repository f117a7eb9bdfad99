// What the digits of a device's times mean: its wall clock or UTC, with summer time, in both directions (WIRE 2.4).
import { instantOf } from './clock.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Minutes east of UTC at an instant. */
export type OffsetAt = (time: Date) => number

/** The instants at which a wall clock shows these digits: two when it is set back over them, one after the gap it skips. */
export function instantsOfWall(wall: number, offsetAt: OffsetAt): Date[] {
  // The offset in force a day before and a day after: no device changes it twice in between.
  const offsets = new Set([offsetAt(new Date(wall - DAY)), offsetAt(new Date(wall + DAY))])
  const fitting = [...offsets]
    .map((offset) => new Date(wall - offset * MINUTE))
    .filter((time) => time.getTime() + offsetAt(time) * MINUTE === wall)
    .sort((a, b) => a.getTime() - b.getTime())
  return fitting.length ? fitting : [new Date(wall - Math.min(...offsets) * MINUTE)]
}

function digits(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** Milliseconds of the digits alone, whatever offset is written behind them. */
export function wallOf(text: string | null): number | null {
  const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text?.trim() ?? '')
  return found ? (instantOf(found[0], 0)?.getTime() ?? null) : null
}

export interface DeviceTimes {
  readonly mode: 'local' | 'utc'
  /** What comparing with the device's own clock has shown. */
  calibrate(mode: 'local' | 'utc'): void
  offsetAt: OffsetAt
  /** As the device must be asked: its digits, and the Z that it wants to see. */
  write(time: Date): string
  /** The instant that the device means; of two the first that is not before `notBefore`. */
  read(text: string | null, notBefore?: Date): Date | null
  /** The same for an end: what ends as the clock changes ends by the old digits. */
  readEnd(text: string | null, start: Date): Date | null
}

export function createTimes(offsetAt: OffsetAt): DeviceTimes {
  let mode: DeviceTimes['mode'] = 'local'

  /** `lag` milliseconds before the digits, the clock that they are of was in force. */
  function instantFor(text: string | null, notBefore: Date | undefined, lag: number): Date | null {
    // Some firmware writes real offsets: they are what they say.
    if (/[+-]\d\d:?\d\d$/.test(text?.trim() ?? '')) return instantOf(text, null)
    const wall = wallOf(text)
    if (wall === null) return null
    if (mode === 'utc') return new Date(wall)
    const instants = instantsOfWall(wall - lag, offsetAt).map((time) => new Date(time.getTime() + lag))
    return instants.find((time) => !notBefore || time >= notBefore) ?? instants[0] ?? null
  }

  return {
    get mode() {
      return mode
    },
    calibrate(to) {
      mode = to
    },
    offsetAt,
    write(time) {
      return digits(time.getTime() + (mode === 'local' ? offsetAt(time) * MINUTE : 0))
    },
    read: (text, notBefore) => instantFor(text, notBefore, 0),
    readEnd: (text, start) => instantFor(text, start, 1000),
  }
}

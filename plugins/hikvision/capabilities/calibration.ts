// Finds out whether a device's recordings are told by its wall clock or in UTC (WIRE 2.4): by what is being recorded now.
import type { Page, Span } from './footage-search.ts'
import { type DeviceTimes, wallOf } from './times.ts'

const MINUTE = 60_000
/** As near as a recording that is still being written comes to the clock by which it is told. */
const CLOSE_MS = 5 * MINUTE
/** How far back the window reaches before the earlier of the two clocks. */
const BEFORE_MS = 60 * MINUTE
const MOST_TRIES = 3

/**
 * What segments say, all as digits: one that begins after the earlier of the two clocks can only be told by the later one;
 * with the newest ending at the earlier clock, and none after it, it is the earlier. Null: not enough to tell.
 */
export function judge(
  segments: readonly { start: number; end: number }[],
  whole: boolean,
  clocks: { utc: number; local: number },
): DeviceTimes['mode'] | null {
  const [earlier, later] = clocks.utc < clocks.local ? (['utc', 'local'] as const) : (['local', 'utc'] as const)
  const clock = Math.min(clocks.utc, clocks.local)
  // A recording in the future of both clocks is a mistake of the device and says nothing.
  const possible = segments.filter(({ start }) => start <= Math.max(clocks.utc, clocks.local))
  if (possible.some(({ start }) => start > clock + CLOSE_MS)) return later
  const newest = Math.max(...possible.map(({ end }) => end), Number.NEGATIVE_INFINITY)
  return whole && Math.abs(newest - clock) <= CLOSE_MS ? earlier : null
}

export interface CalibrationOptions {
  times: DeviceTimes
  deviceNow(): Date
  page(span: Span): Promise<Page>
}

/** Asks once for a device, or a few times while nothing is being recorded; a failure leaves what was believed before. */
export function createCalibration({ times, deviceNow, page }: CalibrationOptions) {
  let tries = 0
  let running: Promise<void> | null = null

  async function run(track: number): Promise<void> {
    const utcNow = deviceNow().getTime()
    const localNow = utcNow + times.offsetAt(new Date(utcNow)) * MINUTE
    if (Math.abs(localNow - utcNow) <= 2 * CLOSE_MS) {
      tries = MOST_TRIES
      return
    }
    const digits = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`
    const from = digits(Math.min(utcNow, localNow) - BEFORE_MS)
    const { segments, more } = await page({ track, from, to: digits(Math.max(utcNow, localNow)) })
    const own = segments.flatMap((segment) => {
      const [start, end] = [wallOf(segment.start), wallOf(segment.end)]
      return segment.track === track && start !== null && end !== null ? [{ start, end }] : []
    })
    const mode = judge(own, !more, { utc: utcNow, local: localNow })
    if (mode === null) return
    times.calibrate(mode)
    tries = MOST_TRIES
  }

  return {
    async once(track: number): Promise<void> {
      if (tries >= MOST_TRIES) return running ?? undefined
      if (!running) {
        tries++
        running = run(track)
          .catch(() => undefined)
          .finally(() => {
            running = null
          })
      }
      return running
    },
  }
}

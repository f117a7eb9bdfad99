// Where the picture should stand: pure rules for the live edge, the buffer and the measured delay.

export interface Range {
  start: number
  end: number
}

export interface Steering {
  /** Where to jump to; null = play on. */
  seekTo: number | null
  rate: number
}

/** Beyond this behind the newest picture we jump, beyond the other we hurry (measured: 0.4 s stalled now and then). */
const JUMP_BEHIND = 1
const HURRY_BEHIND = 0.5
const LAND_BEHIND = 0.25

/** After each piece of video: jump to the live edge, hurry towards it, or play on. */
export function steer(buffered: readonly Range[], currentTime: number): Steering {
  const last = buffered.at(-1)
  if (!last) return { seekTo: null, rate: 1 }
  const behind = last.end - currentTime
  if (currentTime < last.start || behind > JUMP_BEHIND)
    return { seekTo: Math.max(last.start, last.end - LAND_BEHIND), rate: 1 }
  return { seekTo: null, rate: behind > HURRY_BEHIND ? 1.1 : 1 }
}

const KEEP = 10

/** Up to where old video goes, so that the browser's quota is never met; null = nothing to do yet. */
export function removeUpTo(buffered: readonly Range[], currentTime: number): number | null {
  const first = buffered[0]
  return first && currentTime - first.start > 2 * KEEP ? currentTime - KEEP : null
}

/** One epoch of the stream on the player's time line. */
export interface Epoch {
  /** Where it begins on the player's time line. */
  start: number
  /** Wall clock (ms) of the player's time 0, counted through this epoch. */
  zeroAt: number
}

/** Seconds between what the camera sent and what is on screen; null where no epoch says. Never below zero: clocks differ. */
export function delayOf(epochs: readonly Epoch[], currentTime: number, serverNow: number): number | null {
  const epoch = epochs.findLast((one) => one.start <= currentTime + 0.001)
  if (!epoch) return null
  return Math.max(0, (serverNow - epoch.zeroAt) / 1000 - currentTime)
}

/** “0.4” below ten seconds, “12” above. */
export const delayText = (seconds: number): string =>
  seconds < 9.95 ? seconds.toFixed(1) : String(Math.round(seconds))

/** The name that people know a codec by. */
export function codecName(mime: string): string {
  if (/hvc1|hev1/.test(mime)) return 'H.265'
  if (/avc1|avc3/.test(mime)) return 'H.264'
  if (/av01/.test(mime)) return 'AV1'
  return /codecs="?([^",.]+)/.exec(mime)?.[1] ?? mime
}

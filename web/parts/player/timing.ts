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

/** Beyond this behind the newest picture we jump. */
const JUMP_BEHIND = 1
/**
 * Left to show when the next piece comes. Less would stall on a piece that is a little late, and more is delay (measured:
 * pieces over a local network come within 0.03 s of their turn).
 */
const SPARE = 0.05
/** So little above or below what is wanted nothing is done. */
const ABOVE = 0.01
const BELOW = -0.02
const MOST_EXTRA = 0.6
/** More to spare after a piece that was late, after a standing picture, and less again with each piece (five a second). */
const AFTER_LATE = 0.001
const AFTER_STANDING = 0.05
const CALMER = 0.0002
/** Left to show when a piece counts as late: from here on the rest is stretched, so that the picture need not stand. */
const LOW = 0.03
const STRETCHED = 0.25

export interface Pace {
  /** After each piece of video. Without another one within `lateInMs`, `late` is to be asked. */
  appended(buffered: readonly Range[], currentTime: number): Steering & { lateInMs: number | null }
  /** The rate at which the rest lasts until the next piece, which is late. */
  late(): number
  /** The picture stood still for want of video. */
  stood(): void
}

/**
 * Keeps the picture as close to the live edge as the pieces allow: so far behind that the longest of them and a little to
 * spare is left after each one. Who gets them unevenly gets more to spare, until it is calm again.
 */
export function createPace(): Pace {
  let end: number | null = null
  let lengths: number[] = []
  let extra = 0

  const wait = (seconds: number) => {
    extra = Math.min(MOST_EXTRA, extra + seconds)
  }

  return {
    appended(buffered, currentTime) {
      const last = buffered.at(-1)
      if (!last) return { seekTo: null, rate: 1, lateInMs: null }
      if (end !== null && last.end > end) lengths = [...lengths, last.end - end].slice(-10)
      end = last.end
      extra = Math.max(0, extra - CALMER)
      // What is longer is a burst of several at the beginning, or a frame that was lost.
      const wanted = Math.max(0.2, ...lengths.filter((length) => length < 0.5)) + SPARE + extra
      const behind = last.end - currentTime
      if (currentTime < last.start || behind > JUMP_BEHIND + extra)
        return { seekTo: Math.max(last.start, last.end - wanted), rate: 1, lateInMs: null }
      return { seekTo: null, rate: rateFor(behind - wanted), lateInMs: Math.max(0, (behind - LOW) * 1000) }
    },
    late() {
      wait(AFTER_LATE)
      return STRETCHED
    },
    stood: () => wait(AFTER_STANDING),
  }
}

/** Small steps, which nobody sees or hears, unless it is far off. */
function rateFor(off: number): number {
  if (off > 0.2) return 1.1
  if (off > 0.04) return 1.06
  if (off > ABOVE) return 1.03
  return off < BELOW ? 0.97 : 1
}

/**
 * How fast to play a list whose player stands so many seconds behind where it should be. Who joined in the middle of a part
 * would else stay there: small steps, since what is told of the distance jumps by a part.
 */
export function catchUpRate(behind: number): number {
  if (behind > 0.5) return 1.1
  return behind > 0.04 ? 1.03 : 1
}

/** Seconds behind the picture that stay, unless more is asked for, and how much gathers beyond before it goes. */
export const KEEP = 10
const SURPLUS = 10

/** Up to where old video goes, so that the browser's quota is never met; null = nothing to do yet. */
export function removeUpTo(buffered: readonly Range[], currentTime: number, keep = KEEP): number | null {
  const first = buffered[0]
  return first && currentTime - first.start > keep + SURPLUS ? currentTime - keep : null
}

/** Seconds that one can go back from here without a gap. */
export function roomBehind(buffered: readonly Range[], currentTime: number): number {
  const around = buffered.find(({ start, end }) => start <= currentTime && currentTime <= end + 0.1)
  return around ? currentTime - around.start : 0
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

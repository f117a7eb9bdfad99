// From repeated notices to one ON and one OFF: the state machine of one (device, channel, kind, input), pure. Times are ms.
import type { AlarmEnd } from '../../domain/alarm.ts'

/**
 * In milliseconds. `hold` 0: silence ends nothing, only the device's own word, a lost stream or `max`. `max` null: no
 * longest time. With both an alarm still ends after half an hour of silence: many devices never say that one is over.
 */
export interface Timing {
  hold: number
  minOn: number
  max: number | null
}

/** What is learned about a device that repeats itself too slowly for the hold. */
interface Chatter {
  /** Times in a row that the alarm came back right after hold had ended it. */
  count: number
  /** Longest gap between two notices of what was really one alarm. */
  longestGap: number
  /** Hold in force because of that; 0 = the configured one. */
  raisedHold: number
}

export type Track = { chatter: Chatter } & (
  | { on: false; ended: { at: number; reason: AlarmEnd; lastActive: number } | null }
  | { on: true; beganAt: number; lastActive: number; inactiveAt: number | null; lostAt: number | null }
)

export type Input = 'active' | 'inactive' | 'lost' | 'time'

export type Effect =
  | { type: 'began'; at: number }
  | { type: 'ended'; at: number; reason: AlarmEnd }
  /** Hold was too short for this device and is longer from now on. */
  | { type: 'hold-raised'; hold: number }

const CHATTER_WITHIN = 2000
const CHATTER_TIMES = 3
const LONGEST_RAISED_HOLD = 120_000
const LONGEST_SILENCE = 1_800_000

export const OFF: Track = { on: false, ended: null, chatter: { count: 0, longestGap: 0, raisedHold: 0 } }

const NEVER = Number.POSITIVE_INFINITY

/** When it ends without a word of the device about it. */
function endOfSilence(track: Track & { on: true }, timing: Timing): number {
  if (timing.hold === 0) return track.lostAt ?? (timing.max === null ? track.lastActive + LONGEST_SILENCE : NEVER)
  return track.lastActive + Math.max(timing.hold, track.chatter.raisedHold)
}

/** When the alarm will end by itself, and why; null while it is off or only the device can end it. */
export function endOf(track: Track, timing: Timing): { at: number; reason: AlarmEnd } | null {
  if (!track.on) return null
  const earliest = track.beganAt + timing.minOn
  const end: { at: number; reason: AlarmEnd } =
    track.inactiveAt === null
      ? { at: Math.max(earliest, endOfSilence(track, timing)), reason: track.lostAt === null ? 'hold' : 'lost' }
      : { at: Math.max(earliest, track.inactiveAt), reason: 'inactive' }
  const byMax = timing.max === null ? NEVER : track.beganAt + timing.max
  if (byMax < end.at) return { at: byMax, reason: 'max' }
  return end.at === NEVER ? null : end
}

/**
 * One input at one time. What has run out by then ends first, so a late timer changes nothing in the outcome. A clock that
 * was set back never makes an alarm last: its times move back with it.
 */
export function step(before: Track, input: Input, timing: Timing, now: number): { track: Track; effects: Effect[] } {
  const effects: Effect[] = []
  let track: Track = settle(rewind(before, now), timing, now, effects)
  if (track.on) {
    if (input === 'active') track = { ...track, lastActive: now, inactiveAt: null, lostAt: null }
    if (input === 'inactive') track = settle({ ...track, inactiveAt: track.inactiveAt ?? now }, timing, now, effects)
    else if (input === 'lost') track = settle({ ...track, lostAt: track.lostAt ?? now }, timing, now, effects)
  } else if (input === 'active') {
    const chatter = chatterOf(track, timing, now)
    if (chatter.raisedHold > track.chatter.raisedHold) effects.push({ type: 'hold-raised', hold: chatter.raisedHold })
    effects.push({ type: 'began', at: now })
    track = { on: true, beganAt: now, lastActive: now, inactiveAt: null, lostAt: null, chatter }
  }
  return { track, effects }
}

function rewind(track: Track, now: number): Track {
  if (!track.on || now >= track.lastActive) return track
  const back = (at: number | null) => (at === null ? null : Math.min(at, now))
  const beganAt = Math.min(track.beganAt, now)
  return { ...track, lastActive: now, beganAt, inactiveAt: back(track.inactiveAt), lostAt: back(track.lostAt) }
}

function settle(track: Track, timing: Timing, now: number, effects: Effect[]): Track {
  const end = endOf(track, timing)
  if (!track.on || !end || end.at > now) return track
  effects.push({ type: 'ended', ...end })
  return { on: false, ended: { ...end, lastActive: track.lastActive }, chatter: track.chatter }
}

function chatterOf(track: Track & { on: false }, timing: Timing, now: number): Chatter {
  const { ended, chatter } = track
  const cameBack = ended?.reason === 'hold' && timing.hold > 0 && now - ended.at <= CHATTER_WITHIN
  if (!cameBack) return { ...chatter, count: 0, longestGap: 0 }
  const count = chatter.count + 1
  const longestGap = Math.max(chatter.longestGap, now - ended.lastActive)
  if (count < CHATTER_TIMES) return { ...chatter, count, longestGap }
  const raisedHold = Math.min(LONGEST_RAISED_HOLD, Math.max(chatter.raisedHold, Math.ceil(longestGap * 1.5)))
  return { count: 0, longestGap: 0, raisedHold }
}

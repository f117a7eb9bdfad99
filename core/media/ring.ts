// The last seconds of a relay as HLS segments and parts, bounded in time and bytes.
import type { Epoch, Fragment } from './fragment.ts'

export interface Segment {
  /** Media sequence number, from 0, never used twice. */
  readonly number: number
  readonly epoch: Epoch
  /** Its parts: each fragment is one. */
  readonly fragments: Fragment[]
  /** Seconds. */
  duration: number
  bytes: number
  /** No more parts will come. */
  done: boolean
  /** Wall clock (ms) of its beginning, as it was known then: a list must not change what it said. */
  readonly time: number
  /** The epoch before was another one. */
  readonly discontinuity: boolean
  /** How many discontinuities there were up to here, this one's own included. */
  readonly discontinuities: number
}

export interface RingLimits {
  /** Seconds that the list shows. */
  listed: number
  /** Seconds kept beyond the list, for players that have just read an older one. */
  spare: number
  maxBytes: number
}

export const LIMITS: RingLimits = { listed: 12, spare: 2, maxBytes: 16 << 20 }

/** A segment ends at the first key frame from here on: 2 s, with slack for a first group that is a frame short. */
const SEGMENT_SECONDS = 1.9
/** Cameras that stretch their key frames get segments that begin without one. */
const LONGEST_SEGMENT = 8

export interface Ring {
  readonly segments: readonly Segment[]
  readonly bytes: number
  /** True when the bytes forced the list below its seconds. */
  readonly shortened: boolean
  /** For HLS, in whole seconds and in seconds; from the first group of pictures, later only raised. 0 before it. */
  readonly targetSeconds: number
  readonly partSeconds: number
  /** True when, by the length of the last group of pictures, the next fragment begins a new segment. */
  readonly isComplete: boolean
  /** The first fragment of an epoch must begin with a key frame. */
  add(fragment: Fragment): void
  /** What the list shows. */
  listed(): Segment[]
  find(number: number): Segment | null
  /** True when that part, or without `part` the whole segment, is here or past. */
  has(number: number, part?: number): boolean
  /** From the newest key frame to the end. */
  sinceKeyFrame(): Fragment[]
  /** From the key frame that shows this wall clock (ms), or the oldest one that is here, to the end, over epochs too. */
  since(time: number): Fragment[]
  /** How many seconds of the past somebody may ask for: they are kept as far as the bytes allow. */
  reach(seconds: number): void
  /** Nothing follows for now: the last segment is whole as it is. */
  finish(): void
  /** Drops everything; numbers go on, and the next fragment is a discontinuity. */
  clear(): void
}

export function createRing(limits: RingLimits = LIMITS): Ring {
  let segments: Segment[] = []
  let bytes = 0
  let duration = 0
  let nextNumber = 0
  let discontinuities = 0
  let lastEpoch: number | null = null
  let keysInEpoch = 0
  /** Seconds of the last whole group of pictures, 0 = none yet, and since the newest key frame. */
  let group = 0
  let sinceKey = 0
  let shortened = false
  let measured: number | null = null
  let targetSeconds = 0
  let partSeconds = 0
  let kept = limits.listed + limits.spare

  /** From the first whole segment of each epoch; 0.001 s up, so that rounding never makes a part longer than promised. */
  function measure(segment: Segment): void {
    if (measured !== segment.epoch.id) {
      measured = segment.epoch.id
      const groups = Math.ceil(SEGMENT_SECONDS / Math.max(segment.duration, 0.1))
      targetSeconds = Math.max(targetSeconds, 2, Math.round(Math.min(segment.duration * groups, LONGEST_SEGMENT)))
      const longest = Math.max(...segment.fragments.map((fragment) => fragment.duration))
      partSeconds = Math.max(partSeconds, Math.ceil(longest * 1000) / 1000)
    }
    targetSeconds = Math.max(targetSeconds, Math.round(segment.duration))
  }

  function close(segment: Segment): void {
    segment.done = true
    measure(segment)
  }

  function startsSegment(fragment: Fragment, current: Segment | undefined): boolean {
    if (!current || current.done || current.epoch !== fragment.epoch) return true
    if (current.duration >= LONGEST_SEGMENT) return true
    // The first list waits for a whole segment, so an epoch's first one is as short as can be.
    return fragment.key && (current.duration >= SEGMENT_SECONDS || keysInEpoch === 1)
  }

  function begin(fragment: Fragment): Segment {
    const discontinuity = lastEpoch !== null && lastEpoch !== fragment.epoch.id
    if (discontinuity) discontinuities++
    lastEpoch = fragment.epoch.id
    const { epoch, time } = fragment
    const segment = {
      ...{ number: nextNumber++, epoch, fragments: [], duration: 0, bytes: 0, done: false, time, discontinuity },
      discontinuities,
    }
    segments.push(segment)
    return segment
  }

  function drop(): void {
    const [first] = segments.splice(0, 1)
    bytes -= first!.bytes
    duration -= first!.duration
  }

  function trim(): void {
    while (segments.length > 1 && duration - segments[0]!.duration >= kept) drop()
    const current = segments.at(-1)!
    // A single segment beyond the bound is closed, so that it can go with the next fragment.
    if (current.bytes > limits.maxBytes / 2) close(current)
    while (segments.length > 1 && bytes > limits.maxBytes) {
      drop()
      shortened = true
    }
    if (duration >= kept) shortened = false
  }

  return {
    get segments() {
      return segments
    },
    get bytes() {
      return bytes
    },
    get shortened() {
      return shortened
    },
    get targetSeconds() {
      return targetSeconds
    },
    get partSeconds() {
      return partSeconds
    },
    get isComplete() {
      const current = segments.at(-1)
      if (!current || current.done || current.duration >= LONGEST_SEGMENT) return true
      return group > 0 && sinceKey > group - 0.02 && current.duration >= SEGMENT_SECONDS
    },
    add(fragment) {
      let current = segments.at(-1)
      if (current?.epoch !== fragment.epoch) {
        keysInEpoch = 0
        group = 0
      }
      if (fragment.key) {
        if (keysInEpoch > 0) group = sinceKey
        sinceKey = 0
      }
      sinceKey += fragment.duration
      if (startsSegment(fragment, current)) {
        if (current && !current.done) close(current)
        current = begin(fragment)
      }
      if (fragment.key) keysInEpoch++
      current!.fragments.push(fragment)
      current!.duration += fragment.duration
      current!.bytes += fragment.data.length
      duration += fragment.duration
      bytes += fragment.data.length
      trim()
    },
    listed() {
      let first = 0
      let left = duration
      while (first < segments.length - 1 && left - segments[first]!.duration >= limits.listed)
        left -= segments[first++]!.duration
      return segments.slice(first)
    },
    find: (number) => segments.find((segment) => segment.number === number) ?? null,
    has(number, part) {
      const last = segments.at(-1)
      if (!last || last.number < number) return false
      if (last.number > number || last.done)
        return part === undefined || last.number > number || part < last.fragments.length
      return part !== undefined && last.fragments.length > part
    },
    sinceKeyFrame() {
      const tail: Fragment[] = []
      for (const segment of segments.toReversed()) {
        if (segment.epoch !== segments.at(-1)!.epoch) break
        for (const fragment of segment.fragments.toReversed()) {
          tail.unshift(fragment)
          if (fragment.key) return tail
        }
      }
      return []
    },
    since(time) {
      const all = segments.flatMap(({ fragments }) => fragments)
      const first = all.findLastIndex(({ key, time: at }) => key && at <= time)
      return all.slice(first === -1 ? all.findIndex(({ key }) => key) : first)
    },
    reach(seconds) {
      // A segment that begins without a key frame is of no use by itself.
      kept = Math.max(limits.listed + limits.spare, seconds && seconds + LONGEST_SEGMENT)
    },
    finish() {
      const current = segments.at(-1)
      if (current && !current.done) close(current)
    },
    clear() {
      segments = []
      bytes = 0
      duration = 0
      shortened = false
    },
  }
}

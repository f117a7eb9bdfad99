// What cameras see at this moment: what has begun and not ended, and for half a minute more what was seen last.
import type { Sighting } from '../../plugin/dialect.ts'
import type { Timers } from '../../timers.ts'
import type { Sight } from './messages.ts'

export interface Sightings extends Disposable {
  /** `key`: by which its end is told. */
  begin(channelId: number, key: string, detections: readonly Sighting[]): void
  end(channelId: number, key: string): void
  of(channelId: number): Sight
}

interface Deps {
  /** What is seen by a camera is new, or it is over. */
  changed(channelId: number): void
  /** Milliseconds by a clock that nobody can set. */
  elapsed: () => number
  timers: Timers
}

/** After the last event. */
const STAYS_MS = 30_000
/** A timer may come a moment too early. */
const LATE_MS = 50
/** Words that others may bring, of one camera. */
const MOST_LABELS = 32

interface Channel {
  open: Map<string, readonly Sighting[]>
  last: readonly Sighting[]
  lastAt: number
  /** All that have been seen, so that their counts can fall to zero. */
  labels: Set<string>
  timer: Disposable | null
}

export function createSightings({ changed, elapsed, timers }: Deps): Sightings {
  const channels = new Map<number, Channel>()

  function channelOf(id: number): Channel {
    const known = channels.get(id)
    if (known) return known
    const made = { open: new Map(), last: [], lastAt: Number.NEGATIVE_INFINITY, labels: new Set<string>(), timer: null }
    channels.set(id, made)
    return made
  }

  function seenIn({ open, last, lastAt }: Channel): readonly Sighting[] {
    if (open.size) return [...open.values()].flat()
    return elapsed() - lastAt < STAYS_MS ? last : []
  }

  function touch(id: number, channel: Channel): void {
    channel.lastAt = elapsed()
    channel.timer?.[Symbol.dispose]()
    channel.timer = timers.after(STAYS_MS + LATE_MS, () => changed(id))
    changed(id)
  }

  return {
    begin(id, key, detections) {
      const channel = channelOf(id)
      channel.open.set(key, detections)
      for (const { label } of detections) if (channel.labels.size < MOST_LABELS) channel.labels.add(label)
      touch(id, channel)
    },
    end(id, key) {
      const channel = channels.get(id)
      if (!channel?.open.has(key)) return
      channel.last = seenIn(channel)
      channel.open.delete(key)
      touch(id, channel)
    },
    of(id) {
      const channel = channels.get(id)
      const seen = channel ? seenIn(channel) : []
      const labels = new Map([...(channel?.labels ?? [])].map((label) => [label, 0]))
      for (const { label } of seen) {
        const before = labels.get(label)
        if (before !== undefined) labels.set(label, before + 1)
      }
      return { moves: seen.length > 0, count: seen.length, labels }
    },
    [Symbol.dispose]() {
      for (const { timer } of channels.values()) timer?.[Symbol.dispose]()
      channels.clear()
    },
  }
}

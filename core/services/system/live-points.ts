// How live pictures came in the last minutes: a point every ten seconds, for the little curves beside a stream. In memory alone.
import type { Timers } from '../../timers.ts'

export interface LivePoint {
  framesPerSecond: number
  bitsPerSecond: number
}

interface Reading {
  channelId: number
  quality: string
  running: boolean
  framesPerSecond: number | null
  bitsPerSecond: number | null
}

export const MOST_POINTS = 60
const EVERY_MS = 10_000

export function createLivePoints({ read, timers }: { read: () => readonly Reading[]; timers: Timers }) {
  const points = new Map<number, LivePoint[]>()
  let timer: Disposable | null = null

  function measure(): void {
    const running = Map.groupBy(
      read().filter((relay) => relay.running),
      ({ channelId }) => channelId,
    )
    // Nobody reads it any more: when somebody does again, the curve begins there.
    for (const id of points.keys()) if (!running.has(id)) points.delete(id)
    for (const [id, relays] of running) {
      const best = relays.find(({ quality }) => quality === 'main') ?? relays[0]
      const own = points.get(id) ?? []
      own.push({ framesPerSecond: best?.framesPerSecond ?? 0, bitsPerSecond: best?.bitsPerSecond ?? 0 })
      points.set(id, own.slice(-MOST_POINTS))
    }
  }

  function start(): void {
    timer = timers.after(EVERY_MS, () => {
      measure()
      start()
    })
  }

  return {
    start,
    of: (channelId: number): LivePoint[] => points.get(channelId) ?? [],
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  }
}

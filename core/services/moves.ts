// Lets moves through to a camera no faster than it can follow: of those that come too fast the last one wins, none waits in a row.
import type { Timers } from '../timers.ts'

export interface Moves {
  /** At most one in 100 ms for each key. One that waits and is overtaken ends as the one that overtook it. */
  move(key: number, work: () => Promise<void>): Promise<void>
  /** At once, whatever waits; and once more where a move was still under way and could arrive behind it. */
  stop(key: number, work: () => Promise<void>): Promise<void>
  /** Forgets the move that waits: something else was asked for after it. */
  overtake(key: number): void
}

const PAUSE_MS = 100

interface Lane {
  /** The move that the camera has not answered yet. */
  underWay: Promise<void> | null
  waiting: ({ work: () => Promise<void> } & PromiseWithResolvers<void>) | null
  /** Which order was the last. */
  order: number
}

export function createMoves(timers: Timers): Moves {
  const lanes = new Map<number, Lane>()

  function send(key: number, lane: Lane, work: () => Promise<void>): Promise<void> {
    const sent = work()
    const answered = sent.then(
      () => {},
      () => {},
    )
    lane.underWay = answered
    void answered.then(() => {
      lane.underWay = null
    })
    const pause = new Promise<void>((resolve) => timers.after(PAUSE_MS, resolve))
    void Promise.all([answered, pause]).then(() => next(key, lane))
    return sent
  }

  function next(key: number, lane: Lane): void {
    const { waiting } = lane
    lane.waiting = null
    if (waiting) send(key, lane, waiting.work).then(waiting.resolve, waiting.reject)
    else lanes.delete(key)
  }

  function overtake(key: number): Lane | undefined {
    const lane = lanes.get(key)
    lane?.waiting?.resolve()
    if (lane) lane.waiting = null
    return lane
  }

  return {
    move(key, work) {
      const known = lanes.get(key)
      if (!known) {
        const lane: Lane = { underWay: null, waiting: null, order: 0 }
        lanes.set(key, lane)
        return send(key, lane, work)
      }
      known.order++
      if (known.waiting) known.waiting.work = work
      else known.waiting = { work, ...Promise.withResolvers<void>() }
      return known.waiting.promise
    },
    async stop(key, work) {
      const lane = overtake(key)
      const mine = lane && ++lane.order
      const behind = lane?.underWay
      await work()
      if (!behind) return
      await behind
      if (lane?.order === mine) await work()
    },
    overtake: (key) => void overtake(key),
  }
}

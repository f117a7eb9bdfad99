// Pull points: each keeps what happened until it is fetched, and is gone when nobody renewed it.
import { SoapFault } from '../soap.ts'
import type { Happening } from './messages.ts'
import { type EventKind, TOPICS } from './topics.ts'

export interface PullPoint {
  readonly id: string
  expires: Date
  /** Waits until there is something, so many milliseconds at most. */
  pull(most: number, waitMs: number): Promise<Happening[]>
  /** Keeps it, if it is of a topic that was asked for. */
  tell(happening: Happening): void
}

export interface PullPoints {
  /** `filter` is a topic expression, null for everything; `known` are the states to begin with. */
  create(expires: Date, filter: string | null, known: Happening[]): PullPoint
  /** Throws when it is unknown or has expired. */
  find(id: string): PullPoint
  remove(id: string): void
  tell(happening: Happening): void
  /** Those that have not expired. */
  count(): number
  /** Forgets all, as a camera that restarts its event service does. */
  lose(): void
}

const ROOM = 200

const unknown = () =>
  new SoapFault(
    'Sender',
    ['ter:InvalidArgVal', 'wsnt:ResourceUnknownFault'],
    'The subscription is unknown or has expired',
  )

/** Topics side by side with `|`; `//.` at the end means everything below. */
function matches(filter: string | null, kind: EventKind): boolean {
  if (filter === null) return true
  return filter.split('|').some((one) => {
    const wanted = one.trim()
    const topic = TOPICS[kind].topic
    return wanted.endsWith('//.') ? topic.startsWith(wanted.slice(0, -3)) : topic === wanted
  })
}

interface Kept extends PullPoint {
  queue: Happening[]
  wake(): void
}

export function createPullPoints(clock: () => Date, most: number): PullPoints {
  const points = new Map<string, Kept>()
  let made = 0

  function sweep(): void {
    for (const [id, point] of points) {
      if (point.expires.getTime() > clock().getTime()) continue
      points.delete(id)
      point.wake()
    }
  }

  function wait(point: Kept, waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      point.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    create(expires, filter, known) {
      sweep()
      if (points.size >= most)
        throw new SoapFault(
          'Receiver',
          ['wsnt:SubscribeCreationFailedFault'],
          'The camera has no room for another subscription',
        )
      const point: Kept = {
        ...{ id: String(++made), expires, wake: () => {} },
        queue: known.filter(({ kind }) => matches(filter, kind)),
        async pull(limit, waitMs) {
          if (point.queue.length === 0) await wait(point, waitMs)
          // Lost or expired while somebody waited.
          if (points.get(point.id) !== point) throw unknown()
          return point.queue.splice(0, limit)
        },
        tell(happening) {
          if (!matches(filter, happening.kind)) return
          point.queue.push(happening)
          // What nobody fetches is lost, the oldest first.
          if (point.queue.length > ROOM) point.queue.shift()
          point.wake()
        },
      }
      points.set(point.id, point)
      return point
    },
    find(id) {
      sweep()
      const point = points.get(id)
      if (!point) throw unknown()
      return point
    },
    remove(id) {
      const point = points.get(id)
      points.delete(id)
      point?.wake()
    },
    tell(happening) {
      sweep()
      for (const point of points.values()) point.tell(happening)
    },
    count() {
      sweep()
      return points.size
    },
    lose() {
      const old = [...points.values()]
      points.clear()
      for (const point of old) point.wake()
    },
  }
}

// At most so many requests to one device at once; what a person waits for goes first.
import { personWaits } from './urgency.ts'

export interface Limiter {
  /** Runs the work when its turn comes; rejects with the signal's reason when that aborts while it still waits. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Recorders answer a handful of requests at once; more and they say "busy" to everybody, their own screen included. */
export function createLimiter(slots = 4): Limiter {
  let running = 0
  const people: (() => void)[] = []
  const background: (() => void)[] = []

  function next() {
    if (running >= slots) return
    const turn = people.shift() ?? background.shift()
    if (!turn) return
    running++
    turn()
  }

  function turn(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const queue = personWaits() ? people : background
    const entry = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      const at = queue.indexOf(entry)
      if (at >= 0) queue.splice(at, 1)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    queue.push(entry)
    next()
    return promise
  }

  return {
    async run(work, signal) {
      signal?.throwIfAborted()
      await turn(signal)
      try {
        return await work()
      } finally {
        running--
        next()
      }
    },
  }
}

/**
 * Limiters by address: a device is one, whether a session asks it, a test of its connection or another household's session.
 * An address is forgotten when nothing runs or waits there.
 */
export function createLimiters(): (address: string) => Limiter {
  const busy = new Map<string, { limiter: Limiter; users: number }>()
  return (address) => ({
    async run(work, signal) {
      const entry = busy.get(address) ?? { limiter: createLimiter(), users: 0 }
      busy.set(address, entry)
      entry.users++
      try {
        return await entry.limiter.run(work, signal)
      } finally {
        if (--entry.users === 0) busy.delete(address)
      }
    },
  })
}

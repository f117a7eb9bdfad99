// Stills wait for their turn: a browser has six connections to us, and pictures that devices take slowly would hold up
// everything else, the live ones above all.

const AT_ONCE = 2

export interface Queue {
  /** Runs `work` when it is its turn; one that is no longer wanted by then is passed over. */
  add(work: () => Promise<void>, signal: AbortSignal): void
}

export function createQueue(atOnce = AT_ONCE): Queue {
  const waiting: { work: () => Promise<void>; signal: AbortSignal }[] = []
  let running = 0
  const next = () => {
    while (running < atOnce) {
      const one = waiting.shift()
      if (!one) return
      if (one.signal.aborted) continue
      running++
      void one.work().finally(() => {
        running--
        next()
      })
    }
  }
  return {
    add(work, signal) {
      waiting.push({ work, signal })
      next()
    },
  }
}

export const pictureQueue = createQueue()

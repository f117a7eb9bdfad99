// Waiting for something to become true, with a bound and an end from outside.

export interface Waiters {
  /** Resolves true as soon as `ready()`, asked now and at each wake; false when time is up or the signal aborts. */
  until(ready: () => boolean, ms: number, signal?: AbortSignal): Promise<boolean>
  wake(): void
}

export function createWaiters(): Waiters {
  const waiting = new Set<() => void>()

  return {
    until(ready, ms, signal) {
      if (ready()) return Promise.resolve(true)
      if (signal?.aborted) return Promise.resolve(false)
      return new Promise((resolve) => {
        const finish = (result: boolean) => {
          clearTimeout(timer)
          waiting.delete(ask)
          signal?.removeEventListener('abort', giveUp)
          resolve(result)
        }
        const ask = () => {
          if (ready()) finish(true)
        }
        const giveUp = () => finish(false)
        const timer = setTimeout(giveUp, ms)
        waiting.add(ask)
        signal?.addEventListener('abort', giveUp)
      })
    },
    wake() {
      for (const ask of [...waiting]) ask()
    },
  }
}

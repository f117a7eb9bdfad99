// Waiting, handed in so that tests can move time themselves.

export interface Timers {
  /** Runs `run` once after so many milliseconds; disposing what it gives before then cancels it. */
  after(ms: number, run: () => void): Disposable
}

/** The machine's own clock. */
export const realTimers: Timers = {
  after(ms, run) {
    const handle = setTimeout(run, ms)
    return { [Symbol.dispose]: () => clearTimeout(handle) }
  },
}

/** Resolves after the time; rejects with the signal's reason as soon as that aborts. */
export function sleep(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  if (signal.aborted) return Promise.reject(signal.reason)
  const timer = timers.after(ms, () => {
    signal.removeEventListener('abort', stop)
    resolve()
  })
  const stop = () => {
    timer[Symbol.dispose]()
    reject(signal.reason)
  }
  signal.addEventListener('abort', stop, { once: true })
  return promise
}

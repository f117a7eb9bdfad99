// What was asked of the device, for tests to look at.

export interface SeenRequest {
  method: string
  /** With its query. */
  path: string
  status: number
  at: Date
}

export interface Stats {
  readonly requests: SeenRequest[]
  record(method: string, path: string, status: number): void
  /** A request has come; returns what to call once when it is done. */
  begin(): () => void
  /** Answers behind the login by method and path without query. */
  counts(): Record<string, number>
  /** All answers, those that only asked for a login, the most that were under way at once, and the time that all of them took. */
  totals(): { answers: number; challenges: number; atOnce: number; busyMs: number }
  /** Starts counting anew. */
  forget(): void
}

const KEPT = 5000

export function createStats(now: () => Date): Stats {
  const requests: SeenRequest[] = []
  const counts = new Map<string, number>()
  let [answers, challenges, atOnce, busyMs, open] = [0, 0, 0, 0, 0]
  return {
    requests,
    record(method, path, status) {
      answers++
      if (status === 401) challenges++
      else {
        const key = `${method} ${path.split('?', 1)[0]}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      requests.push({ method, path, status, at: now() })
      if (requests.length > KEPT) requests.splice(0, requests.length - KEPT)
    },
    begin() {
      open++
      atOnce = Math.max(atOnce, open)
      const began = performance.now()
      let isDone = false
      return () => {
        if (isDone) return
        open--
        busyMs += performance.now() - began
        isDone = true
      }
    },
    counts: () => Object.fromEntries(counts),
    totals: () => ({ answers, challenges, atOnce, busyMs }),
    forget() {
      requests.length = 0
      counts.clear()
      answers = challenges = atOnce = busyMs = 0
    },
  }
}

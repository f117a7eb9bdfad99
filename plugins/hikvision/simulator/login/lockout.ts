// Counts wrong logins, over HTTP and RTSP together, and locks the door after too many.

export interface Lockout {
  locked(): boolean
  /** A wrong login, or any login while the door is locked; only the first kind brings the lock nearer. */
  refuse(by: 'http' | 'rtsp'): void
  /** A right login sets the count back. */
  accept(): void
  /** Forgets counts and lock, as a restart does. */
  reset(): void
  triesLeft(): number
  secondsLocked(): number
  readonly refused: { http: number; rtsp: number; total: number }
}

export function createLockout({ tries, seconds, now }: { tries: number; seconds: number; now: () => Date }): Lockout {
  let wrong = 0
  let until = 0
  const refused = { http: 0, rtsp: 0, total: 0 }
  const locked = () => {
    if (until === 0) return false
    if (now().getTime() < until) return true
    until = 0
    wrong = 0
    return false
  }
  return {
    locked,
    refuse(by) {
      refused[by]++
      refused.total++
      if (locked()) return
      wrong++
      if (wrong >= tries) until = now().getTime() + seconds * 1000
    },
    accept() {
      wrong = 0
    },
    reset() {
      wrong = 0
      until = 0
    },
    triesLeft: () => (locked() ? 0 : tries - wrong),
    secondsLocked: () => (locked() ? Math.ceil((until - now().getTime()) / 1000) : 0),
    refused,
  }
}

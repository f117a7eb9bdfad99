// What was asked of the camera, for tests to look at.

export interface Stats {
  /** Answers behind the login, by operation; `snapshot` for pictures. */
  readonly operations: Record<string, number>
  /** Logins that were sent and refused, and questions that came without one. */
  readonly refusedLogins: { http: number; rtsp: number; total: number }
  readonly challenges: number
  /** Operations in the order in which they came. */
  readonly order: readonly string[]
  forget(): void
}

export interface StatsBook extends Stats {
  asked(operation: string): void
  refused(by: 'http' | 'rtsp'): void
  challenged(): void
}

const KEPT = 2000

export function createStats(): StatsBook {
  const operations: Record<string, number> = {}
  const refusedLogins = { http: 0, rtsp: 0, total: 0 }
  const order: string[] = []
  let challenges = 0
  return {
    ...{ operations, refusedLogins, order },
    get challenges() {
      return challenges
    },
    asked(operation) {
      operations[operation] = (operations[operation] ?? 0) + 1
      order.push(operation)
      if (order.length > KEPT) order.shift()
    },
    refused(by) {
      refusedLogins[by]++
      refusedLogins.total++
    },
    challenged() {
      challenges++
    },
    forget() {
      for (const name of Object.keys(operations)) delete operations[name]
      Object.assign(refusedLogins, { http: 0, rtsp: 0, total: 0 })
      order.length = 0
      challenges = 0
    },
  }
}

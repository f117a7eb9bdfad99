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
}

const KEPT = 5000

export function createStats(now: () => Date): Stats {
  const requests: SeenRequest[] = []
  return {
    requests,
    record(method, path, status) {
      requests.push({ method, path, status, at: now() })
      if (requests.length > KEPT) requests.splice(0, requests.length - KEPT)
    },
  }
}

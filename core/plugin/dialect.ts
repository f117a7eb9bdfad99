// North: how clients written for some product's API speak to the core.
import type { Hono } from 'hono'
import type { Caller } from '../domain/caller.ts'
import type { Fault } from '../domain/fault.ts'
import type { Services } from '../services/index.ts'

export interface Dialect {
  readonly at: { path: `/${string}`; ports?: { port: number; profile?: string }[] }
  /** Paths below the mount that need no caller; everything else does. */
  readonly public: readonly string[]
  /**
   * Who is asking; null when the request does not say or says it wrongly. Absent: the main port's guard asks, which is possible
   * below `/api` only; then the routes are described with the main port's own (see `http.ts` and ADR 0005).
   */
  authenticate?(request: Request, services: Services): Promise<Caller | null>
  routes(services: Services, options: { base: string; profile?: string }): Hono
  fault(fault: Fault): Response
}

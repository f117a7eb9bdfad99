// North: how clients written for some product's API speak to the core.
import type { Hono, MiddlewareHandler } from 'hono'
import type { Alarm } from '../domain/alarm.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import type { StoredEvent } from '../domain/event.ts'
import type { Fault } from '../domain/fault.ts'
import type { Services } from '../services/index.ts'

export interface Dialect {
  readonly at: {
    path: `/${string}`
    ports?: { port: number; profile?: string }[]
    /** Ways to answer that a port of its own may ask for; the first is that of the main port, and of a port that asks for none. */
    profiles?: readonly string[]
    /** Slashes at the end of a path count for nothing, and `+` stands for a blank. */
    loosePaths?: true
    /** What may stand before each path and means nothing: `/api` where `/api/cameras` is `/cameras`. */
    alias?: `/${string}`
  }
  /** Paths below the mount that need no caller; everything else does. */
  readonly public: readonly string[]
  /**
   * Who is asking; null when the request does not say or says it wrongly. Absent: the main port's guard asks, which is possible
   * below `/api` only; then the routes are described with the main port's own (see `http.ts` and ADR 0005).
   */
  authenticate?(request: Request, services: Services, origin: Origin): Promise<Caller | null>
  routes(services: Services, options: DialectMount): Hono
  fault(fault: Fault): Response
  /** Stands before everything below a mount, its lock too: headers of every answer, and what browsers ask before they ask. */
  around?(services: Services): MiddlewareHandler
  /** What a path is answered that it does not have, where that is more than a fault. */
  nothing?(): Response
  /** What is answered where a path does not have a method, if more than `nothing`. */
  notAllowed?(allowed: readonly string[]): Response
  /** What its clients are told over the broker, in their words; what is sent where is `core/mqtt`'s business. */
  hub?(services: Services): DialectHub
}

export interface DialectHub {
  /** Every channel that they know, of whatever household, by the name that they know it by. */
  streams(): { channelId: number; deviceId: number; householdId: number; name: string }[]
  /** Empty for what is nothing that they are told of. */
  ofAlarm(alarm: Alarm): Sighting[]
  ofEvent(event: StoredEvent): Sighting[]
}

/** Something that was seen in a picture: where, from 0 to 1 of its width and height, and how sure it is. */
export interface Sighting {
  label: string
  confidence: number
  x: number
  y: number
  width: number
  height: number
}

export interface DialectMount {
  /** `''` on a port of its own. Where we are seen from outside comes before it, by request. */
  base: string
  profile?: string
}

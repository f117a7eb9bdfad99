// How often a caller may ask for what: a bucket per class and caller that fills up again steadily.
import type { Context } from 'hono'
import { Fault } from '../domain/fault.ts'
import { networkOf } from '../services/login-limit.ts'
import type { Settings } from '../services/settings.ts'
import { callerIn, type Env, originOf } from './guard.ts'

interface Class {
  /** As many at once as in all of the seconds. */
  most: number
  seconds: number
  /** Answers of it that may be under way at the same time. */
  atOnce?: number
}

/**
 * What a page of ours asks in its busiest minute (a wall of 64 channels is opened, a timeline is dragged) is far below each.
 * Wrong passwords are counted by the service that checks them, whatever door they come through.
 */
export const LIMITS = {
  usual: { most: 600, seconds: 60 },
  /** Questions that read much: search, sums, our own log. */
  search: { most: 60, seconds: 60 },
  /** Films and files, backups among them. A player of ours goes through a ticket. */
  stream: { most: 60, seconds: 60, atOnce: 4 },
  /** A device or its channel is written to, or read anew. */
  device: { most: 20, seconds: 60 },
  /** Fresh pictures, and relays started anew. */
  picture: { most: 30, seconds: 60 },
  /**
   * Trying logins and addresses, and adding devices or changing them (a script may bring the cameras of a whole house at once);
   * making and restoring backups, whose passphrase nobody is to guess.
   */
  connect: { most: 30, seconds: 60 },
  /** Of a dialect, whose clients poll what is told to ours; the setting `dialect_requests` says how many instead. */
  dialect: { most: 600, seconds: 10 },
  /** A new pair of tokens. */
  refresh: { most: 30, seconds: 900 },
} as const satisfies Record<string, Class>

export type LimitClass = keyof typeof LIMITS

interface Bucket {
  left: number
  at: number
}

/** What the headers of an answer say about the bucket that its request came from. */
export interface LimitState {
  most: number
  remaining: number
  /** Epoch seconds at which the bucket is full again. */
  resetAt: number
}

export interface RateLimits {
  /** Takes one from the caller's bucket of a class, or from the address's, or from that of `who`. Fault too-many when there is none. */
  take(c: Context<Env>, name: LimitClass, who?: string): void
}

/** A flood of made-up addresses cannot fill the memory: the longest unused bucket goes, and it is nearly always full. */
const MOST_BUCKETS = 20_000

/** `Bun.serve` knows the address of a request until its answer has been sent. */
const isUnderWay = (c: Context) => {
  const server = c.env as { requestIP?(request: Request): unknown } | undefined
  const { raw } = c.req
  return () => Boolean(server?.requestIP?.(raw))
}

/** `settings`: without them each class is as it stands above. */
export function createRateLimits(now: () => Date, settings?: Pick<Settings, 'get'>): RateLimits {
  const buckets = new Map<string, Bucket>()
  const running = new Map<string, (() => boolean)[]>()

  const classOf = (name: LimitClass): Class =>
    name === 'dialect' && settings ? { ...LIMITS.dialect, most: settings.get('dialect_requests') } : LIMITS[name]

  function filled(key: string, { most, seconds }: Class): Bucket {
    const at = +now()
    const known = buckets.get(key)
    const passed = known ? Math.max(0, at - known.at) / 1000 : 0
    const bucket = { left: known ? Math.min(most, known.left + (passed * most) / seconds) : most, at }
    buckets.delete(key)
    buckets.set(key, bucket)
    for (const oldest of buckets.keys()) {
      if (buckets.size <= MOST_BUCKETS) break
      buckets.delete(oldest)
    }
    return bucket
  }

  function tooMany(what: string, retryAfterSeconds: number): Fault {
    const seconds = retryAfterSeconds === 1 ? 'a second' : `${retryAfterSeconds} seconds`
    return new Fault('too-many', `Too many ${what}. Try again in ${seconds}.`, { retryAfterSeconds })
  }

  /** Those that have ended are found when somebody asks for one more. */
  function begin(c: Context, key: string, atOnce: number): void {
    const open = (running.get(key) ?? []).filter((isOpen) => isOpen())
    if (open.length >= atOnce) throw tooMany(`films and files at once (${atOnce})`, 1)
    running.delete(key)
    running.set(key, [...open, isUnderWay(c)])
    for (const [other, list] of running) if (!list.some((isOpen) => isOpen())) running.delete(other)
  }

  return {
    take(c, name, who = whoIs(c)) {
      const limit = classOf(name)
      const key = `${name} ${who}`
      const bucket = filled(key, limit)
      const perSecond = limit.most / limit.seconds
      const isEmpty = bucket.left < 1
      if (!isEmpty) bucket.left--
      c.set('limit', {
        most: limit.most,
        remaining: Math.floor(bucket.left),
        resetAt: Math.ceil(bucket.at / 1000 + (limit.most - bucket.left) / perSecond),
      })
      if (isEmpty) throw tooMany('requests', Math.max(1, Math.ceil((1 - bucket.left) / perSecond)))
      if (limit.atOnce) begin(c, key, limit.atOnce)
    },
  }
}

/** A person is one with all his sign-ins and keys, a stranger one with all who come from where he does. */
function whoIs(c: Context<Env>): string {
  const caller = callerIn(c)
  return caller && 'userId' in caller ? `user:${caller.userId}` : `address:${networkOf(originOf(c).address)}`
}

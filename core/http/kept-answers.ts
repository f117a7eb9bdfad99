// Lists that are asked for over and over: prepared once for each caller and address, and good until anything is new, or for a second.
import type { Context, MiddlewareHandler } from 'hono'
import type { Caller } from '../domain/caller.ts'
import type { Services } from '../services/index.ts'
import { callerOf, type Env } from './guard.ts'

export interface KeptAnswers {
  /**
   * What `make` gives, as JSON, or what it gave this very caller at this address. `make` must say the same to all sign-ins
   * of the account whose name is asked for, and nothing of a fault is kept.
   */
  json(c: Context<Env>, make: (caller: Caller) => object | Promise<object>): Promise<Response>
  /** Before the checks of what is asked, which are most of the work then: gives again what is kept, and what was right is right again. */
  again: MiddlewareHandler<Env>
}

interface Kept {
  changes: string
  until: number
  /** Answers share its bytes; of an array each would have a copy. */
  body: Promise<Blob>
  bytes: number
}

/** What changes in memory alone is no older than this. */
const FRESH_MS = 1000
/** In all, and of one answer: a larger one is made anew. */
const MOST_BYTES = 16 * 1024 * 1024
const MOST_OF_ONE = 4 * 1024 * 1024
const MOST_KEPT = 1000
const JSON_TYPE = { 'content-type': 'application/json' }

/** Whom an answer is for: a sign-in or a key alone, as two of one account may differ in what they may. */
export function askerOf(caller: Caller): string {
  if (caller.kind === 'user') return `user:${caller.signInId}`
  if (caller.kind === 'key') return `key:${caller.keyId}`
  if (caller.kind === 'link') return `link:${caller.linkId}`
  return caller.kind === 'hub' ? `hub:${caller.householdId}` : caller.kind
}

/** One for each mount, since profiles differ in what they answer. `clock`: milliseconds that only go on. */
export function createKeptAnswers(
  { changes }: Pick<Services, 'changes'>,
  clock = () => performance.now(),
): KeptAnswers {
  const kept = new Map<string, Kept>()
  let held = 0

  function forget(key: string): void {
    held -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }

  function forgetOldest(): void {
    for (const key of kept.keys()) {
      if (held <= MOST_BYTES && kept.size <= MOST_KEPT) return
      forget(key)
    }
  }

  function begin(key: string, now: string, make: () => object | Promise<object>): Kept {
    // Counted before it is read: what is written meanwhile makes it old.
    const one: Kept = { changes: now, until: clock() + FRESH_MS, body: written(make), bytes: 0 }
    forget(key)
    kept.set(key, one)
    one.body.then(
      ({ size }) => {
        if (kept.get(key) !== one) return
        one.bytes = size
        held += size
        if (size > MOST_OF_ONE) forget(key)
        forgetOldest()
      },
      () => kept.get(key) === one && forget(key),
    )
    return one
  }

  const keyOf = (c: Context<Env>) => `${askerOf(callerOf(c))} ${c.req.url}`

  function good(key: string, now: string): Kept | null {
    const known = kept.get(key)
    return known !== undefined && known.changes === now && clock() < known.until ? known : null
  }

  return {
    async json(c, make) {
      const key = keyOf(c)
      const now = changes.count()
      const { body } = good(key, now) ?? begin(key, now, () => make(callerOf(c)))
      return new Response(await body, { headers: JSON_TYPE })
    },
    async again(c, next) {
      const known = good(keyOf(c), changes.count())
      if (!known) return next()
      return new Response(await known.body, { headers: JSON_TYPE })
    },
  }
}

async function written(make: () => object | Promise<object>): Promise<Blob> {
  return new Blob([JSON.stringify(await make())])
}

// Passwords of accounts: argon2id, few at a time, and as slow for a name that does not exist.
import { Fault } from '../domain/fault.ts'

/** What one calculation costs. Tests make it cheap. */
export interface HashCost {
  memoryCost: number
  timeCost: number
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** `hash` null = there is no such account: takes as long and is false. `givesWay` leaves most of the queue to others. */
  verify(password: string, hash: string | null, options?: { givesWay?: boolean }): Promise<boolean>
}

/** Bun's own default: 64 MiB, and a fraction of a second on a small board. */
const DEFAULT_COST: HashCost = { memoryCost: 65_536, timeCost: 2 }
const AT_ONCE = 2
const MOST_WAITING = 50
/** Of who gives way. Guessers have failed before; so they do not push out the owner, who has not. */
const MOST_GIVING_WAY = 10

/** At most two at a time, since each takes 64 MiB; whoever finds 50 waiting is asked to come back. */
export function createPasswords(cost: HashCost = DEFAULT_COST): Passwords {
  let running = 0
  const waiting: (() => void)[] = []

  async function inTurn<T>(work: () => Promise<T>, mostWaiting = MOST_WAITING): Promise<T> {
    if (running >= AT_ONCE) {
      if (waiting.length >= mostWaiting)
        throw new Fault('too-many', 'Too many people are signing in at once. Try again in a moment.', {
          retryAfterSeconds: 5,
        })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  const hash = (password: string) => Bun.password.hash(password, { algorithm: 'argon2id', ...cost })
  return {
    hash: (password) => inTurn(() => hash(password)),
    verify: (password, stored, { givesWay = false } = {}) =>
      inTurn(
        async () => {
          if (stored !== null) return Bun.password.verify(password, stored)
          // Making a hash costs what checking one does.
          await hash(password)
          return false
        },
        givesWay ? MOST_GIVING_WAY : MOST_WAITING,
      ),
  }
}

// Passwords of accounts: argon2id, few at a time, as slow for a name that does not exist, and no crowd before who is known.
import { Fault } from '../domain/fault.ts'

/** What one calculation costs. Tests make it cheap. */
export interface HashCost {
  memoryCost: number
  timeCost: number
}

/**
 * Whoever is signed in, or has an open sign-in from where he comes, is known. A stranger who has failed a short time ago leaves
 * most of the queue to others.
 */
export interface Asker {
  standing: 'known' | 'stranger' | 'suspect'
  /** The name that a stranger gives. */
  account: string
}

export interface Passwords {
  /** Without an asker: somebody known. */
  hash(password: string, asker?: Asker): Promise<string>
  /** `hash` null = there is no such account: takes as long and is false. */
  verify(password: string, hash: string | null, asker: Asker): Promise<boolean>
}

/** Bun's own default: 64 MiB, and a fraction of a second on a small board. */
const DEFAULT_COST: HashCost = { memoryCost: 65_536, timeCost: 2 }
const AT_ONCE = 2
/** A crowd of strangers leaves a core to everything else, and a turn to who is known. */
const STRANGERS_AT_ONCE = 1
const MOST_KNOWN = 50
const MOST_STRANGERS = 80
const MOST_SUSPECTS = 10
const KNOWN: Asker = { standing: 'known', account: '' }

/** At most two at a time, since each takes 64 MiB; whoever finds too many waiting is asked to come back. */
export function createPasswords(cost: HashCost = DEFAULT_COST): Passwords {
  let running = 0
  let strangersRunning = 0
  const known: (() => void)[] = []
  const strangers: { account: string; begin: () => void }[] = []

  function hasRoom({ standing, account }: Asker): boolean {
    if (standing === 'known') return known.length < MOST_KNOWN
    if (standing === 'suspect' && strangers.length >= MOST_SUSPECTS) return false
    // No name has more places than are left: guesses at one take half of them, at two a third each.
    const alike = strangers.filter((waiting) => waiting.account === account).length
    return alike < MOST_STRANGERS - strangers.length
  }

  function next(): void {
    while (running < AT_ONCE) {
      const isKnown = known.length > 0
      if (!isKnown && strangersRunning >= STRANGERS_AT_ONCE) return
      const begin = isKnown ? known.shift() : strangers.shift()?.begin
      if (!begin) return
      running++
      if (!isKnown) strangersRunning++
      begin()
    }
  }

  async function inTurn<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
    if (!hasRoom(asker))
      throw new Fault('too-many', 'Too many people are signing in at once. Try again in a moment.', {
        retryAfterSeconds: 5,
      })
    const { account, standing } = asker
    await new Promise<void>((begin) => {
      if (standing === 'known') known.push(begin)
      else strangers.push({ account, begin })
      next()
    })
    try {
      return await work()
    } finally {
      running--
      if (standing !== 'known') strangersRunning--
      next()
    }
  }

  const hash = (password: string) => Bun.password.hash(password, { algorithm: 'argon2id', ...cost })
  return {
    hash: (password, asker = KNOWN) => inTurn(asker, () => hash(password)),
    verify: (password, stored, asker) =>
      inTurn(asker, async () => {
        if (stored !== null) return Bun.password.verify(password, stored)
        // Making a hash costs what checking one does.
        await hash(password)
        return false
      }),
  }
}

// Slows down whoever guesses passwords, and nobody else: counted per address and account, and per address.
import ipaddr from 'ipaddr.js'
import { Fault } from '../domain/fault.ts'

const WINDOW_MS = 15 * 60_000
const FIRST_WAIT_MS = 30_000
const MOST_ENTRIES = 20_000

interface Entry {
  failures: number
  lastAt: number
  /** Attempts before this are refused unread. */
  waitUntil: number
  /** What the failures were measured against, as the one who counts them says. */
  against: string | null
}

export interface Tried {
  /** At the machine itself: counted apart from all who come through a proxy there, and never waits long. */
  local?: boolean | undefined
  /** What changes with the password: failures against a former one are forgotten. */
  against?: string | null
}

export interface Attempt {
  /** Others from this address have failed, or are being looked at, a short time ago. */
  isSuspect: boolean
  succeeded(): void
  /** It was sent away unread: then it was none. */
  takenBack(): void
}

export interface LoginLimit {
  /**
   * Counts an attempt as failed before its password is looked at, so that many at once cannot slip through together. Fault
   * too-many while the address, or the address on this account, has to wait.
   */
  attempt(address: string | null, account: string, tried?: Tried): Attempt
  /** Forgets the failures on an account, from wherever they came; false when there were none. */
  clear(account: string): boolean
}

const LOCAL = 'local'
const keyOf = (account: string) => account.toLowerCase().slice(0, 64)
/** The network of an address that nobody knows. */
export const NOWHERE = 'unknown'

/** One household's devices share an IPv6 prefix, and so do all addresses that one guesser can take. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return NOWHERE
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

/**
 * So many failures within 15 minutes; all are forgotten 15 minutes after the last one. From the most allowed on, each one
 * doubles the wait: 30 s, 1 min, … 15 min; at the machine itself it stays 30 s. Another address is never made to wait, so a
 * guesser cannot lock out the owner.
 */
export function createLoginLimit(options: {
  now: () => Date
  /** Failures before the first wait: of one account from one address, and of one address in all. */
  perAccount?: number
  perAddress?: number
}): LoginLimit {
  const { now, perAccount = 5, perAddress = 30 } = options
  const entries = new Map<string, Entry>()

  function living(key: string): Entry | undefined {
    const entry = entries.get(key)
    // A clock that was set back would make everybody wait for the time that it was set back by.
    const isOver = entry && +now() - entry.lastAt >= WINDOW_MS && +now() >= entry.waitUntil
    if (entry && (isOver || +now() < entry.lastAt)) {
      entries.delete(key)
      return undefined
    }
    return entry
  }

  function count(key: string, most: number, mostWait: number, against: string | null = null): void {
    const entry = living(key) ?? { failures: 0, lastAt: +now(), waitUntil: 0, against }
    // Those that lie far apart do not add up, but who has gone beyond waits longer each time, until he rests.
    if (entry.failures < most)
      entry.failures = Math.max(0, entry.failures - ((+now() - entry.lastAt) * most) / WINDOW_MS)
    entry.failures++
    entry.lastAt = +now()
    const beyond = Math.floor(entry.failures - most)
    if (beyond >= 0) entry.waitUntil = entry.lastAt + Math.min(mostWait, FIRST_WAIT_MS * 2 ** Math.min(10, beyond))
    entries.delete(key)
    entries.set(key, entry)
    // Oldest first: a flood of made-up names cannot fill the memory.
    for (const oldest of entries.keys()) {
      if (entries.size <= MOST_ENTRIES) break
      entries.delete(oldest)
    }
  }

  function takeBack(key: string, most: number, many = 1): void {
    const entry = entries.get(key)
    if (!entry) return
    entry.failures = Math.max(0, entry.failures - many)
    if (entry.failures < most) entry.waitUntil = 0
  }

  function waitSeconds(key: string): number {
    return Math.ceil(((living(key)?.waitUntil ?? 0) - +now()) / 1000)
  }

  return {
    attempt(address, account, { local = false, against = null } = {}) {
      const network = local ? LOCAL : networkOf(address)
      const mostWait = local ? FIRST_WAIT_MS : WINDOW_MS
      const pair = `${network} ${keyOf(account)}`
      const former = living(pair)
      if (former && former.against !== against) {
        entries.delete(pair)
        takeBack(network, perAddress, former.failures)
      }
      const retryAfterSeconds = Math.max(waitSeconds(network), waitSeconds(pair))
      if (retryAfterSeconds > 0)
        throw new Fault(
          'too-many',
          `Too many failed attempts from this address. Try again in ${retryAfterSeconds} seconds.`,
          { retryAfterSeconds },
        )
      const isSuspect = (living(network)?.failures ?? 0) >= 1
      count(network, perAddress, mostWait)
      count(pair, perAccount, mostWait, against)
      return {
        isSuspect,
        succeeded() {
          entries.delete(pair)
          takeBack(network, perAddress)
        },
        takenBack() {
          takeBack(network, perAddress)
          takeBack(pair, perAccount)
        },
      }
    },
    clear(account) {
      const found = [...entries].filter(
        ([key]) => key.slice(key.indexOf(' ') + 1) === keyOf(account) && key.includes(' '),
      )
      for (const [key, { failures }] of found) {
        entries.delete(key)
        takeBack(key.slice(0, key.indexOf(' ')), perAddress, failures)
      }
      return found.length > 0
    },
  }
}

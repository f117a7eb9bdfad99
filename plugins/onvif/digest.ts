// HTTP Digest for one camera: the challenge in force, and a counter that never comes twice.

/** Answers one challenge, as the package does it. */
export type Answer = (challenge: string, method: string, path: string, count: string) => string

export interface Digest {
  /** Takes the strongest challenge that we can answer; false when there is none. */
  challenged(challenges: readonly string[]): boolean
  /** How many there have been. */
  challenges(): number
  /** For the challenge in force; undefined before there is one. */
  authorization(method: string, path: string): string | undefined
}

const ALGORITHMS = ['SHA-256', 'MD5']

function parameter(challenge: string, name: string): string | null {
  const found = new RegExp(`[\\s,]${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,]*))`, 'i').exec(challenge)
  return found ? (found[1] ?? found[2] ?? '') : null
}

function strength(challenge: string): number {
  const named = parameter(challenge, 'algorithm') ?? 'MD5'
  return ALGORITHMS.indexOf(named.toUpperCase())
}

/** The one of several ways that we can go, written as the package reads it. */
function narrowed(challenge: string): string | null {
  if (!/^digest\s/i.test(challenge) || !parameter(challenge, 'nonce') || strength(challenge) < 0) return null
  const qop = parameter(challenge, 'qop')
  if (qop === null || qop === '') return challenge.replace(/,?\s*qop=""/i, '').replace(/^digest/i, 'Digest')
  if (!qop.split(',').some((word) => word.trim().toLowerCase() === 'auth')) return null
  return challenge.replace(/qop\s*=\s*(?:"[^"]*"|[^\s,]*)/i, 'qop="auth"').replace(/^digest/i, 'Digest')
}

export function isStale(challenges: readonly string[]): boolean {
  return challenges.some((challenge) => parameter(challenge, 'stale')?.toLowerCase() === 'true')
}

export function createDigest(answer: Answer): Digest {
  let inForce: string | null = null
  let count = 0
  let challenges = 0
  return {
    challenges: () => challenges,
    challenged(all) {
      challenges++
      const usable = all.map(narrowed).filter((challenge) => challenge !== null)
      inForce = usable.sort((a, b) => strength(a) - strength(b))[0] ?? null
      count = 0
      return inForce !== null
    },
    authorization(method, path) {
      if (inForce === null) return undefined
      count++
      const header = answer(inForce, method, path, count.toString(16).padStart(8, '0'))
      // Header values are bytes: names beyond Latin-1 go out as UTF-8.
      return Buffer.from(header, 'utf8').toString('latin1')
    },
  }
}

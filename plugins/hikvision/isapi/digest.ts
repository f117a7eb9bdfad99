// Answers to the login challenges of devices; the one import of digest-fetch, with its repairs.
import DigestClient from 'digest-fetch'

/** Signs requests for one challenge. */
export interface Signer {
  readonly scheme: 'digest' | 'basic'
  readonly nonce: string | null
  /** The Authorization header of one request; each call claims a counter of its own, before anything is sent. */
  authorization(method: string, path: string): string
}

// Strongest first. Spelled as digest-fetch wants them.
const ALGORITHMS = ['SHA-512-256', 'SHA-512-256-sess', 'SHA-256', 'SHA-256-sess', 'MD5', 'MD5-sess']

/** Splits a WWW-Authenticate value into its challenges: fetch joins several headers by ", ", which also parts parameters. */
export function splitChallenges(header: string): string[] {
  const challenges: string[] = []
  let current = ''
  let quoted = false
  for (let at = 0; at < header.length; at++) {
    const letter = header[at] as string
    if (letter === '"' && header[at - 1] !== '\\') quoted = !quoted
    // A new challenge begins with a scheme: a word, then a space and no "=" (or nothing more).
    if (letter === ',' && !quoted && /^\s*[a-z][\w-]*(?:\s+[^\s=,]|\s*(?:,|$))/i.test(header.slice(at + 1))) {
      challenges.push(current.trim())
      current = ''
      continue
    }
    current += letter
  }
  return [...challenges, current.trim()].filter(Boolean)
}

function parameter(challenge: string, name: string): string | null {
  const found = new RegExp(`[\\s,]${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,]*))`, 'i').exec(challenge)
  return found ? (found[1] ?? found[2] ?? '') : null
}

function algorithmOf(challenge: string): string | undefined {
  const named = parameter(challenge, 'algorithm') ?? 'MD5'
  return ALGORITHMS.find((algorithm) => algorithm.toLowerCase() === named.toLowerCase())
}

function usable(challenge: string): boolean {
  if (!/^digest\s/i.test(challenge) || !parameter(challenge, 'nonce') || !algorithmOf(challenge)) return false
  const qop = parameter(challenge, 'qop')
  return !qop || qop.split(',').some((word) => word.trim().toLowerCase() === 'auth')
}

/** True when the device says that only the nonce was too old, so that the login itself was right. */
export function isStale(header: string): boolean {
  return splitChallenges(header).some((challenge) => parameter(challenge, 'stale')?.toLowerCase() === 'true')
}

/** Header values are bytes: names and passwords beyond Latin-1 go out as UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function digestSigner(username: string, password: string, challenge: string): Signer {
  const client = new DigestClient(username, password, { algorithm: algorithmOf(challenge) })
  client.parseAuth(challenge)
  const withQop = Boolean(client.digest && (client.digest as { qop?: string | null }).qop)
  let count = 0
  return {
    scheme: 'digest',
    nonce: parameter(challenge, 'nonce'),
    authorization(method, path) {
      count++
      // The counter is hexadecimal; digest-fetch only appends whatever stands here to zeros.
      client.digest.nc = count.toString(16) as unknown as number
      const signed = client.addAuth(`http://device${path}`, { method }) as { headers: { Authorization: string } }
      let header = signed.headers.Authorization.replace(
        `username="${username}"`,
        () => `username="${username.replace(/["\\]/g, '\\$&')}"`,
      )
      // Old devices take it ill when they are told what they have not asked for.
      if (!withQop) header = header.replace(/,nc=[^,]*,cnonce="[^"]*"$/, '')
      if (parameter(challenge, 'algorithm') === null) header = header.replace(/algorithm=[\w-]+,/, '')
      return bytes(header)
    },
  }
}

function basicSigner(username: string, password: string): Signer {
  const header = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
  return { scheme: 'basic', nonce: null, authorization: () => header }
}

/** A signer for the strongest challenge that a device offers; Basic only where it offers nothing else; null for neither. */
export function signerFor(username: string, password: string, header: string): Signer | null {
  const challenges = splitChallenges(header)
  const rank = (challenge: string) => ALGORITHMS.indexOf(algorithmOf(challenge) ?? '')
  const [best] = challenges.filter(usable).sort((a, b) => rank(a) - rank(b))
  if (best) return digestSigner(username, password, best)
  const onlyBasic = challenges.length > 0 && challenges.every((challenge) => /^basic\b/i.test(challenge))
  return onlyBasic ? basicSigner(username, password) : null
}

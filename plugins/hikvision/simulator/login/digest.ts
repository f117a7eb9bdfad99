// HTTP Digest and Basic as the devices do them: no opaque, no algorithm for MD5, `stale` quoted in capitals.
import { createHash } from 'node:crypto'

export type Scheme = 'md5' | 'sha-256' | 'basic'
/** `none`: nothing that counts as a try. `stale` and `replay`: a right password under a nonce that is used up. */
export type Verdict = 'none' | 'right' | 'wrong' | 'stale' | 'replay'

export interface Digest {
  /** Values of `WWW-Authenticate`, one header each, with a fresh nonce. */
  challenges(stale: boolean): string[]
  judge(request: { method: string; url: string; authorization: string | undefined }): Verdict
  /** A restart forgets all nonces. */
  reset(): void
}

export interface DigestOptions {
  realm: string
  /** What is offered, in the order of the headers. */
  offers: readonly Scheme[]
  nonceSeconds: number
  nonceUses: number
  /** The password of that account; undefined when there is none of that name. */
  passwordOf: (name: string) => string | undefined
  now: () => Date
}

interface Nonce {
  issued: number
  used: Set<string>
}

const hashes = { md5: 'md5', 'sha-256': 'sha256' } as const

function parameters(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name, quoted, bare] of text.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g))
    found[name!.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare!
  return found
}

/** Headers arrive as bytes; names beyond ASCII are UTF-8. */
function headerParts(authorization: string): { scheme: string; rest: string } {
  const header = Buffer.from(authorization, 'latin1').toString('utf8')
  const [, scheme = '', rest = ''] = /^(\w+)\s+(.*)$/s.exec(header) ?? []
  return { scheme: scheme.toLowerCase(), rest }
}

/** Whose name a right login carries. */
export function nameIn(authorization: string): string {
  const { scheme, rest } = headerParts(authorization)
  return scheme === 'basic'
    ? Buffer.from(rest, 'base64').toString().split(':', 1)[0]!
    : (parameters(rest).username ?? '')
}

/** Drops a scheme and host, which some clients put into `uri`. */
const pathOf = (uri: string) => uri.replace(/^https?:\/\/[^/]+/i, '')

export function createDigest({ realm, offers, nonceSeconds, nonceUses, passwordOf, now }: DigestOptions): Digest {
  const nonces = new Map<string, Nonce>()

  function issue(): string {
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(22))).toString('hex')
    nonces.set(nonce, { issued: now().getTime(), used: new Set() })
    // The oldest go first: a device has room for few.
    if (nonces.size > 2000) nonces.delete(nonces.keys().next().value!)
    return nonce
  }

  function judgeBasic(text: string): Verdict {
    if (!offers.includes('basic')) return 'none'
    const given = Buffer.from(text, 'base64').toString()
    const name = given.slice(0, Math.max(0, given.indexOf(':')))
    return given.slice(name.length + 1) === passwordOf(name) && name !== '' ? 'right' : 'wrong'
  }

  function judgeDigest(text: string, method: string, url: string): Verdict {
    const given = parameters(text)
    const scheme = (given.algorithm ?? 'md5').toLowerCase() as Scheme
    if (scheme === 'basic' || !offers.includes(scheme)) return 'wrong'
    const hash = (value: string) => createHash(hashes[scheme]).update(value).digest('hex')
    const user = given.username ?? ''
    const password = passwordOf(user)
    if (password === undefined || given.realm !== realm || pathOf(given.uri ?? '') !== url) return 'wrong'
    const middle = given.qop ? `${given.nonce}:${given.nc}:${given.cnonce}:${given.qop}` : given.nonce
    const expected = hash(`${hash(`${user}:${realm}:${password}`)}:${middle}:${hash(`${method}:${given.uri}`)}`)
    if (given.response?.toLowerCase() !== expected) return 'wrong'
    const nonce = nonces.get(given.nonce ?? '')
    if (!nonce || now().getTime() - nonce.issued > nonceSeconds * 1000) return 'stale'
    const count = given.nc ?? ''
    if (given.qop && nonce.used.has(count)) return 'replay'
    if (nonce.used.size >= nonceUses) return 'stale'
    nonce.used.add(count)
    return 'right'
  }

  return {
    challenges: (stale) =>
      offers.map((scheme) => {
        if (scheme === 'basic') return `Basic realm="${realm}"`
        const algorithm = scheme === 'sha-256' ? ', algorithm=SHA-256' : ''
        return `Digest qop="auth", realm="${realm}", nonce="${issue()}", stale="${stale ? 'TRUE' : 'FALSE'}"${algorithm}`
      }),
    judge({ method, url, authorization }) {
      const { scheme, rest } = headerParts(authorization ?? '')
      if (scheme === 'basic') return judgeBasic(rest)
      if (scheme === 'digest' && offers.some((one) => one !== 'basic')) return judgeDigest(rest, method, url)
      return 'none'
    },
    reset: () => nonces.clear(),
  }
}

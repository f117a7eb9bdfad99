// Who may come in: WS-UsernameToken and HTTP Digest, with the camera's clock, used nonces and the lock.
import { createHash, randomBytes } from 'node:crypto'
import { type Element, find, textAt } from './xml-read.ts'

export interface LoginOptions {
  /** What it takes; both when left out. */
  ways?: readonly ('token' | 'digest')[]
  /** Seconds that `Created` may be away from the camera's clock (30). */
  tolerance?: number
  /** Wrong logins until the door is locked (never when left out), and for how long (300 s). */
  tries?: number
  lockSeconds?: number
}

export interface Account {
  name: string
  password: string
  level: 'Administrator' | 'Operator' | 'User'
}

/** `none`: no login was sent. */
export type Verdict = { account: Account } | 'none' | 'wrong' | 'stale'

export interface Asked {
  method: string
  /** As it stands in the request line. */
  url: string
  authorization: string | undefined
  envelope?: Element
}

export interface Login {
  judge(asked: Asked): Verdict
  /** A wrong login came, over HTTP or RTSP. */
  refused(): void
  locked(): boolean
  /** Value of `WWW-Authenticate`; null where Digest is not taken. */
  challenge(stale: boolean): string | null
  reset(): void
}

export interface LoginDeps extends LoginOptions {
  accounts: () => readonly Account[]
  /** The camera's own clock, which may be wrong. */
  clock: () => Date
  /** The true time, which the lock runs by. */
  now: () => Date
}

const REALM = 'ONVIF camera'
const NONCE_SECONDS = 120
const sha1 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  return hash.digest('base64')
}
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

export function createLogin(deps: LoginDeps): Login {
  const { accounts, clock, now, ways = ['token', 'digest'], tolerance = 30, tries, lockSeconds = 300 } = deps
  const nonces = new Map<string, { issued: number; used: Set<string> }>()
  const usedTokens = new Set<string>()
  let wrong = 0
  let lockedUntil = 0
  const byName = (name: string | undefined) => accounts().find((account) => account.name === name)

  function judgeToken(token: Element): Verdict {
    const [password, nonce, created] = ['Password', 'Nonce', 'Created'].map((name) => textAt(token, name) ?? '')
    const account = byName(textAt(token, 'Username'))
    const isDigest = find(token, 'Password')?.attributes.Type?.endsWith('#PasswordDigest') ?? false
    if (!account || !isDigest || !nonce || !created) return 'wrong'
    if (sha1(Buffer.from(nonce, 'base64'), created, account.password) !== password) return 'wrong'
    const off = Math.abs(new Date(created).getTime() - clock().getTime())
    // As real cameras do: nothing tells a clock that is off from a password that is wrong.
    if (!(off <= tolerance * 1000)) return 'wrong'
    // Both together: clients in the field draw the same nonce several times in a second (libonvif seeds it by the clock).
    const once = `${nonce} ${created}`
    if (usedTokens.has(once)) return 'wrong'
    usedTokens.add(once)
    if (usedTokens.size > 2000) usedTokens.delete(usedTokens.values().next().value!)
    return { account }
  }

  function judgeDigest({ method, url, authorization = '' }: Asked): Verdict {
    const given: Record<string, string> = {}
    for (const [, name, quoted, bare] of authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^",\s]+))/g))
      given[name!] = quoted ?? bare ?? ''
    const account = byName(given.username)
    if (!account || given.realm !== REALM || given.uri !== url) return 'wrong'
    const middle = given.qop ? `${given.nonce}:${given.nc}:${given.cnonce}:${given.qop}` : given.nonce
    const secret = md5(`${account.name}:${REALM}:${account.password}`)
    if (md5(`${secret}:${middle}:${md5(`${method}:${url}`)}`) !== given.response) return 'wrong'
    const nonce = nonces.get(given.nonce ?? '')
    if (!nonce || now().getTime() - nonce.issued > NONCE_SECONDS * 1000) return 'stale'
    if (given.qop && nonce.used.has(given.nc ?? '')) return 'stale'
    nonce.used.add(given.nc ?? '')
    return { account }
  }

  const locked = () => now().getTime() < lockedUntil

  return {
    locked,
    judge(asked) {
      const token = find(asked.envelope, 'Header/Security/UsernameToken')
      const hasDigest = /^digest\s/i.test(asked.authorization ?? '')
      const verdict =
        token && ways.includes('token')
          ? judgeToken(token)
          : hasDigest && ways.includes('digest')
            ? judgeDigest(asked)
            : 'none'
      if (verdict === 'none') return verdict
      if (locked()) return 'wrong'
      if (typeof verdict === 'object') wrong = 0
      return verdict
    },
    refused() {
      if (locked() || tries === undefined) return
      wrong++
      if (wrong < tries) return
      wrong = 0
      lockedUntil = now().getTime() + lockSeconds * 1000
    },
    challenge(stale) {
      if (!ways.includes('digest')) return null
      const nonce = randomBytes(16).toString('hex')
      nonces.set(nonce, { issued: now().getTime(), used: new Set() })
      if (nonces.size > 2000) nonces.delete(nonces.keys().next().value!)
      return `Digest realm="${REALM}", qop="auth", nonce="${nonce}", algorithm=MD5${stale ? ', stale=true' : ''}`
    },
    reset() {
      nonces.clear()
      usedTokens.clear()
      wrong = 0
      lockedUntil = 0
    },
  }
}

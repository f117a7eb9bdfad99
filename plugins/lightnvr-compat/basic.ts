// Name and password with each request: looked at once, and then known by a keyed hash for as long as they keep coming.
import { randomBytes } from 'node:crypto'
import { type Caller, Fault, type Origin, type Services } from '#plugin'
import { refusedLogin } from './errors.ts'

export interface Basic {
  /** Who showed the same a moment ago; null = `callerOf` knows. */
  recalled(header: string, origin: Origin): Caller | null
  /** Fault not-signed-in, too-many; null for a header that is none of this kind. */
  callerOf(header: string, origin: Origin): Promise<Caller | null>
}

interface Known {
  /** Of a sign-in of ours: with its password, its role or its rights a person's sign-ins end, and so does this. */
  cookie: string
  usedAt: number
  /** Who it was when it was last read, which he is until anything is written. */
  seen?: { caller: Caller; changes: string; at: number }
}

/** A password that did not come for so long is calculated again. */
export const KNOWN_MS = 60_000
const MOST_KNOWN = 1000

/** A sign-in ends by time, too. */
const SEEN_MS = 1000

/** `clock`: milliseconds that only go on. */
export function createBasic({ changes, users, cookieSignIns }: Services, clock = () => performance.now()): Basic {
  const key = randomBytes(32).toString('hex')
  const known = new Map<string, Known>()
  /** Many requests that come at once with the same login are one try of it. */
  const asking = new Map<string, Promise<string>>()

  function keep(place: string, cookie: string): void {
    known.delete(place)
    known.set(place, { cookie, usedAt: clock() })
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KNOWN) break
      known.delete(oldest)
    }
  }

  /** The cookie of a sign-in for who shows the right password: the one that he has already, if it still lives. */
  async function ask(place: string, [name, password]: Login, origin: Origin): Promise<string> {
    try {
      const user = await users.verify(name, password, origin)
      const former = known.get(place)?.cookie
      const isOpen = former !== undefined && cookieSignIns.read(former, origin) !== null
      const cookie = isOpen ? former : cookieSignIns.begin(user, origin).value
      keep(place, cookie)
      return cookie
    } catch (error) {
      if (error instanceof Fault && error.asksCode)
        throw new Fault('not-signed-in', 'This account has a second factor: use an API key, or sign in on a page')
      throw refusedLogin(error)
    } finally {
      asking.delete(place)
    }
  }

  /** The caller behind a login that was good a moment ago. */
  function recall(one: Known | undefined, origin: Origin): Caller | null {
    const at = clock()
    if (!one || at - one.usedAt >= KNOWN_MS) return null
    one.usedAt = at
    const now = changes.count()
    const { seen } = one
    if (seen && seen.changes === now && at - seen.at < SEEN_MS) return { ...seen.caller, origin } as Caller
    const caller = cookieSignIns.read(one.cookie, origin)
    if (caller) one.seen = { caller, changes: now, at }
    else delete one.seen
    return caller
  }

  /** Of the header as it is: whoever holds it holds the password, so that it is not kept itself. */
  const placeOf = (header: string, { address, local = false }: Origin) =>
    Bun.SHA256.hash(`${key}${local} ${address} ${header}`, 'base64')

  return {
    recalled: (header, origin) => recall(known.get(placeOf(header, origin)), origin),
    async callerOf(header, origin) {
      const login = loginOf(header)
      if (!login) return null
      const place = placeOf(header, origin)
      const recalled = recall(known.get(place), origin)
      if (recalled) return recalled
      const asked = asking.get(place) ?? ask(place, login, origin)
      asking.set(place, asked)
      const caller = cookieSignIns.read(await asked, origin)
      if (!caller) throw new Fault('not-signed-in', 'Invalid credentials')
      return caller
    },
  }
}

type Login = [name: string, password: string]

function loginOf(header: string): Login | null {
  const encoded = /^Basic +([\w+/=-]{1,2000})$/i.exec(header)?.[1]
  if (encoded === undefined) return null
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) return null
  return [text.slice(0, colon), text.slice(colon + 1)]
}

// Between password and code: what was shown first is sealed with a key that only the client holds, and is no sign-in.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Origin } from '#plugin'

export interface Login {
  username: string
  password: string
}

export interface Pending {
  /** A token for the second step, which is good at this address alone. */
  begin(login: Login, origin: Origin): string
  /** Null for one that is unknown, over, from elsewhere, or was tried too often. */
  read(token: string, origin: Origin): Login | null
  wrong(token: string): void
  end(token: string): void
}

interface Sealed {
  address: string | null
  nonce: Uint8Array
  cipher: Uint8Array
  until: number
  triesLeft: number
}

const LASTS_MS = 300_000
const TRIES = 5
const MOST = 1000

/** `clock`: milliseconds that only go on. */
export function createPending(clock = () => performance.now()): Pending {
  const open = new Map<string, Sealed>()
  const nameOf = (token: string) => createHash('sha256').update(token).digest('base64url')

  function forgetOld(): void {
    for (const [name, { until }] of open) if (until <= clock() || open.size >= MOST) open.delete(name)
  }

  return {
    begin(login, { address }) {
      forgetOld()
      const key = randomBytes(32)
      const nonce = randomBytes(12)
      const box = createCipheriv('aes-256-gcm', key, nonce)
      const cipher = Buffer.concat([box.update(JSON.stringify(login)), box.final(), box.getAuthTag()])
      const token = key.toString('base64url')
      open.set(nameOf(token), { address, nonce, cipher, until: clock() + LASTS_MS, triesLeft: TRIES })
      return token
    },
    read(token, { address }) {
      const sealed = open.get(nameOf(token))
      if (!sealed || sealed.until <= clock() || sealed.address !== address || sealed.triesLeft < 1) return null
      const box = createDecipheriv('aes-256-gcm', Buffer.from(token, 'base64url'), sealed.nonce)
      box.setAuthTag(sealed.cipher.subarray(-16))
      const text = Buffer.concat([box.update(sealed.cipher.subarray(0, -16)), box.final()]).toString()
      return JSON.parse(text) as Login
    },
    wrong(token) {
      const sealed = open.get(nameOf(token))
      if (sealed && --sealed.triesLeft < 1) open.delete(nameOf(token))
    },
    end: (token) => void open.delete(nameOf(token)),
  }
}

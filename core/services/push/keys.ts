// The appliance's own pair of keys for Web Push (RFC 8292): browsers subscribe to the public one, push services check the private one.
import { createECDH } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { facts, pushSubscriptions } from '../../db/schema/index.ts'
import type { Secrets } from '../secrets.ts'

export interface KeyPair {
  /** Of P-256: the uncompressed point, and the number, both base64url. */
  publicKey: string
  privateKey: string
}

export const PUSH_KEYS = 'push_keys'
export const pushKeysLabel = `facts.${PUSH_KEYS}`

/** The same at each call, until a change of the secret key has let go of it; drawn when somebody first asks. */
export function createKeys({ db, secrets }: { db: Db; secrets: Pick<Secrets, 'encrypt' | 'decrypt'> }): () => KeyPair {
  let known: { cipher: string; pair: KeyPair } | null = null

  function stored(): KeyPair | null {
    const row = db.select().from(facts).where(eq(facts.key, PUSH_KEYS)).get()
    if (!row) return null
    if (known?.cipher === row.value) return known.pair
    try {
      known = { cipher: row.value, pair: pairOf(secrets.decrypt(row.value, pushKeysLabel)) }
      return known.pair
    } catch {
      // Written with a secret key that is lost.
      return null
    }
  }

  /** Subscriptions are bound to the pair that they were made with: under another one none of them is worth anything. */
  function drawn(): KeyPair {
    const pair = createECDH('prime256v1')
    pair.generateKeys()
    const privateKey = pair.getPrivateKey().toString('base64url')
    const value = secrets.encrypt(privateKey, pushKeysLabel)
    db.transaction((tx) => {
      tx.delete(pushSubscriptions).run()
      tx.insert(facts).values({ key: PUSH_KEYS, value }).onConflictDoUpdate({ target: facts.key, set: { value } }).run()
    })
    known = { cipher: value, pair: pairOf(privateKey) }
    return known.pair
  }

  return () => stored() ?? drawn()
}

/** Whoever had the former secret key may have read them. Subscriptions to them are worth nothing afterwards. */
export function forgetPushKeys(db: Db): void {
  db.delete(facts).where(eq(facts.key, PUSH_KEYS)).run()
}

function pairOf(privateKey: string): KeyPair {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKey, 'base64url')
  // Both have a fixed length in a JWK, and a number that begins with zeros is stored shorter.
  const number = Buffer.from(privateKey, 'base64url').toString('hex').padStart(64, '0')
  return {
    publicKey: pair.getPublicKey('base64url'),
    privateKey: Buffer.from(number, 'hex').toString('base64url'),
  }
}

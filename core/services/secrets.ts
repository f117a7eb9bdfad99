// Secrets at rest: AES-256-GCM under one master key, with a key of its own for every field (`vms` requirement: AES-256).
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { devices, facts, secondFactors, settings, webhooks } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'
import { masterKey } from './secret-key.ts'

export interface Secrets {
  /** `label` names the field and the row (`devices.password.<uuid>`): elsewhere the ciphertext is worth nothing. */
  encrypt(text: string, label: string): string
  /** Fault `internal`, with a text for the owner, when the key or the place is not the one it was written with. */
  decrypt(cipher: string, label: string): string
  /** 32 bytes for another purpose (signing tokens), the same until the key is changed: ask each time, it costs nothing. */
  derive(label: string): Uint8Array
}

/** The secrets of the appliance itself, whose key can be changed. */
export interface OwnSecrets extends Secrets {
  /** Names the key in force; part of everything that is encrypted with it. */
  readonly keyId: string
  /** The key itself, for a backup. */
  master(): Uint8Array
  /** From now on with another key. What was written with the former one is still read, until the next start. */
  turnTo(master: Uint8Array): void
}

export interface SecretsDeps {
  /** Data folder. */
  data: string
  /** `PORCHLIGHT_SECRET_KEY`; null = the file `secret.key`. */
  key: string | null
  /** True when the database already holds something encrypted: then a missing file is never replaced by a new key. */
  mustExist: boolean
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Whether something in the database can only be read with the key that it was written with. */
export function holdsCiphertext(db: Db): boolean {
  const found = db.get<[number]>(
    sql`select exists (select 1 from ${devices}) or exists (select 1 from ${webhooks}) or exists (select 1 from ${secondFactors}) or exists (select 1 from ${settings} where ${settings.value} like '"v1.%') or exists (select 1 from ${facts} where ${facts.value} like 'v1.%')`,
  )
  return Boolean(found?.[0])
}

/** Names a key without telling it. */
export function keyIdOf(master: Uint8Array): string {
  return Buffer.from(derived(master, 'key-id')).subarray(0, 4).toString('hex')
}

const derived = (master: Uint8Array, label: string) =>
  new Uint8Array(hkdfSync('sha256', master, 'porchlight', label, 32))

/** Under one key that never changes. */
export function secretsUnder(master: Uint8Array): Secrets & { keyId: string } {
  const known = new Map<string, Uint8Array>()
  const keyId = keyIdOf(master)
  const prefix = `v1.${keyId}.`
  return {
    keyId,
    derive(label) {
      const key = known.get(label) ?? derived(master, label)
      known.set(label, key)
      return key
    },
    encrypt(text, label) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', derived(master, label), nonce).setAAD(Buffer.from(label))
      const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return prefix + bytes.toString('base64url')
    },
    decrypt(text, label) {
      if (!text.startsWith(prefix))
        throw new Fault(
          'internal',
          'A stored secret cannot be read: it was written with another secret key. Put the former key back, or enter the secret again.',
        )
      const bytes = Buffer.from(text.slice(prefix.length), 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', derived(master, label), bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(label))
          .setAuthTag(bytes.subarray(-TAG_BYTES))
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Fault('internal', 'A stored secret cannot be read: it is damaged. Enter the secret again.', { cause })
      }
    },
  }
}

/** Throws an Error for people when there is no key to go on with. */
export function createSecrets(deps: SecretsDeps): OwnSecrets {
  let master: Uint8Array = masterKey(deps)
  let current = secretsUnder(master)
  /** Whoever read a row before the key was changed may decrypt it afterwards. */
  const former: (typeof current)[] = []

  return {
    get keyId() {
      return current.keyId
    },
    master: () => master,
    turnTo(next) {
      former.push(current)
      master = next
      current = secretsUnder(next)
    },
    derive: (label) => current.derive(label),
    encrypt: (text, label) => current.encrypt(text, label),
    decrypt(text, label) {
      const writer = former.find(({ keyId }) => text.startsWith(`v1.${keyId}.`))
      return (writer ?? current).decrypt(text, label)
    },
  }
}

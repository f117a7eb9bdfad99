// Secrets at rest: AES-256-GCM under one master key, with a key of its own for every field (`vms` requirement: AES-256).
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { devices, settings, webhooks } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'

export interface Secrets {
  /** `label` names the field and the row (`devices.password.<uuid>`): elsewhere the ciphertext is worth nothing. */
  encrypt(text: string, label: string): string
  /** Fault `internal`, with a text for the owner, when the key or the place is not the one it was written with. */
  decrypt(cipher: string, label: string): string
  /** 32 bytes for another purpose (signing tokens), the same at every start. */
  derive(label: string): Uint8Array
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
    sql`select exists (select 1 from ${devices}) or exists (select 1 from ${webhooks}) or exists (select 1 from ${settings} where ${settings.value} like '"v1.%')`,
  )
  return Boolean(found?.[0])
}

function masterKey({ data, key, mustExist }: SecretsDeps): Buffer {
  if (key !== null) return Buffer.from(key, 'utf8')
  const file = join(data, 'secret.key')
  if (existsSync(file)) {
    const bytes = readFileSync(file)
    if (bytes.byteLength !== 32)
      throw new Error(`${file} is damaged: it must hold 32 bytes. Put the former file back, from a backup if need be.`)
    return bytes
  }
  if (mustExist)
    throw new Error(
      `${file} is missing, but the database holds passwords that were encrypted with it. Put the file back, or set PORCHLIGHT_SECRET_KEY if that was used before. A new key would make them unreadable.`,
    )
  const bytes = randomBytes(32)
  writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' })
  return bytes
}

/** Throws an Error for people when there is no key to go on with. */
export function createSecrets(deps: SecretsDeps): Secrets {
  const master = masterKey(deps)
  const derive = (label: string) => new Uint8Array(hkdfSync('sha256', master, 'porchlight', label, 32))
  const prefix = `v1.${Buffer.from(derive('key-id')).subarray(0, 4).toString('hex')}.`

  return {
    derive,
    encrypt(text, label) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', derive(label), nonce).setAAD(Buffer.from(label))
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
        const decipher = createDecipheriv('aes-256-gcm', derive(label), bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(label))
          .setAuthTag(bytes.subarray(-TAG_BYTES))
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Fault('internal', 'A stored secret cannot be read: it is damaged. Enter the secret again.', { cause })
      }
    },
  }
}

// The secret key in a backup: under a passphrase, and bound to what else is in that backup.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { Fault } from '../../domain/fault.ts'

/** 64 MiB and a fraction of a second: what one guess costs whoever has found the file. */
const COST = { N: 2 ** 16, r: 8, p: 1 }
/** A file that asks for more is not ours: it wants our memory, of which a small board has 1 GiB. */
const MOST = { N: 2 ** 18, r: 16, p: 4, bytes: 256 * 1024 * 1024 }
const NONCE_BYTES = 12
const TAG_BYTES = 16

export const PASSPHRASE_LENGTH = { min: 10, max: 256 }

export const wrappedKeySchema = z
  .object({
    kdf: z.literal('scrypt'),
    N: z
      .int()
      .min(2 ** 14)
      .max(MOST.N),
    r: z.int().min(1).max(MOST.r),
    p: z.int().min(1).max(MOST.p),
    salt: z.base64url().max(128),
    cipher: z.literal('aes-256-gcm'),
    key: z.base64url().max(1024),
  })
  .refine(({ N, r }) => 128 * N * r <= MOST.bytes, 'asks for too much memory')
export type WrappedKey = z.output<typeof wrappedKeySchema>

function stretched(passphrase: string, salt: Uint8Array, { N, r, p }: typeof COST): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const options = { N, r, p, maxmem: 256 * N * r }
  scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)))
  return promise
}

/** `bound` is what must not be another when it is unwrapped. */
export async function wrapKey(master: Uint8Array, passphrase: string, bound: Uint8Array): Promise<WrappedKey> {
  const [salt, nonce] = [randomBytes(16), randomBytes(NONCE_BYTES)]
  const cipher = createCipheriv('aes-256-gcm', await stretched(passphrase, salt, COST), nonce).setAAD(bound)
  const bytes = Buffer.concat([nonce, cipher.update(master), cipher.final(), cipher.getAuthTag()])
  return {
    ...{ kdf: 'scrypt', ...COST, salt: salt.toString('base64url') },
    ...{ cipher: 'aes-256-gcm', key: bytes.toString('base64url') },
  }
}

/** Fault invalid-input for another passphrase, and for a backup that somebody has changed: nobody can tell the two apart. */
export async function unwrapKey(wrapped: WrappedKey, passphrase: string, bound: Uint8Array): Promise<Uint8Array> {
  const bytes = Buffer.from(wrapped.key, 'base64url')
  const key = await stretched(passphrase, Buffer.from(wrapped.salt, 'base64url'), wrapped)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(bound)
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    const message = 'is not the one of this backup, or the backup was changed since it was made'
    throw new Fault('invalid-input', `The passphrase ${message}.`, {
      cause,
      problems: [{ path: 'body.passphrase', code: 'wrong', message }],
    })
  }
}

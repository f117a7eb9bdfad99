// Addresses of bare streams at rest: the whole of one is encrypted, since a camera may take its login anywhere in it.
import { createHmac, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { facts } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { MASK, maskStreamAddress } from '../../domain/stream-address.ts'
import type { DeviceRow } from '../access.ts'
import { type DeviceAddress, parseAddress } from '../addresses.ts'
import type { Secrets } from '../secrets.ts'
import { wrongInput } from './input.ts'

/** What the address in a device's row is bound to. */
export const streamAddressLabel = (deviceUuid: string) => `devices.stream_address.${deviceUuid}`

/**
 * Addresses are compared by a hash under a key of its own, kept encrypted: so a new secret key leaves the hashes as they are.
 */
export const COMPARING_KEY = 'stream_address_key'
export const comparingLabel = `facts.${COMPARING_KEY}`

export const isStream = (brand: string) => brand.toLowerCase() === 'rtsp'

export type Sealable = Pick<DeviceRow, 'uuid' | 'brand' | 'address' | 'streamAddress'>

/** The whole address, without its login. Fault not-ready where it cannot be read. */
export function addressOf(row: Sealable, secrets: Pick<Secrets, 'decrypt'>): string {
  if (row.streamAddress === null) return row.address
  try {
    return secrets.decrypt(row.streamAddress, streamAddressLabel(row.uuid))
  } catch (cause) {
    throw new Fault(
      'not-ready',
      'The stored address cannot be read: it was written with another secret key. Put the former key back, or enter the address again.',
      { cause },
    )
  }
}

export interface SealedAddresses {
  /** What equal addresses have in common. */
  keyOf(address: DeviceAddress, brand: string): string
  columns(
    address: DeviceAddress,
    brand: string,
    uuid: string,
  ): Pick<DeviceRow, 'address' | 'addressKey' | 'streamAddress'>
}

export function createSealedAddresses({ db, secrets }: { db: Db; secrets: Secrets }): SealedAddresses {
  let known: Buffer | null = null

  function comparingKey(): Buffer {
    if (known) return known
    const stored = db.select().from(facts).where(eq(facts.key, COMPARING_KEY)).get()?.value
    known = (stored && readKey(stored)) || drawKey()
    return known
  }

  function readKey(cipher: string): Buffer | null {
    try {
      return Buffer.from(secrets.decrypt(cipher, comparingLabel), 'base64url')
    } catch {
      // Written with a secret key that is lost: the hashes are made anew at the start.
      return null
    }
  }

  function drawKey(): Buffer {
    const key = randomBytes(32)
    const value = secrets.encrypt(key.toString('base64url'), comparingLabel)
    db.insert(facts)
      .values({ key: COMPARING_KEY, value })
      .onConflictDoUpdate({ target: facts.key, set: { value } })
      .run()
    return key
  }

  const keyOf = (address: DeviceAddress, brand: string) =>
    isStream(brand)
      ? `rtsp:${createHmac('sha256', comparingKey()).update(address.key).digest('base64url')}`
      : address.key

  return {
    keyOf,
    columns: (address, brand, uuid) => ({
      address: isStream(brand) ? maskStreamAddress(address.shown) : address.shown,
      addressKey: keyOf(address, brand),
      streamAddress: isStream(brand) ? secrets.encrypt(address.shown, streamAddressLabel(uuid)) : null,
    }),
  }
}

export const isMasked = (text: string) => text.includes(MASK)

/** Scheme, host and port written out, and what may be shown of the rest. */
const face = (text: string) => maskStreamAddress(parseAddress(text, 'rtsp').key)

/** Whether a masked address that a person sends back is what he was shown of this one. */
export const isFaceOf = (masked: string, whole: string) => face(masked) === face(whole)

/**
 * What a person has typed in place of a stored address: where it is what he was shown, the stored one, with the login that he
 * may have written before the host. Throws for a masked address of another place: its secrets are not for that.
 */
export function unmasked(typed: string, whole: string): { address: string; username?: string; password?: string } {
  if (!isFaceOf(typed, whole))
    throw wrongInput(
      'ip_web',
      'Parts of this address are masked, and it is not the stored one: enter the whole address with its login',
    )
  const { username, password } = parseAddress(typed, 'rtsp').login ?? {}
  return {
    address: whole,
    ...(username && username !== MASK ? { username } : {}),
    ...(password && password !== MASK ? { password } : {}),
  }
}

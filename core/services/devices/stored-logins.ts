// What is kept encrypted of a device's login, read for who has to compare it or sign in with it.
import type { DeviceRow } from '../access.ts'
import { parseAddress } from '../addresses.ts'
import type { Secrets } from '../secrets.ts'
import { passwordLabel } from '../sessions/index.ts'
import { wrongInput } from './input.ts'
import { addressOf, isMasked, isStream, unmasked } from './sealed-address.ts'
import { subStreamOf } from './sub-stream.ts'

export interface StoredLogins {
  /** Null when it was written with another secret key: then a person may still type it anew. */
  password(row: DeviceRow): string | null
  /** The same for the address. */
  address(row: DeviceRow): string | null
  /** Of a bare stream's second address, which it need not have. */
  sub(row: DeviceRow): string | null
  /** Fault invalid-input where it cannot be read any more. */
  needPassword(row: DeviceRow): string
  needAddress(row: DeviceRow): string
  /** What a person gives for the address, with the stored one in the place of what he was shown masked. */
  given(
    row: DeviceRow,
    typed: string | undefined,
    brand: string,
  ): { address: string; username?: string; password?: string }
}

function readable(read: () => string | null): string | null {
  try {
    return read()
  } catch {
    return null
  }
}

export function createStoredLogins(secrets: Pick<Secrets, 'decrypt'>): StoredLogins {
  const logins: StoredLogins = {
    password: (row) => readable(() => secrets.decrypt(row.password, passwordLabel(row.uuid))),
    address: (row) => readable(() => addressOf(row, secrets)),
    sub: (row) => readable(() => subStreamOf(row, secrets)),
    needPassword(row) {
      const password = logins.password(row)
      if (password === null) throw wrongInput('password', 'The stored password cannot be read any more: enter it again')
      return password
    },
    needAddress(row) {
      const address = logins.address(row)
      if (address === null) throw wrongInput('ip_web', 'The stored address cannot be read any more: enter it again')
      return address
    },
    given(row, typed, brand) {
      if (typed === undefined) return { address: logins.needAddress(row) }
      if (isStream(brand) && isMasked(typed) && isStream(row.brand)) return unmasked(typed, logins.needAddress(row))
      return { address: typed, ...parseAddress(typed, brand).login }
    },
  }
  return logins
}

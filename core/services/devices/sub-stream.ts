// The second address of a bare stream: checked, encrypted whole, shown masked, and with whose login it is read.
import type { Target } from '#plugin'
import { Fault } from '../../domain/fault.ts'
import { MASK, maskStreamAddress } from '../../domain/stream-address.ts'
import type { DeviceRow } from '../access.ts'
import { type AddressGuard, parseAddress } from '../addresses.ts'
import type { Secrets } from '../secrets.ts'
import { wrongInput } from './input.ts'
import { isFaceOf, isMasked, isStream } from './sealed-address.ts'

/** What the second address in a device's row is bound to. */
export const subStreamLabel = (deviceUuid: string) => `devices.sub_stream_address.${deviceUuid}`

const FIELD = 'sub_rtsp_url'

interface Login {
  username: string
  password: string
}

/** The first address, as far as the second one asks for it. */
export interface FirstStream extends Login {
  url: URL
  key: string
}

export type SubRow = Pick<DeviceRow, 'uuid' | 'subStreamAddress'>

/** The whole address with its own login, if it has one; null = there is none. Fault not-ready where it cannot be read. */
export function subStreamOf(row: SubRow, secrets: Pick<Secrets, 'decrypt'>): string | null {
  if (row.subStreamAddress === null) return null
  try {
    return secrets.decrypt(row.subStreamAddress, subStreamLabel(row.uuid))
  } catch (cause) {
    throw new Fault(
      'not-ready',
      'The stored second address cannot be read: it was written with another secret key. Put the former key back, or enter the address again.',
      { cause },
    )
  }
}

export function subColumns(whole: string | null, uuid: string, secrets: Pick<Secrets, 'encrypt'>) {
  return {
    subAddress: whole && maskStreamAddress(whole),
    subStreamAddress: whole && secrets.encrypt(whole, subStreamLabel(uuid)),
  }
}

/** Without a login of its own it is read with the first one's, at the same host only: no other host is told that. */
export function subTarget(whole: string, first: Omit<FirstStream, 'key'>): NonNullable<Target['sub']> {
  const { url, login } = parseAddress(whole, 'rtsp')
  const none = { username: '', password: '' }
  const shared = url.hostname === first.url.hostname ? { username: first.username, password: first.password } : none
  return { address: url, ...(login ?? shared) }
}

/** What callers see of it: that it is read with a login, too. */
export function shownSub(row: Pick<DeviceRow, 'brand' | 'address' | 'username' | 'subAddress'>): string | null {
  if (row.subAddress === null || !isStream(row.brand)) return null
  const { login, url } = parseAddress(row.subAddress, 'rtsp')
  const isShared = !login && row.username !== '' && url.hostname === parseAddress(row.address, row.brand).url.hostname
  return isShared ? row.subAddress.replace(/^(rtsps?:\/\/)/i, `$1${MASK}:${MASK}@`) : row.subAddress
}

/** Throws what `work` throws, with the field of the second address as the wrong one. */
function inField<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'invalid-input') throw error
    throw wrongInput(FIELD, error.message)
  }
}

/** What stands for `***` in what a person gives, as login; null = he gave none, or the first one's. */
function loginOf(typed: string, stored: string | null, first: FirstStream): { from: string; login: Login | null } {
  const given = parseAddress(typed, 'rtsp')
  if (!isMasked(typed)) return { from: typed, login: given.login }
  const isLoginMasked = given.login?.username === MASK && given.login.password === MASK
  if (stored !== null && isFaceOf(typed, stored)) {
    const own = parseAddress(stored, 'rtsp').login
    const pick = (key: keyof Login) =>
      given.login && given.login[key] !== MASK ? given.login[key] : (own?.[key] ?? '')
    const login = { username: pick('username'), password: pick('password') }
    return { from: stored, login: login.username || login.password ? login : null }
  }
  const hasOwn = stored !== null && parseAddress(stored, 'rtsp').login !== null
  // Another path of the same camera, written into what was shown: the first one's login is meant.
  if (isLoginMasked && !isMasked(given.shown) && !hasOwn && given.url.hostname === first.url.hostname)
    return { from: typed, login: null }
  throw wrongInput(
    FIELD,
    'Parts of this address are masked, and it is not the stored one: enter the whole address with its login',
  )
}

/**
 * What is to be stored for what a person gives: `stored` is what was there, for the masked parts of it. Fault invalid-input in
 * `sub_rtsp_url`.
 */
export function checkSub(typed: string, stored: string | null, first: FirstStream, guard: AddressGuard): string {
  return inField(() => {
    const { from, login } = loginOf(typed, stored, first)
    const { url, key, shown } = parseAddress(from, 'rtsp')
    guard.check(url.hostname)
    if (key === first.key) throw wrongInput(FIELD, 'The second address is the same as the first: leave it empty')
    if (/\p{Cc}/u.test(`${login?.username}${login?.password}`))
      throw wrongInput(FIELD, 'The login must not contain control characters')
    const address = /^rtsps?:\/\//i.test(shown) ? shown : `${url.protocol}//${shown}`
    const isShared =
      login?.username === first.username && login.password === first.password && url.hostname === first.url.hostname
    if (!login || isShared) return address
    const userinfo = `${encodeURIComponent(login.username)}:${encodeURIComponent(login.password)}`
    return address.replace('//', `//${userinfo}@`)
  })
}

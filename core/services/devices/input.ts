// What a person says of a device, checked and made exact.
import { isIPv6 } from 'node:net'
import type { Driver } from '#plugin'
import { Fault } from '../../domain/fault.ts'
import { MASK } from '../../domain/stream-address.ts'
import { type AddressGuard, type DeviceAddress, parseAddress, parseStreamHost } from '../addresses.ts'

export interface DeviceInput {
  /** `ip_web` of seed 000. */
  address: string
  /** `ip_nvr` of seed 000; absent = the address's host. */
  streamHost?: string | undefined
  username: string
  password: string
  brand: string
  /** The address of a bare stream's second, smaller picture; null or absent = none. */
  subAddress?: string | null | undefined
}

/** Ready to be stored, or to be connected to. */
export interface CheckedInput {
  brand: string
  brandAsGiven: string
  address: DeviceAddress
  streamHost: string
  username: string
  password: string
}

export const wrongInput = (field: string, message: string) =>
  new Fault('invalid-input', message, { problems: [{ path: `body.${field}`, code: 'invalid', message }] })

/** The driver's key for a brand however it is spelt; Fault invalid-input `Unsupported brand`. */
export function brandOf(brand: string, drivers: ReadonlyMap<string, Driver>): string {
  const key = brand.trim().toLowerCase()
  if (!drivers.has(key)) throw wrongInput('brand', 'Unsupported brand')
  return key
}

const UNSEEN = /\p{Cc}/u

/** Throws Fault invalid-input with the field that is wrong. */
export function checkInput(
  input: DeviceInput,
  { drivers, guard }: { drivers: ReadonlyMap<string, Driver>; guard: AddressGuard },
): CheckedInput {
  const brand = brandOf(input.brand, drivers)
  const address = parseAddress(input.address, brand)
  if (brand === 'rtsp' && input.address.includes(MASK))
    throw wrongInput('ip_web', 'Parts of this address are masked: enter the whole address with its login')
  guard.check(address.url.hostname)
  const streamHost = input.streamHost?.trim() || address.url.hostname
  // Only its host is ever used; what looks like a file or a list of inputs is a mistake, or worse.
  const isOther = /^(?!(?:https?|rtsps?):\/\/)[a-z][a-z0-9+.-]*:(?!\d)|:0+$/i.test(streamHost) && !isIPv6(streamHost)
  if (isOther)
    throw wrongInput('ip_nvr', 'The address for streams must be a host name or IP address, with :port if needed')
  const streams = parseStreamHost(streamHost, address)
  if (streams) guard.check(streams.replace(/:\d+$/, ''), 'ip_nvr')
  const username = input.username || (address.login?.username ?? '')
  const password = input.password || (address.login?.password ?? '')
  // Only a bare stream may need no login.
  if (!address.url.protocol.startsWith('rtsp')) {
    if (!username.trim()) throw wrongInput('username', 'username is required: the name of a user of the device')
    if (!password) throw wrongInput('password', 'password is required: the password of that user on the device')
  }
  for (const [field, text] of Object.entries({ username, password }))
    if (UNSEEN.test(text)) throw wrongInput(field, `${field} must not contain control characters`)
  return { brand, brandAsGiven: input.brand.trim(), address, streamHost, username, password }
}

// What was found, made one list: each device once, whoever found it, with ours recognised. Pure.
import { BlockList } from 'node:net'
import type { Discovered } from '#plugin'
import type { DeviceRow } from '../access.ts'
import { type AddressGuard, isPublicAddress, parseAddress } from '../addresses.ts'
import { isStream } from '../devices/sealed-address.ts'
import type { Network } from './networks.ts'

export interface Found extends Discovered {
  brand: string
}

const MOST_TEXT = 100

/** Names come from anybody: one line, without signs that cannot be seen. */
function plain(text: string | null): string | null {
  const cleaned = text
    ?.toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, MOST_TEXT)
  return cleaned || null
}

/** `192.0.2.5`, `192.0.2.5:8080` or `https://192.0.2.5`, as a person would type it. */
function typed({ protocol, host, pathname }: URL): string {
  const place = host + (pathname === '/' ? '' : pathname)
  return protocol === 'http:' ? place : `${protocol}//${place}`
}

/** As it is listed; null for an address where no device of a home is. */
export function checked(
  brand: string,
  device: Discovered,
  { guard, networks }: { guard: Pick<AddressGuard, 'check'>; networks: readonly Network[] },
): Found | null {
  try {
    const { url } = parseAddress(device.address, brand)
    guard.check(url.hostname)
    // Some networks have public addresses inside; nobody else there answers a multicast.
    if (isPublicAddress(url.hostname) && !isWithin(url.hostname, networks)) return null
    return {
      brand,
      address: typed(url),
      name: plain(device.name),
      model: plain(device.model),
      serialNumber: plain(device.serialNumber),
      activated: device.activated,
    }
  } catch {
    return null
  }
}

function isWithin(host: string, networks: readonly Network[]): boolean {
  const own = new BlockList()
  for (const { cidr } of networks) {
    const [address = '', length = '32'] = cidr.split('/')
    own.addSubnet(address, Number(length), 'ipv4')
  }
  return own.check(host, 'ipv4')
}

const hostOf = ({ address, brand }: Found) => parseAddress(address, brand).url.hostname

/**
 * One who answers in several ways is one device: the make that stands first in `brands` has it, and takes from the others what it
 * was not told itself. By address.
 */
export function merged(all: readonly Found[], brands: readonly string[]): Found[] {
  const hosts = new Map<string, Found[]>()
  for (const found of all) hosts.set(hostOf(found), [...(hosts.get(hostOf(found)) ?? []), found])
  const list = [...hosts.values()].flatMap((answers) => {
    const first = brands.find((brand) => answers.some((answer) => answer.brand === brand))
    const own = answers.filter((answer) => answer.brand === first)
    const others = answers.filter((answer) => answer.brand !== first)
    // With several behind one address nobody knows which of them is meant.
    return own.length === 1 ? own.map((answer) => others.reduce(filled, answer)) : own
  })
  return list.sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }))
}

function filled(device: Found, other: Found): Found {
  return {
    ...device,
    name: device.name ?? other.name,
    model: device.model ?? other.model,
    serialNumber: device.serialNumber ?? other.serialNumber,
    activated: device.activated ?? other.activated,
  }
}

type Ours = Pick<DeviceRow, 'id' | 'brand' | 'address' | 'info'>

/** The device of ours that this one is, by its serial number or address. */
export function oursOf<T extends Ours>(
  found: Pick<Found, 'address' | 'brand' | 'serialNumber'>,
  ours: readonly T[],
): T | null {
  const { url, key } = parseAddress(found.address, found.brand)
  const devices = ours.filter(({ brand }) => !isStream(brand))
  const bySerial = devices.find(({ info }) => found.serialNumber !== null && info?.serialNumber === found.serialNumber)
  const byAddress = devices.find((device) => {
    const own = parseAddress(device.address, device.brand)
    // It answers over HTTP although we speak HTTPS with it.
    return own.key === key || (own.url.protocol === 'https:' && own.url.hostname === url.hostname)
  })
  return bySerial ?? byAddress ?? null
}

// Addresses of devices: what people type, made exact, and the guard on where we may connect at all.
import { lookup as lookupHost } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { Fault } from '../domain/fault.ts'

export interface DeviceAddress {
  /** Without a login. */
  url: URL
  /** The same with scheme, host and port written out: equal keys are one device. */
  key: string
  /** As the person wrote it, without login and without the path of a page: what clients get back. */
  shown: string
  /** A login that stood in an RTSP address. */
  login: { username: string; password: string } | null
}

const PORTS: Record<string, string> = { 'http:': '80', 'https:': '443', 'rtsp:': '554', 'rtsps:': '322' }

const wrong = (message: string, field = 'ip_web') =>
  new Fault('invalid-input', message, { problems: [{ path: `body.${field}`, code: 'address', message }] })

/** `2001:db8::5` becomes `[2001:db8::5]`; everything else stays. */
const bracketed = (host: string) => (ipaddr.IPv6.isValid(host) && host.includes(':') ? `[${host}]` : host)

/** Throws for text that no address may hold: control characters, spaces, a leading `-` (programs take it for an option). */
function plain(text: string): string {
  const trimmed = text.trim()
  if (!trimmed) throw wrong('The address is missing: give the host name or IP address of the device')
  if (trimmed.length > 500) throw wrong('The address is too long')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0020\u007f-\u009f\\]/.test(trimmed))
    throw wrong('The address must not contain spaces or control characters')
  return trimmed
}

/** Host and port as a browser reads them, so that `0x7f.1` is seen as what it is whatever the scheme. */
function hostOf(url: URL): string {
  let host: string
  try {
    host = new URL(`http://${url.hostname}/`).hostname.replace(/\.$/, '')
  } catch {
    throw wrong('The address has no valid host name or IP address')
  }
  if (host.startsWith('-') || !/^([a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])$/.test(host))
    throw wrong('The address has no valid host name or IP address')
  return host
}

/**
 * Reads `192.0.2.5`, `host:8080`, `https://host`, `http://[2001:db8::1]:80`, and for the brand `rtsp` a whole
 * `rtsp://user:pass@host/path`. Fault invalid-input with words for people.
 */
export function parseAddress(text: string, brand: string): DeviceAddress {
  const typed = plain(text)
  const stream = brand.toLowerCase() === 'rtsp'
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  const allowed = stream ? ['rtsp', 'rtsps'] : ['http', 'https']
  if (scheme && !allowed.includes(scheme))
    throw wrong(
      `The address must begin with ${allowed.map((name) => `${name}://`).join(' or ')}, or be a plain host name`,
    )
  // `file:/x`, `concat:x`: a word and a colon without a port are no host.
  if (!scheme && !ipaddr.IPv6.isValid(typed) && /^[^/?#[@]+:(?!\d)/.test(typed))
    throw wrong('The address cannot be read: give a host name or IP address, with :port if needed')
  const whole = scheme ? typed : `${allowed[0]}://${bracketed(typed)}`
  if (!URL.canParse(whole))
    throw wrong('The address cannot be read: give a host name or IP address, with :port if needed')
  const given = new URL(whole)
  const login =
    given.username || given.password ? { username: decoded(given.username), password: decoded(given.password) } : null
  if (login && !stream) throw wrong('Give user name and password in their own fields, not in the address')
  const port = given.port || PORTS[given.protocol]
  if (port === '0') throw wrong('Port 0 cannot be used')
  const path = stream ? `${given.pathname === '/' ? '' : given.pathname}${given.search}` : servicePath(given, brand)
  const key = `${given.protocol}//${hostOf(given)}:${port}${path}`
  const written = `${given.host}${path}`
  return {
    url: new URL(`${given.protocol}//${hostOf(given)}${given.port ? `:${given.port}` : ''}${path}`),
    key,
    shown: scheme ? `${given.protocol}//${written}` : stream ? written : typed.replace(/[/?#].*$/, '') + path,
    login,
  }
}

/** Few cameras have ONVIF's first service elsewhere than the standard has it; any other path is that of a page. */
function servicePath({ pathname }: URL, brand: string): string {
  const isOdd = /\/onvif\/[^/]/i.test(pathname) && pathname.toLowerCase() !== '/onvif/device_service'
  return brand.toLowerCase() === 'onvif' && isOdd ? pathname : ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Seed 000's `ip_nvr`, where streams come from: null when it says no more than the address itself does, else `host` or
 * `host:port`. A port equal to the address's own is the web port, not that of streams.
 */
export function parseStreamHost(text: string, address: DeviceAddress): string | null {
  const typed = plain(text).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const whole = `http://${bracketed(typed)}`
  if (!URL.canParse(whole) || new URL(whole).username)
    throw wrong(
      'The address for streams cannot be read: give a host name or IP address, with :port if needed',
      'ip_nvr',
    )
  // A URL drops port 80 because it is that of http; here it was written, and counts.
  const port = /:(\d{1,5})$/.exec(bracketed(typed).replace(/[/?#].*$/, ''))?.[1]
  const host = hostOf(new URL(whole))
  const same = host === hostOf(address.url) && (!port || port === (address.url.port || PORTS[address.url.protocol]))
  return same ? null : port ? `${host}:${Number(port)}` : host
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Networks of IPv6 whose last 32 bits are an IPv4 address: NAT64 of a home's own (RFC 8215), and translated (RFC 6145). */
const EMBEDDING = [
  ipaddr.IPv6.parseCIDR('64:ff9b::/96'),
  ipaddr.IPv6.parseCIDR('64:ff9b:1::/48'),
  ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96'),
]
/** ISATAP: `…:0:5efe:` or `…:200:5efe:` before the IPv4 address. */
const isIsatap = (parts: number[]) => ((parts[4] ?? 0) & ~0x0200) === 0 && parts[5] === 0x5efe

/** The IPv4 address inside an IPv6 one (mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP), or the address itself. */
function seenThrough(address: Address): Address {
  if (address.kind() === 'ipv4') return address
  const six = address as ipaddr.IPv6
  const parts = six.parts
  const v4 = (high = 0, low = 0) => new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])
  if (six.isIPv4MappedAddress()) return six.toIPv4Address()
  if (six.range() === '6to4') return v4(parts[1], parts[2])
  if (six.range() === 'teredo') return v4((parts[6] ?? 0) ^ 0xffff, (parts[7] ?? 0) ^ 0xffff)
  const isCompatible = parts.slice(0, 6).every((part) => part === 0) && (parts[6] ?? 0) > 0
  const embeds = isCompatible || isIsatap(parts) || EMBEDDING.some((network) => six.match(network))
  return embeds ? v4(parts[6], parts[7]) : six
}

const NEVER = new Set(['unspecified', 'broadcast', 'multicast', 'linkLocal', 'deprecatedSiteLocal'])
/** Where clouds serve the secrets of the machine itself. The usual one, 169.254.169.254, is link-local anyway. */
const METADATA = new Set([
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fd00:42::42',
])

/** Why we must not connect there, as the end of a sentence; null when we may. */
function objection(address: Address, allowLoopback: boolean): string | null {
  const inner = seenThrough(address)
  const range = inner.range()
  if (METADATA.has(inner.toString())) return 'it belongs to the machine itself'
  if (range === 'loopback') return allowLoopback ? null : 'it is this machine itself'
  return NEVER.has(range) ? 'it is not the address of a single device' : null
}

/** True for an address on the public internet: the UI warns, since no recorder should be reachable there. */
export function isPublicAddress(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) && seenThrough(ipaddr.parse(bare)).range() === 'unicast'
}

export interface AddressGuard {
  /**
   * The address to connect to for a host, looked up once, so that nobody can answer differently the second time. Fault
   * invalid-input for one that we must never speak to, device-unreachable for a name that nobody knows.
   */
  resolve(host: string): Promise<string>
  /** Throws at once where the host is an address that we must never speak to. Names are seen when they are looked up. */
  check(host: string, field?: string): void
}

export interface AddressGuardDeps {
  allowLoopback: boolean
  lookup?: (host: string) => Promise<{ address: string; family: number }[]>
}

export function createAddressGuard({
  allowLoopback,
  lookup = (host) => lookupHost(host, { all: true }),
}: AddressGuardDeps): AddressGuard {
  const refuse = (host: string, why: string, field?: string) =>
    wrong(`${host} cannot be used as an address: ${why}`, field)

  const guard: AddressGuard = {
    check(host, field) {
      const bare = host.replace(/^\[|\]$/g, '')
      if (!ipaddr.isValid(bare)) return
      const why = objection(ipaddr.parse(bare), allowLoopback)
      if (why) throw refuse(bare, why, field)
    },
    async resolve(host) {
      const bare = host.replace(/^\[|\]$/g, '')
      if (ipaddr.isValid(bare)) {
        guard.check(bare)
        // Written out: `010.0.0.1` is another address for some programs than for others.
        return ipaddr.parse(bare).toString()
      }
      let found: { address: string; family: number }[]
      try {
        found = await lookup(bare)
      } catch (cause) {
        throw new Fault('device-unreachable', `The name ${bare} is not known on this network`, { cause })
      }
      // IPv4 first: it is what recorders listen on, and a `.local` name often brings a link-local IPv6 address along.
      const ordered = found.toSorted((a, b) => a.family - b.family).map(({ address }) => ipaddr.parse(address))
      const usable = ordered.find((address) => objection(address, allowLoopback) === null)
      if (usable) return usable.toString()
      const first = ordered[0]
      if (!first) throw new Fault('device-unreachable', `The name ${bare} is not known on this network`)
      throw refuse(bare, objection(first, allowLoopback) ?? 'it is not the address of a device')
    },
  }
  return guard
}

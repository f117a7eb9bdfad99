// Headers of every answer, and what every request is known by: its id, its origin and our base path.
import type { Context, MiddlewareHandler } from 'hono'
import ipaddr from 'ipaddr.js'
import type { Settings } from '../services/settings.ts'
import { basePathOf } from './base-path.ts'
import type { Env } from './guard.ts'

const CSP = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
]

/** What keeps a browser from being used against us, on every answer. */
const ALWAYS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

const ALWAYS_ENTRIES = Object.entries(ALWAYS)
const { 'Cross-Origin-Opener-Policy': _, ...OVER_PLAIN_HTTP } = ALWAYS
const OVER_PLAIN_HTTP_ENTRIES = Object.entries(OVER_PLAIN_HTTP)

/** The same for an answer that no route has given. */
export function hardened(answer: Response): Response {
  for (const [name, value] of Object.entries({ ...ALWAYS, 'X-Frame-Options': 'DENY', 'Cache-Control': 'no-store' }))
    answer.headers.set(name, value)
  return answer
}

/** What `Bun.serve` hands to `fetch` beside the request. */
interface Server {
  requestIP?(request: Request): { address: string } | null
}

interface Peer {
  address: string | null
  /** This machine itself. */
  isLoopback: boolean
}

const NO_PEER: Peer = { address: null, isLoopback: false }
const MOST_PEERS = 1000

/** Who stands at the other end. A client asks a thousand times from one address: what it means is read once. */
function createPeers(): (c: Context) => Peer {
  const known = new Map<string, Peer>()
  return (c) => {
    const server = c.env as Server | undefined
    const raw = server?.requestIP?.(c.req.raw)?.address
    if (raw === undefined) return NO_PEER
    const found = known.get(raw)
    if (found) return found
    if (known.size >= MOST_PEERS) known.clear()
    const isLoopback = ipaddr.isValid(raw) && ipaddr.process(raw).range() === 'loopback'
    const peer = { address: plain(raw), isLoopback }
    known.set(raw, peer)
    return peer
  }
}

/** `::ffff:192.0.2.1` is `192.0.2.1`. */
const plain = (address: string) => (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address)

/** Tells whether an address lies in one of the networks, which the configuration has looked at. */
function createTrust(networks: string[]): (address: string | null) => boolean {
  const ranges = networks.map((text) => {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128] as const
  })
  return (address) => {
    if (address === null || !ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range as ipaddr.IPv4, bits))
  }
}

/** An address as proxies write it, some with a port, some in quotes; null for anything else. */
function forwarded(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare) ? plain(bare) : null
}

/**
 * The last address of the chain that is not one of our proxies, or else who stands at its begin; from anybody else the header
 * says nothing. What stands before something unreadable counts for nothing: the client may have written it himself.
 */
function clientOf(c: Context, peer: string | null, trusted: (address: string | null) => boolean): string | null {
  const header = c.req.header('x-forwarded-for')
  if (!header || !trusted(peer)) return peer
  let client = peer
  for (const text of header.split(',').toReversed()) {
    const address = forwarded(text)
    if (address === null) return client
    client = address
    if (!trusted(address)) return client
  }
  return client
}

/** Whatever a proxy adds shows that somebody else stands behind it, believed or not. */
const OF_PROXIES = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

function isLocal(c: Context, { isLoopback }: Peer): boolean {
  return isLoopback && OF_PROXIES.every((name) => c.req.header(name) === undefined)
}

/** What the last proxy says of how it was spoken to; anybody else's word says nothing. */
function isSecure(c: Context, peer: string | null, trusted: (address: string | null) => boolean): boolean {
  if (c.req.url.startsWith('https:')) return true
  const said = c.req.header('x-forwarded-proto')?.split(',').at(-1)
  return said?.trim().toLowerCase() === 'https' && trusted(peer)
}

/**
 * Whether a browser opens a page over plain HTTP by a name: it heeds no opener policy there, and complains of one on its
 * console. Over HTTPS and on this machine it says what it fetches for, also through a proxy that tells us of neither.
 */
const isPlainPage = (c: Context<Env>): boolean =>
  !c.get('secure') &&
  c.req.header('upgrade-insecure-requests') !== undefined &&
  c.req.header('sec-fetch-dest') === undefined

export interface HeadersDeps {
  trustProxy: string[]
  settings: Pick<Settings, 'get'>
}

/** First middleware of the root. */
export function createHeaders({ trustProxy, settings }: HeadersDeps): MiddlewareHandler<Env> {
  const trusted = createTrust(trustProxy)
  const peerOf = createPeers()
  return async (c, next) => {
    const peer = peerOf(c)
    const base = basePathOf(c.req.header('x-ingress-path'))
    const given = c.req.header('x-request-id')
    const requestId = given && /^[\w.-]{8,64}$/.test(given) ? given : Bun.randomUUIDv7()
    c.set('base', base)
    c.set('requestId', requestId)
    c.set('secure', isSecure(c, peer.address, trusted))
    const agent = c.req.header('user-agent')?.slice(0, 256) ?? null
    c.set('origin', {
      address: clientOf(c, peer.address, trusted),
      agent,
      ...(isLocal(c, peer) ? { local: true } : {}),
    })
    await next()

    const headers = c.res.headers
    const set = (name: string, value: string) => {
      if (!headers.has(name)) headers.set(name, value)
    }
    set('X-Request-Id', requestId)
    const limit = c.get('limit')
    if (limit) {
      set('X-RateLimit-Limit', String(limit.most))
      set('X-RateLimit-Remaining', String(limit.remaining))
      set('X-RateLimit-Reset', String(limit.resetAt))
    }
    for (const [name, value] of isPlainPage(c) ? OVER_PLAIN_HTTP_ENTRIES : ALWAYS_ENTRIES) set(name, value)
    const hsts = c.get('secure') ? settings.get('hsts_seconds') : null
    if (hsts !== null) set('Strict-Transport-Security', `max-age=${hsts}`)
    // Behind ingress we live in a frame of the hub, on the hub's own origin.
    const framing = [...(base === '' ? [] : ["'self'"]), ...settings.get('embed_origins')]
    if (framing.length === 0) set('X-Frame-Options', 'DENY')
    if (/^\/(hls|media)\//.test(c.req.path)) set('Cross-Origin-Resource-Policy', 'same-origin')
    const type = headers.get('content-type') ?? ''
    if (type.startsWith('text/html'))
      set('Content-Security-Policy', [...CSP, `frame-ancestors ${framing.join(' ') || "'none'"}`].join('; '))
    if (type.startsWith('application/json')) set('Cache-Control', 'no-store')
  }
}

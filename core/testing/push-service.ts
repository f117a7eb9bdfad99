// A pretend push service with a browser behind it: checks our signature (RFC 8292) and opens what only the browser can (RFC 8291). Shares no line with what is shipped.
import { subtle, type webcrypto } from 'node:crypto'

export interface Pushed {
  /** As the browser reads it. */
  text: string
  headers: Headers
  /** Of the signature. */
  claims: { aud: string; exp: number; sub: string }
  /** The key that we signed with, as it stands in the header. */
  signer: string
}

export interface PushBrowser {
  /** What `PushSubscription.toJSON()` gives. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  got: Pushed[]
}

const P256 = { name: 'ECDH', namedCurve: 'P-256' }
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const textOf = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('base64url')
const joined = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))

async function hkdf(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  length: number,
) {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8))
}

/** The message in a body of the coding `aes128gcm`; throws where it was not written for this browser. */
export async function opened(
  body: Uint8Array<ArrayBuffer>,
  browser: { privateKey: webcrypto.CryptoKey; publicKey: Uint8Array<ArrayBuffer>; auth: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const salt = body.slice(0, 16)
  const keyLength = body[20] ?? 0
  const sender = body.slice(21, 21 + keyLength)
  const theirs = await subtle.importKey('raw', sender, P256, false, [])
  const shared = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: theirs }, browser.privateKey, 256))
  const material = await hkdf(shared, browser.auth, joined('WebPush: info\0', browser.publicKey, sender), 32)
  const content = await hkdf(material, salt, joined('Content-Encoding: aes128gcm\0'), 16)
  const nonce = await hkdf(material, salt, joined('Content-Encoding: nonce\0'), 12)
  const key = await subtle.importKey('raw', content, 'AES-GCM', false, ['decrypt'])
  const padded = new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, body.slice(21 + keyLength)))
  // One record, which is the last: its end is marked by a 2, and zeros may follow.
  const end = padded.findLastIndex((byte) => byte !== 0)
  if (padded[end] !== 2) throw new Error('The record has no end')
  return new TextDecoder().decode(padded.slice(0, end))
}

async function signed(authorization: string): Promise<Pick<Pushed, 'claims' | 'signer'>> {
  const [, token = '', signer = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const key = await subtle.importKey('raw', bytesOf(signer), { ...P256, name: 'ECDSA' }, false, ['verify'])
  const how = { name: 'ECDSA', hash: 'SHA-256' }
  if (!(await subtle.verify(how, key, bytesOf(signature), joined(`${head}.${claims}`))))
    throw new Error('The signature is not good')
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string }
  if (alg !== 'ES256') throw new Error(`Signed by ${alg}`)
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Pushed['claims'], signer }
}

export interface PushService extends AsyncDisposable {
  url: string
  /** Requests in all. */
  asked: number
  /** What it answers with; 201 takes a message. */
  answer: () => Response | Promise<Response>
  /** Another browser that subscribes. */
  browser(): Promise<PushBrowser>
}

export function startPushService(): PushService {
  const browsers = new Map<string, (request: Request) => Promise<void>>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      service.asked++
      const answer = await service.answer()
      if (answer.ok) await browsers.get(new URL(request.url).pathname)?.(request)
      return answer
    },
  })
  const service: PushService = {
    url: `http://127.0.0.1:${server.port}`,
    asked: 0,
    answer: () => new Response(null, { status: 201 }),
    async browser() {
      const pair = await subtle.generateKey(P256, true, ['deriveBits'])
      const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
      const auth = crypto.getRandomValues(new Uint8Array(16))
      const path = `/send/${crypto.randomUUID()}`
      const got: Pushed[] = []
      browsers.set(path, async (request) => {
        const body = new Uint8Array(await request.arrayBuffer())
        const text = await opened(body, { privateKey: pair.privateKey, publicKey, auth })
        got.push({ text, headers: request.headers, ...(await signed(request.headers.get('authorization') ?? '')) })
      })
      const keys = { p256dh: textOf(publicKey), auth: textOf(auth) }
      return { subscription: { endpoint: service.url + path, keys }, got }
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
  return service
}

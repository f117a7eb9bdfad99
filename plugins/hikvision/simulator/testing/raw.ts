// A hand-written HTTP client on a bare socket, so that the simulator is judged by what is on the wire.
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  status: number
  /** The head as it came, without the empty line. */
  head: string
  headers: Headers
  body: Buffer
}

export interface RawClient extends Disposable {
  readonly socket: Socket
  /** All bytes that came and were not read yet. */
  pending(): Buffer
  send(text: string): void
  /** One answer with a Content-Length. */
  answer(): Promise<RawAnswer>
  /** Everything up to and with these bytes. */
  until(mark: string): Promise<Buffer>
  bytes(count: number): Promise<Buffer>
  /** Resolves with what was left when the other side hung up. */
  hungUp(): Promise<Buffer>
}

const PATIENCE_MS = 20_000

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  let arrived: Buffer = Buffer.alloc(0)
  let closed = false
  let wake = () => {}
  socket.on('data', (bytes: Buffer) => {
    arrived = Buffer.concat([arrived, bytes])
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
    wake()
  })
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })

  async function wait(done: () => boolean, what: string): Promise<void> {
    const limit = Date.now() + PATIENCE_MS
    while (!done()) {
      if (closed) throw new Error(`The connection ended before ${what}; it said ${arrived.toString().slice(0, 300)}`)
      const left = limit - Date.now()
      if (left <= 0) throw new Error(`Waited too long for ${what}; it said ${arrived.toString().slice(0, 300)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  function take(count: number): Buffer {
    const taken = arrived.subarray(0, count)
    arrived = arrived.subarray(count)
    return taken
  }

  const client: RawClient = {
    socket,
    pending: () => arrived,
    send: (text) => void socket.write(text),
    async until(mark) {
      await wait(() => arrived.includes(mark), JSON.stringify(mark))
      return take(arrived.indexOf(mark) + mark.length)
    },
    async bytes(count) {
      await wait(() => arrived.length >= count, `${count} bytes`)
      return take(count)
    },
    async answer() {
      const head = (await client.until('\r\n\r\n')).toString().trimEnd()
      const [first, ...rest] = head.split('\r\n')
      const headers = new Headers(
        rest.map((line): [string, string] => [
          line.slice(0, line.indexOf(':')),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      )
      const body = await client.bytes(Number(headers.get('content-length') ?? 0))
      return { status: Number(first!.split(' ')[1]), head, headers, body }
    },
    async hungUp() {
      const limit = Date.now() + PATIENCE_MS
      while (!closed) {
        if (Date.now() > limit) throw new Error('Waited too long for the end of the connection')
        await Bun.sleep(5)
      }
      return arrived
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
  return client
}

export interface Ask {
  path: string
  method?: string
  user?: string
  password?: string
  body?: string
}

/** Value of `Authorization` for one challenge; `count` is nc. */
export function digestFor(challenge: string, ask: Ask, count = 1): string {
  const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const isSha = /algorithm=SHA-256/.test(challenge)
  const hash = (text: string) =>
    createHash(isSha ? 'sha256' : 'md5')
      .update(text)
      .digest('hex')
  const { user = 'admin', password = 'porchlight-demo', method = 'GET', path } = ask
  const [realm, nonce, cnonce, nc] = [of('realm'), of('nonce'), 'c0ffee11', count.toString(16).padStart(8, '0')]
  const response = hash(
    `${hash(`${user}:${realm}:${password}`)}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${path}`)}`,
  )
  const values = `username="${user}", realm="${realm}", nonce="${nonce}", uri="${path}", response="${response}"`
  return `Digest ${values}, qop=auth, nc=${nc}, cnonce="${cnonce}"${isSha ? ', algorithm=SHA-256' : ''}`
}

export function requestText({ method = 'GET', path, body }: Ask, authorization?: string): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: device']
  if (authorization) lines.push(`Authorization: ${authorization}`)
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** Asks without a login, then with one, on one connection; the answer to the second try. */
export async function askWithLogin(client: RawClient, ask: Ask): Promise<RawAnswer> {
  await signedRequest(client, ask)
  return client.answer()
}

/** As `askWithLogin`, but leaves the answer to the second try unread, for streams and cuts. */
export async function signedRequest(client: RawClient, ask: Ask): Promise<void> {
  client.send(requestText({ ...ask, method: ask.method ?? 'GET' }))
  const first = await client.answer()
  client.send(requestText(ask, digestFor(first.headers.get('www-authenticate') ?? '', ask)))
}

/** One question on a connection of its own. */
export async function ask(port: number, path: string, more: Omit<Ask, 'path'> = {}): Promise<RawAnswer> {
  using client = await rawClient(port)
  return await askWithLogin(client, { path, ...more })
}

// A server that answers as a captured device did, behind Digest. It shares nothing with the driver.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toXml } from './xml.ts'

/** Path below /ISAPI/ → what the device answered. */
export type Captured = Record<
  string,
  {
    response?: unknown
    status_code?: number
    /** The device's word for a refusal, where the capture has it. */
    said?: string
    error?: unknown
  }
>

export interface Replay extends AsyncDisposable {
  readonly url: URL
  /** `200 /ISAPI/System/deviceInfo`, in the order of arrival. */
  readonly requests: string[]
  /** Logins that were wrong. */
  readonly refused: number
  /** What was sent to be kept, which the next GET of the same path gives back. */
  readonly writes: { path: string; before: string; body: string }[]
}

const USER = 'admin'
const PASSWORD = 'replay 1'
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const refusal = (word: string) => `<?xml version="1.0" encoding="UTF-8" ?>
<ResponseStatus version="1.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<statusCode>4</statusCode>
<statusString>Invalid Operation</statusString>
<subStatusCode>${word}</subStatusCode>
</ResponseStatus>
`

/** True, false, or null for a request that carries no login. Counters may arrive out of order, but never twice. */
function signedIn(request: IncomingMessage, nonce: string, seen: Set<string>): boolean | null {
  const header = request.headers.authorization
  if (!header) return null
  if (!/^digest /i.test(header)) return false
  const field = (name: string) => new RegExp(`[ ,]${name}="?([^",]*)"?`).exec(header)?.[1] ?? ''
  const nc = field('nc')
  if (field('nonce') !== nonce || field('uri') !== request.url || !/^[\da-f]{8}$/.test(nc) || seen.has(nc)) return false
  const ha1 = md5(`${USER}:${field('realm')}:${PASSWORD}`)
  const ha2 = md5(`${request.method}:${request.url}`)
  seen.add(nc)
  return field('response') === md5(`${ha1}:${nonce}:${nc}:${field('cnonce')}:auth:${ha2}`)
}

const OK = '<ResponseStatus version="1.0"><statusCode>1</statusCode><statusString>OK</statusString></ResponseStatus>'

const keyIn = (captured: Captured, path: string) => {
  const wanted = path.replace(/^\/ISAPI\//i, '').toLowerCase()
  return Object.keys(captured).find((candidate) => candidate.toLowerCase() === wanted)
}

function answer(captured: Captured, path: string, kept: Map<string, string>, response: ServerResponse): number {
  const key = keyIn(captured, path)
  const changed = kept.get(path)
  if (changed !== undefined) {
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(changed)
    return 200
  }
  const found = key === undefined ? undefined : captured[key]
  if (found && 'response' in found) {
    response.writeHead(200, { 'Content-Type': 'application/xml' })
    response.end(toXml(found.response as Record<string, unknown>))
    return 200
  }
  const status = found ? (found.status_code ?? 403) : 404
  response.writeHead(status, { 'Content-Type': 'application/xml' })
  const said = found?.said ?? (status === 403 ? 'notSupport' : null)
  response.end(said ? refusal(said) : '')
  return status
}

export const LOGIN = { username: USER, password: PASSWORD } as const

export async function startReplay(captured: Captured): Promise<Replay> {
  const nonce = randomBytes(22).toString('hex')
  const seen = new Set<string>()
  const requests: string[] = []
  let refused = 0
  const kept = new Map<string, string>()
  const writes: Replay['writes'] = []

  async function keep(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const key = keyIn(captured, path)
    const found = key === undefined ? undefined : captured[key]?.response
    const before = kept.get(path) ?? (found ? toXml(found as Record<string, unknown>) : '')
    writes.push({ path, before, body })
    kept.set(path, body)
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(OK)
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*/, '')
    const login = signedIn(request, nonce, seen)
    if (login && request.method === 'PUT') {
      requests.push(`PUT ${path}`)
      void keep(path, request, response)
      return
    }
    if (login) {
      requests.push(`${answer(captured, path, kept, response)} ${path}`)
      return
    }
    if (login === false) refused++
    requests.push(`401 ${path}`)
    response.writeHead(401, {
      'Content-Type': 'text/html',
      'WWW-Authenticate': `Digest qop="auth", realm="IP Camera(83813)", nonce="${nonce}", stale="FALSE"`,
    })
    response.end('<!DOCTYPE html><html><head><title>Document Error: Unauthorized</title></head></html>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests,
    writes,
    get refused() {
      return refused
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

if (import.meta.main) {
  const file = process.argv[2] ?? ''
  const { data } = (await Bun.file(file).json()) as { data: { ISAPI: Captured } }
  const replay = await startReplay(data.ISAPI)
  console.log(`${replay.url.href} user ${USER}, password ${PASSWORD} (Ctrl-C ends it)`)
}

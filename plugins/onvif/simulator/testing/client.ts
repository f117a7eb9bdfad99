// A hand-written ONVIF client of a few lines, for what no stranger's client can be made to do wrong.
import { createHash, randomBytes } from 'node:crypto'
import { type Element, find, readXml } from '../xml-read.ts'

export interface Login {
  user: string
  password: string
  /** What stands in `Created`; now when left out. */
  created?: Date
  nonce?: Buffer
}

export interface Reply {
  status: number
  challenge: string | null
  /** First element of the body; a fault is one too. */
  body: Element
  /** Innermost code of a fault; null when it is none. */
  fault: string | null
  text: string
}

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss'

export function securityHeader({ user, password, created = new Date(), nonce = randomBytes(16) }: Login): string {
  const stamp = created.toISOString()
  const digest = createHash('sha1').update(nonce).update(stamp).update(password).digest('base64')
  return `<wsse:Security xmlns:wsse="${WSSE}-wssecurity-secext-1.0.xsd" xmlns:wsu="${WSSE}-wssecurity-utility-1.0.xsd"><wsse:UsernameToken>
<wsse:Username>${user}</wsse:Username><wsse:Password Type="${WSSE}-username-token-profile-1.0#PasswordDigest">${digest}</wsse:Password>
<wsse:Nonce>${nonce.toString('base64')}</wsse:Nonce><wsu:Created>${stamp}</wsu:Created></wsse:UsernameToken></wsse:Security>`
}

function innermost(fault: Element | undefined): string | null {
  if (!fault) return null
  let code = find(fault, 'Code')
  for (let next = code; next; next = find(next, 'Subcode')) code = next
  return find(code, 'Value')?.text ?? ''
}

/** Asks one operation; `inner` is what stands inside of its element. */
export async function ask(
  url: string,
  operation: string,
  inner = '',
  login: Login | null = { user: 'admin', password: 'porchlight-demo' },
  headers: Record<string, string> = {},
): Promise<Reply> {
  const security = login ? securityHeader(login) : ''
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/soap+xml', ...headers },
    body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:q="http://www.onvif.org/q" xmlns:tt="http://www.onvif.org/ver10/schema"><e:Header>${security}</e:Header><e:Body><q:${operation}>${inner}</q:${operation}></e:Body></e:Envelope>`,
  })
  const text = await answer.text()
  const body = find(readXml(text) ?? undefined, 'Body')?.children[0]
  if (!body) throw new Error(`No envelope came, but ${answer.status} ${text.slice(0, 200)}`)
  const fault = innermost(body.name === 'Fault' ? body : undefined)
  return { status: answer.status, challenge: answer.headers.get('www-authenticate'), body, fault, text }
}

/** The `Authorization` of HTTP Digest for one challenge. */
export function digestFor(challenge: string, path: string, password: string, method = 'POST'): string {
  const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  const [realm, nonce] = [of('realm'), of('nonce')]
  const response = md5(`${md5(`admin:${realm}:${password}`)}:${nonce}:00000001:c0ffee:auth:${md5(`${method}:${path}`)}`)
  return `Digest username="admin", realm="${realm}", nonce="${nonce}", uri="${path}", response="${response}", qop=auth, nc=00000001, cnonce="c0ffee"`
}

export interface TestClock {
  now: () => Date
  /** Seconds. */
  forward(seconds: number): void
}

export function testClock(): TestClock {
  let time = Date.UTC(2026, 10, 22, 12)
  return {
    now: () => new Date(time),
    forward(seconds) {
      time += seconds * 1000
    },
  }
}

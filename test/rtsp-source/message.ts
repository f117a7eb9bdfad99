// RTSP requests and answers as bytes, and the check of a Digest login.
import { createHash } from 'node:crypto'

export interface RtspRequest {
  method: string
  uri: string
  headers: Map<string, string>
}

const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  415: 'Unsupported Media Type',
  453: 'Not Enough Bandwidth',
  454: 'Session Not Found',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

/**
 * Takes the next request from the front of what has arrived; interleaved frames of the client (its receiver reports) are
 * skipped. `request` is null while it is not whole.
 */
export function takeRequest(arrived: Buffer): { request: RtspRequest | null; rest: Buffer } {
  let rest = arrived
  while (rest[0] === 0x24 && rest.length >= 4 && rest.length >= 4 + rest.readUInt16BE(2))
    rest = rest.subarray(4 + rest.readUInt16BE(2))
  const end = rest[0] === 0x24 ? -1 : rest.indexOf('\r\n\r\n')
  if (end < 0) return { request: null, rest }
  const [first = '', ...lines] = rest.toString('utf8', 0, end).split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const length = end + 4 + (Number(headers.get('content-length')) || 0)
  if (rest.length < length) return { request: null, rest }
  const [method = '', uri = ''] = first.split(' ')
  return { request: { method, uri, headers }, rest: rest.subarray(length) }
}

/** An answer with the request's CSeq. */
export function answer(request: RtspRequest, status: number, headers: Record<string, string> = {}, body = ''): string {
  const lines = [`RTSP/1.0 ${status} ${REASONS[status] ?? 'Error'}`, `CSeq: ${request.headers.get('cseq') ?? '0'}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/**
 * `stranger`: no login was sent, or one for an older nonce; nothing was refused yet. `refused`: a login was sent and is
 * wrong. Digest without qop, as recorders ask for it.
 */
export function checkLogin(
  request: RtspRequest,
  expected: { user: string; password: string; realm: string; nonce: string },
): { outcome: 'welcome' | 'stranger' | 'refused'; user: string | null } {
  const sent = request.headers.get('authorization')
  if (sent === undefined) return { outcome: 'stranger', user: null }
  const field = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(sent)?.[1] ?? ''
  const user = field('username')
  if (!/^digest\s/i.test(sent)) return { outcome: 'refused', user: null }
  if (field('nonce') !== expected.nonce) return { outcome: 'stranger', user }
  const secret = md5(`${expected.user}:${expected.realm}:${expected.password}`)
  const right = md5(`${secret}:${expected.nonce}:${md5(`${request.method}:${field('uri')}`)}`)
  return { outcome: user === expected.user && field('response') === right ? 'welcome' : 'refused', user }
}

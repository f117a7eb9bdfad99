// One message to one receiver: a POST to the address that was checked, and what came of it in words.
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIPv6 } from 'node:net'
import { Fault } from '../../domain/fault.ts'
import { decoded } from '../../domain/url-login.ts'
import type { AddressGuard } from '../addresses.ts'

export interface Outgoing {
  url: string
  verifyTls: boolean
  /** In small letters; it is JSON where they name no other type. */
  headers: Record<string, string>
  body: string | Uint8Array
}

export interface Outcome {
  ok: boolean
  /** Null: there was no answer. */
  status: number | null
  /** What happened, public text. */
  text: string
  /** What the receiver asks for. */
  retryAfterSeconds: number | null
}

export type Send = (message: Outgoing, signal: AbortSignal) => Promise<Outcome>

/** A receiver that takes longer has not taken it. */
const PATIENCE_MS = 10_000
const LONGEST_ASKED = 3600

const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/

function wordsOf(host: string, error: unknown, patienceMs: number): string {
  if (error instanceof Fault) return error.message
  const { code, name } = error as { code?: string; name?: string }
  if (name === 'TimeoutError') return `${host} did not answer within ${patienceMs / 1000} seconds`
  if (code === 'ECONNREFUSED' || code === 'ConnectionRefused') return `${host} refuses the connection`
  if (code && CERTIFICATE.test(code)) return `The certificate of ${host} cannot be trusted (${code})`
  return `${host} could not be reached${code ? ` (${code})` : ''}`
}

function retryAfter(header: string | undefined): number | null {
  return header && /^\d{1,6}$/.test(header) ? Math.min(Number(header), LONGEST_ASKED) : null
}

/** The guard is asked at every message: a name may have moved since the last one. Redirects are not followed. */
export function createSend(guard: Pick<AddressGuard, 'resolve'>, patienceMs = PATIENCE_MS): Send {
  function post(url: URL, address: string, { verifyTls, headers, body }: Outgoing, signal: AbortSignal) {
    const found = { address, family: isIPv6(address) ? 6 : 4 }
    // The name stays in the Host header and in TLS, but nobody is asked for it a second time.
    const lookup = (_: string, { all }: { all?: boolean }, done: (...found: unknown[]) => void) =>
      all ? done(null, [found]) : done(null, found.address, found.family)
    const options = {
      method: 'POST',
      agent: false,
      signal,
      lookup,
      rejectUnauthorized: verifyTls,
      headers: {
        ...(Object.keys(headers).some((name) => /^content-type$/i.test(name))
          ? {}
          : { 'content-type': 'application/json' }),
        ...headers,
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Porchlight',
      },
      ...(url.username && { auth: `${decoded(url.username)}:${decoded(url.password)}` }),
    }
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; retryAfter: number | null }>()
    const ask = url.protocol === 'https:' ? httpsRequest : httpRequest
    const bare = new URL(url)
    bare.username = ''
    bare.password = ''
    const request = ask(bare, options as RequestOptions, (answer) => {
      resolve({ status: answer.statusCode ?? 0, retryAfter: retryAfter(answer.headers['retry-after']) })
      // Whatever else it says nobody reads.
      answer.on('error', () => {})
      answer.destroy()
    })
    request.on('error', reject)
    request.end(body)
    return promise
  }

  return async (message, ending) => {
    const url = new URL(message.url)
    const host = url.host
    const signal = AbortSignal.any([ending, AbortSignal.timeout(patienceMs)])
    const aborted = Promise.withResolvers<never>()
    aborted.promise.catch(() => {})
    signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
    const work = guard.resolve(url.hostname).then((address) => post(url, address, message, signal))
    work.catch(() => {})
    try {
      const { status, retryAfter: seconds } = await Promise.race([work, aborted.promise])
      const ok = status >= 200 && status < 300
      const text = ok ? `${host} has taken it` : `${host} answered ${status}`
      return { ok, status, text, retryAfterSeconds: seconds }
    } catch (error) {
      return {
        ok: false,
        status: null,
        text: wordsOf(host, signal.aborted ? signal.reason : error, patienceMs),
        retryAfterSeconds: null,
      }
    }
  }
}

// What a request is answered with, and the ways in which these devices refuse.
import type { Account } from '../accounts.ts'
import type { Device } from '../device.ts'
import { type Child, type Element, PSIA, render, titled, x } from '../xml.ts'

export interface Answer {
  status: number
  type: string
  body: string | Uint8Array
  /** Comes in place of `body`. */
  stream?: Stream
}

/** Bytes that are made while they are sent. */
export interface Stream {
  length: number
  /** What stands in `Content-Length`: the truth, nothing, or 0. */
  announce: 'length' | 'nothing' | 'zero'
  pieces(): Iterable<Buffer>
  /** Bytes that went out since the last call. */
  onBytes(count: number): void
  /** Called once, however it ended. */
  onEnd(isWhole: boolean): void
}

/** A request that passed the login, as the handlers of a route see it. */
export interface Question {
  method: string
  /** Path as it was sent, without the query. */
  path: string
  body: string
  device: Device
  /** Who asks. */
  account: Account
}

export function page(device: Device, root: Element, status = 200): Answer {
  return { status, type: device.model.contentType, body: render(root, device.model.style) }
}

/** Some values come as bare text and not as XML. */
export function plainText(body: string): Answer {
  return { status: 200, type: 'text/plain', body }
}

const refusals = {
  ok: { http: 200, code: 1, text: 'OK', sub: 'ok' },
  deviceBusy: { http: 503, code: 2, text: 'Device Busy', sub: 'deviceBusy' },
  /** Says so under HTTP 200, as picture calls do. */
  deviceError: { http: 200, code: 3, text: 'Device Error', sub: 'deviceError' },
  serviceUnavailable: { http: 503, code: 3, text: 'Device Error', sub: 'serviceUnavailable' },
  notSupport: { http: 403, code: 4, text: 'Invalid Operation', sub: 'notSupport' },
  methodNotAllowed: { http: 403, code: 4, text: 'Invalid Operation', sub: 'methodNotAllowed' },
  lowPrivilege: { http: 403, code: 4, text: 'Invalid Operation', sub: 'lowPrivilege' },
  deployExceedMax: { http: 403, code: 4, text: 'Invalid Operation', sub: 'deployExceedMax' },
  badXmlFormat: { http: 400, code: 5, text: 'Invalid XML Format', sub: 'badXmlFormat' },
  /** A real one says this under 200: the password is too weak. */
  riskPassword: { http: 200, code: 6, text: 'Invalid XML Content', sub: 'riskPassword' },
  rebootRequired: { http: 200, code: 7, text: 'Reboot Required', sub: 'rebootRequired' },
  searchFailed: { http: 500, code: 3, text: 'Device Error', sub: 'deviceError' },
  badParameters: { http: 400, code: 6, text: 'Invalid XML Content', sub: 'badParameters' },
  /** Says so under HTTP 200, as picture calls do. */
  badXmlContent: { http: 200, code: 6, text: 'Invalid XML Content', sub: 'badXmlContent' },
} as const

export type Refusal = keyof typeof refusals

/** A `ResponseStatus`; `status` overrules the usual HTTP status of that refusal, `more` follows its elements. */
export function refuse(device: Device, path: string, refusal: Refusal, status?: number, more: Child[] = []): Answer {
  const { http, code, text, sub } = refusals[refusal]
  const style = device.quirks.has('psia') ? { version: '1.0' as const, namespace: PSIA } : device.model.style
  return page(
    device,
    titled(style, 'ResponseStatus', [
      x('requestURL', path),
      x('statusCode', code),
      x('statusString', text),
      x('subStatusCode', sub),
      ...more,
    ]),
    status ?? http,
  )
}

/** The little page that a web server of theirs sends for what is outside of ISAPI. */
export function htmlError(status: number, title: string, text: string): Answer {
  const body = `<!DOCTYPE html>\r\n<html><head><title>Document Error: ${title}</title></head>\r\n<body><h2>Access Error: ${status} -- ${title}</h2>\r\n<p>${text}</p>\r\n</body>\r\n</html>\r\n`
  return { status, type: 'text/html', body }
}

// Faults at the HTTP border: which status a kind becomes, and what an unknown error may say.
import { Fault, type FaultKind } from './domain/fault.ts'

export const STATUS: Readonly<Record<FaultKind, number>> = {
  'invalid-input': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'wrong-type': 415,
  'too-many': 429,
  unsupported: 501,
  'not-ready': 503,
  'disk-full': 507,
  'device-unreachable': 502,
  'device-refused-login': 502,
  'device-locked': 502,
  'device-denied': 502,
  'device-garbled': 502,
  'device-busy': 503,
  'device-timeout': 504,
  internal: 500,
}

/** The HTTP status of a fault (DESIGN 3.2). */
export function statusOf(fault: Fault): number {
  return STATUS[fault.kind]
}

/** Any thrown thing as a fault; what is not one already becomes `internal` with a text that gives nothing away. */
export function asFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault('internal', 'Internal error', { cause: error })
}

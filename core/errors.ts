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

/** The first reason of all that ours were made from, each with the one before as its cause: the system's or SQLite's own code. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.cause instanceof Error) return codeOf(error.cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What these say is no secret, and only a person can mend it: nobody else would tell him at the door. */
function ofDisk(error: unknown): Fault | null {
  const code = codeOf(error)
  const is = (text: string) => new Fault('disk-full', text, { cause: error })
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return is('The disk of Porchlight is full, so that nothing can be kept. Make room on that machine, then try again.')
  // A full disk, too, where the file beside the database cannot be made longer; else one that fails.
  if (code.startsWith('SQLITE_IOERR'))
    return is(
      'The database cannot be read or written: its disk is full or fails. Make room on that machine, or look at its disk, then try again.',
    )
  return null
}

/** Any thrown thing as a fault; what is not one already becomes `internal` with a text that gives nothing away, or says that the disk is full. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  return ofDisk(error) ?? new Fault('internal', 'Internal error', { cause: error })
}

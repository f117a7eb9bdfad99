// What no request may exceed or contain, whatever its schema says.
import { Fault } from '../domain/fault.ts'

/** Largest body of a JSON request. */
export const BODY_BYTES = 1024 * 1024
/** For all of it, so that nobody holds a request open by a byte now and then. */
export const BODY_SECONDS = 30
const DEEPEST = 32

/** The fault of a body beyond the limit. */
export function tooLarge(): Fault {
  return new Fault('too-large', 'The request body is too large: at most 1 MiB is accepted')
}

const odd = (path: string, code: string, message: string) =>
  new Fault('invalid-input', `${path} ${message}`, { problems: [{ path, code, message }] })

/** Those that end a line or part its words are left to the fields. */
const CONTROL = /(?![\t\n\r])\p{Cc}/u

/**
 * Refuses control characters in any text (databases and file names end at NUL, and terminals obey others), half a surrogate
 * pair (no encoding can carry it) and nesting deeper than any schema of ours.
 */
export function refuseOddText(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') {
    if (CONTROL.test(value)) throw odd(path, 'control', 'must not contain control characters')
    if (!value.isWellFormed()) throw odd(path, 'surrogate', 'must not contain half a character')
  }
  if (value === null || typeof value !== 'object') return
  if (depth >= DEEPEST) throw odd(path.split('.')[0] ?? path, 'too_deep', 'is nested too deeply')
  for (const [key, item] of Object.entries(value)) {
    if (/\p{Cc}/u.test(key)) throw odd(path, 'control', 'must not contain control characters in a name')
    refuseOddText(item, `${path}.${key.slice(0, 80)}`, depth + 1)
  }
}

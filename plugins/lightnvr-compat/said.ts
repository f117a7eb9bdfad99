// What a body says, field by field: one of another type counts as not said, what is too long or holds control characters is refused.
import type { Context } from 'hono'
import { Fault, readText } from '#plugin'
import { isRecord, jsonOf } from './wire.ts'

/** The body as an object, whatever type it says that it has. Fault with these words for anything else. */
export async function objectOf(c: Context, otherwise: string): Promise<Record<string, unknown>> {
  const body = jsonOf(await readText(c), otherwise)
  if (!isRecord(body)) throw new Fault('invalid-input', otherwise)
  return body
}

/** The same, where nothing at all may be said, too. */
export async function objectOrNothing(c: Context, otherwise: string): Promise<Record<string, unknown>> {
  const text = await readText(c)
  const body = text.trim() === '' ? {} : jsonOf(text, otherwise)
  if (!isRecord(body)) throw new Fault('invalid-input', otherwise)
  return body
}

/** Half a sign cannot be sent to anybody either. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/** Trimmed; undefined where it is not said or empty. `what` is how a refusal calls it. */
export function textIn(value: unknown, what: string, longest: number): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  if (value.length > longest) throw new Fault('invalid-input', `${what} is too long`)
  if (UNSEEN.test(value)) throw new Fault('invalid-input', `${what} must not hold control characters`)
  return value.trim()
}

/** For what removes something: what is not understood could have been meant to spare much of it. */
export function refuseOtherKeys(body: Record<string, unknown>, known: readonly string[]): void {
  const other = Object.keys(body).find((key) => !known.includes(key))
  if (other === undefined) return
  const name = other.slice(0, 64).replace(/[^\x20-\x7e]/g, '?')
  throw new Fault('invalid-input', `${name} is not known here: there are ${known.join(', ')}`)
}

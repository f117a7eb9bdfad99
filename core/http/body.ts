// A request's body as JSON, whatever was really sent.
import type { Context } from 'hono'
import { Fault } from '../domain/fault.ts'
import { BODY_BYTES, BODY_SECONDS, tooLarge } from './limits.ts'

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/i

function refuseOtherTypes(c: Context): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim()
  if (type && !JSON_TYPE.test(type))
    throw new Fault(
      'wrong-type',
      `The body must be JSON: send Content-Type: application/json, not ${type.slice(0, 80)}`,
      {
        problems: [{ path: 'body', code: 'content_type', message: 'must be JSON' }],
      },
    )
}

/** Reads at most `BODY_BYTES` for at most `BODY_SECONDS`, so that a body without a length or an end cannot fill the memory. */
async function readBytes(c: Context): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  if (Number(c.req.header('content-length') ?? 0) > BODY_BYTES) throw tooLarge()
  const reader = c.req.raw.body?.getReader()
  if (!reader) return new Uint8Array()
  const late = Promise.withResolvers<never>()
  late.promise.catch(() => {})
  const timer = setTimeout(() => late.reject(tooSlow()), BODY_SECONDS * 1000)
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise])
      if (done) return Buffer.concat(parts)
      size += value.byteLength
      if (size > BODY_BYTES) throw tooLarge()
      parts.push(value)
    }
  } catch (error) {
    // Nobody waits for a sender that may never hear of it.
    reader.cancel().catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const tooSlow = () => malformed(`The body did not arrive within ${BODY_SECONDS} seconds`)

const malformed = (message: string) =>
  new Fault('invalid-input', message, { problems: [{ path: 'body', code: 'malformed', message }] })

/** The body as text, whatever its type. Faults: too large, not UTF-8. */
export async function readText(c: Context): Promise<string> {
  const bytes = await readBytes(c)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8')
  }
}

/** The parsed body; an empty one is `{}`. Faults: another content type, too large, not UTF-8, not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  refuseOtherTypes(c)
  const text = await readText(c)
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON')
  }
}

// What a receiver checks: headers by the Standard Webhooks specification, for which there are libraries in most languages.
import { createHmac, randomBytes } from 'node:crypto'

const MARK = 'whsec_'

/** 32 random bytes as text; `whsec_` is the specification's mark. */
export const newSecret = (random: () => Uint8Array = () => randomBytes(32)): string =>
  MARK + Buffer.from(random()).toString('base64')

/** `id` stays the same at every try; the time is that of the try, so that a receiver can refuse what somebody replays. */
export function signed(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const seconds = String(Math.floor(+at / 1000))
  const key = Buffer.from(secret.slice(MARK.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}

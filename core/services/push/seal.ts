// A message for one browser as its push service takes it: encrypted for the browser alone (RFC 8291), signed by us (RFC 8292).
import type { KeyPair } from './keys.ts'

/** What a browser gives to whoever may write to it. */
export interface Recipient {
  endpoint: string
  p256dh: string
  auth: string
}

export interface Sealed {
  /** Names in small letters. */
  headers: Record<string, string>
  body: Uint8Array
}

/**
 * Some push services refuse messages of nobody. Who runs the appliance is none of their business, and neither is its address:
 * this is the same for everybody.
 */
const SUBJECT = 'mailto:porchlight@example.com'
/** A phone that is switched on in the morning hears of the night. */
const KEPT_SECONDS = 12 * 3600

/** Throws an Error where the browser's keys are none. Of what waits under one topic, the push service keeps the newest alone. */
export async function seal(to: Recipient, text: string, keys: KeyPair, topic: string): Promise<Sealed> {
  // Loaded when it is first needed: most homes never need it, and it takes 14 MB.
  const { generateRequestDetails } = (await import('web-push')).default
  const { endpoint, p256dh, auth } = to
  const { headers, body } = generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
    vapidDetails: { subject: SUBJECT, ...keys },
    TTL: KEPT_SECONDS,
    // A sleeping phone is woken.
    urgency: 'high',
    topic,
  })
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { headers: Object.fromEntries(named), body }
}

/** Whether something can be encrypted for it. */
export async function isRecipient(to: Recipient, keys: KeyPair): Promise<boolean> {
  try {
    await seal(to, '?', keys, 'test')
    return true
  } catch {
    return false
  }
}

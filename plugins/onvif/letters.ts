// The letters of SOAP: reading what a camera answers, and signing what it is asked.
import { createHash, randomBytes } from 'node:crypto'
import type { SoapFault } from './faults.ts'

/** What stands in a `Body` as the package's methods want it: arrays of everything, names with a small first letter. */
export type RawBody = unknown

export interface Letter {
  /** Null: this was no letter. */
  body: RawBody | null
  fault: SoapFault | null
}

/**
 * A namespace is declared in some characters. The package looks for it in a way that takes the square of what has no `=`,
 * and minutes for what nobody honest sends.
 */
const NO_NAMESPACE = /xmlns[^=]{200}/

/** Values as they were written, where the package makes 4.1 of a firmware 4.10; one element is itself, several a list. */
export function plain(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.length === 1 ? plain(raw[0]) : raw.map(plain)
  if (typeof raw !== 'object' || raw === null) return raw
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, name === '$' ? value : plain(value)]))
}

/** Every text below, in its order. */
function texts(raw: unknown): string[] {
  if (typeof raw === 'string') return [raw.trim()]
  if (Array.isArray(raw)) return raw.flatMap(texts)
  if (typeof raw !== 'object' || raw === null) return []
  return Object.entries(raw).flatMap(([name, value]) => (name === '$' ? [] : texts(value)))
}

function faultIn(body: unknown): SoapFault | null {
  const first = Array.isArray(body) ? (body[0] as Record<string, unknown> | undefined) : undefined
  const found = Array.isArray(first?.fault) ? (first.fault[0] as Record<string, unknown>) : null
  if (!found) return null
  // The second spelling is that of SOAP 1.1, which some cameras fall back to for faults.
  const codes = texts(found.code ?? found.faultcode).map((code) => code.replace(/^.*:/, ''))
  return {
    codes,
    reason: texts(found.reason ?? found.faultstring)
      .join(' ')
      .slice(0, 200),
  }
}

/** The package's reader. It calls at once, and may call again where it stumbles later. */
export type Parse = (xml: string, found: (error: unknown, body: RawBody) => void) => void

export function readLetter(parse: Parse, xml: string): Letter {
  if (!xml.includes('<') || NO_NAMESPACE.test(xml)) return { body: null, fault: null }
  let body: RawBody | null = null
  parse(xml, (_error, found) => {
    body ??= found || null
  })
  return { body, fault: faultIn(body) }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text that may stand in XML. The package escapes nothing that it is given. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] as string)
}

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss'

/** `Security` for one letter: name, and a digest of the password with a nonce and the camera's own time. */
export function security(username: string, password: string, at: Date): string {
  const nonce = randomBytes(16)
  const created = at.toISOString()
  const digest = createHash('sha1').update(nonce).update(created).update(password, 'utf8').digest('base64')
  return (
    `<Security s:mustUnderstand="1" xmlns="${WSSE}-wssecurity-secext-1.0.xsd"><UsernameToken>` +
    `<Username>${escapeXml(username)}</Username>` +
    `<Password Type="${WSSE}-username-token-profile-1.0#PasswordDigest">${digest}</Password>` +
    `<Nonce EncodingType="${WSSE}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</Nonce>` +
    `<Created xmlns="${WSSE}-wssecurity-utility-1.0.xsd">${created}</Created></UsernameToken></Security>`
  )
}

const HEADER = '<s:Header>'

/** True for a letter that the package wrote with a place for the login: all but the question for the time. */
export function canBeSigned(letter: string): boolean {
  return letter.includes(HEADER)
}

export function signed(letter: string, token: string): string {
  return letter.replace(HEADER, () => HEADER + token)
}

/** What a letter asks for, and in which namespace; as it calls itself, where it has an `Action`. */
export function actionOf(letter: string): { name: string; namespace: string } {
  const [, within, action] = /<a:Action>([^<]*)\/([^</]*)</.exec(letter) ?? []
  if (within !== undefined && action !== undefined) return { name: action, namespace: within }
  const [, name = '', namespace = ''] =
    /<s:Body[^>]*>\s*<(?:\w+:)?(\w+)[^>]*?\sxmlns(?::\w+)?="([^"]*)"/.exec(letter) ?? []
  return { name, namespace }
}

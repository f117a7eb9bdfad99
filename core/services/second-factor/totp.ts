// Codes of an authenticator app (RFC 6238): the one file that knows the libraries for them and for the picture to scan.
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

const ISSUER = 'Porchlight'
const PERIOD_SECONDS = 30

/** Base32, 160 bits: what the standard asks for and every authenticator takes. */
export function newSecret(random: () => Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(random().subarray(0, 20)).buffer }).base32
}

const totpOf = (secret: string, label = 'account') =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_SECONDS })

/** What the authenticator reads: `otpauth://totp/…`. */
export function addressOf(secret: string, username: string): string {
  return totpOf(secret, username).toString()
}

/** The same as a picture, for an `img` element. */
export function pictureOf(address: string): string {
  const svg = renderSVG(address, { ecc: 'M', border: 4 })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

/** The step that a code belongs to, if that is the present one or one beside it; clocks of phones are not exact. */
export function stepOf(code: string, secret: string, at: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: +at, window: 1 })
  return delta === null ? null : Math.floor(+at / 1000 / PERIOD_SECONDS) + delta
}

/** The code of an instant, for tests that play the authenticator. */
export function codeAt(secret: string, at: Date): string {
  return totpOf(secret).generate({ timestamp: +at })
}

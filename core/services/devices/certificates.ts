// What a person needs to see of a certificate before he trusts it.
import { createHash, X509Certificate } from 'node:crypto'

export interface Certificate {
  /** SHA-256, as pages of devices and browsers show it: `AB:CD:…`. */
  fingerprint: string
  /** Null where the certificate cannot be read. */
  subject: string | null
  issuer: string | null
  validFrom: Date | null
  validTo: Date | null
}

const MOST_TEXT = 300

/** Names stand in it line by line, and may hold whatever the device's maker put there. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ', ')
    .slice(0, MOST_TEXT)
}

/** Two certificates are the same when their fingerprints are. */
export function describeCertificate(pem: string): Certificate {
  try {
    const { fingerprint256, subject, issuer, validFrom, validTo } = new X509Certificate(pem)
    const [from, to] = [new Date(validFrom), new Date(validTo)]
    return {
      fingerprint: fingerprint256,
      subject: oneLine(subject ?? ''),
      issuer: oneLine(issuer ?? ''),
      validFrom: Number.isNaN(+from) ? null : from,
      validTo: Number.isNaN(+to) ? null : to,
    }
  } catch {
    const digest = createHash('sha256').update(pem).digest('hex').toUpperCase()
    const fingerprint = digest.match(/../g)?.join(':') ?? digest
    return { fingerprint, subject: null, issuer: null, validFrom: null, validTo: null }
  }
}

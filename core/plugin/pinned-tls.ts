// TLS to a device at home: its certificate is signed by nobody, so the one that it showed first is the one that it must show.
import { X509Certificate } from 'node:crypto'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Fault } from '../domain/fault.ts'

export interface PinnedTlsOptions {
  url: URL
  /** The address to connect to; the name in `url` stays the one that a trusted certificate must bear. */
  connectTo: string
  /** False: the certificate is compared with the pinned one, or pinned when there is none yet. */
  verifyTls: boolean
  /** Called with the certificate (PEM) that there is when none is pinned, or that is not the pinned one. */
  shown(certificate: string): void
}

const SECRETS_WAIT = 'Nothing was sent to it'

/** A connection may break while nobody uses it; whoever uses one has a listener of his own. */
function ignore(): void {}

function pem(raw: Buffer): string {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** A connected socket whose certificate has been checked, before a byte of ours has gone through it. */
export function connectPinned(options: PinnedTlsOptions, expected: { raw: Buffer | null }): Promise<TLSSocket> {
  const { url, verifyTls } = options
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: options.connectTo,
      port: Number(url.port || 443),
      rejectUnauthorized: verifyTls,
      // An address is no server name.
      ...(/^[\d.]+$|:/.test(name) ? {} : { servername: name }),
    })
    socket.once('error', reject)
    socket.on('error', ignore)
    socket.once('secureConnect', () => {
      if (verifyTls) return resolve(socket)
      const { raw } = socket.getPeerCertificate()
      if (!raw) {
        socket.destroy()
        return reject(new Fault('device-denied', `${url.hostname} shows no certificate. ${SECRETS_WAIT}.`))
      }
      if (expected.raw && !expected.raw.equals(raw)) {
        socket.destroy()
        options.shown(pem(raw))
        return reject(
          new Fault(
            'device-denied',
            `${url.hostname} shows another certificate than at the first sign-in. ${SECRETS_WAIT}. If you have renewed its certificate or reset it, trust the new one; if not, somebody may stand between.`,
          ),
        )
      }
      if (!expected.raw) {
        expected.raw = raw
        options.shown(pem(raw))
      }
      resolve(socket)
    })
  })
}

/** The bytes of a certificate (PEM); what cannot be read is no certificate that anybody shows. */
export function rawOf(certificate: string): Buffer {
  try {
    return Buffer.from(new X509Certificate(certificate).raw)
  } catch {
    return Buffer.alloc(0)
  }
}

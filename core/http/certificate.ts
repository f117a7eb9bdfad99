// The certificate and key that we speak TLS with: read, held against each other, and read anew when the files have changed.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Timers } from '../timers.ts'

export interface Certificate {
  cert: string
  key: string
}

type Files = NonNullable<Config['tls']>

const NAMES = '(PORCHLIGHT_TLS_CERT, PORCHLIGHT_TLS_KEY)'
/** Who renews certificates does so weeks before their end. */
const EVERY_MS = 60_000

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`The certificate or key file ${file} cannot be read ${NAMES}`)
  }
}

/** Throws an Error for people when a file cannot be read, is none of its kind, or the two do not belong together. */
export function readCertificate({ certFile, keyFile }: Files): Certificate {
  const [cert, key] = [textOf(certFile), textOf(keyFile)]
  let belongs: boolean
  try {
    belongs = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    throw new Error(`${certFile} is no certificate, or ${keyFile} no key without a passphrase, in PEM form ${NAMES}`)
  }
  if (!belongs) throw new Error(`The key in ${keyFile} is not that of the certificate in ${certFile} ${NAMES}`)
  return { cert, key }
}

export interface FollowDeps {
  files: Files
  /** In use at present. */
  known: Certificate
  use(fresh: Certificate): void
  log: Log
  timers: Timers
}

/**
 * Looks once a minute and at SIGHUP. While the files are wrong (one may be written before the other) the former pair stays in
 * use, and the log says so once for each fault.
 */
export function followCertificate({ files, known, use, log, timers }: FollowDeps): Disposable {
  let current = known
  let complained = ''
  let timer: Disposable | undefined

  function look(): void {
    try {
      const fresh = readCertificate(files)
      complained = ''
      if (fresh.cert === current.cert && fresh.key === current.key) return
      use(fresh)
      current = fresh
      log.info('The certificate was read anew', { until: new X509Certificate(fresh.cert).validTo })
    } catch (error) {
      const text = (error as Error).message
      if (text !== complained) log.warn('The former certificate stays in use', { why: text })
      complained = text
    }
  }

  function again(): void {
    timer = timers.after(EVERY_MS, () => {
      look()
      again()
    })
  }

  again()
  process.on('SIGHUP', look)
  return {
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      process.off('SIGHUP', look)
    },
  }
}

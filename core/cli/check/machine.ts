// Looks at what the machine gives us: FFmpeg, the clock, a certificate, ports, and whether the appliance answers.
import { X509Certificate } from 'node:crypto'
import type { Config } from '../../config.ts'
import { readCertificate } from '../../http/certificate.ts'
import { listenTrouble } from '../../http/listen-trouble.ts'
import { missingParts } from '../../media/parts.ts'
import { checkFfmpeg } from '../../media/version.ts'
import { isPlausible } from '../../services/rounds/log.ts'
import { ownUrl } from '../own-url.ts'
import { type Finding, fine, skipped, warning, wrong } from './finding.ts'

const DAY_MS = 86_400_000
/** Let's Encrypt's tools renew 30 days before the end. */
const SOON_DAYS = 14
const PATIENCE_MS = 3000

export async function ffmpeg(): Promise<Finding> {
  const what = 'FFmpeg'
  try {
    const version = await checkFfmpeg()
    const missing = await missingParts()
    return missing.length
      ? wrong(
          what,
          `${version}, without ${missing.join(', ')}`,
          'Install a whole FFmpeg, such as the one of your distribution',
        )
      : fine(what, version)
  } catch (error) {
    return wrong(what, (error as Error).message, 'Install FFmpeg, for example: apt-get install ffmpeg')
  }
}

/** `newest`: when something was last written down; a clock before that has been set back. */
export function clock(now: Date, newest: Date | null): Finding {
  const what = 'Clock'
  const shown = `${now.toISOString().slice(0, 19)}Z`
  const todo = 'Set it, or let it follow a time server'
  if (!isPlausible(now)) return wrong(what, shown, todo)
  if (newest && +newest > +now + DAY_MS)
    return warning(what, `${shown}, but something was written down on ${newest.toISOString().slice(0, 10)}`, todo)
  return fine(what, `${shown}, zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}`)
}

export function certificate({ tls, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>, now: Date): Finding {
  const what = 'Certificate'
  if (!tls) return skipped(what, 'none is set; browsers reach us without encryption, or through a proxy')
  try {
    const about = new X509Certificate(readCertificate(tls).cert)
    const days = Math.floor((Date.parse(about.validTo) - +now) / DAY_MS)
    const renew = `Renew it, and put it into ${tls.certFile}: Porchlight reads it anew by itself`
    if (days < 0) return wrong(what, `ended ${-days} days ago`, renew)
    const host = publicUrl === null ? null : new URL(publicUrl).hostname
    if (host !== null && !about.checkHost(host) && !about.checkIP(host))
      return wrong(what, `is not for ${host}`, 'Have one made for that name, or mend PORCHLIGHT_PUBLIC_URL')
    return days < SOON_DAYS ? warning(what, `ends in ${days} days`, renew) : fine(what, `good for ${days} days`)
  } catch (error) {
    return wrong(what, (error as Error).message, 'Mend the files that PORCHLIGHT_TLS_CERT and PORCHLIGHT_TLS_KEY name')
  }
}

/** Beside a running appliance whether it answers, else whether its ports are free. */
export async function ports(config: Config, isRunning: boolean): Promise<Finding[]> {
  if (isRunning) return [await answers(config)]
  const wanted: [string, number][] = [
    ['PORCHLIGHT_PORT', config.port],
    ...(config.redirectPort === null ? [] : [['PORCHLIGHT_REDIRECT_PORT', config.redirectPort] as [string, number]]),
    ...config.lightnvrPorts.map(({ port }): [string, number] => ['PORCHLIGHT_LIGHTNVR_PORT', port]),
    ...config.vibenvrPorts.map(({ port }): [string, number] => ['PORCHLIGHT_VIBENVR_PORT', port]),
  ]
  return wanted.map(([name, port]) => free(name, port, config.host))
}

function free(name: string, port: number, hostname: string): Finding {
  const what = `Port ${port}`
  try {
    Bun.listen({ hostname, port, socket: { data() {} } }).stop(true)
    return fine(what, 'is free')
  } catch (error) {
    const { found, todo } = listenTrouble(error, { host: hostname, port, name })
    return wrong(what, found, todo)
  }
}

async function answers({ host, port, tls }: Config): Promise<Finding> {
  const what = 'Appliance'
  const url = ownUrl({ host, port, tls: tls !== null })
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const response = await fetch(`${url}/health`, { signal, tls: { rejectUnauthorized: false } })
    const { version } = (await response.json()) as { version?: string }
    return fine(what, `runs, and answers at ${url} (${version})`)
  } catch {
    return wrong(what, `runs, but does not answer at ${url}`, 'Look into its log; give this command the same variables')
  }
}

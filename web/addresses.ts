// Addresses as people type them: whether they make sense, and whether they lie on the public internet.

/** Host of `192.168.1.64`, `host:8080`, `https://host` or `rtsp://host/path`; null when it is none of these. */
export function hostOf(text: string): string | null {
  const given = text.trim()
  if (given === '' || /\s/.test(given)) return null
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`
  // The URL class knows hosts and ports only for http; the scheme itself is judged elsewhere.
  const url = URL.parse(address.replace(/^[a-z][a-z0-9+.-]*:/i, 'http:'))
  const host = url?.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (!host || !/^[a-z0-9.:_-]+$/i.test(host)) return null
  return host
}

const PRIVATE_4 = [
  /^10\./,
  /^127\./,
  /^0\./,
  /^169\.254\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^192\.0\.2\./,
  /^198\.51\.100\./,
  /^203\.0\.113\./,
  /^198\.1[89]\./,
]
const LOCAL_NAMES =
  /(^[^.]+|\.(local|lan|home|internal|home\.arpa|localdomain|fritz\.box|box|intranet|private|ts\.net|test))$/i

/** True when everybody on the internet could reach it: the moment for a warning. Names of one word are at home. */
export function isPublic(text: string): boolean {
  const host = hostOf(text)
  if (!host) return false
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !PRIVATE_4.some((pattern) => pattern.test(host))
  if (host.includes(':')) return /^[23]/.test(host) && !/^2001:db8:/i.test(host)
  return !LOCAL_NAMES.test(host)
}

/** True for an address that says https. */
export const isEncrypted = (text: string): boolean => /^https:\/\//i.test(text.trim())

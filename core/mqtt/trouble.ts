// What went wrong with the broker, in words for people. Pure.

/** Mosquitto and others say this of a wrong password, too. */
const NOT_AUTHORIZED = 'user name or password is wrong, or this user may not connect'
/** Codes of a login that was not taken. */
const LOGIN = new Set([4, 5, 134, 135])

/** Reason codes of MQTT 5, and return codes of 3.1.1 where they differ. */
const REASONS: Record<number, string> = {
  1: 'it does not speak a version of MQTT that we know',
  2: 'it does not accept our client id',
  3: 'it is not available at the moment',
  4: 'user name or password is wrong',
  5: NOT_AUTHORIZED,
  129: 'it could not read what we sent',
  132: 'it does not speak a version of MQTT that we know',
  133: 'it does not accept our client id',
  134: 'user name or password is wrong',
  135: NOT_AUTHORIZED,
  136: 'it is not available at the moment',
  137: 'it is busy',
  138: 'it has banned us',
  139: 'it is shutting down',
  142: 'another client uses our id',
  147: 'we sent more than it takes at once',
  149: 'we sent a message larger than it takes',
  151: 'its quota is used up',
}

function codeOf(error: unknown): string | number | null {
  if (typeof error !== 'object' || error === null) return null
  // Several addresses of one host: an AggregateError that carries the code of its first failure.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const { code } = first as { code?: unknown }
  return typeof code === 'string' || typeof code === 'number' ? code : null
}

export function isTakenOver(error: unknown): boolean {
  return codeOf(error) === 142
}

/** Whether it was refused because of the version. */
export function saysOnlyOld(error: unknown): boolean {
  const code = codeOf(error)
  return code === 1 || code === 132
}

/** Whether the next try should be with the other version: refused because of it, or hung up before any answer. */
export function speaksOnlyOld(error: unknown, reached: boolean): boolean {
  const code = codeOf(error)
  if (saysOnlyOld(error)) return true
  return !reached && (error === null || code === 'ECONNRESET' || code === 'EPIPE')
}

export function brokerTrouble(error: unknown, { host, hostname }: URL, named: boolean): string {
  const code = codeOf(error)
  if (typeof code === 'number' && LOGIN.has(code) && !named)
    return `The broker at ${host} wants a user name and password: enter them on the page of the hub.`
  if (typeof code === 'number')
    return `The broker at ${host} ended the connection: ${REASONS[code] ?? `reason ${code}`}.`
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${host}: is the broker running?`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `No machine is called ${hostname}: check the address of the broker.`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${host} cannot be reached: check the address and the network.`
    case 'ECONNRESET':
    case 'EPIPE':
      return `The broker at ${host} broke the connection.`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_HAS_EXPIRED':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return (
        `The certificate of the broker at ${host} is not trusted (${code}): enter the certificate of who signed it, ` +
        'and use the name for which it was made.'
      )
  }
  if (typeof code === 'string' && code.startsWith('ERR_OSSL'))
    return `A certificate or key for the broker at ${host} cannot be read (${code}): enter it anew, whole.`
  const text = error instanceof Error ? error.message : ''
  // The broker's alert has no code of its own, and the text of each TLS library is another.
  if (/certificate[ _]required|bad[ _]certificate|alert[ _]unknown[ _]ca|handshake[ _]failure/i.test(text))
    return `The broker at ${host} wants a certificate of ours that it knows: enter one with its key.`
  if (/connack timeout/i.test(text)) return `The broker at ${host} does not answer: is it really an MQTT broker?`
  return text
    ? `The connection to the broker at ${host} failed: ${text}`
    : `The broker at ${host} ended the connection.`
}

// What goes wrong with a camera, put into faults with texts for people.
import { Fault } from '#plugin'
import { portOf } from './http.ts'

/** A SOAP fault as the camera sent it; codes without their prefixes, the general one first. */
export interface SoapFault {
  codes: string[]
  reason: string
}

const REFUSALS = ['NotAuthorized', 'FailedAuthentication', 'InvalidSecurity', 'FailedCheck', 'InvalidSecurityToken']
const ABSENT = ['ActionNotSupported', 'NotImplemented', 'OptionalActionNotImplemented', 'NotSupported', 'UnknownAction']
/** Of `ter:NoProfile` and its like: the camera does not know what was named. */
const UNKNOWN =
  /^(No(Profile|Source|VideoSource|Config|Entity|Token|PTZProfile|Node|Subscription)|ResourceUnknownFault)$/

/** True where a camera says that it does not let this in, whoever we are. */
export function isRefusal(status: number, fault: SoapFault | null): boolean {
  return status === 401 || (fault?.codes.some((code) => REFUSALS.includes(code)) ?? false)
}

export function refusedLogin(device: string, clockSeconds: number | null): Fault {
  const minutes = Math.round(Math.abs(clockSeconds ?? 0) / 60)
  const off = minutes < 2 ? `${Math.abs(Math.round(clockSeconds ?? 0))} s` : `${minutes} min`
  const clock =
    clockSeconds === null
      ? ''
      : ` Its clock is ${off} ${clockSeconds > 0 ? 'ahead' : 'behind'}, and it takes no login that does not depend on it: if user and password are right, set its clock on its own page.`
  return new Fault(
    'device-refused-login',
    `${device} refused the user name or password: ONVIF often has users of its own, made on the camera’s page. It is not tried again until you correct it.${clock}`,
  )
}

export function lacksRight(device: string, what: string): Fault {
  return new Fault(
    'device-denied',
    `The device user may not ${what} on ${device}: make it an administrator of the camera’s ONVIF users.`,
    { lacksRight: true },
  )
}

/** The fault in an answer to `what`, which completes the sentence “it did not …”; refusals of the login are not its business. */
export function faultOfSoap(device: string, what: string, status: number, fault: SoapFault): Fault {
  const said = fault.reason || fault.codes.at(-1) || `HTTP ${status}`
  const cause = new Error(`${fault.codes.join('/')}: ${fault.reason}`)
  const has = (known: string[]) => fault.codes.some((code) => known.includes(code))
  if (fault.codes.some((code) => /lock/i.test(code)))
    return new Fault('device-locked', `${device} has locked this account: wait until it unlocks it, then check it.`)
  if (has(ABSENT) || status === 404 || status === 405)
    return new Fault('unsupported', `${device} cannot ${what}`, { cause })
  if (fault.codes.some((code) => UNKNOWN.test(code)))
    return new Fault('not-found', `${device} does not know what it was asked to ${what}`, { cause })
  if (has(['Busy', 'OutOfResources', 'MaxNVTProfiles', 'TooManyPresets', 'Overload']) || status === 503)
    return new Fault('device-busy', `${device} is busy and did not ${what}: try again in a moment.`, {
      ...{ cause, retryAfterSeconds: 5 },
    })
  if (has(['WellFormed', 'TagMismatch', 'Tag', 'Namespace']))
    return new Fault('device-garbled', `${device} did not understand how it was asked to ${what}`, { cause })
  if (has(['InvalidArgVal', 'InvalidArgs']))
    return new Fault('invalid-input', `${device} did not take what it was given to ${what} (${said})`, { cause })
  if (has(['OperationProhibited', 'SenderNotAuthorized'])) return lacksRight(device, what)
  return new Fault('device-denied', `${device} did not ${what} (${said})`, { cause })
}

export function redirected(url: URL, location: string): Fault {
  const device = url.hostname
  if (url.protocol === 'http:' && /^https:/i.test(location))
    return new Fault('device-denied', `${device} answers over HTTPS only: write its address as https://${device}.`)
  return new Fault(
    'device-garbled',
    `${device} sends visitors on to another address: give the address of the camera itself.`,
  )
}

export function noOnvif(device: string, status: number, cause?: unknown): Fault {
  const http = status >= 400 ? ` (HTTP ${status})` : ''
  return new Fault(
    'device-garbled',
    `${device} does not speak ONVIF here${http}: is ONVIF switched on, and is this its port?`,
    { cause },
  )
}

const GONE: Record<string, string> = {
  ECONNREFUSED: 'refuses connections: is the camera on, and is this its ONVIF port?',
  ENOTFOUND: 'is a name that nobody knows: check the address.',
  EHOSTUNREACH: 'cannot be reached: check the address and the network.',
  ENETUNREACH: 'cannot be reached: check the address and the network.',
}

/** True where what came is no HTTP at all. */
export function isNoHttp(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('HPE_')
}

/** The fault behind an error of the network. */
export function faultOfNetwork(error: unknown, url: URL): Fault {
  if (error instanceof Fault) return error
  const at = `${url.hostname}:${portOf(url)}`
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (isNoHttp(error)) return noOnvif(url.hostname, 0, error)
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_|ALTNAME|HOSTNAME_MISMATCH/.test(code))
    return new Fault(
      'device-denied',
      `${url.hostname} shows a certificate that this machine does not trust. Allow self-signed certificates for this device, or give it one that is trusted.`,
      { cause: error },
    )
  const text = GONE[code] ?? 'closed the connection: is it starting, or is the port wrong?'
  return new Fault('device-unreachable', `${at} ${text}`, { cause: error })
}

// What goes wrong with a device, put into faults with texts for people.
import { Fault } from '#plugin'
import { int, type Node, readXml, text } from './xml.ts'

/** What a device says about the account beside a refused login. */
export interface LockState {
  locked: boolean
  unlockSeconds: number | null
  triesLeft: number | null
  activated: boolean
}

function fieldsOf(body: string): (name: string) => string | null {
  const start = body.trimStart()
  try {
    if (start.startsWith('{')) {
      const parsed = JSON.parse(start) as Record<string, unknown>
      const inner = (parsed.userCheck ?? parsed.UserCheck ?? parsed) as Record<string, unknown>
      return (name) => (inner[name] === undefined || inner[name] === null ? null : String(inner[name]))
    }
    if (!start.startsWith('<')) return () => null
    const root = readXml(body)
    return (name) => text(root, name)
  } catch {
    return () => null // most devices send a web page here
  }
}

/** Reads the `userCheck` body of a 401 or 403; a body that says nothing gives an account that is not locked. */
export function lockState(body: string): LockState {
  const field = fieldsOf(body)
  const number = (name: string) => {
    const value = field(name)
    return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null
  }
  return {
    locked: field('lockStatus')?.toLowerCase() === 'lock',
    unlockSeconds: number('unlockTime'),
    triesLeft: number('retryLoginTime'),
    activated: field('isActivated')?.toLowerCase() !== 'false',
  }
}

/** The fault of an account that the device has locked, or of a login that it refused. */
export function refusedLogin(device: string, state: LockState): Fault {
  if (state.locked) {
    const minutes = state.unlockSeconds ? Math.ceil(state.unlockSeconds / 60) : null
    const wait = minutes === null ? 'Wait until it unlocks it' : `It unlocks it in about ${minutes} min`
    return new Fault(
      'device-locked',
      `${device} has locked this account after too many wrong passwords. ${wait}, then check user and password.`,
      { ...(state.unlockSeconds === null ? {} : { retryAfterSeconds: state.unlockSeconds }) },
    )
  }
  if (!state.activated)
    return new Fault('device-refused-login', `${device} is not activated yet: set its password on its own page first.`)
  const left =
    state.triesLeft === null
      ? ''
      : ` It allows ${state.triesLeft} more ${state.triesLeft === 1 ? 'try' : 'tries'} before it locks the account.`
  return new Fault(
    'device-refused-login',
    `${device} refused the user name or password.${left} It is not tried again until you correct it.`,
    { ...(state.triesLeft === null ? {} : { triesLeft: state.triesLeft }) },
  )
}

const NOT_THERE = new Set(['notsupport', 'methodnotallowed', 'eventnotsupport', 'notsupported'])
const NO_RIGHT = new Set(['lowprivilege', 'nopermission', 'permissiondenied'])

/** True for the sub code of a refusal that is about the user's rights. */
export function deniedRight(subCode: string | null): boolean {
  return NO_RIGHT.has(subCode?.toLowerCase() ?? '')
}

interface Said {
  code: number | null
  sub: string
}

function saidIn(root: Node | null, body: string): Said {
  if (root?.name === 'ResponseStatus')
    return { code: int(root, 'statusCode'), sub: text(root, 'subStatusCode') ?? text(root, 'errorMsg') ?? '' }
  if (body.trimStart().startsWith('{')) {
    try {
      const parsed = JSON.parse(body) as { statusCode?: unknown; subStatusCode?: unknown }
      return {
        code: typeof parsed.statusCode === 'number' ? parsed.statusCode : null,
        sub: typeof parsed.subStatusCode === 'string' ? parsed.subStatusCode : '',
      }
    } catch {
      return { code: null, sub: '' }
    }
  }
  return { code: null, sub: '' }
}

/** The root of a body that is XML; null for any other body. */
export function xmlOrNull(body: string): Node | null {
  if (!body.trimStart().startsWith('<')) return null
  try {
    return readXml(body)
  } catch {
    return null
  }
}

/**
 * The fault in an answer, or null when there is none. A status of 200 can carry a refusal in its body, and 403 means that a
 * function is missing as well as that the user may not use it: only the sub code tells.
 */
export function faultOfAnswer(device: string, path: string, status: number, body: string): Fault | null {
  const said = saidIn(status === 200 && !body.includes('ResponseStatus') ? null : xmlOrNull(body), body)
  if (status < 400 && (said.code === null || said.code <= 1)) return null
  const sub = said.sub.toLowerCase()
  const what = path.replace(/\?.*/, '').replace(/^\/ISAPI\//, '')
  const word = said.sub ? ` (${said.sub})` : ''
  if (NO_RIGHT.has(sub))
    return new Fault(
      'device-denied',
      `The device user may not use ${what} on ${device}: give this user the right to view, play back and read settings remotely.`,
      { lacksRight: true },
    )
  if (NOT_THERE.has(sub)) return new Fault('unsupported', `${device} does not have ${what}${word}`)
  if (sub === 'deployexceedmax')
    return new Fault('device-busy', `${device} already serves as many connections as it can: end one of them.`, {
      retryAfterSeconds: 60,
    })
  if (status === 503 || status === 429 || said.code === 2 || said.code === 3)
    return new Fault('device-busy', `${device} is busy${word}: try again in a moment.`, { retryAfterSeconds: 5 })
  if (said.code === 7) return new Fault('not-ready', `${device} wants to be restarted before this takes effect`)
  if (status === 403 || status === 404 || status === 405 || status === 501 || (status === 400 && said.code === null))
    return new Fault('unsupported', `${device} does not have ${what}${word}`)
  if (status >= 500) return new Fault('device-garbled', `${device} failed to answer ${what} (HTTP ${status})`)
  return new Fault('device-denied', `${device} did not accept ${what}${word || ` (HTTP ${status})`}`)
}

const CODES: Record<string, (device: string, port: string) => [kind: Fault['kind'], text: string]> = {
  ECONNREFUSED: (device, port) => [
    'device-unreachable',
    `${device} refuses connections on port ${port}: is the device on, and is this its HTTP port?`,
  ],
  ENOTFOUND: (device) => ['device-unreachable', `No device is known by the name ${device}: check the address.`],
  EHOSTUNREACH: (device) => ['device-unreachable', `${device} cannot be reached: check the address and the network.`],
  ENETUNREACH: (device) => ['device-unreachable', `${device} cannot be reached: check the address and the network.`],
}
const CERTIFICATE = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_|ALTNAME|HOSTNAME_MISMATCH/
const NOT_TLS = /EPROTO|WRONG_VERSION_NUMBER|SSL_ROUTINES|ERR_SSL|ERR_TLS/

/** The fault behind an error of the network. `begun`: the answer had started, so that the device is there. */
export function faultOfNetwork(error: unknown, url: URL, begun: boolean): Fault {
  if (error instanceof Fault) return error
  const device = url.hostname
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const known = CODES[code]?.(device, port)
  if (known) return new Fault(known[0], known[1], { cause: error })
  if (code.startsWith('HPE_'))
    return new Fault('device-garbled', `${device} does not speak HTTP on port ${port}: is it the right one?`, {
      cause: error,
    })
  if (begun)
    return new Fault('device-garbled', `${device} broke off in the middle of an answer: try again.`, { cause: error })
  if (CERTIFICATE.test(code))
    return new Fault(
      'device-denied',
      `${device} shows a certificate that this machine does not trust. Allow self-signed certificates for this device, or give it one that is trusted.`,
      { cause: error },
    )
  if (NOT_TLS.test(code))
    return new Fault('device-unreachable', `${device} does not speak HTTPS on port ${port}: check address and port.`, {
      cause: error,
    })
  return new Fault('device-unreachable', `${device} closed the connection: is it starting, or is the port wrong?`, {
    cause: error,
  })
}

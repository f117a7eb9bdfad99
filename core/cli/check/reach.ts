// Looks whether the broker and the devices can be reached. To a broker we sign in once, to a device never: it might lock the account.
import { connect } from 'node:net'
import { createLog } from '../../log.ts'
import { createLink, type Login } from '../../mqtt/link.ts'
import { type Finding, fine, skipped, warning, wrong } from './finding.ts'

const PATIENCE_MS = 3000
const BROKER_MS = 12_000
/** Devices at once. */
const AT_ONCE = 8
const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443, 'rtsp:': 554, 'rtsps:': 322 }

export interface KnownDevice {
  name: string
  /** Without a login. */
  address: URL
  isChecked: boolean
  refused: string | null
  lastSeenAt: Date | null
}

/** One try, and where the broker does not know the version of MQTT, so that it never looked at a login, one with that before. */
export async function broker(login: Login | null, now: () => Date): Promise<Finding> {
  const what = 'Broker'
  if (!login) return skipped(what, 'none is set, so no hub is told anything')
  const { host } = new URL(login.url)
  const first = await tried(login, now)
  const { trouble } = first.turns ? await tried({ ...login, protocol: 4 }, now) : first
  if (trouble === null) return fine(what, `${host} takes our login`)
  return wrong(what, trouble, 'Mend it on the page of the hub, or in PORCHLIGHT_MQTT_URL')
}

/** The broker inside the appliance. */
export async function ownBroker(port: number, isRunning: boolean): Promise<Finding> {
  const what = 'Own broker'
  if (!isRunning) return skipped(what, 'runs with the appliance, which does not run')
  const trouble = await reached('127.0.0.1', port)
  if (trouble === null) return fine(what, `listens on port ${port}`)
  return wrong(what, `port ${port} ${trouble}`, 'The page of the hub says why it does not run')
}

interface Tried {
  /** Null: it took us. */
  trouble: string | null
  turns: boolean
}

async function tried(login: Login, now: () => Date): Promise<Tried> {
  const { promise, resolve } = Promise.withResolvers<Tried>()
  await using link = createLink({
    ...login,
    // Another one than the appliance's own, which would be thrown out.
    clientId: `porchlight-check-${crypto.randomUUID().slice(0, 8)}`,
    will: null,
    onConnected: () => resolve({ trouble: null, turns: false }),
    onMessage() {},
    onLost() {},
    onFarewell: async () => {},
    farewellMs: () => 0,
    log: createLog('silent', () => {}),
    now,
    // It asks for a pause when a try has failed: here that is the end.
    timers: { after: () => ({ [Symbol.dispose]() {} }) },
    random: Math.random,
  })
  const look = setInterval(() => {
    const { lastError, turns } = link.state()
    if (lastError !== null) resolve({ trouble: lastError, turns })
  }, 50)
  const silent = { trouble: `${new URL(login.url).host} does not answer`, turns: false }
  const limit = setTimeout(() => resolve(silent), BROKER_MS)
  try {
    return await promise
  } finally {
    clearInterval(look)
    clearTimeout(limit)
  }
}

export async function devices(known: readonly KnownDevice[]): Promise<Finding[]> {
  const findings: Finding[] = new Array(known.length)
  let next = 0
  const worker = async () => {
    for (let at = next++; at < known.length; at = next++) {
      const one = known[at]
      if (one) findings[at] = await device(one)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return findings
}

async function device({ name, address, isChecked, refused, lastSeenAt }: KnownDevice): Promise<Finding> {
  const what = `Device ${name}`
  if (!isChecked) return skipped(what, 'is not watched')
  const { hostname, port, protocol } = address
  const where = `${hostname}:${port || PORTS[protocol]}`
  const trouble = await reached(hostname.replace(/^\[|\]$/g, ''), Number(port) || (PORTS[protocol] ?? 80))
  if (refused !== null)
    return wrong(
      what,
      refused,
      'Enter its user name and password anew: until then it is not asked, so that it locks nobody out',
    )
  const seen = lastSeenAt ? `last signed in ${lastSeenAt.toISOString().slice(0, 16)}Z` : 'never signed in yet'
  if (trouble !== null)
    return wrong(what, `${where} ${trouble}; ${seen}`, 'Look whether it has power and network, and this address')
  return lastSeenAt
    ? fine(what, `${where} answers; ${seen}`)
    : warning(what, `${where} answers; ${seen}`, 'Its page says what it waits for')
}

/** Null: something listens there. One try. */
function reached(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const socket = connect({ host, port, timeout: PATIENCE_MS })
  socket.once('connect', () => resolve(null))
  socket.once('timeout', () => resolve('does not answer'))
  socket.once('error', ({ code }: NodeJS.ErrnoException) =>
    resolve(code === 'ECONNREFUSED' ? 'refuses the connection' : `cannot be reached (${code})`),
  )
  return promise.finally(() => socket.destroy())
}

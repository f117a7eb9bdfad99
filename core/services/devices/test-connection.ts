// Tries an address and a login once, for a person who fills in a form; and never becomes a way to lock an account.
import { createHmac, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { ChannelInfo, Target } from '#plugin'
import { Fault, type FaultKind } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import { type AddressGuard, isPublicAddress, parseAddress } from '../addresses.ts'
import type { Probed, Sessions } from '../sessions/index.ts'

export interface TestResult {
  reachable: boolean
  signedIn: boolean
  /** Seed 000's words where it has some, else the fault's. */
  message: string
  /** Why not, in the device's case and with what to do; null where all is well. */
  reason: string | null
  kind: FaultKind | null
  model: string | null
  /** What it has; null when it was not asked or could not say. */
  channels: readonly ChannelInfo[] | null
  triesLeft: number | null
  certificate: 'self-signed' | null
  /** The address is one of the public internet. */
  publicAddress: boolean
}

/** What one test is about: equal ones are the same try for the device. */
export interface Login {
  addressKey: string
  username: string
  password: string
}

export interface ConnectionTests {
  run(brand: string, target: Target, login: Login): Promise<TestResult>
  /** For a brand that nobody speaks: whether anybody answers at the address at all. */
  unsupported(address: string): Promise<TestResult>
  /** The refusal that this very login met within the last minute; null = it may be tried. */
  refusalOf(login: Login): Fault | null
  /** A session met it. */
  remember(login: Login, fault: Fault, at: number): void
}

/** A refused login is answered from memory for so long. */
const REMEMBERED_MS = 60_000
const REACH_MS = 3_000
const MOST_REMEMBERED = 1000

const nothing = { reason: null, model: null, channels: null, triesLeft: null, certificate: null } as const

function verdict(fault: Fault, publicAddress: boolean): TestResult {
  const away = fault.kind === 'device-unreachable' || fault.kind === 'device-timeout'
  const refused = fault.kind === 'device-refused-login' || fault.kind === 'device-locked'
  return {
    ...nothing,
    reachable: !away,
    signedIn: false,
    message: away ? 'Cannot reach device' : refused ? 'Authentication failed' : fault.message,
    reason: fault.message,
    kind: fault.kind,
    triesLeft: fault.triesLeft ?? null,
    publicAddress,
  }
}

function success(probed: Probed, publicAddress: boolean): TestResult {
  return {
    reachable: true,
    signedIn: true,
    message: 'OK',
    reason: null,
    kind: null,
    model: probed.info.model,
    channels: probed.channels,
    triesLeft: null,
    certificate: probed.certificate === null ? null : 'self-signed',
    publicAddress,
  }
}

/** True when something takes a connection there. */
function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port, timeout: REACH_MS })
  const done = (answer: boolean) => {
    socket.destroy()
    resolve(answer)
  }
  socket.once('connect', () => done(true))
  socket.once('timeout', () => done(false))
  socket.once('error', () => done(false))
  return promise
}

export function createConnectionTests({
  sessions,
  guard,
  now,
}: {
  sessions: Pick<Sessions, 'probe'>
  guard: AddressGuard
  now: () => Date
}): ConnectionTests {
  const salt = randomBytes(32)
  const running = new Map<string, Promise<TestResult>>()
  const refusals = new Map<string, { fault: Fault; until: number }>()

  const keyOf = (...parts: string[]) => createHmac('sha256', salt).update(JSON.stringify(parts)).digest('base64')
  const loginKey = ({ addressKey, username, password }: Login) => keyOf(addressKey, username, password)
  /** A locked account is locked for every password. */
  const accountKey = ({ addressKey, username }: Login) => keyOf(addressKey, username)

  function remember(login: Login, fault: Fault, at: number): void {
    for (const [key, { until }] of refusals) if (until <= +now()) refusals.delete(key)
    if (refusals.size >= MOST_REMEMBERED) refusals.clear()
    const key = fault.kind === 'device-locked' ? accountKey(login) : loginKey(login)
    refusals.set(key, { fault, until: at + REMEMBERED_MS })
  }

  function refusalOf(login: Login): Fault | null {
    for (const key of [loginKey(login), accountKey(login)]) {
      const known = refusals.get(key)
      const leftMs = known ? known.until - +now() : 0
      // More than the whole time left: the clock was set back meanwhile.
      if (known && leftMs > 0 && leftMs <= REMEMBERED_MS) return known.fault
    }
    return null
  }

  async function ask(brand: string, target: Target, login: Login): Promise<TestResult> {
    const looked = guard.resolve(target.address.hostname).then(isPublicAddress, () => false)
    // Known by the time that the device was asked; a name server that does not answer keeps nobody waiting.
    const isPublic = () => Promise.race([looked, Promise.resolve(false)])
    try {
      return success(await sessions.probe(brand, target), await isPublic())
    } catch (error) {
      const fault = asFault(error)
      if (fault.kind === 'invalid-input' || fault.kind === 'internal') throw fault
      if (fault.kind === 'device-refused-login' || fault.kind === 'device-locked') remember(login, fault, +now())
      return verdict(fault, await isPublic())
    }
  }

  return {
    remember,
    refusalOf,
    run(brand, target, login) {
      const known = refusalOf(login)
      if (known) return Promise.resolve(verdict(known, isPublicAddress(target.address.hostname)))
      const key = keyOf(brand, loginKey(login))
      const shared = running.get(key) ?? ask(brand, target, login).finally(() => running.delete(key))
      running.set(key, shared)
      return shared
    },
    async unsupported(text) {
      const { url } = parseAddress(text, /^rtsps?:/i.test(text.trim()) ? 'rtsp' : '')
      const fault = new Fault('unsupported', 'Unsupported brand')
      let host: string
      try {
        host = await guard.resolve(url.hostname)
      } catch (error) {
        if (asFault(error).kind === 'invalid-input') throw error
        return verdict(asFault(error), false)
      }
      const port = Number(url.port) || { 'https:': 443, 'rtsp:': 554, 'rtsps:': 322 }[url.protocol] || 80
      const reached = await answers(host, port)
      return verdict(reached ? fault : new Fault('device-unreachable', 'Nobody answers'), isPublicAddress(host))
    },
  }
}

// What an RTSP address sends, looked at before it is a camera: with a login that was not refused a moment ago, and with a stored one only at its own host.
import { Fault, type Source } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import { needsPerson } from '../../domain/fault.ts'
import { MASK } from '../../domain/stream-address.ts'
import type { StreamFacts } from '../../media/look.ts'
import type { AccessService, DeviceRow } from '../access.ts'
import { type AddressGuard, parseAddress } from '../addresses.ts'
import { refuseUnsendable } from '../stream-login.ts'
import { type CheckedInput, wrongInput } from './input.ts'
import { isFaceOf, isMasked, isStream } from './sealed-address.ts'
import type { StoredLogins } from './stored-logins.ts'
import { subTarget } from './sub-stream.ts'
import type { ConnectionTests, Login } from './test-connection.ts'

export interface LookInput {
  /** With its login, or masked as it was shown. */
  address: string
  /** Whose stored login stands for what is masked or missing, at the same host; absent = that of the device at this address. */
  deviceId?: string | number | undefined
}

/** The relays': in its turn among those of the same login. */
export type Look = (source: () => Promise<Source>, signal: AbortSignal) => Promise<StreamFacts>

interface Deps {
  access: Pick<AccessService, 'device' | 'household'>
  guard: AddressGuard
  stored: StoredLogins
  tests: Pick<ConnectionTests, 'refusalOf' | 'remember'>
  check(input: { address: string; username: string; password: string }): CheckedInput
  storedFor(householdId: number, typed: string): DeviceRow | undefined
  now: () => Date
}

/** One account on one camera, whatever the path: a login that one of its streams refuses, all refuse. */
export const streamAccount = ({ hostname, port, protocol }: URL) =>
  `streams of ${hostname}:${port || (protocol === 'rtsps:' ? '322' : '554')}`

const NO_LOGIN = 'The camera asks for a user name and a password: put them into the address or the fields for them.'

export function createLooks({ access, guard, stored, tests, check, storedFor, now }: Deps) {
  const running = new Map<string, Promise<StreamFacts>>()
  const end = new AbortController()

  /** What is stored of this device takes the place of what a person cannot know or did not type. */
  function filled(row: DeviceRow, typed: string) {
    const first = parseAddress(stored.needAddress(row), row.brand)
    const own = { url: first.url, username: row.username, password: stored.needPassword(row) }
    const sub = stored.sub(row)
    const streams = [{ whole: stored.needAddress(row), ...own }]
    if (sub) {
      const { address, ...login } = subTarget(sub, own)
      streams.push({ whole: address.href, url: address, ...login })
    }
    const given = parseAddress(typed, 'rtsp')
    const login = given.login ?? { username: MASK, password: MASK }
    const same = isMasked(typed)
      ? streams.find(({ whole }) => isFaceOf(typed, whole))
      : (streams.find(({ url }) => url.href === given.url.href) ??
        streams.find(({ url }) => url.hostname === given.url.hostname))
    if (!same && isMasked(typed))
      throw wrongInput('ip_web', 'Parts of this address are masked: enter the whole address with its login')
    if (!same) return { address: typed, username: '', password: '' }
    const username = login.username === MASK ? same.username : login.username
    const isMissing = login.password === MASK || (login.password === '' && username === same.username)
    return {
      address: isMasked(typed) ? same.whole : given.url.href,
      username,
      password: isMissing ? same.password : login.password,
    }
  }

  function refuseAgain(logins: Login[]): void {
    for (const login of logins) {
      const refusal = tests.refusalOf(login)
      if (refusal) throw refusal
    }
  }

  async function ask(input: CheckedInput, look: Look): Promise<StreamFacts> {
    const { address, username, password } = input
    const { url } = address
    const logins = username ? [{ addressKey: streamAccount(url), username, password }] : []
    const source = async (): Promise<Source> => {
      refuseAgain(logins)
      const host = await guard.resolve(url.hostname)
      const at = `${host.includes(':') ? `[${host}]` : host}${url.port && `:${url.port}`}`
      const login = username ? `${encodeURIComponent(username)}:${encodeURIComponent(password)}@` : ''
      const whole = `${url.protocol}//${login}${at}${url.pathname}${url.search}`
      refuseUnsendable(whole)
      return { address: whole, transport: 'tcp', audio: true }
    }
    try {
      return await look(source, end.signal)
    } catch (error) {
      if (!(error instanceof Fault) || !needsPerson(error)) throw error
      if (!username) throw new Fault(error.kind, NO_LOGIN, { cause: error })
      for (const login of logins) tests.remember(login, error, +now())
      throw error
    }
  }

  return {
    look(caller: Caller, { address: typed, deviceId }: LookInput, look: Look): Promise<StreamFacts> {
      const named = deviceId === undefined ? undefined : access.device(caller, deviceId, 'manage')
      const householdId = access.household(caller, 'manage')
      const row = named ?? storedFor(householdId, typed)
      const isKnown = row !== undefined && isStream(row.brand)
      const input = check(isKnown ? filled(row, typed) : { address: typed, username: '', password: '' })
      const key = JSON.stringify([householdId, input.address.key, input.username, input.password])
      const shared = running.get(key) ?? ask(input, look).finally(() => running.delete(key))
      running.set(key, shared)
      return shared
    },
    [Symbol.dispose]: () => end.abort(new Fault('not-ready', 'Porchlight is stopping')),
  }
}

// Adding several found devices in one step: one login for all, tried once at each.
import { type Driver, Fault, type FaultKind } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { parseAddress } from '../addresses.ts'
import type { Devices } from '../devices/index.ts'
import { type Found, oursOf } from './found.ts'

export interface Adding {
  username: string
  password: string
  items: { brand: string; address: string; name?: string | null | undefined }[]
}

export interface Added {
  /** As it was given. */
  address: string
  success: boolean
  /** The new one's, or that of the device which is there already. */
  deviceId: number | null
  /** For people; null when it was added. */
  error: string | null
  kind: FaultKind | null
}

interface Deps {
  access: AccessService
  activity: Pick<Activity, 'record'>
  devices: Pick<Devices, 'add' | 'test'>
  drivers: ReadonlyMap<string, Driver>
  found(): Found[]
  now: () => Date
}

const AT_ONCE = 4
/** Nobody waits longer for an answer; what has not begun by then is told so. */
const LONGEST_MS = 45_000

const INACTIVE =
  'This device has no password yet. Give it one first, in its own web page or the tool of its maker; then add it.'

export function createAdding(deps: Deps): (caller: Caller, input: Adding) => Promise<Added[]> {
  const { access, activity, devices, drivers, found, now } = deps

  /** The new device's id; throws a Fault for whatever speaks against it. */
  async function add(caller: Caller, login: Pick<Adding, 'username' | 'password'>, item: Adding['items'][number]) {
    const { address, name } = item
    const brand = item.brand.trim().toLowerCase()
    if (!drivers.has(brand)) throw new Fault('invalid-input', 'Unsupported brand')
    const { key } = parseAddress(address, brand)
    const seen = found().find((one) => one.brand === brand && parseAddress(one.address, brand).key === key)
    const there = oursOf({ address, brand, serialNumber: seen?.serialNumber ?? null }, access.visibleDevices(caller))
    if (there) return { deviceId: there.id, fault: new Fault('conflict', 'This device has been added already') }
    if (seen?.activated === false) throw new Fault('not-ready', INACTIVE)
    const input = { ...login, address, brand, ...(name ? { name } : {}) }
    const tried = await devices.test(caller, input)
    if (!tried.signedIn) throw new Fault(tried.kind ?? 'device-unreachable', tried.reason ?? tried.message)
    return { deviceId: devices.add(caller, input).id, fault: null }
  }

  return async (caller, { items, ...login }) => {
    access.household(caller, 'manage')
    const until = +now() + LONGEST_MS
    const answers = new Map<string, Promise<Added>>()
    let running: Promise<unknown>[] = []

    async function answer(item: Adding['items'][number]): Promise<Added> {
      const { address } = item
      try {
        if (+now() > until)
          throw new Fault('not-ready', 'It was not tried, since the others took too long: try it again')
        const { deviceId, fault } = await add(caller, login, item)
        return { address, success: !fault, deviceId, error: fault?.message ?? null, kind: fault?.kind ?? null }
      } catch (error) {
        const { kind, message } = asFault(error)
        return { address, success: false, deviceId: null, error: message, kind }
      }
    }

    const list: Promise<Added>[] = []
    for (const item of items) {
      const key = `${item.brand.trim().toLowerCase()} ${item.address.trim().toLowerCase()}`
      // Named twice is tried once.
      const known = answers.get(key)
      if (!known && running.length >= AT_ONCE) await Promise.race(running)
      const mine = known ?? answer(item)
      answers.set(key, mine)
      list.push(mine)
      if (known) continue
      running = [...running, mine]
      void mine.then(() => {
        running = running.filter((other) => other !== mine)
      })
    }
    const done = await Promise.all(list)
    // Those that were added stand in the log each for itself.
    const failed = done.filter(({ success }) => !success)
    if (failed.length > 0)
      activity.record(caller, {
        action: 'discovery.add',
        success: false,
        error: failed[0]?.error ?? '',
        metadata: {
          username: login.username,
          failed: failed.map(({ address, error }) => ({ address, error })),
          added: done.length - failed.length,
        },
      })
    return done
  }
}

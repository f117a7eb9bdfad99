// Devices on the local networks: one search at a time for the whole appliance, and its result until the next one.
import type { Driver } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { AddressGuard } from '../addresses.ts'
import type { Devices } from '../devices/index.ts'
import { type Added, type Adding, createAdding } from './adding.ts'
import { ask } from './ask.ts'
import { checked, type Found, merged, oursOf } from './found.ts'
import type { LocalNetworks, Network } from './networks.ts'

export type { Added, Adding } from './adding.ts'
export type { Found } from './found.ts'
export type { LocalNetworks, Network } from './networks.ts'

export interface Search {
  searching: boolean
  /** Null: nobody has searched since the start. */
  startedAt: Date | null
  finishedAt: Date | null
  /** Why nothing can have been found and what to do, for people; null when all is well, or nobody has searched. */
  problem: string | null
  /** Those that the question went out into. */
  networks: Network[]
  /** By address; during a search those that have answered so far. */
  items: (Found & { deviceId: number | null })[]
}

/** All of it needs the right `manage`. */
export interface Discovery extends AsyncDisposable {
  /** The last search, or the one that runs. `deviceId` is that of the caller's household. */
  last(caller: Caller): Search
  /** Begins a search, which ends by itself, and returns at once; while one runs it is that one. */
  search(caller: Caller): Search
  /** The same, when it is over. */
  searched(caller: Caller): Promise<Search>
  /** Adds those whose login was right; each is tried once. In the order in which they were named. */
  add(caller: Caller, input: Adding): Promise<Added[]>
}

export interface DiscoveryDeps {
  access: AccessService
  activity: Pick<Activity, 'record'>
  devices: Pick<Devices, 'add' | 'test'>
  drivers: ReadonlyMap<string, Driver>
  guard: Pick<AddressGuard, 'check'>
  networks: LocalNetworks
  log: Log
  now: () => Date
  timers?: Timers
}

const SEARCH_MS = 5000
const MOST_FOUND = 256
const NO_NETWORK =
  'Porchlight is on no network in which devices could answer. In a container, give it the network of its host (network_mode: host).'
const NOBODY =
  'No device answered. They answer only within their own network: a container needs the network of its host (network_mode: host), and a device in another network is added by its address.'

interface Round {
  startedAt: Date
  finishedAt: Date | null
  networks: Map<string, Network>
  found: Map<string, Found>
  end(): void
  ended: Promise<void>
}

export function createDiscovery(deps: DiscoveryDeps): Discovery {
  const { access, activity, drivers, guard, log, now } = deps
  const { networks, timers = realTimers } = deps
  const brands = [...drivers.keys()]
  let round: Round | null = null

  const items = () => (round ? merged([...round.found.values()], brands) : [])
  const adding = createAdding({ ...deps, found: items })

  async function look(brand: string, driver: Driver, { networks: asked, found }: Round, signal: AbortSignal) {
    const own = networks.list()
    const seen = driver.discover?.({
      signal,
      now,
      log: log.with({ brand }),
      ask: (question) =>
        ask(question, { networks, signal, timers, log, asked: (one) => void asked.set(one.address, one) }),
    })
    const over = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true })
    })
    const devices = seen?.[Symbol.asyncIterator]()
    try {
      while (devices && !signal.aborted) {
        // A driver that does not hear the signal keeps nobody waiting.
        const next = await Promise.race([devices.next(), over])
        if (!next || next.done) break
        const device = checked(brand, next.value, { guard, networks: own })
        const key = device && `${brand} ${device.address}`
        if (key && (found.has(key) || found.size < MOST_FOUND)) found.set(key, device)
      }
    } catch (error) {
      log.warn('A search for devices failed', { brand, error })
    } finally {
      devices?.return?.().catch(() => {})
    }
  }

  function begin(): Round {
    const ending = new AbortController()
    const timer = timers.after(SEARCH_MS, () => ending.abort())
    const next: Round = {
      startedAt: now(),
      finishedAt: null,
      networks: new Map(),
      found: new Map(),
      end: () => ending.abort(),
      ended: Promise.resolve(),
    }
    const looks = [...drivers].map(([brand, driver]) => look(brand, driver, next, ending.signal))
    next.ended = Promise.all(looks).then(() => {
      timer[Symbol.dispose]()
      ending.abort()
      next.finishedAt = now()
    })
    return next
  }

  function problem({ networks: asked, finishedAt, found }: Round): string | null {
    if (finishedAt === null || found.size > 0) return null
    return asked.size === 0 ? NO_NETWORK : NOBODY
  }

  function last(caller: Caller): Search {
    access.household(caller, 'manage')
    if (!round) return { searching: false, startedAt: null, finishedAt: null, problem: null, networks: [], items: [] }
    const { startedAt, finishedAt } = round
    const ours = access.visibleDevices(caller)
    return {
      searching: finishedAt === null,
      startedAt,
      finishedAt,
      problem: problem(round),
      networks: [...round.networks.values()],
      items: items().map((found) => ({ ...found, deviceId: oursOf(found, ours)?.id ?? null })),
    }
  }

  function search(caller: Caller): Round {
    access.household(caller, 'manage')
    if (round && round.finishedAt === null) return round
    round = begin()
    activity.record(caller, { action: 'discovery.search' })
    return round
  }

  return {
    last,
    search(caller) {
      search(caller)
      return last(caller)
    },
    async searched(caller) {
      await search(caller).ended
      return last(caller)
    },
    add: adding,
    async [Symbol.asyncDispose]() {
      round?.end()
      await round?.ended
    },
  }
}

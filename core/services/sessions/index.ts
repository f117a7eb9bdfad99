// One session per device, for everybody who needs something of it (DESIGN 3.3).
import { eq } from 'drizzle-orm'
import {
  type AlarmNotice,
  type ChannelInfo,
  type DeviceInfo,
  type DeviceSession,
  type Driver,
  Fault,
  offers,
  type Target,
} from '#plugin'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { devices } from '../../db/schema/index.ts'
import type { DeviceState } from '../../domain/device.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { DeviceRow } from '../access.ts'
import type { Secrets } from '../secrets.ts'
import { createConnector } from './connect.ts'
import { createKeeper, type Keeper } from './keeper.ts'

export { passwordLabel } from './connect.ts'
export { asBackground, asPerson } from './urgency.ts'

/** A person waits for a test: longer than this he thinks that it hangs. */
const PROBE_MS = 25_000

/** What a device said when it was only asked who it is. */
export interface Probed {
  info: DeviceInfo
  /** Null when it could not list them. */
  channels: ChannelInfo[] | null
  offers: string[]
  /** Shown and not trusted by the system; null where there was none. */
  certificate: string | null
}

export interface Sessions extends AsyncDisposable {
  /**
   * The device's session, opened if need be; waits for one that is just being opened again. Faults: the stored one of a
   * device that refused our login, without asking it again; the last one while a pause runs.
   */
  use(deviceId: number): Promise<DeviceSession>
  /** The session if it is open at this moment; the device is asked nothing. */
  opened(deviceId: number): DeviceSession | null
  state(deviceId: number): DeviceState
  /** Whether alarms of this device can arrive at this moment. */
  listens(deviceId: number): boolean
  /** A person changed how we reach or sign in to it: forgets a refusal and begins anew. */
  restart(deviceId: number): void
  /** Begins or ends the standing session as `is_checked` now says; changes nothing else. */
  follow(deviceId: number): void
  /** For a device that was removed. */
  close(deviceId: number): Promise<void>
  /** Somebody else saw our login refused (a relay, over RTSP): everything of this device stops. */
  refused(deviceId: number, fault: Fault): void
  /** Signs in once, asks who is there and closes. Nothing is tried twice, stored or kept. */
  probe(brand: string, target: Target, signal?: AbortSignal): Promise<Probed>
  /** Begins the standing sessions of all checked devices and returns at once. */
  start(): void
  /** After every successful sign-in. The listener must not throw. */
  onOpened(listener: (device: DeviceRow, session: DeviceSession) => void): Disposable
  onNotice(listener: (deviceId: number, notice: AlarmNotice) => void): Disposable
  /** Alarms of this device can no longer arrive, for now. */
  onWatchLost(listener: (deviceId: number) => void): Disposable
}

export interface SessionsDeps {
  db: Db
  /** By brand, lower case. */
  drivers: ReadonlyMap<string, Driver>
  secrets: Pick<Secrets, 'decrypt'>
  bus: Bus
  log: Log
  now: () => Date
  random?: () => number
  timers?: Timers
  /** The address guard's. */
  resolve(host: string): Promise<string>
}

function listeners<A extends unknown[]>() {
  const all = new Set<(...args: A) => void>()
  return {
    add(listener: (...args: A) => void): Disposable {
      all.add(listener)
      return { [Symbol.dispose]: () => void all.delete(listener) }
    },
    tell(...args: A) {
      for (const listener of all) listener(...args)
    },
  }
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { db, bus, now, random = Math.random, timers = realTimers } = deps
  const connector = createConnector({ ...deps, timers })
  const keepers = new Map<number, Keeper>()
  const opened = listeners<[DeviceRow, DeviceSession]>()
  const notices = listeners<[number, AlarmNotice]>()
  const watchLost = listeners<[number]>()
  let stopped = false

  const read = (id: number) => db.select().from(devices).where(eq(devices.id, id)).get()

  function keeper(id: number): Keeper {
    const known = keepers.get(id)
    if (known) return known
    const row = stopped ? undefined : read(id)
    if (!row)
      throw new Fault(stopped ? 'not-ready' : 'not-found', stopped ? 'Porchlight is stopping' : 'Device not found')
    const made = createKeeper({
      row,
      read: () => read(id),
      save: (patch) => void db.update(devices).set(patch).where(eq(devices.id, id)).run(),
      connector,
      bus,
      log: deps.log.with({ device: id, address: row.address }),
      now,
      random,
      timers,
      onOpened: opened.tell,
      onNotice: (notice) => notices.tell(id, notice),
      onWatchLost: () => watchLost.tell(id),
    })
    keepers.set(id, made)
    return made
  }

  return {
    use: async (id) => keeper(id).use(),
    opened: (id) => keepers.get(id)?.opened() ?? null,
    state: (id) => keeper(id).state(),
    listens: (id) => keepers.get(id)?.listens() ?? false,
    restart: (id) => keeper(id).restart(),
    follow: (id) => keeper(id).begin(),
    refused(id, fault) {
      if (!stopped && read(id)) keeper(id).refuse(fault)
    },
    async close(id) {
      const closing = keepers.get(id)
      keepers.delete(id)
      await closing?.close()
    },
    async probe(brand, target, signal) {
      const end = new AbortController()
      const whole = signal ? AbortSignal.any([signal, end.signal]) : end.signal
      let certificate: string | null = null
      using _timer = timers.after(PROBE_MS, () =>
        end.abort(new Fault('device-timeout', 'The device did not answer in time')),
      )
      const shown = (pem: string) => {
        certificate = pem
      }
      const session = await connector.connect(brand, target, { signal: whole, shown })
      try {
        const info = await session.info()
        const channels = await session.channels().catch(() => null)
        return { info, channels, offers: offers(session), certificate }
      } finally {
        await session.close().catch(() => {})
        end.abort(new Fault('not-ready', 'The test is over'))
      }
    },
    start() {
      const checked = db.select({ id: devices.id }).from(devices).where(eq(devices.isChecked, true)).all()
      for (const { id } of checked) keeper(id).begin()
    },
    onOpened: opened.add,
    onNotice: notices.add,
    onWatchLost: watchLost.add,
    async [Symbol.asyncDispose]() {
      stopped = true
      await Promise.all([...keepers.values()].map((one) => one.close()))
    },
  }
}

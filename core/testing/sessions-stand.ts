// Sessions over a database in memory, a fake driver and a clock that the test moves.
import { randomUUIDv7 } from 'bun'
import { createBus } from '../bus.ts'
import { openDatabase } from '../db/open.ts'
import { devices, households } from '../db/schema/index.ts'
import type { DeviceState } from '../domain/device.ts'
import { createLog } from '../log.ts'
import type { DeviceRow } from '../services/access.ts'
import { createAddressGuard, parseAddress } from '../services/addresses.ts'
import { createSecrets } from '../services/secrets.ts'
import { createSessions, passwordLabel } from '../services/sessions/index.ts'
import { createClock } from './clock.ts'
import { createFakeDriver } from './fake-driver.ts'

/** `random` gives 0, so that every pause is as long as it can be: 1, 2, 4 … 60 s. */
export function createSessionsStand() {
  const { db, close } = openDatabase(':memory:')
  const clock = createClock()
  const lines: string[] = []
  const log = createLog('info', (line) => lines.push(line))
  const bus = createBus((event, error) => {
    throw new Error(`listener of ${event} failed`, { cause: error })
  })
  const secrets = createSecrets({ data: '', key: 'a key that is only good for tests', mustExist: false })
  const driver = createFakeDriver()
  const guard = createAddressGuard({ allowLoopback: true })
  const deps = { db, drivers: new Map([['fake', driver]]), secrets, bus, log, random: () => 0, resolve: guard.resolve }
  const make = () => createSessions({ ...deps, now: clock.now, timers: clock.timers })
  const household = db.insert(households).values({ uuid: randomUUIDv7(), createdAt: clock.now() }).returning().get()
  const states: { deviceId: number; state: DeviceState }[] = []
  bus.on('device.state', ({ deviceId, state }) => states.push({ deviceId, state }))
  let made = 0

  /** A stored device at `host`, with the login that the fake device takes unless told otherwise. */
  function store(host: string, row: Partial<DeviceRow> & { plain?: string } = {}): DeviceRow {
    const uuid = randomUUIDv7()
    const { plain = 'right-password', ...rest } = row
    return db
      .insert(devices)
      .values({
        uuid,
        householdId: household.id,
        hubKey: `ntest${++made}`,
        brand: 'fake',
        brandAsGiven: 'Fake',
        address: host,
        addressKey: parseAddress(host, 'fake').key,
        streamHost: host,
        username: 'admin',
        password: secrets.encrypt(plain, passwordLabel(uuid)),
        createdAt: clock.now(),
        updatedAt: clock.now(),
        ...rest,
      })
      .returning()
      .get()
  }

  return {
    db,
    bus,
    clock,
    driver,
    secrets,
    log,
    household,
    states,
    lines,
    store,
    make,
    sessions: make(),
    /** Messages of the log, in order. */
    told: () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg),
    phases: (deviceId: number) =>
      states
        .filter((entry) => entry.deviceId === deviceId)
        .map((entry) => entry.state.phase)
        .filter((phase, index, all) => phase !== all[index - 1]),
    [Symbol.dispose]: close,
  }
}

// The link to the hub over a real broker, on real alarms; devices and pictures are made up.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { type Bus, createBus } from '../bus.ts'
import { type Db, openDatabase } from '../db/open.ts'
import { channels, devices } from '../db/schema/index.ts'
import type { AlarmNotice } from '../domain/alarm.ts'
import type { DevicePhase, DeviceState } from '../domain/device.ts'
import { createLog } from '../log.ts'
import { type Bridge, type BridgeDeps, createBridge } from '../mqtt/bridge.ts'
import { type AccessService, createAccess } from '../services/access.ts'
import { createAlarmReasons } from '../services/alarm-reasons.ts'
import { createAlarms } from '../services/alarms/index.ts'
import type { AlarmHold } from '../services/alarms/timing.ts'
import { createDeviceReports } from '../services/device-reports.ts'
import { createHubMemory } from '../services/hub.ts'
import { createHubFacts } from '../services/hub-facts.ts'
import { createSchedules } from '../services/schedule.ts'
import type { Settings } from '../services/settings.ts'
import { createTickets } from '../services/tickets.ts'
import { realTimers } from '../timers.ts'
import type { Clock } from './clock.ts'
import { addChannel, addDevice, addHousehold, addPerson } from './rows.ts'

export const NODE = 'k3f9x2ab'
export const ROOT = `porchlight/${NODE}`

/** As large as a picture of a camera in a hub. */
export const PICTURE = new Uint8Array(20_000).fill(7)
PICTURE.set([0xff, 0xd8, 0xff, 0xe0])

interface Options {
  url: string | null
  settings?: Record<string, unknown>
  hold?: AlarmHold
  /** A file, when it must outlive the stand. */
  database?: string
  /** Null: one is drawn. */
  nodeId?: string | null
  /** What the cameras show. */
  picture?: Uint8Array | Promise<Uint8Array>
  /** Moved by the test; else time passes by itself. */
  clock?: Clock
  bridge?: Partial<BridgeDeps>
}

/** A recorder with two channels is there unless the database already holds devices. */
export function startBridge(options: Options) {
  const { url, settings: own = {}, hold, database = ':memory:', nodeId = NODE, clock, bridge: more } = options
  const { picture = PICTURE } = options
  const stack = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(tmpdir(), 'bridge-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(database)
  stack.defer(close)
  const failures: unknown[] = []
  const bus = createBus((_event, error) => failures.push(error))
  const lines: string[] = []
  const log = createLog('info', (line) => lines.push(line))
  const values: Record<string, unknown> = {
    mqtt_url: url,
    mqtt_user: null,
    mqtt_password: null,
    mqtt_ca: null,
    mqtt_certificate: null,
    mqtt_key: null,
    mqtt_prefix: 'porchlight',
    discovery: 'device',
    hub_name: 'Porchlight',
    discovery_prefix: 'homeassistant',
    hub_birth_topic: null,
    public_url: 'http://192.0.2.10:8000',
    hub_snapshot_seconds: 300,
    hub_picture_idle_hours: 0,
    hub_images: 'image',
    alarm_hold: hold ?? {},
    ...own,
  }
  const settings = { get: (key: string) => values[key] } as Pick<Settings, 'get'>
  const now = clock?.now ?? (() => new Date())
  const timers = clock?.timers ?? realTimers
  const elapsed = clock?.elapsed ?? (() => performance.now())
  const access = createAccess({ db })
  const alarms = stack.use(
    createAlarms({ db, bus, access, activity: { record() {} }, settings, now, timers, dataFolder, log }),
  )
  alarms.start()
  const phases = new Map<number, DevicePhase>()
  const state = (deviceId: number): DeviceState => ({
    phase: phases.get(deviceId) ?? 'online',
    since: now(),
    fault: null,
    retryAt: null,
  })
  const snapshots = { take: async () => ({ jpeg: await picture, takenAt: now() }) }
  const tickets = stack.use(createTickets({ access, bus, settings, now }))
  const hub = createHubMemory({ db, nodeId })
  const empty = db.select().from(devices).all().length === 0
  if (empty) furnish(db)
  const stored = createStored({ db, bus, access, state, now })
  const services = { access, alarms, sessions: { state }, settings, snapshots, hub, tickets, ...stored }
  const given = { services, bus, log, now, elapsed, timers, version: '0.1.0', willDelay: 1, ...more }
  const bridge: Bridge = stack.use(createBridge(given))
  bridge.start()

  const firstDevice = () => db.select().from(devices).all()[0]!
  return {
    bridge,
    bus,
    db,
    tickets,
    alarms,
    ...stored,
    lines,
    failures,
    device: firstDevice,
    channels: () => db.select().from(channels).where(eq(channels.deviceId, firstDevice().id)).all(),
    say(kind: AlarmNotice['kind'], active = true, channelNo: number | null = 1, more: Partial<AlarmNotice> = {}) {
      const sourceKey = channelNo === null ? null : `ip:${channelNo}`
      const nothing = { time: null, region: null, target: null, picture: null }
      alarms.notice(firstDevice().id, { kind, rawType: kind, active, sourceKey, ...nothing, ...more })
    },
    set(key: string, value: unknown) {
      values[key] = value
      bus.emit('setting.changed', { householdId: null, key })
    },
    phase(phase: DevicePhase) {
      const { id, householdId } = firstDevice()
      phases.set(id, phase)
      bus.emit('device.state', { deviceId: id, householdId, state: state(id) })
    },
    changed() {
      const { id, householdId } = firstDevice()
      bus.emit('channels.changed', { deviceId: id, householdId })
    },
    rename(deviceName: string, channelName: string) {
      const { id, householdId } = firstDevice()
      db.update(devices).set({ name: deviceName }).where(eq(devices.id, id)).run()
      db.update(channels).set({ name: channelName }).where(eq(channels.deviceId, id)).run()
      bus.emit('device.changed', { deviceId: id, householdId })
    },
    removeDevice() {
      const { id, householdId, hubKey } = firstDevice()
      db.delete(devices).where(eq(devices.id, id)).run()
      bus.emit('device.removed', { deviceId: id, householdId, hubKey })
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** What devices have told, put there by `reports.store` and `schedules.keep`. */
function createStored(deps: {
  db: Db
  bus: Bus
  access: AccessService
  state: (id: number) => DeviceState
  now: () => Date
}) {
  const askDevice = () => Promise.reject(new Error('No device is asked here'))
  const own = { ...deps, askDevice, activity: { record: () => {} } as never, sessions: deps }
  const reports = createDeviceReports(deps)
  const schedules = createSchedules(own)
  const appliance = { read: () => ({ databaseBytes: 1_500_000, problems: [] }) }
  const sessions = { listens: () => true }
  return {
    reports,
    schedules,
    alarmReasons: createAlarmReasons({ ...own, reports }),
    hubFacts: createHubFacts({ ...deps, reports, schedules, sessions, appliance }),
  }
}

function furnish(db: Db): void {
  const household = addHousehold(db)
  addPerson(db, household, 'admin')
  const info = {
    name: 'Garage NVR',
    kind: 'recorder' as const,
    manufacturer: 'Hikvision',
    model: 'DS-7608NI-I2',
    serialNumber: null,
    firmwareVersion: 'V4.61.025 build 230809',
    macAddress: null,
    utcOffsetMinutes: 0,
    alarms: ['disk_full' as const, 'disk_error' as const],
  }
  const recorder = addDevice(db, household, { hubKey: 'n7c31', info, address: '192.0.2.5:80' })
  addChannel(db, recorder, 1, { deviceName: 'Front door', can: { alarms: ['motion', 'line_crossing', 'video_loss'] } })
  addChannel(db, recorder, 2, { deviceName: 'Driveway', can: { alarms: ['motion', 'sound', 'tamper'] } })
}

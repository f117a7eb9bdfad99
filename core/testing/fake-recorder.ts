// A fake device that can also do what recorders do: settings, schedules, disks, users, rights and logs, all in memory.
import type { DeviceSession, Driver, Quality } from '#plugin'
import type {
  ChannelLimits,
  ChannelSettings,
  ClockReading,
  DeviceUser,
  Disk,
  LogEntry,
  LogQuery,
  RecordingSchedule,
  RightsChange,
  RightsScope,
  UserRights,
  Written,
} from '../plugin/capabilities.ts'
import type { Capability } from '../plugin/driver.ts'
import { createFakeDriver, type FakeDevice } from './fake-driver.ts'

export interface FakeRecorder {
  driver: Driver
  device: FakeDevice
  /** By source key; of a sub by `<source key>/sub`. */
  settings: Map<string, ChannelSettings>
  limits: ChannelLimits
  schedules: Map<string, RecordingSchedule>
  disks: Disk[]
  users: DeviceUser[]
  rights: Map<number, UserRights>
  onvifUsers: { id: number; name: string; level: string }[]
  log: LogEntry[]
  /** Seconds that its clock is ahead of ours. */
  drift: number
  /** Capabilities that the next sessions do not have. */
  absent: Set<Capability>
  /** Thrown by a call, by its name: `storage.disks`, `channelConfig.write`. A function decides at each call. */
  failing: Map<string, Error | (() => Error | null)>
  /** Every call that was answered, with what it was given. */
  calls: { name: string; given: unknown[] }[]
  /** It says that it acts on what was written only after a restart. */
  rebootRequired: boolean
  /** Fields that a write takes without a word and does not change. */
  deaf: Set<string>
}

export function fakeSettings(number: number): ChannelSettings {
  return {
    name: `Camera ${number}`,
    codec: 'H.264',
    smartCodec: false,
    width: 1920,
    height: 1080,
    frameRate: 12.5,
    quality: 60,
    bitRate: 'variable',
    maxKbps: 4096,
    averageKbps: 2048,
    motionDetection: true,
  }
}

const limits: ChannelLimits = {
  sizes: [
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ],
  codecs: ['H.264', 'H.265'],
  frameRates: [0, 6.25, 12.5, 25],
  quality: { options: [20, 30, 45, 60, 75, 90], current: 60, preset: null },
  maxKbps: { min: 32, max: 16384 },
  minKbps: null,
}

const schedule = (): RecordingSchedule => ({
  enabled: true,
  mode: 'continuous',
  deviceMode: 'CMR',
  entries: [
    { day: 0, endDay: 0, start: '00:00:00', end: '24:00:00', mode: 'continuous', deviceMode: 'CMR' },
    { day: 5, endDay: 6, start: '22:00:00', end: '06:00:00', mode: 'motion', deviceMode: 'MOTION' },
  ],
})

/** Where a fake keeps what it knows of an encoding. */
const encoding = (key: string, quality: Quality = 'main') => (quality === 'sub' ? `${key}/sub` : key)

function rightsOf(role: DeviceUser['role'], channels: number[], allowed: boolean): UserRights {
  const each = <T>(value: () => T) => Object.fromEntries(channels.map((channel) => [channel, value()]))
  const global = { upgrade: allowed, parameter_config: allowed, playback: allowed, ptz_control: allowed }
  return {
    role,
    local: {
      global: { ...global, backup: allowed },
      channels: each(() => ({ playback: allowed, record: allowed, backup: allowed, ptz_control: allowed })),
    },
    remote: {
      global: { ...global, preview: allowed, voice_talk: allowed },
      channels: each(() => ({ preview: allowed, playback: allowed, record: allowed, ptz_control: allowed })),
    },
  }
}

/** What a device does with a change: takes what it knows, forgets the rest. */
function merged(scope: RightsScope | null, change: Partial<RightsScope> | undefined): RightsScope | null {
  if (!scope || !change) return scope
  const known = (before: object, wanted: object = {}) =>
    Object.fromEntries(
      Object.entries(before).map(([name, value]) => [name, (wanted as Record<string, unknown>)[name] ?? value]),
    )
  return {
    global: known(scope.global, change.global),
    channels: Object.fromEntries(
      Object.entries(scope.channels).map(([channel, rights]) => [
        channel,
        known(rights, change.channels?.[Number(channel)]),
      ]),
    ),
  }
}

/** A recorder at `host` whose channels are `ip:1` … ; its users are `admin` (1), `guard` (2) and `guest` (3). */
export function createFakeRecorder(host: string, count = 2): FakeRecorder {
  const base = createFakeDriver()
  const device = base.add(host, count)
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const recorder: FakeRecorder = {
    device,
    driver: { connect },
    settings: new Map(
      numbers.flatMap((number) => [
        [`ip:${number}`, fakeSettings(number)] as const,
        [`ip:${number}/sub`, { ...fakeSettings(number), width: 640, height: 360, maxKbps: 512 }] as const,
      ]),
    ),
    limits: structuredClone(limits),
    schedules: new Map(numbers.map((number) => [`ip:${number}`, schedule()])),
    disks: [disk(1), { ...disk(2), status: 'absent', deviceStatus: 'notexist', capacityMib: 0, freeMib: 0 }],
    users: [
      { id: 1, name: 'admin', role: 'administrator', inherent: true },
      { id: 2, name: 'guard', role: 'operator', inherent: false },
      { id: 3, name: 'guest', role: 'viewer', inherent: false },
    ],
    rights: new Map([
      [1, rightsOf('administrator', numbers, true)],
      [2, rightsOf('operator', numbers, true)],
      [3, rightsOf('viewer', numbers, false)],
    ]),
    onvifUsers: [{ id: 1, name: 'hub', level: 'operator' }],
    log: [],
    drift: 0,
    absent: new Set(),
    failing: new Map(),
    calls: [],
    deaf: new Set(),
    rebootRequired: false,
  }

  async function connect(...[target, context]: Parameters<Driver['connect']>): Promise<DeviceSession> {
    const session = await base.connect(target, context)
    async function call<T>(name: string, given: unknown[], answer: () => T): Promise<T> {
      // Waits its turn there: one request of the four at once, and never a second within it.
      await session.info()
      const failing = recorder.failing.get(name)
      const error = typeof failing === 'function' ? failing() : failing
      if (error) throw error
      recorder.calls.push({ name, given })
      return structuredClone(answer())
    }
    const read = <T>(map: Map<unknown, T>, key: unknown): T => {
      const found = map.get(key)
      if (!found) throw new Error(`The test asked for ${String(key)}, which this fake does not have`)
      return found
    }
    const written = <T>(before: T, after: T): Written<T> => ({
      before,
      after,
      ignored: [],
      rebootRequired: recorder.rebootRequired,
    })
    const all: Partial<DeviceSession> = {
      channelConfig: {
        read: (key, quality) =>
          call('channelConfig.read', [key, quality], () => read(recorder.settings, encoding(key, quality))),
        limits: (key, quality) => call('channelConfig.limits', [key, quality], () => recorder.limits),
        write: (key, patch, { quality, dryRun = false } = {}) =>
          call(dryRun ? 'channelConfig.try' : 'channelConfig.write', [key, patch, quality], () => {
            const before = read(recorder.settings, encoding(key, quality))
            if (dryRun) return written(before, { ...before, ...patch })
            const taken = Object.entries(patch).filter(([field]) => !recorder.deaf.has(field))
            const after = { ...before, ...Object.fromEntries(taken) } as ChannelSettings
            recorder.settings.set(encoding(key, quality), after)
            const ignored = Object.keys(patch).filter((field) => recorder.deaf.has(field))
            return { ...written(before, after), ignored }
          }),
      },
      schedule: {
        read: (key) => call('schedule.read', [key], () => read(recorder.schedules, key)),
        enable: (key, enabled) =>
          call('schedule.enable', [key, enabled], () => {
            const before = read(recorder.schedules, key)
            recorder.schedules.set(key, { ...before, enabled })
            return written(before, { ...before, enabled })
          }),
      },
      storage: { disks: () => call('storage.disks', [], () => recorder.disks) },
      users: { list: () => call('users.list', [], () => recorder.users) },
      onvifUsers: { list: () => call('onvifUsers.list', [], () => recorder.onvifUsers) },
      permissions: {
        read: (id) => call('permissions.read', [id], () => read(recorder.rights, id)),
        write: (id, change: RightsChange) =>
          call('permissions.write', [id, change], () => {
            const before = read(recorder.rights, id)
            const local = merged(before.local, change.local)
            const after = { ...before, local, remote: merged(before.remote, change.remote) }
            recorder.rights.set(id, after)
            return written(before, after)
          }),
      },
      clock: {
        read: () => call('clock.read', [], () => clockAt(recorder.drift)),
        set: (now) =>
          call('clock.set', [now], () => {
            const before = clockAt(recorder.drift)
            recorder.drift = 0
            return written(before, clockAt(0))
          }),
      },
      health: {
        read: () =>
          call('health.read', [], () => ({
            cpuPercent: 23,
            memoryUsedMb: 512.5,
            memoryFreeMb: null,
            uptimeSeconds: 90_061,
          })),
      },
      logs: {
        search: (query: LogQuery) => call('logs.search', [query], () => recorder.log.slice(0, query.limit)),
      },
    }
    for (const name of recorder.absent) delete all[name]
    return Object.assign(session, all)
  }

  return recorder
}

function clockAt(driftSeconds: number): ClockReading {
  const time = new Date(Date.now() + driftSeconds * 1000)
  return { time, utcOffsetMinutes: 480, mode: 'ntp', timeZone: 'CST-8:00:00', driftSeconds }
}

function disk(id: number): Disk {
  return {
    id,
    name: `hdd${id}`,
    kind: 'disk',
    type: 'SATA',
    status: 'ok',
    deviceStatus: 'ok',
    capacityMib: 1907729,
    freeMib: 1024,
    property: 'RW',
  }
}

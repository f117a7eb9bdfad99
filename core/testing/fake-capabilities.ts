// What the pretend devices can be asked for and told beyond pictures and alarms: each keeps what was written to it.
import {
  type Capabilities,
  type ChannelSettings,
  type Detection,
  type Driver,
  Fault,
  type ImageSettings,
  type UserRights,
  type Written,
} from '#plugin'
import type { FakeDriver } from './fake-driver.ts'

const SETTINGS: Omit<ChannelSettings, 'name'> = {
  ...{ codec: 'H.264', smartCodec: null, width: 1920, height: 1080, frameRate: 25, quality: 60, bitRate: 'variable' },
  ...{ maxKbps: 4096, averageKbps: null, motionDetection: true },
}

const RIGHTS: UserRights = {
  role: 'viewer',
  local: { global: { playback: true }, channels: { 1: { playback: true } } },
  remote: { global: { preview: true }, channels: { 1: { preview: true } } },
}

type Offered = Pick<
  Capabilities,
  | 'channelConfig'
  | 'clock'
  | 'detections'
  | 'health'
  | 'holiday'
  | 'imaging'
  | 'inputs'
  | 'logs'
  | 'onvifUsers'
  | 'outputs'
  | 'permissions'
  | 'power'
  | 'ptz'
  | 'schedule'
  | 'storage'
  | 'users'
>

const PICTURE: ImageSettings = { brightness: 50, contrast: 50, saturation: 50, sharpness: 50, irCut: 'auto' }
const CLOCK = () => ({ time: new Date(), utcOffsetMinutes: 0, mode: 'ntp', timeZone: null, driftSeconds: 0 })

/** What was written, by a text for each thing. */
function createMemory() {
  const kept = new Map<string, unknown>()
  return {
    read: <T>(key: string, first: T): T => (kept.get(key) as T | undefined) ?? first,
    write<T>(key: string, before: T, change: Partial<T>): Written<T> {
      const after = { ...before, ...change }
      kept.set(key, after)
      return { before, after, ignored: [], rebootRequired: false }
    },
  }
}

type Memory = ReturnType<typeof createMemory>
type Request = <T>(answer: () => T) => Promise<T>

function offered(request: Request, { read, write }: Memory): Offered {
  const settings = (key: string) => read<ChannelSettings>(`settings ${key}`, { name: `Camera ${key}`, ...SETTINGS })
  const plan = (key: string) =>
    read(`schedule ${key}`, { enabled: true, mode: 'continuous' as const, deviceMode: 'CMR', entries: [] })
  const motion = (sourceKey: string | null) =>
    read<Detection>(`motion ${sourceKey}`, { sourceKey, kind: 'motion', enabled: true, notifies: true })
  const picture = (key: string) => read<ImageSettings>(`picture ${key}`, PICTURE)
  const holiday = () => read('holiday', { enabled: false })
  const rights = (id: number) => read(`rights ${id}`, RIGHTS)
  const nothing = () => request(() => {})
  return {
    channelConfig: {
      read: (key) => request(() => settings(key)),
      limits: () =>
        request(() => ({
          ...{ sizes: [{ width: 1920, height: 1080 }], codecs: ['H.264'], frameRates: [25] },
          ...{ quality: { options: [60], current: 60, preset: null }, maxKbps: null, minKbps: null },
        })),
      write: (key, patch, { dryRun } = {}) =>
        request(() =>
          dryRun
            ? { before: settings(key), after: { ...settings(key), ...patch }, ignored: [], rebootRequired: false }
            : write(`settings ${key}`, settings(key), patch),
        ),
    },
    schedule: {
      read: (key) => request(() => plan(key)),
      enable: (key, enabled) => request(() => write(`schedule ${key}`, plan(key), { enabled })),
    },
    detections: {
      list: (only) => request(() => (only === undefined ? [null, 'ip:1', 'ip:2'] : [only]).map(motion)),
      enable: (key, _, enabled) => request(() => write(`motion ${key}`, motion(key), { enabled })),
      notify: (key, _, notifies) => request(() => write(`motion ${key}`, motion(key), { notifies })),
    },
    users: {
      list: () =>
        request(() => [
          { id: 1, name: 'admin', role: 'administrator', inherent: true },
          { id: 2, name: 'guest', role: 'viewer', inherent: false },
        ]),
    },
    permissions: {
      read: (id) => request(() => rights(id)),
      write: (id) => request(() => write(`rights ${id}`, rights(id), {})),
    },
    onvifUsers: { list: () => request(() => [{ id: 1, name: 'onvif', level: 'administrator' }]) },
    storage: {
      disks: () =>
        request(() => [
          {
            ...{ id: 1, name: 'hdd1', kind: 'disk' as const, type: 'SATA', status: 'ok' as const, deviceStatus: 'ok' },
            ...{ capacityMib: 1000, freeMib: 500, property: 'RW' },
          },
        ]),
    },
    clock: {
      read: () => request(() => CLOCK()),
      set: () => request(() => ({ before: CLOCK(), after: CLOCK(), ignored: [], rebootRequired: false })),
    },
    health: {
      read: () => request(() => ({ cpuPercent: 5, memoryUsedMb: 50, memoryFreeMb: 50, uptimeSeconds: 3600 })),
    },
    inputs: { list: () => request(() => []) },
    logs: { search: () => request(() => []) },
    outputs: {
      list: () => request(() => [{ id: 1, name: 'Gate', active: false }]),
      set: nothing,
    },
    holiday: {
      read: () => request(holiday),
      enable: (enabled) => request(() => write('holiday', holiday(), { enabled })),
    },
    imaging: {
      read: (key) => request(() => picture(key)),
      write: (key, patch) => request(() => write(`picture ${key}`, picture(key), patch)),
    },
    ptz: {
      abilities: () =>
        request(() => ({
          ...{ panTilt: true, zoom: true, continuous: true, relative: true, absolute: true, home: true, setHome: true },
          presets: { most: null },
        })),
      position: () => request(() => ({ pan: 0, tilt: 0, zoom: 0, moving: false })),
      presets: () => request(() => [{ token: '1', name: 'Gate' }]),
      setPreset: (_, name, token = '2') => request(() => ({ token, name })),
      ...{ move: nothing, stop: nothing, relative: nothing, absolute: nothing, goHome: nothing, setHome: nothing },
      ...{ goTo: nothing, removePreset: nothing },
    },
    power: { reboot: nothing },
  }
}

/** The driver, whose devices also offer all that is written above. What they are asked for counts among what they have seen. */
export function withCapabilities(driver: FakeDriver): Driver {
  const memories = new Map<string, Memory>()
  return {
    ...driver,
    async connect(target, context) {
      const session = await driver.connect(target, context)
      const told = session.channels
      const host = await context.resolve(target.address.hostname)
      const device = driver.devices.get(host)
      if (!device) return session
      const memory = memories.get(host) ?? createMemory()
      memories.set(host, memory)
      const request: Request = (answer) =>
        context.limit(async () => {
          context.signal.throwIfAborted()
          if (!device.online) throw new Fault('device-unreachable', `Nobody answers at ${host}`)
          device.seen.requests++
          return answer()
        })
      const channels = async () => (await told()).map((channel) => ({ ...channel, can: { ...channel.can, ptz: true } }))
      return Object.assign(session, offered(request, memory), { channels })
    },
  }
}

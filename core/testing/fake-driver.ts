// A driver whose devices exist in memory only, and do what a test says: for everything above the drivers.
import {
  type AlarmNotice,
  type ChannelInfo,
  type DeviceInfo,
  type DeviceSession,
  type Discovered,
  type Driver,
  type DriverContext,
  Fault,
  type Target,
} from '#plugin'

/** A JPEG of one pixel's header: enough for whoever looks at the first and last bytes. */
export const TINY_JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9])

export interface FakeDevice {
  readonly host: string
  username: string
  password: string
  /** False: nobody answers. */
  online: boolean
  /** Thrown by the next sign-ins instead of anything else. */
  fault: Fault | null
  /** False: the session offers no alarms, as a bare stream does. */
  hasAlarms: boolean
  hasSnapshot: boolean
  /** What its cameras see. */
  jpeg: Uint8Array
  info: DeviceInfo
  channels: ChannelInfo[]
  /** What `live.source` answers; without it an address that nobody serves. */
  source: ((sourceKey: string, quality: 'main' | 'sub') => string | Promise<string>) | null
  /** PEM that it shows; null = plain HTTP. */
  certificate: string | null
  /** Every answer waits for this. */
  hold: Promise<void> | null
  /** What reached it. */
  readonly seen: {
    requests: number
    connects: number
    refused: number
    info: number
    channels: number
    watches: number
    sources: number
    snapshots: number
  }
  /** Open sessions and alarm streams at this moment. */
  readonly open: { sessions: number; watches: number }
  raise(notice: Partial<AlarmNotice>): void
  /** Ends the open alarm streams. */
  breakWatch(fault?: Fault): void
}

export interface FakeDriver extends Driver {
  readonly devices: Map<string, FakeDevice>
  /** What a search finds. */
  readonly found: Discovered[]
  /** A search waits for this after what it has found. */
  searching: Promise<void> | null
  /** A device with `channels` channels at `http://<host>`. */
  add(host: string, channels?: number): FakeDevice
}

export function fakeChannel(number: number): ChannelInfo {
  return {
    sourceKey: `ip:${number}`,
    number,
    name: `Camera ${number}`,
    connection: 'ip',
    online: true,
    trouble: null,
    can: { live: true, sub: true, audio: false, snapshot: true, ptz: false, config: false, alarms: ['motion'] },
  }
}

interface Stream {
  push(notice: AlarmNotice): void
  fail(fault: Fault): void
}

function makeDevice(host: string, channels: number): { device: FakeDevice; streams: Set<Stream> } {
  const streams = new Set<Stream>()
  const device: FakeDevice = {
    host,
    username: 'admin',
    password: 'right-password',
    online: true,
    fault: null,
    hasAlarms: true,
    hasSnapshot: true,
    jpeg: TINY_JPEG,
    info: {
      name: 'Recorder',
      kind: 'recorder',
      manufacturer: 'Fake',
      model: 'FAKE-1',
      serialNumber: `SN-${host}`,
      firmwareVersion: '1.0',
      macAddress: null,
      utcOffsetMinutes: 0,
    },
    channels: Array.from({ length: channels }, (_, index) => fakeChannel(index + 1)),
    source: null,
    certificate: null,
    hold: null,
    seen: { requests: 0, connects: 0, refused: 0, info: 0, channels: 0, watches: 0, sources: 0, snapshots: 0 },
    open: { sessions: 0, watches: 0 },
    raise(notice) {
      const whole: AlarmNotice = {
        kind: 'motion',
        rawType: 'VMD',
        active: true,
        sourceKey: 'ip:1',
        time: null,
        region: null,
        target: null,
        picture: null,
        ...notice,
      }
      for (const stream of streams) stream.push(whole)
    },
    breakWatch(fault = new Fault('device-unreachable', 'The stream of alarms broke')) {
      for (const stream of [...streams]) stream.fail(fault)
    },
  }
  return { device, streams }
}

/** The notices of one open stream, in order, until it fails or the signal aborts. */
async function* notices(device: FakeDevice, streams: Set<Stream>, signal: AbortSignal, onOpen?: () => void) {
  signal.throwIfAborted()
  const queue: AlarmNotice[] = []
  let ended: { reason: unknown } | null = null
  let wake = () => {}
  const stream: Stream = {
    push(notice) {
      queue.push(notice)
      wake()
    },
    fail(reason) {
      ended ??= { reason }
      wake()
    },
  }
  const stop = () => stream.fail(signal.reason)
  streams.add(stream)
  signal.addEventListener('abort', stop, { once: true })
  device.seen.watches++
  device.open.watches++
  onOpen?.()
  try {
    for (;;) {
      const notice = queue.shift()
      if (notice) yield notice
      else if (ended) throw (ended as { reason: unknown }).reason
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    streams.delete(stream)
    signal.removeEventListener('abort', stop)
    device.open.watches--
  }
}

export function createFakeDriver(): FakeDriver {
  const made = new Map<string, { device: FakeDevice; streams: Set<Stream> }>()
  const devices = new Map<string, FakeDevice>()

  async function connect(target: Target, context: DriverContext): Promise<DeviceSession> {
    const host = await context.resolve(target.address.hostname)
    const found = made.get(host)
    if (!found) throw new Fault('device-unreachable', `Nobody answers at ${host}`)
    const { device, streams } = found
    let open = true
    const closing = new AbortController()

    /** One request: it may wait, fail, or be refused. */
    async function request<T>(answer: () => T): Promise<T> {
      return context.limit(async () => {
        context.signal.throwIfAborted()
        if (!open) throw new Fault('device-unreachable', 'The session is closed')
        if (device.hold) await Promise.race([device.hold, aborted(context.signal)])
        device.seen.requests++
        if (!device.online) throw new Fault('device-unreachable', `Nobody answers at ${host}`)
        if (device.fault) throw device.fault
        if (target.username !== device.username || target.password !== device.password) {
          device.seen.refused++
          throw new Fault('device-refused-login', 'The device refused user name or password', { triesLeft: 4 })
        }
        return answer()
      })
    }

    device.seen.connects++
    await request(() => {})
    const { certificate } = device
    if (certificate && certificate !== target.pinnedCertificate) context.shown(certificate)
    if (certificate && target.pinnedCertificate !== null && target.pinnedCertificate !== certificate)
      throw new Fault('device-denied', 'The device shows another certificate than before')
    device.open.sessions++
    return {
      info: () =>
        request(() => {
          device.seen.info++
          return { ...device.info }
        }),
      channels: () =>
        request(() => {
          device.seen.channels++
          return structuredClone(device.channels)
        }),
      async close() {
        if (open) device.open.sessions--
        open = false
        closing.abort(new Fault('device-unreachable', 'The session is closed'))
      },
      live: {
        async source(sourceKey, quality) {
          if (!device.channels.some((channel) => channel.sourceKey === sourceKey))
            throw new Fault('not-found', 'The device has no such channel')
          device.seen.sources++
          const login = `${encodeURIComponent(target.username)}:${encodeURIComponent(target.password)}`
          const own = `rtsp://${login}@${host}:554/${sourceKey}/${quality}`
          const address = device.source ? await device.source(sourceKey, quality) : own
          return { address, transport: 'tcp', audio: false }
        },
      },
      ...(device.hasSnapshot && {
        snapshot: {
          take: () =>
            request(() => {
              device.seen.snapshots++
              return device.jpeg.slice()
            }),
        },
      }),
      ...(device.hasAlarms && {
        alarms: {
          async *watch({ signal, onOpen } = {}) {
            await request(() => {})
            const ends = [context.signal, closing.signal, ...(signal ? [signal] : [])]
            yield* notices(device, streams, AbortSignal.any(ends), onOpen)
          },
        } satisfies DeviceSession['alarms'],
      }),
    }
  }

  const driver: FakeDriver = {
    connect,
    devices,
    found: [],
    searching: null,
    async *discover({ signal }) {
      yield* structuredClone(driver.found)
      if (driver.searching) await Promise.race([driver.searching, aborted(signal)])
    },
    add(host, channels = 2) {
      const entry = makeDevice(host, channels)
      made.set(host, entry)
      devices.set(host, entry.device)
      return entry.device
    },
  }
  return driver
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}

// A pretend Hikvision device: HTTP with ISAPI, the alert stream, pictures, RTSP, and switches for what goes wrong.
import { readFileSync } from 'node:fs'
import { createAlertStreams } from './alert-stream.ts'
import { createControl } from './control.ts'
import { type ChannelChange, createDevice } from './device.ts'
import { documentRoutes } from './documents/index.ts'
import { createAlarms } from './events/alarms.ts'
import type { SimEventInput } from './events/event.ts'
import { parseScript, playChance, playScript } from './events/script.ts'
import { createFaults, type Faults } from './faults.ts'
import { createListener } from './http/listener.ts'
import { createRouter } from './http/router.ts'
import { createServe } from './http/serve.ts'
import { createLogin, type LoginOptions } from './login/index.ts'
import type { ModelId } from './models/index.ts'
import { pictures } from './pictures.ts'
import { createRtsp } from './rtsp.ts'
import { createStats, type SeenRequest } from './stats.ts'

export type { SimEventInput as SimEvent } from './events/event.ts'
export type { Fault, Faults } from './faults.ts'
export type { LoginOptions } from './login/index.ts'
export { MODELS, type ModelId } from './models/index.ts'
export type { SeenRequest } from './stats.ts'

export interface SimulatorOptions {
  model: ModelId
  /** 0 or left out: one that is free. */
  port?: number
  rtspPort?: number
  /** 127.0.0.1 when left out. */
  host?: string
  /** admin and porchlight-demo when left out. */
  user?: string
  password?: string
  /** As the devices write it, sign inverted: CST-8:00:00, the default, is UTC+8. */
  timezone?: string
  /** `none` (default), `random`, or a file of events. */
  events?: string
  /** Name of the device; its serial number and addresses follow from it. */
  name?: string
  now?: () => Date
  random?: () => number
  /** Divides every wait of heartbeat, repeats and events. */
  speed?: number
  login?: LoginOptions
  /** Alert streams that are served at once; the next one is refused. */
  alertStreams?: number
  /** False: HTTP alone, for tests that need no video. */
  rtsp?: boolean
}

export interface Simulator extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly rtspPort: number
  readonly user: string
  readonly password: string
  /** The first notice is on the wire when this returns, unless it waits for its picture. */
  raise(event: SimEventInput): Promise<void>
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>
  readonly stats: {
    readonly requests: readonly SeenRequest[]
    readonly refusedLogins: { http: number; rtsp: number; total: number }
    /** Right logins that used a nonce's counter twice. */
    readonly replays: number
    readonly alertStreams: number
    readonly rtspSessions: number
    readonly locked: boolean
  }
  /** Stops listening and cuts everything; idempotent. */
  unplug(): Promise<void>
  /** Back on the same ports. */
  plug(): Promise<void>
  /** Gone for so many seconds (5), then back with its nonces, alarms and lock forgotten. */
  reboot(seconds?: number): Promise<void>
  setPassword(password: string): void
  setChannel(number: number, change: ChannelChange): void
}

const HEARTBEAT_MS = 10_000

/** Starts a device; resolves when it listens. The first start on a machine encodes the clips and takes some seconds. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', speed = 1, events = 'none', random = Math.random } = options
  const { now = () => new Date(), user = 'admin', password = 'porchlight-demo', timezone = 'CST-8:00:00' } = options
  // Read before anything listens, so that a bad file leaves nothing behind.
  const script = events === 'none' || events === 'random' ? null : parseScript(readFileSync(events, 'utf8'))
  const device = createDevice({ model: options.model, user, password, timezone, name: options.name, now })
  const login = createLogin(device, options.login)
  const rtsp = createRtsp({ device, lockout: login.lockout, host })
  const hasRtsp = options.rtsp !== false
  const faults = createFaults(rtsp.apply)
  const stats = createStats(now)
  const heartbeatMs = HEARTBEAT_MS / speed
  const streams = createAlertStreams({ device, faults, pictures, limit: options.alertStreams ?? 4, heartbeatMs })
  const alarms = createAlarms({ device, speed, send: streams.send })
  const router = createRouter(documentRoutes({ pictures }))
  let plugged = false
  let disposed = false
  let returning: Timer | undefined

  /** One after the other: an unplugging that overtakes a plugging would leave half of the device behind. */
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => {
    clearTimeout(returning)
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  const plug = () =>
    inTurn(async () => {
      if (plugged || disposed) return
      plugged = true
      device.ports.http = await listener.open(device.ports.http)
      if (hasRtsp) device.ports.rtsp = await rtsp.open(device.ports.rtsp)
    })

  const unplug = () =>
    inTurn(async () => {
      if (!plugged) return
      plugged = false
      streams.close()
      await Promise.all([listener.shut(), rtsp.shut()])
    })

  const later = (seconds: number) => {
    returning = setTimeout(() => void plug(), seconds * 1000)
  }

  async function reboot(seconds = 5): Promise<void> {
    await unplug()
    login.reset()
    alarms.clear()
    device.bootedAt = new Date(now().getTime() + seconds * 1000)
    later(seconds)
  }

  const figures = {
    requests: stats.requests,
    refusedLogins: login.lockout.refused,
    get replays() {
      return login.replays()
    },
    get alertStreams() {
      return streams.count()
    },
    get rtspSessions() {
      return rtsp.sessions()
    },
    get locked() {
      return login.lockout.locked()
    },
  }

  const setPassword = (next: string) => {
    device.password = next
  }

  const control = createControl({
    state: () => ({
      model: device.model.id,
      name: device.name,
      ports: device.ports,
      clock: device.localTime(),
      ...figures,
      requests: stats.requests.slice(-50),
      requestCount: stats.requests.length,
      channels: device.channels().map(({ number, name, online }) => ({ number, name, online })),
      alarms: alarms.active(),
      faults: faults.list(),
    }),
    raise: alarms.raise,
    addFault: faults.add,
    clearFaults: faults.clear,
    // After the answer has left.
    reboot: (seconds) => void setTimeout(() => void reboot(seconds), 50),
    unplug: (seconds) => void setTimeout(() => void unplug().then(() => later(seconds)), 50),
    setPassword,
    setChannel: device.change,
  })
  const onReboot = () => void setTimeout(() => void reboot(), 50)
  const serve = createServe({ device, login, faults, router, streams, control, stats, onReboot })
  const listener = createListener(host, serve)

  device.ports = { http: options.port ?? 0, rtsp: options.rtspPort ?? (hasRtsp ? 0 : 554) }
  try {
    await plug()
  } catch (error) {
    await unplug()
    throw error
  }
  const stop = script
    ? playScript(script, alarms.raise, speed)
    : events === 'random'
      ? playChance(device, alarms.raise, random, speed)
      : () => {}

  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${device.ports.http}`,
    port: device.ports.http,
    rtspPort: device.ports.rtsp,
    user,
    get password() {
      return device.password
    },
    raise: alarms.raise,
    faults,
    stats: figures,
    unplug,
    plug,
    reboot,
    setPassword,
    setChannel: device.change,
    async [Symbol.asyncDispose]() {
      disposed = true
      stop()
      alarms.clear()
      await unplug()
    },
  }
}

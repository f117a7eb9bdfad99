// A pretend Hikvision device: HTTP with ISAPI, the alert stream, pictures, RTSP, and switches for what goes wrong.
import { readFileSync } from 'node:fs'
import type { OtherAccount } from './accounts.ts'
import { createAlertStreams } from './alert-stream.ts'
import { wallClock } from './clock.ts'
import { createControl } from './control.ts'
import { createDevice } from './device.ts'
import { documentRoutes } from './documents/index.ts'
import { createDownloads } from './download/index.ts'
import { createAlarms } from './events/alarms.ts'
import { parseScript, playChance, playScript } from './events/script.ts'
import { createFaults } from './faults.ts'
import { createListener } from './http/listener.ts'
import { createRouter } from './http/router.ts'
import { createServe } from './http/serve.ts'
import { createLogin } from './login/index.ts'
import { pictures } from './pictures.ts'
import { createPower } from './power.ts'
import { parseQuirks } from './quirks.ts'
import { logOfDay } from './recording/log.ts'
import { scheduledAt } from './recording/tracks.ts'
import { createRtsp } from './rtsp.ts'
import { createSadp } from './sadp.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { createStats } from './stats.ts'

export type { DownloadFigures } from './download/index.ts'
export type { SimEventInput as SimEvent } from './events/event.ts'
export type { Fault, Faults } from './faults.ts'
export type { LoginOptions } from './login/index.ts'
export { MODELS, type ModelId } from './models/index.ts'
export type { Look } from './ptz/motor.ts'
export { QUIRKS, type Quirk } from './quirks.ts'
export type { Footage, FootageOptions, Segment } from './recording/footage.ts'
export type { LogEntry } from './recording/log.ts'
export type { Outage } from './recording/outages.ts'
export type { Write } from './saved.ts'
export type { Simulator, SimulatorOptions } from './simulator.ts'
export type { SeenRequest } from './stats.ts'

const HEARTBEAT_MS = 10_000

const OTHERS: readonly OtherAccount[] = [
  { user: 'keeper', password: 'porchlight-2', level: 'Operator' },
  { user: 'guest', password: 'porchlight-2', level: 'Viewer' },
]

/** Starts a device; resolves when it listens. The first start on a machine encodes the clips and takes some seconds. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', speed = 1, events = 'none', random = Math.random } = options
  const { now = () => new Date(), user = 'admin', password = 'porchlight-demo', timezone = 'CST-8:00:00' } = options
  // Read before anything listens, so that a bad file leaves nothing behind.
  const script = events === 'none' || events === 'random' ? null : parseScript(readFileSync(events, 'utf8'))
  const { accounts = OTHERS, quirks = [], channels, drift, footage, logsPerDay } = options
  const more = { accounts, quirks: parseQuirks(quirks), channels, drift, footage, logsPerDay }
  const device = createDevice({ model: options.model, user, password, timezone, name: options.name, now, ...more })
  const login = createLogin(device, options.login)
  const rtsp = createRtsp({ device, lockout: login.lockout, host, playbacks: options.playbacks ?? 4 })
  const hasRtsp = options.rtsp !== false
  const faults = createFaults(rtsp.apply)
  const stats = createStats(now)
  const heartbeatMs = HEARTBEAT_MS / speed
  const streams = createAlertStreams({ device, faults, limit: options.alertStreams ?? 4, heartbeatMs })
  const alarms = createAlarms({ device, pictures, speed, send: streams.send })
  const downloads = createDownloads(options.downloads ?? 2)
  const router = createRouter(documentRoutes({ pictures, downloads }))
  const power = createPower({
    async open() {
      device.ports.http = await listener.open(device.ports.http)
      if (hasRtsp) device.ports.rtsp = await rtsp.open(device.ports.rtsp)
    },
    async shut() {
      streams.close()
      await Promise.all([listener.shut(), rtsp.shut()])
    },
  })

  async function reboot(seconds = 5): Promise<void> {
    await power.unplug()
    login.reset()
    alarms.clear()
    device.bootedAt = new Date(now().getTime() + seconds * 1000)
    power.plugAfter(seconds)
  }

  const figures = {
    requests: stats.requests,
    counts: stats.counts,
    totals: stats.totals,
    forget() {
      stats.forget()
      downloads.forget()
    },
    writes: device.saved.writes,
    outputs: device.activeOutputs,
    refusedLogins: login.lockout.refused,
    get replays() {
      return login.replays()
    },
    get alertStreams() {
      return streams.count()
    },
    downloads: downloads.figures,
    get rtspSessions() {
      return rtsp.sessions()
    },
    get playbacks() {
      return rtsp.playbacks()
    },
    get locked() {
      return login.lockout.locked()
    },
  }

  const setPassword = (next: string) => {
    device.accounts.admin.password = next
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
      counts: stats.counts(),
      totals: stats.totals(),
      writes: device.saved.writes.slice(-50),
      outputs: [...device.activeOutputs],
      quirks: [...device.quirks],
      accounts: device.accounts.list().map(({ id, name, level }) => ({ id, name, level })),
      channels: device
        .channels()
        .map(({ number, name, online }) => ({ number, name, online, looks: device.motor(number)?.look() ?? null })),
      alarms: alarms.active(),
      faults: faults.list(),
    }),
    raise: alarms.raise,
    addFault: faults.add,
    clearFaults: faults.clear,
    // After the answer has left.
    reboot: (seconds) => void setTimeout(() => void reboot(seconds), 50),
    unplug: (seconds) => void setTimeout(() => void power.unplug().then(() => power.plugAfter(seconds)), 50),
    setPassword,
    setChannel: device.change,
    setQuirks: device.setQuirks,
    forget: figures.forget,
  })
  const onReboot = () => void setTimeout(() => void reboot(), 50)
  const serve = createServe({
    device,
    login,
    faults,
    router,
    streams,
    control,
    stats,
    onReboot,
    delay: options.delay ?? 0,
  })
  const listener = createListener(host, serve)

  device.ports = { http: options.port ?? 0, rtsp: options.rtspPort ?? (hasRtsp ? 0 : 554) }
  try {
    await power.plug()
  } catch (error) {
    await power.end()
    throw error
  }
  const stop = script
    ? playScript(script, alarms.raise, speed)
    : events === 'random'
      ? playChance(device, alarms.raise, random, speed)
      : () => {}

  const hearing =
    options.discovery && createSadp({ activated: true, answersTo: 'group', ...options.discovery, device, host })
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${device.ports.http}`,
    port: device.ports.http,
    rtspPort: device.ports.rtsp,
    user,
    get password() {
      return device.accounts.admin.password
    },
    raise: alarms.raise,
    footage: device.footage,
    looks: (number) => device.motor(number)?.look() ?? null,
    scheduled(number, at) {
      const channel = device.channel(number)
      return channel && scheduledAt(device, channel, wallClock(device.zone(), at))
    },
    log: (day) => logOfDay(device, day),
    faults,
    stats: figures,
    unplug: power.unplug,
    plug: power.plug,
    reboot,
    setPassword,
    setQuirks: device.setQuirks,
    setChannel: device.change,
    async [Symbol.asyncDispose]() {
      stop()
      hearing?.[Symbol.dispose]()
      alarms.clear()
      await power.end()
    },
  }
}

// A pretend ONVIF camera: SOAP, pull points, pictures, RTSP, and switches for what goes wrong.
import type { RtspSource } from '../../../test/rtsp-source/index.ts'
import { createCamera, type ImagingSettings, type Lack } from './camera.ts'
import { createDiscovery, type DiscoverySocket } from './discovery.ts'
import type { EventKind } from './events/topics.ts'
import { createFaults, type Faults } from './faults.ts'
import { createListener } from './http/listener.ts'
import { createServe } from './http/serve.ts'
import { type Account, createLogin, type LoginOptions } from './login.ts'
import { MODELS, type ModelId } from './models.ts'
import { pictures } from './pictures.ts'
import type { Position, Preset } from './ptz/head.ts'
import { createRtsp } from './rtsp.ts'
import { createStats, type Stats } from './stats.ts'

export type { ImagingSettings, Lack } from './camera.ts'
export type { DiscoverySocket } from './discovery.ts'
export type { EventKind } from './events/topics.ts'
export type { Fault, Faults } from './faults.ts'
export type { Account, LoginOptions } from './login.ts'
export { MODELS, type ModelId } from './models.ts'
export type { Position, Preset } from './ptz/head.ts'
export type { Stats } from './stats.ts'

export interface OnvifCameraOptions {
  model?: ModelId
  /** 0 or left out: one that is free. */
  port?: number
  rtspPort?: number
  /** 127.0.0.1 when left out. */
  host?: string
  /** admin and porchlight-demo when left out. */
  user?: string
  password?: string
  /** Further accounts. */
  accounts?: readonly Account[]
  /** Its serial number and identity follow from it. */
  name?: string
  now?: () => Date
  login?: LoginOptions
  /** What it cannot do although its model could. */
  lacks?: readonly Lack[]
  /** The address that it names in all its answers, as behind NAT; its ports are the usual ones then. */
  nat?: string
  /** Seconds that its clock is ahead. */
  ahead?: number
  /** POSIX, sign inverted: CST-8, the default, is UTC+8. */
  timezone?: string
  /** Divides the waits of pull points. */
  speed?: number
  /** Pull points at once (4); the next one is refused. */
  subscriptions?: number
  /** False: HTTP alone, for tests that need no video. */
  rtsp?: boolean
  /** Where it hears probes and says Hello; none when left out. */
  discovery?: DiscoverySocket
}

export interface OnvifCamera extends AsyncDisposable {
  /** Of the device service. */
  readonly address: string
  readonly url: string
  readonly port: number
  readonly rtspPort: number
  readonly user: string
  readonly password: string
  readonly serialNumber: string
  /** `urn:uuid:…`, as discovery tells it. */
  readonly endpoint: string
  readonly stats: Stats
  readonly faults: Faults
  /** `number` (1) is that of the lens, input or relay; what crosses a line has no `on`. */
  raise(kind: EventKind, what?: { on?: boolean; number?: number; objectId?: number }): void
  /** Pull points that have not expired. */
  subscriptions(): number
  loseSubscriptions(): void
  /** The head of that lens (the first that moves); null where none moves. */
  head(lens?: number): { position: Position; moving: boolean; presets: readonly Preset[] } | null
  imaging(lens?: number): ImagingSettings
  readonly relays: readonly boolean[]
  /** Changes what stands in the options of the same names. */
  set(change: { nat?: string | null; ahead?: number; lacks?: readonly Lack[]; password?: string }): void
  clock(): Date
  locked(): boolean
  /** The RTSP server behind it; null while it is unplugged or without video. */
  rtsp(): RtspSource | null
  unplug(): Promise<void>
  plug(): Promise<void>
}

/** Starts a camera; resolves when it listens. The first start on a machine encodes the clips and takes some seconds. */
export async function startOnvifCamera(options: OnvifCameraOptions = {}): Promise<OnvifCamera> {
  const { host = '127.0.0.1', user = 'admin', password = 'porchlight-demo', now = () => new Date() } = options
  const camera = createCamera({
    model: MODELS[options.model ?? 'fixed'],
    name: options.name ?? MODELS[options.model ?? 'fixed'].model,
    accounts: [{ name: user, password, level: 'Administrator' }, ...(options.accounts ?? [])],
    lacks: options.lacks ?? [],
    nat: options.nat ?? null,
    ahead: options.ahead ?? 0,
    timezone: options.timezone ?? 'CST-8',
    subscriptions: options.subscriptions ?? 4,
    now,
  })
  const stats = createStats()
  const faults = createFaults()
  const login = createLogin({ ...options.login, accounts: () => camera.accounts, clock: camera.clock, now })
  const rtsp = createRtsp({ camera, login, stats, host })
  const reboot = () => {
    login.reset()
    camera.pullPoints.lose()
  }
  const serve = createServe({ camera, login, faults, stats, pictures, speed: options.speed ?? 1, reboot })
  const listener = createListener(host, (request, response) => void serve(request, response))
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const discovery = options.discovery && createDiscovery({ camera, socket: options.discovery, host: shown })

  async function unplug(): Promise<void> {
    camera.pullPoints.lose()
    await Promise.all([listener.shut(), rtsp.shut()])
  }
  async function plug(): Promise<void> {
    camera.ports.http = await listener.open(camera.ports.http)
    if (options.rtsp !== false) camera.ports.rtsp = await rtsp.open(camera.ports.rtsp)
  }

  Object.assign(camera.ports, { http: options.port ?? 0, rtsp: options.rtspPort ?? (options.rtsp === false ? 554 : 0) })
  try {
    await plug()
  } catch (error) {
    await unplug()
    throw error
  }
  discovery?.hello()

  const url = `http://${shown.includes(':') ? `[${shown}]` : shown}:${camera.ports.http}`
  return {
    ...{ url, address: `${url}/onvif/device_service`, user, stats, faults, unplug, plug },
    port: camera.ports.http,
    rtspPort: camera.ports.rtsp,
    get password() {
      return camera.accounts[0]!.password
    },
    serialNumber: camera.serialNumber,
    endpoint: `urn:uuid:${camera.uuid}`,
    raise: (kind, { on = true, number = 1, objectId } = {}) => camera.tell(kind, number, on, objectId),
    subscriptions: camera.pullPoints.count,
    loseSubscriptions: camera.pullPoints.lose,
    head(lens) {
      const head = lens === undefined ? [...camera.heads.values()][0] : camera.heads.get(lens)
      if (!head) return null
      const { panTilt, zoom } = head.moving()
      return { position: head.at(), moving: panTilt || zoom, presets: head.presets }
    },
    imaging: (lens = 1) => camera.imaging.get(lens)!,
    relays: camera.relays,
    set(change) {
      if (change.nat !== undefined) camera.nat = change.nat
      if (change.ahead !== undefined) camera.ahead = change.ahead
      if (change.password !== undefined) camera.accounts[0]!.password = change.password
      if (!change.lacks) return
      camera.lacks.clear()
      for (const lack of change.lacks) camera.lacks.add(lack)
    },
    clock: camera.clock,
    locked: login.locked,
    rtsp: rtsp.source,
    async [Symbol.asyncDispose]() {
      discovery?.bye()
      await unplug()
    },
  }
}

// The state of one pretend camera: clock, accounts, heads, pictures' settings, relays, and what it has told.
import { createHash } from 'node:crypto'
import type { Happening } from './events/messages.ts'
import { createPullPoints, type PullPoints } from './events/subscriptions.ts'
import { countOf, type EventKind, TOPICS } from './events/topics.ts'
import type { Account } from './login.ts'
import { encoderToken, type LensModel, type Model, type ProfileModel, sizeOf } from './models.ts'
import { createHead, type Head } from './ptz/head.ts'

/** What a camera may lack, whatever its model. */
export type Lack = 'media2' | 'ptz' | 'events' | 'imaging' | 'deviceio' | 'snapshot'

export interface Encoder {
  token: string
  name: string
  codec: 'H264' | 'H265'
  width: number
  height: number
  quality: number
  frameRate: number
  kbps: number
  gop: number
}

export interface ImagingSettings {
  Brightness: number
  ColorSaturation: number
  Contrast: number
  Sharpness: number
  IrCutFilter: 'ON' | 'OFF' | 'AUTO'
  WideDynamicRange: { mode: 'ON' | 'OFF'; level: number }
}

export interface Camera {
  readonly model: Model
  readonly name: string
  readonly serialNumber: string
  readonly uuid: string
  readonly accounts: Account[]
  readonly lacks: Set<Lack>
  /** An address that it names instead of the one it was asked at; null = it knows its address. */
  nat: string | null
  /** Seconds that its clock is ahead; a time server would set them to nothing. */
  ahead: number
  timeMode: 'Manual' | 'NTP'
  timezone: string
  clock(): Date
  readonly ports: { http: number; rtsp: number }
  profiles(): { profile: ProfileModel; lens: LensModel }[]
  readonly encoders: Map<string, Encoder>
  /** By number of the lens. */
  readonly heads: Map<number, Head>
  readonly imaging: Map<number, ImagingSettings>
  /** True: active. The first is number 1. */
  readonly relays: boolean[]
  readonly inputs: boolean[]
  readonly pullPoints: PullPoints
  tell(kind: EventKind, number: number, on: boolean, objectId?: number): void
  /** The states that it knows, for a new subscription. */
  known(): Happening[]
}

export interface CameraOptions {
  model: Model
  name: string
  accounts: Account[]
  lacks: readonly Lack[]
  nat: string | null
  ahead: number
  timezone: string
  subscriptions: number
  now: () => Date
}

export function createCamera({ model, name, now, ...options }: CameraOptions): Camera {
  const print = createHash('sha256').update(`${model.id} ${name}`).digest('hex')
  const profiles = model.lenses.flatMap((lens) => lens.profiles.map((profile) => ({ profile, lens })))
  const states = new Map<string, Happening>()
  const clock = () => new Date(now().getTime() + camera.ahead * 1000)
  const camera: Camera = {
    ...{ model, name, clock },
    serialNumber: print.slice(0, 14).toUpperCase(),
    uuid: `${print.slice(0, 8)}-${print.slice(8, 12)}-4${print.slice(13, 16)}-8${print.slice(17, 20)}-${print.slice(20, 32)}`,
    accounts: options.accounts,
    lacks: new Set(options.lacks),
    nat: options.nat,
    ahead: options.ahead,
    timeMode: options.ahead === 0 ? 'NTP' : 'Manual',
    timezone: options.timezone,
    ports: { http: 80, rtsp: 554 },
    profiles: () => profiles,
    encoders: new Map(
      profiles.map(({ profile: { token, codec, quality } }) => [
        encoderToken(token),
        { token: encoderToken(token), name: `Encoder of ${token}`, codec, quality: 4, ...sizeOf(quality) },
      ]),
    ),
    heads: new Map(model.lenses.flatMap(({ number, head }) => (head ? [[number, createHead(head, now)]] : []))),
    imaging: new Map(
      model.lenses.map(({ number }) => [
        number,
        {
          ...{ Brightness: 50, ColorSaturation: 50, Contrast: 50, Sharpness: 50, IrCutFilter: 'AUTO' as const },
          WideDynamicRange: { mode: 'OFF' as const, level: 50 },
        },
      ]),
    ),
    relays: Array.from({ length: model.relays }, () => false),
    inputs: Array.from({ length: model.inputs }, () => false),
    pullPoints: createPullPoints(clock, options.subscriptions),
    tell(kind, number, on, objectId = 1) {
      const topic = TOPICS[kind]
      if (!(number >= 1 && number <= countOf(model, topic)))
        throw new Error(`This camera has no ${topic.per} ${number}.`)
      const happening: Happening = { kind, number, on, objectId, operation: 'Changed', at: clock() }
      if (topic.isProperty) states.set(`${kind} ${number}`, happening)
      if (kind === 'input') camera.inputs[number - 1] = on
      if (kind === 'relay') camera.relays[number - 1] = on
      camera.pullPoints.tell(happening)
    },
    known: () =>
      (Object.keys(TOPICS) as EventKind[]).flatMap((kind) => {
        if (!TOPICS[kind].isProperty) return []
        return Array.from({ length: countOf(model, TOPICS[kind]) }, (_, index): Happening => {
          const known = states.get(`${kind} ${index + 1}`)
          const off = { kind, number: index + 1, on: false, objectId: 0 }
          return { ...off, ...known, operation: 'Initialized', at: clock() }
        })
      }),
  }
  return camera
}

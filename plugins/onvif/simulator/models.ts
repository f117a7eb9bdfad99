// The cameras that there are: a fixed one, a PTZ dome, and one with two lenses of which one moves.
import type { EnvelopePrefix } from './soap.ts'

export type ModelId = 'fixed' | 'dome' | 'two-lens'

export interface ProfileModel {
  token: string
  name: string
  codec: 'H264' | 'H265'
  quality: 'main' | 'sub'
  audio: boolean
}

export interface HeadModel {
  zoom: boolean
  /** False: it can only be set in motion and stopped, and does not know where it is. */
  positions: boolean
  home: boolean
  presets: number
}

export interface LensModel {
  /** From 1. */
  number: number
  profiles: readonly ProfileModel[]
  head?: HeadModel
}

export interface Model {
  id: ModelId
  title: string
  manufacturer: string
  model: string
  firmware: string
  prefix: EnvelopePrefix
  lenses: readonly LensModel[]
  relays: number
  inputs: number
}

const SIZES = {
  main: { width: 1280, height: 720, frameRate: 25, kbps: 2048, gop: 50 },
  sub: { width: 640, height: 360, frameRate: 15, kbps: 300, gop: 30 },
} as const

export const sizeOf = (quality: 'main' | 'sub') => SIZES[quality]

const main = (token: string, more: Partial<ProfileModel> = {}): ProfileModel => ({
  ...{ token, name: 'mainStream', codec: 'H264', quality: 'main', audio: true },
  ...more,
})
const sub = (token: string, more: Partial<ProfileModel> = {}): ProfileModel => ({
  ...{ token, name: 'subStream', codec: 'H264', quality: 'sub', audio: false },
  ...more,
})

export const MODELS: Record<ModelId, Model> = {
  fixed: {
    id: 'fixed',
    title: 'a fixed camera: H.264 main and sub, a third profile in H.265 that only Media2 tells of',
    ...{ manufacturer: 'Lumen & Sons', model: 'LS-Bullet 4', firmware: '2.1.7 build 0412', prefix: 's' },
    lenses: [
      {
        number: 1,
        profiles: [
          main('Profile_1'),
          sub('Profile_2'),
          main('Profile_3', { name: 'thirdStream', codec: 'H265', audio: false }),
        ],
      },
    ],
    ...{ relays: 1, inputs: 1 },
  },
  dome: {
    id: 'dome',
    title: 'a PTZ dome: pan, tilt, zoom, positions, home, 16 presets',
    ...{ manufacturer: 'Lumen & Sons', model: 'LS-Dome 25X', firmware: '4.0.12', prefix: 'SOAP-ENV' },
    lenses: [
      {
        number: 1,
        profiles: [main('MediaProfile000'), sub('MediaProfile001')],
        head: { zoom: true, positions: true, home: true, presets: 16 },
      },
    ],
    ...{ relays: 2, inputs: 2 },
  },
  'two-lens': {
    id: 'two-lens',
    title: 'two lenses: a fixed wide one, and one that moves but knows neither positions nor zoom',
    ...{ manufacturer: 'Twinview', model: 'TV-Duo', firmware: 'v3.1.0.764', prefix: 'env' },
    lenses: [
      { number: 1, profiles: [main('wide_main'), sub('wide_sub')] },
      {
        number: 2,
        profiles: [main('tele_main', { audio: false }), sub('tele_sub')],
        head: { zoom: false, positions: false, home: false, presets: 4 },
      },
    ],
    ...{ relays: 0, inputs: 0 },
  },
}

/** Tokens of the configurations, as the documents spell them. */
export const sourceToken = (lens: number) => `VideoSource_${lens}`
export const sourceConfigToken = (lens: number) => `VideoSourceConfig_${lens}`
export const encoderToken = (profile: string) => `VideoEncoder_${profile}`
export const ptzConfigToken = (lens: number) => `PtzConfig_${lens}`
export const ptzNodeToken = (lens: number) => `PtzNode_${lens}`

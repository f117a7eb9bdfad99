// What cameras that move, and pictures that can be set, are asked for. Speeds, ways and places are shares of what the camera can.
import type { Written } from './capabilities.ts'

/** Each from -1 (left, down, wide) to 1 (right, up, near); 0 = not at all. */
export interface PtzVector {
  pan: number
  tilt: number
  zoom: number
}

/** Where it looks: pan and tilt from -1 to 1, zoom from 0 (wide) to 1. Null where the camera does not tell. */
export interface PtzPosition {
  pan: number | null
  tilt: number | null
  zoom: number | null
  moving: boolean | null
}

/** What one camera can; a session that offers `ptz` may have channels that cannot. */
export interface PtzAbilities {
  panTilt: boolean
  zoom: boolean
  continuous: boolean
  relative: boolean
  absolute: boolean
  home: boolean
  setHome: boolean
  /** Null = it keeps none; `most` null = it does not say how many. */
  presets: { most: number | null } | null
}

export interface Preset {
  /** The camera's own; opaque. */
  token: string
  name: string
}

/** Each verb that a camera does not know is Fault `unsupported`. */
export interface Ptz {
  abilities(sourceKey: string): Promise<PtzAbilities>
  /** Moves at that speed until `stop`, and ends by itself after so many seconds, also when nobody can reach it any more. */
  move(sourceKey: string, speed: PtzVector, seconds: number): Promise<void>
  stop(sourceKey: string): Promise<void>
  /** By a share of its whole range. */
  relative(sourceKey: string, by: PtzVector): Promise<void>
  /** What is not named stays. */
  absolute(sourceKey: string, to: Partial<PtzVector>): Promise<void>
  position(sourceKey: string): Promise<PtzPosition>
  goHome(sourceKey: string): Promise<void>
  /** Where it looks now is home from here on. */
  setHome(sourceKey: string): Promise<void>
  /** Only those that are set. */
  presets(sourceKey: string): Promise<Preset[]>
  goTo(sourceKey: string, token: string): Promise<void>
  /** Where it looks now; without a token the next free place, with one that preset is overwritten. */
  setPreset(sourceKey: string, name: string, token?: string): Promise<Preset>
  removePreset(sourceKey: string, token: string): Promise<void>
}

/** Each from 0 to 100 on the camera's own scale; null where it does not have or tell it. */
export interface ImageSettings {
  brightness: number | null
  contrast: number | null
  saturation: number | null
  sharpness: number | null
  /** The infrared filter: `on` by day, `off` by night. */
  irCut: 'on' | 'off' | 'auto' | null
}

export interface Imaging {
  read(sourceKey: string): Promise<ImageSettings>
  /** Changes only what is named; null is not taken. */
  write(sourceKey: string, patch: Partial<ImageSettings>): Promise<Written<ImageSettings>>
}

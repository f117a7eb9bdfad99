// What makes one model of device: its identity, its way of writing documents, its channels and what it refuses.
import type { Style } from '../xml.ts'

export type ModelId = 'nvr8' | 'nvr64' | 'dvr4' | 'camera' | 'dome'
/** Models of one family write the same documents. */
export type Family = 'nvr' | 'dvr' | 'camera'

export interface Encoding {
  codec: 'H.264' | 'H.265'
  width: number
  height: number
  /** Frames per second × 100; 0 means full rate. */
  maxFrameRate: number
  upperKbps: number
}

/** How far a camera turns and zooms, in tenths of a degree and of a zoom factor. */
export interface Movement {
  /** A whole circle has no ends. */
  azimuth: readonly [number, number]
  /** Down is positive. */
  elevation: readonly [number, number]
  zoom: readonly [number, number]
  /** Each a second, at full speed. */
  turns: number
  tilts: number
  zooms: number
  presets: number
  /** It knows moves that end by themselves. */
  momentary: boolean
}

export interface ChannelModel {
  number: number
  name: string
  source: 'ip' | 'analog' | 'own'
  online: boolean
  /** The IP camera behind a recorder's channel. */
  behind?: { protocol: 'HIKVISION' | 'ONVIF'; address: string; model: string; serialNumber: string; firmware: string }
  /** An analog input's detected signal. */
  signal?: string
  main: Encoding
  sub: Encoding
  /** `none`: the document has no Audio element at all. */
  audio: 'on' | 'off' | 'none'
  /** Event types that this channel can raise, as trigger ids spell them. */
  alarms: readonly string[]
  /** Those of `alarms` that lack the notification `center`, and so never appear by themselves. */
  silent?: readonly string[]
  /** Left out, it stands still. */
  moves?: Movement
}

/** How the model writes about its recordings, and how its search counts. */
export interface Recording {
  /** A full day of the schedule ends at 00:00:00 of the next day, at 24:00:00, or at 00:00:00 of the same day. */
  fullDay: 'next' | '24' | 'same'
  /** Pages by the rightly spelt `searchResultPosition` too, which most ignore. */
  takesPosition: boolean
  /** `numOfMatches` tells all that are left instead of those in the list. */
  countsAll: boolean
  /** A track that cannot be is refused with 400; others find nothing on it. */
  refusesTracks: boolean
  /** Log search is there. */
  logs: boolean
}

export interface Model {
  id: ModelId
  family: Family
  title: string
  style: Style
  contentType: string
  /** Sent as `Server`, by cameras. */
  server: string | null
  realm: string
  identity: {
    deviceName: string
    /** First part of the deviceID; the rest comes from the name. */
    idPrefix: string
    model: string
    serialEnd: string
    firmwareVersion: string
    firmwareReleasedDate: string
    encoderVersion: string
    encoderReleasedDate: string
    deviceType: string
    hardwareVersion: string
    address: string
  }
  channels: readonly ChannelModel[]
  /** Device-wide exceptions that have triggers. */
  exceptions: readonly string[]
  inputs: number
  outputs: number
  /** Most IP channels that it takes; null on cameras, which have no such word. */
  maxIpChannels: number | null
  analogInputs: number
  /** A wrapper around the trigger list, as old and thermal cameras have it. */
  triggersWrapped: boolean
  /** Triggers that are left out of the list but answered one by one. */
  triggersHidden: readonly string[]
  heartbeat: { channel: number; count: number; named: boolean; whileBusy: boolean }
  /** A bay without a disk is listed as `notexist`. */
  disks: readonly { id: number; capacity: number; freeSpace: number; status: string }[]
  /** Network volumes. */
  shares?: readonly { id: number; address: string; path: string; capacity: number; freeSpace: number; status: string }[]
  recording: Recording
}

// What makes one model of device: its identity, its way of writing documents, its channels and what it refuses.
import type { Style } from '../xml.ts'

export type ModelId = 'nvr8' | 'dvr4' | 'camera'

export interface Encoding {
  codec: 'H.264' | 'H.265'
  width: number
  height: number
  /** Frames per second × 100; 0 means full rate. */
  maxFrameRate: number
  upperKbps: number
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
}

export interface Model {
  id: ModelId
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
  disks: readonly { id: number; capacity: number; freeSpace: number; status: string }[]
}

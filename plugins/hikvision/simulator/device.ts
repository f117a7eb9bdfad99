// The state of one pretend device: what its documents are written from and what the control side changes.
import { createHash } from 'node:crypto'
import { localTime, localTimeOfSettings, parseZone, wallClock } from './clock.ts'
import { type ChannelModel, MODELS, type Model, type ModelId } from './models/index.ts'

export interface Channel extends ChannelModel {
  removed: boolean
}

export interface ChannelChange {
  name?: string
  online?: boolean
  removed?: boolean
}

export interface Device {
  readonly model: Model
  readonly name: string
  readonly serialNumber: string
  readonly deviceId: string
  readonly macAddress: string
  user: string
  password: string
  bootedAt: Date
  ports: { http: number; rtsp: number }
  /** Alarm inputs that are active now. */
  readonly activeInputs: Set<number>
  /** Channels that are not removed. */
  channels(): Channel[]
  channel(number: number): Channel | null
  /** Throws when there never was such a channel. */
  change(number: number, change: ChannelChange): void
  now(): Date
  zoneText(): string
  /** Wall clock with its offset, as events and the status carry it. */
  localTime(): string
  /** Wall clock as `System/time` carries it, summer time forgotten in the offset. */
  settingsTime(): string
  /** Wall clock as a date whose UTC digits are the local ones. */
  wallClock(): Date
}

export interface DeviceOptions {
  model: ModelId
  user: string
  password: string
  timezone: string
  name?: string | undefined
  now: () => Date
}

export function createDevice(options: DeviceOptions): Device {
  const model = MODELS[options.model]
  const zone = parseZone(options.timezone)
  const all: Channel[] = model.channels.map((channel) => ({ ...channel, removed: false }))
  const print = createHash('sha256')
    .update(`${model.id}:${options.name ?? ''}`)
    .digest('hex')
  const figures = String(Number.parseInt(print.slice(0, 8), 16)).padStart(10, '0')
  const { now } = options
  return {
    model,
    name: options.name ?? model.identity.deviceName,
    serialNumber: `${model.identity.model}08${figures}CCRRPL${figures.slice(0, 6)}${model.identity.serialEnd}`,
    deviceId: `${model.identity.idPrefix}-0000-0000-${print.slice(0, 12)}`,
    macAddress: `02:00:5e:${print.slice(0, 6).replace(/(..)(..)(..)/, '$1:$2:$3')}`,
    user: options.user,
    password: options.password,
    bootedAt: now(),
    ports: { http: 80, rtsp: 554 },
    activeInputs: new Set(),
    channels: () => all.filter((channel) => !channel.removed),
    channel: (number) => all.find((channel) => channel.number === number && !channel.removed) ?? null,
    change(number, { name, online, removed }) {
      const channel = all.find((candidate) => candidate.number === number)
      if (!channel) throw new Error(`This ${model.title} has no channel ${number}.`)
      if (name !== undefined) channel.name = name
      if (removed !== undefined) channel.removed = removed
      if (online === undefined) return
      channel.online = online
      if (channel.signal !== undefined) channel.signal = online ? '1280*720(720P)P25' : 'NO VIDEO'
    },
    now,
    zoneText: () => zone.text,
    localTime: () => localTime(zone, now()),
    settingsTime: () => localTimeOfSettings(zone, now()),
    wallClock: () => wallClock(zone, now()),
  }
}

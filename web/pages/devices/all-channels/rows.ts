// The rows of the table: a channel with its device and what was told of it. Pure.
import type { ChannelOut, DeviceOut } from '../../../wire.ts'
import type { Settings } from '../channels/asks.ts'
import type { ClockTold, ConfigurationOut } from './asks.ts'

export interface Row {
  /** Of the channel. */
  id: number
  channel: ChannelOut
  device: DeviceOut
  /** What the device is called. */
  place: string
  /** Null = never told. */
  main: Settings | null
  sub: Settings | null
  schedule: ConfigurationOut['schedule']
  clock: ClockTold | null
  /** Whether its device lets anybody read or write its settings. */
  isOpen: boolean
  /** The oldest of what was told; null where something of it never was. */
  readAt: string | null
}

interface Told {
  channels: readonly ChannelOut[]
  devices: readonly DeviceOut[]
  configurations: readonly ConfigurationOut[]
  clocks: readonly ClockTold[]
  titleOf: (device: DeviceOut) => string
}

/** By device and number. */
export function rowsOf({ channels, devices, configurations, clocks, titleOf }: Told): Row[] {
  const byChannel = new Map(configurations.map((one) => [one.channel_id, one]))
  const byDevice = new Map(devices.map((one) => [one.id, one]))
  const ofDevice = new Map(clocks.map((one) => [one.device_id, one]))
  return channels
    .flatMap((channel) => {
      const device = byDevice.get(channel.device_id)
      if (!device || !channel.is_active || !channel.in_use) return []
      const told = byChannel.get(channel.id)
      const { main = null, sub = null, schedule = null } = told ?? {}
      const isOpen = channel.can.config
      const times = [main?.read_at, ...(channel.can.sub ? [sub?.read_at] : [])]
      const readAt = times.every((time) => time !== undefined) ? (times.toSorted()[0] ?? null) : null
      const clock = ofDevice.get(device.id) ?? null
      return [{ id: channel.id, channel, device, place: titleOf(device), main, sub, schedule, clock, isOpen, readAt }]
    })
    .sort((a, b) => a.device.id - b.device.id || a.channel.channel_no - b.channel.channel_no)
}

// Recorders under the name that seed 002 gives them: `host_port`.
import type { Caller, DeviceInfo, Services } from '#plugin'
import { refusal } from './failures.ts'
import type { DeviceInfoOut } from './wire.ts'

type Device = ReturnType<Services['devices']['list']>[number]
export type Channel = ReturnType<Services['access']['visibleChannels']>[number]

export interface Nvr {
  id: string
  host: string
  port: number
  useHttps: boolean
  device: Device
}

function nvrOf(device: Device): Nvr | null {
  const [, scheme, host, port] = /^(https?):\/\/(.+):(\d+)$/.exec(device.addressKey) ?? []
  if (device.brand !== 'hikvision' || !host || !port) return null
  const bare = host.replace(/^\[|\]$/g, '')
  return { id: `${bare}_${port}`, host: bare, port: Number(port), useHttps: scheme === 'https', device }
}

const plain = (id: string) =>
  id
    .toLowerCase()
    .replace(/[[\]]/g, '')
    .replace(/\.(?=_\d+$)/, '')

/** However it came to be a device: by seed 002, or added in the UI. Null when the caller sees none. */
export function knownNvr({ devices }: Pick<Services, 'devices'>, caller: Caller, id: string): Nvr | null {
  for (const device of devices.list(caller)) {
    const nvr = nvrOf(device)
    if (nvr && nvr.id === plain(id)) return nvr
  }
  return null
}

/** The same, or the document's refusal. */
export function nvrFor(services: Pick<Services, 'devices'>, caller: Caller, id: string | undefined): Nvr {
  const nvr = id === undefined ? null : knownNvr(services, caller, id)
  if (!nvr) throw refusal('NVR not found')
  return nvr
}

/** Channels that are there, as the caller may see them, by their number. */
export function channelsOf({ access }: Pick<Services, 'access'>, caller: Caller, { device }: Nvr): Channel[] {
  return access.visibleChannels(caller, { deviceId: device.id }).filter(({ isActive }) => isActive)
}

/** One of them by the id that the list gave it. */
export function channelFor(
  services: Pick<Services, 'access'>,
  caller: Caller,
  nvr: Nvr,
  id: string | undefined,
): Channel {
  const channel = channelsOf(services, caller, nvr).find(({ channelNo }) => String(channelNo) === id)
  if (!channel) throw refusal('Channel not found')
  return channel
}

const UNKNOWN = 'Unknown'

export function deviceInfoOut(info: DeviceInfo | null): DeviceInfoOut {
  return {
    model: info?.model ?? UNKNOWN,
    serial_number: info?.serialNumber ?? UNKNOWN,
    firmware: info?.firmwareVersion ?? UNKNOWN,
    device_name: info?.name ?? UNKNOWN,
    device_type: info?.deviceType ?? UNKNOWN,
  }
}

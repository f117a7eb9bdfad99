// Devices in the words of ONVIF's discovery: those that the last search found, and those that we have.
import { BlockList, isIPv4 } from 'node:net'
import { type Caller, Fault, type Services } from '#plugin'
import { roleOf } from './auth.ts'

type Device = ReturnType<Services['devices']['list']>[number]
type Search = ReturnType<Services['discovery']['last']>
type Found = Search['items'][number]

const MOST = 32
const STANDARD_PATH = '/onvif/device_service'
/** Of those without a management of their own only one stream is known. */
export const isBareStream = ({ brand }: { brand: string }) => brand === 'rtsp'

const urlOf = (address: string): URL | null => {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`
  return URL.canParse(whole) ? new URL(whole) : null
}

/** Host and port: what two addresses of the same device have in common, whatever path they name. */
export function placeOf(address: string): string | null {
  const url = urlOf(address.trim())
  return url && `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
}

/** Where ONVIF is spoken; for other makes the address of the device, which is good for all that is asked here. */
function serviceOf(address: string, brand: string): string {
  const url = urlOf(address)
  if (!url) return address
  if (brand === 'onvif' && url.pathname === '/') url.pathname = STANDARD_PATH
  return url.href
}

const seconds = (at: Date | null) => (at ? Math.floor(+at / 1000) : 0)

interface Told {
  address: string
  brand: string
  at: Date | null
  online: boolean
  manufacturer?: string | null
  model?: string | null
  firmware?: string | null
  serial?: string | null
  mac?: string | null
  /** Of ours; null: it has not been added. */
  deviceId: number | null
}

function deviceOut(told: Told) {
  return {
    endpoint: '',
    device_service: serviceOf(told.address, told.brand),
    // Found out when it is signed in to, and told nobody.
    ...{ media_service: '', ptz_service: '', imaging_service: '' },
    manufacturer: told.manufacturer ?? '',
    model: told.model ?? '',
    firmware_version: told.firmware ?? '',
    serial_number: told.serial ?? '',
    hardware_id: '',
    ip_address: urlOf(told.address)?.hostname ?? '',
    mac_address: told.mac ?? '',
    discovery_time: seconds(told.at),
    online: told.online,
    ...{ brand: told.brand, device_id: told.deviceId },
  }
}
export type DeviceOut = ReturnType<typeof deviceOut>

const foundOut = (found: Found, { finishedAt, startedAt }: Search): DeviceOut =>
  deviceOut({
    ...{ address: found.address, brand: found.brand, deviceId: found.deviceId, at: finishedAt ?? startedAt },
    ...{ model: found.model ?? found.name, serial: found.serialNumber, online: true },
  })

function ownOut(device: Device): DeviceOut {
  const { info } = device
  return deviceOut({
    ...{ address: device.address, brand: device.brand, deviceId: device.id, at: device.lastSeenAt },
    online: device.state.phase === 'online',
    ...(info && {
      ...{ manufacturer: info.manufacturer, model: info.model, firmware: info.firmwareVersion },
      ...{ serial: info.serialNumber, mac: info.macAddress },
    }),
  })
}

/** Ours that the caller may see, and for who may add devices what the last search found. */
export function knownDevices({ access, devices, discovery }: Services, caller: Caller): DeviceOut[] {
  const own = devices.list(caller).filter((device) => !isBareStream(device))
  const search = roleOf({ access }, caller).role === 'admin' ? discovery.last(caller) : null
  const ids = own.map(({ id }) => id)
  const others = search?.items.filter(({ deviceId }) => deviceId === null || !ids.includes(deviceId)) ?? []
  return [...others.map((found) => foundOut(found, search as Search)), ...own.map(ownOut)].slice(0, MOST)
}

const PRIVATE = new BlockList()
for (const [address, length] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  PRIVATE.addSubnet(address, length, 'ipv4')

export interface Wanted {
  cidr: string
  has(address: string): boolean
  /** Whether a machine with that address, `192.168.1.7/24`, is in it. */
  touches(own: string): boolean
}

const parts = (cidr: string) => {
  const [address = '', length = ''] = cidr.split('/')
  return isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32
    ? { address, length: Number(length) }
    : null
}

function listOf({ address, length }: { address: string; length: number }): BlockList {
  const list = new BlockList()
  list.addSubnet(address, length, 'ipv4')
  return list
}

/** The network that is to be searched; null = all that we are on. Fault for what is none, or none of a home. */
export function networkIn(said: unknown): Wanted | null {
  if (typeof said !== 'string' || ['', 'auto'].includes(said.trim())) return null
  const network = parts(said.trim())
  if (!network) throw new Fault('invalid-input', 'network must be auto, or a network such as 192.168.1.0/24')
  if (!PRIVATE.check(network.address, 'ipv4') || network.length < 8)
    throw new Fault('invalid-input', 'Only private networks are searched')
  const list = listOf(network)
  return {
    cidr: said.trim(),
    has: (address) => isIPv4(address) && list.check(address, 'ipv4'),
    touches(own) {
      const ours = parts(own)
      return ours !== null && (list.check(ours.address, 'ipv4') || listOf(ours).check(network.address, 'ipv4'))
    },
  }
}

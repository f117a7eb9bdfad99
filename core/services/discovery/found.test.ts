// One list of what several makes found: each device once, and ours recognised.
import { expect, test } from 'bun:test'
import { createAddressGuard } from '../addresses.ts'
import { checked, type Found, merged, oursOf } from './found.ts'

const found = (brand: string, address: string, more: Partial<Found> = {}): Found => ({
  ...{ brand, address, name: null, model: null, serialNumber: null, activated: null },
  ...more,
})

test('a device that answers in two ways is one, of the make that stands first, with what both said', () => {
  const own = found('hikvision', '192.168.1.5', { model: 'DS-1', serialNumber: 'S', activated: true })
  const other = found('onvif', '192.168.1.5:8000', { name: 'Yard', model: 'IPC' })
  for (const all of [
    [own, other],
    [other, own],
  ])
    expect(merged(all, ['hikvision', 'onvif'])).toEqual([{ ...own, name: 'Yard' }])
  expect(merged([own, other], ['onvif', 'hikvision']).map(({ brand }) => brand)).toEqual(['onvif'])
})

test('several behind one address stay several, and take nothing from another make', () => {
  const two = [found('hikvision', '192.168.1.5'), found('hikvision', '192.168.1.5:81')]
  expect(merged([...two, found('onvif', '192.168.1.5:82', { name: 'Yard' })], ['hikvision', 'onvif'])).toEqual(two)
})

test('they are ordered by address as numbers', () => {
  const hosts = ['192.168.1.100', '192.168.1.9', '10.0.0.2', '192.168.1.9:81']
  const list = merged(
    hosts.map((host) => found('onvif', host)),
    ['onvif'],
  )
  expect(list.map(({ address }) => address)).toEqual(['10.0.0.2', '192.168.1.9', '192.168.1.9:81', '192.168.1.100'])
})

test('a public address is listed only where it lies in a network of our own', () => {
  const guard = createAddressGuard({ allowLoopback: false })
  const device = { ...found('onvif', ''), address: 'http://8.8.8.8' }
  const at = (cidr: string) => checked('onvif', device, { guard, networks: [{ name: 'eth0', address: '', cidr }] })
  expect(at('192.168.1.2/24')).toBeNull()
  expect(at('8.8.8.1/24')?.address).toBe('8.8.8.8')
})

test('a service at a path of its own is listed with it, and is ours with it', () => {
  const guard = createAddressGuard({ allowLoopback: false })
  const device = { ...found('onvif', ''), address: 'http://192.168.1.5:81/onvif/services' }
  const listed = checked('onvif', device, { guard, networks: [] }) as Found
  expect(listed.address).toBe('192.168.1.5:81/onvif/services')
  expect(oursOf(listed, [{ id: 4, brand: 'onvif', address: listed.address, info: null }])?.id).toBe(4)
})

test('ours is recognised over HTTPS, by its port, and never by the address of a bare stream', () => {
  const row = (id: number, brand: string, address: string) => ({ id, brand, address, info: null })
  const ours = [
    row(1, 'rtsp', 'rtsp://192.168.1.5/live'),
    row(2, 'hikvision', 'https://192.168.1.5'),
    row(3, 'onvif', '192.168.1.6:8080'),
  ]
  expect(oursOf(found('onvif', '192.168.1.5'), ours)?.id).toBe(2)
  expect(oursOf(found('onvif', '192.168.1.6'), ours)).toBeNull()
  expect(oursOf(found('onvif', '192.168.1.6:8080'), ours)?.id).toBe(3)
})

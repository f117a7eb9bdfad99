// What the device form makes of what was typed.
import { expect, test } from 'bun:test'
import { someDevices } from '../../testing/mock-data.ts'
import type { DeviceOut } from '../../wire.ts'
import { addressHelp, changesOf, draftOf, inputOf, problemsOf, warningOf } from './device-input.ts'

const device = someDevices()[0] as DeviceOut
const filled = { ...draftOf(undefined), address: '192.168.1.64:8080', username: 'anna', password: 'secret' }

test('an empty form says what is missing, field by field', () => {
  expect(Object.keys(problemsOf(draftOf(undefined), true))).toEqual(['ip_web', 'username', 'password'])
  expect(problemsOf(filled, true)).toEqual({})
  expect(problemsOf({ ...filled, address: 'two words' }, true).ip_web).toContain('192.168.1.64')
})

test('a known device keeps its password when none is typed', () => {
  expect(problemsOf(draftOf(device), false)).toEqual({})
  expect(changesOf(draftOf(device), device)).toEqual({})
  expect(changesOf({ ...draftOf(device), password: 'new', name: 'Home' }, device)).toEqual({
    password: 'new',
    name: 'Home',
  })
})

test('streams come from the same host unless another one is named', () => {
  expect(inputOf(filled)).toMatchObject({
    ip_web: '192.168.1.64:8080',
    ip_nvr: '192.168.1.64',
    brand: 'HIKVision',
    name: null,
  })
  expect(inputOf({ ...filled, streamHost: '192.168.1.65' }).ip_nvr).toBe('192.168.1.65')
})

test('a camera of another make needs a login, and stays what it is', () => {
  const typed = { ...draftOf(undefined), brand: 'onvif', address: '192.168.1.70' } as const
  expect(Object.keys(problemsOf(typed, true))).toEqual(['username', 'password'])
  expect(inputOf(typed).brand).toBe('ONVIF')
  const known = { ...device, brand: 'onvif' }
  expect(changesOf({ ...draftOf(known), name: 'Yard' }, known)).toEqual({ name: 'Yard' })
  const plugged = { ...device, brand: 'lantern' }
  expect(inputOf(draftOf(plugged)).brand).toBe('lantern')
})

test('a stream address needs no login', () => {
  expect(problemsOf({ ...draftOf(undefined), brand: 'rtsp', address: 'rtsp://192.168.1.70/1' }, true)).toEqual({})
})

test('a public address is warned of', () => {
  expect(warningOf({ ...filled, address: '81.2.69.160' })).toContain('VPN')
  expect(warningOf(filled)).toBeUndefined()
})

test('under a stream address that is shown masked stands what the masks are', () => {
  expect(addressHelp({ brand: 'rtsp', address: 'rtsp://192.168.1.70:7441/***' })).toContain('***')
  expect(addressHelp({ brand: 'rtsp', address: 'rtsp://192.168.1.70/stream1' })).not.toContain('***')
  const stream = { ...device, brand: 'rtsp', ip_web: 'rtsp://192.168.1.70:7441/***', ip_nvr: '192.168.1.70' }
  expect(problemsOf(draftOf(stream), false)).toEqual({})
  expect(changesOf({ ...draftOf(stream), name: 'Yard' }, stream)).toEqual({ name: 'Yard' })
})

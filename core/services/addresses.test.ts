// What people type as an address, and where we refuse to connect.
import { describe, expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import { createAddressGuard, isPublicAddress, parseAddress, parseStreamHost } from './addresses.ts'

const kindOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'fine'
  } catch (error) {
    return error instanceof Fault ? error.kind : String(error)
  }
}

describe('parseAddress', () => {
  test.each([
    ['192.0.2.5', 'hikvision', 'http://192.0.2.5:80', '192.0.2.5'],
    [' recorder.lan:8080 ', 'HIKVision', 'http://recorder.lan:8080', 'recorder.lan:8080'],
    ['192.168.1.64:80', 'hikvision', 'http://192.168.1.64:80', '192.168.1.64:80'],
    ['https://Recorder', 'hikvision', 'https://recorder:443', 'https://recorder'],
    ['http://[2001:db8::1]:80', 'hikvision', 'http://[2001:db8::1]:80', 'http://[2001:db8::1]'],
    ['2001:db8::5', 'hikvision', 'http://[2001:db8::5]:80', '2001:db8::5'],
    ['http://192.168.1.64/doc/page/login.asp?_1', 'hikvision', 'http://192.168.1.64:80', 'http://192.168.1.64'],
    ['cam.lan/onvif/device_service', 'onvif', 'http://cam.lan:80', 'cam.lan'],
    ['cam.lan:81/onvif/services', 'ONVIF', 'http://cam.lan:81/onvif/services', 'cam.lan:81/onvif/services'],
    [
      'https://cam.lan/onvif/services?x',
      'onvif',
      'https://cam.lan:443/onvif/services',
      'https://cam.lan/onvif/services',
    ],
    ['cam.lan/index.html', 'onvif', 'http://cam.lan:80', 'cam.lan'],
    ['cam.lan/onvif/services', 'hikvision', 'http://cam.lan:80', 'cam.lan'],
    ['0x7f.1', 'hikvision', 'http://127.0.0.1:80', '0x7f.1'],
    ['rtsp://cam.lan/live/1?a=b', 'rtsp', 'rtsp://cam.lan:554/live/1?a=b', 'rtsp://cam.lan/live/1?a=b'],
    ['cam.lan:8554/x', 'RTSP', 'rtsp://cam.lan:8554/x', 'cam.lan:8554/x'],
    ['rtsp://2130706433/x', 'rtsp', 'rtsp://127.0.0.1:554/x', 'rtsp://2130706433/x'],
  ])('%s (%s) is %s', (text, brand, key, shown) => {
    const address = parseAddress(text, brand)
    expect(address.key).toBe(key)
    expect(address.shown).toBe(shown)
    expect(address.login).toBeNull()
  })

  test('a login in an RTSP address is taken out of it', () => {
    const address = parseAddress('rtsp://ann:p%40ss@cam.lan/live', 'rtsp')
    expect(address.login).toEqual({ username: 'ann', password: 'p@ss' })
    expect(`${address.key} ${address.shown} ${address.url.href}`).not.toContain('ss@')
    expect(address.url.href).toBe('rtsp://cam.lan/live')
  })

  test.each([
    ['', 'hikvision'],
    ['   ', 'hikvision'],
    ['-oProxyCommand=x', 'hikvision'],
    ['rtsp://-x/y', 'rtsp'],
    ['a b', 'hikvision'],
    ['a\nb', 'hikvision'],
    ['rtsp://h/a\u0007', 'rtsp'],
    ['ftp://host', 'hikvision'],
    ['rtsp://host/x', 'hikvision'],
    ['http://host', 'rtsp'],
    ['host:0', 'hikvision'],
    ['host:99999', 'hikvision'],
    ['http://ann:secret@host', 'hikvision'],
    ['fe80::1%eth0', 'hikvision'],
    ["host'/x", 'hikvision'],
  ])('%j (%s) is refused with words that hold no login', async (text, brand) => {
    expect(await kindOf(() => parseAddress(text, brand))).toBe('invalid-input')
    try {
      parseAddress(text, brand)
    } catch (error) {
      expect(String(error)).not.toContain('secret')
    }
  })
})

test('a very long address is refused', async () => {
  expect(await kindOf(() => parseAddress(`http://${'a'.repeat(600)}`, 'hikvision'))).toBe('invalid-input')
})

describe('parseStreamHost', () => {
  const address = parseAddress('192.168.1.64:8080', 'hikvision')
  test.each([
    ['192.168.1.64', null],
    ['192.168.1.64:8080', null],
    ['http://192.168.1.64:8080/', null],
    ['192.168.1.64:80', '192.168.1.64:80'],
    ['192.168.1.64:10554', '192.168.1.64:10554'],
    ['10.0.0.9', '10.0.0.9'],
    ['2001:db8::5', '[2001:db8::5]'],
  ])('%s says %p', (text, expected) => expect(parseStreamHost(text, address)).toBe(expected))

  test('a login or an odd host is refused', async () => {
    expect(await kindOf(() => parseStreamHost('a:b@host', address))).toBe('invalid-input')
    expect(await kindOf(() => parseStreamHost('-x', address))).toBe('invalid-input')
  })
})

describe('the guard', () => {
  const names: Record<string, { address: string; family: number }[]> = {
    'nas.lan': [{ address: '192.168.1.9', family: 4 }],
    'both.local': [
      { address: 'fe80::9', family: 6 },
      { address: '192.168.1.9', family: 4 },
    ],
    'trap.example': [{ address: '169.254.169.254', family: 4 }],
    'traps.example': [
      { address: 'fd00:ec2::254', family: 6 },
      { address: '169.254.169.254', family: 4 },
    ],
    'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
  }
  const lookup = async (host: string) => names[host] ?? Promise.reject(new Error('ENOTFOUND'))
  const guard = createAddressGuard({ allowLoopback: false, lookup })
  const home = createAddressGuard({ allowLoopback: true, lookup })

  test.each(['192.168.1.64', '10.1.2.3', '203.0.113.9', '[2001:db8::1]', 'fd12::1', '100.64.0.9'])(
    '%s is fine',
    async (host) => {
      expect(await guard.resolve(host)).toBe(host.replace(/^\[|\]$/g, ''))
    },
  )

  test.each([
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'ff02::1',
    '::',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::a9fe:a9fe',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    'fd20:ce::254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '64:ff9b:1::a9fe:a9fe',
    '::ffff:0:a9fe:a9fe',
    '2001:0:4136:e378:8000:63bf:5601:5601',
    'fe80::5efe:a9fe:a9fe',
    '2001:db8::200:5efe:a9fe:a9fe',
    'fec0::1',
    'fe80::1%eth0',
    'trap.example',
    'traps.example',
  ])('%s is always refused', async (host) => {
    expect(await kindOf(() => guard.resolve(host))).toBe('invalid-input')
    expect(await kindOf(() => home.resolve(host))).toBe('invalid-input')
  })

  test.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '127.1.2.3',
    'mapped.example',
    '::7f00:1',
    '2130706433',
    '0x7f.1',
    '0177.1',
    '127.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s needs allowLoopback', async (host) => {
    expect(await kindOf(() => guard.resolve(host))).toBe('invalid-input')
    expect(await kindOf(() => home.resolve(host))).toBe('fine')
  })

  test('an address is given back as every program reads it', async () => {
    expect(await guard.resolve('010.0.0.1')).toBe('8.0.0.1')
    expect(await guard.resolve('3232235777')).toBe('192.168.1.1')
  })

  test('a name gives the one address to connect to, IPv4 first', async () => {
    expect(await guard.resolve('nas.lan')).toBe('192.168.1.9')
    expect(await guard.resolve('both.local')).toBe('192.168.1.9')
    expect(await kindOf(() => guard.resolve('nobody.lan'))).toBe('device-unreachable')
  })

  test('public addresses are told apart', () => {
    expect(['8.8.8.8', '2606:4700::1', '::ffff:8.8.8.8'].map(isPublicAddress)).toEqual([true, true, true])
    expect(
      ['192.168.1.1', '10.0.0.1', 'fd00::1', '127.0.0.1', 'recorder.lan', '100.64.0.1'].some(isPublicAddress),
    ).toBe(false)
  })
})

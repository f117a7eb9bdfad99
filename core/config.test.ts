// The environment as an owner writes it, rightly and wrongly.
import { expect, test } from 'bun:test'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from './config.ts'

test('nothing set gives the defaults', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ port: 8000, host: '0.0.0.0', mqttUrl: null, allowLoopback: false, log: 'info' })
  expect(config.data.endsWith('/data')).toBe(true)
})

test('all faults are reported together, without the values', () => {
  const wrong = () =>
    readConfig({
      PORCHLIGHT_PORT: '99999',
      PORCHLIGHT_MQTT_URL: 'http://user:hunter2@broker',
      PORCHLIGHT_DISCOVERY: 'maybe',
      PORCHLIGHT_ADMIN_USER: 'admin',
      PORCHLIGHT_PROT: '1',
    })
  expect(wrong).toThrow(/PORCHLIGHT_PORT[\s\S]*/)
  try {
    wrong()
  } catch (error) {
    const text = (error as Error).message
    for (const name of ['PORCHLIGHT_PORT', 'PORCHLIGHT_MQTT_URL', 'PORCHLIGHT_DISCOVERY', 'PORCHLIGHT_PROT'])
      expect(text).toContain(name)
    expect(text).not.toContain('hunter2')
  }
})

test('what would end the start later is told with the rest: a proxy that is no address, a zone, a profile', () => {
  const profiles = { PORCHLIGHT_LIGHTNVR_PORT: ['document', 'code'], PORCHLIGHT_VIBENVR_PORT: [] }
  const told = (env: Record<string, string>) => {
    try {
      readConfig(env, profiles)
      return []
    } catch (error) {
      return (error as Error).message.split('\n').slice(1)
    }
  }
  const wrong = {
    ...{ PORCHLIGHT_PORT: 'many', PORCHLIGHT_TRUST_PROXY: '192.168.1.5,nginx', TZ: 'Europe/Berln' },
    ...{ PORCHLIGHT_LIGHTNVR_PORT: '8080,8081:other', PORCHLIGHT_VIBENVR_PORT: '5005:code' },
  }
  expect(told(wrong).map((line) => line.trim().split(':')[0])).toEqual([
    ...['TZ', 'PORCHLIGHT_LIGHTNVR_PORT', 'PORCHLIGHT_VIBENVR_PORT', 'PORCHLIGHT_PORT', 'PORCHLIGHT_TRUST_PROXY'],
  ])
  expect(told(wrong).join()).not.toMatch(/nginx|Berln|other/)
  expect(told({ PORCHLIGHT_LIGHTNVR_PORT: '8080:other' })).toEqual([
    '  PORCHLIGHT_LIGHTNVR_PORT: a port has no profile of that name, only document and code',
  ])

  const proxies = (text: string) => told({ PORCHLIGHT_TRUST_PROXY: text }).length
  for (const text of ['192.168.1', '10.0.0.0/33', '10.0.0.0/', 'fe80::/129', '300.1.1.1'])
    expect([text, proxies(text)]).toEqual([text, 1])
  for (const text of ['192.168.1.5, 172.16.0.0/12,', 'fd00::5,fd00::/8', ' '])
    expect([text, proxies(text)]).toEqual([text, 0])
  // The runtime takes these without a word for UTC.
  for (const TZ of ['+02:00', 'CET-1CEST', '/etc/localtime']) expect([TZ, told({ TZ }).length]).toEqual([TZ, 1])
  for (const TZ of ['', 'UTC', 'Europe/Berlin', ':America/New_York']) expect([TZ, told({ TZ }).length]).toEqual([TZ, 0])
})

test('prefixes that lie in each other are reported with the rest', () => {
  const both = { PORCHLIGHT_MQTT_PREFIX: 'house', PORCHLIGHT_DISCOVERY_PREFIX: 'house/hub', PORCHLIGHT_PROT: '1' }
  expect(() => readConfig(both)).toThrow(/PROT[\s\S]*PORCHLIGHT_MQTT_PREFIX and PORCHLIGHT_DISCOVERY_PREFIX/)
})

test('a user without a password is refused', () => {
  expect(() => readConfig({ PORCHLIGHT_ADMIN_USER: 'admin' })).toThrow(/belong together/)
})

test('secret variables may stand in files', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'porchlight-config-')), 'password')
  writeFileSync(file, 'from the file\n')
  const config = readConfig({ PORCHLIGHT_ADMIN_USER: 'admin', PORCHLIGHT_ADMIN_PASSWORD_FILE: file })
  expect(config.admin).toEqual({ username: 'admin', password: 'from the file' })
})

test('ports of dialects carry a profile', () => {
  expect(readConfig({ PORCHLIGHT_LIGHTNVR_PORT: '8080, 8081:code' }).lightnvrPorts).toEqual([
    { port: 8080 },
    { port: 8081, profile: 'code' },
  ])
})

test('wrong dialect ports are refused by name', () => {
  expect(() => readConfig({ PORCHLIGHT_VIBENVR_PORT: 'abc' })).toThrow(/PORCHLIGHT_VIBENVR_PORT/)
})

test('a slash at the end of the public address does not matter', () => {
  expect(readConfig({ PORCHLIGHT_PUBLIC_URL: 'https://porch.example/x/' }).publicUrl).toBe('https://porch.example/x')
})

test('a port that leads to TLS needs some TLS to lead to', () => {
  const port = { PORCHLIGHT_REDIRECT_PORT: '80' }
  expect(() => readConfig(port)).toThrow(/PORCHLIGHT_REDIRECT_PORT leads to TLS/)
  expect(() => readConfig({ ...port, PORCHLIGHT_PUBLIC_URL: 'http://porch.lan' })).toThrow(/leads to TLS/)
  expect(readConfig({ ...port, PORCHLIGHT_PUBLIC_URL: 'https://porch.lan' }).redirectPort).toBe(80)
  expect(readConfig({ ...port, PORCHLIGHT_TLS_CERT: '/c', PORCHLIGHT_TLS_KEY: '/k' }).redirectPort).toBe(80)
})

test('two doors on one port are refused with both names, but for 0, which is any free one', () => {
  const start = (env: Record<string, string>) => () => readConfig(env)
  expect(start({ PORCHLIGHT_LIGHTNVR_PORT: '8000' })).toThrow(
    'PORCHLIGHT_LIGHTNVR_PORT: port 8000 is taken by PORCHLIGHT_PORT',
  )
  expect(start({ PORCHLIGHT_LIGHTNVR_PORT: '8080', PORCHLIGHT_VIBENVR_PORT: '5005,8080' })).toThrow(
    'PORCHLIGHT_VIBENVR_PORT: port 8080 is taken by PORCHLIGHT_LIGHTNVR_PORT',
  )
  expect(start({ PORCHLIGHT_LIGHTNVR_PORT: '8080,8080:code' })).toThrow('port 8080 is named twice')
  const url = { PORCHLIGHT_PUBLIC_URL: 'https://nvr.example' }
  expect(start({ ...url, PORCHLIGHT_PORT: '80', PORCHLIGHT_REDIRECT_PORT: '80' })).toThrow('taken by PORCHLIGHT_PORT')
  start({ PORCHLIGHT_PORT: '0', PORCHLIGHT_LIGHTNVR_PORT: '0,0:code', PORCHLIGHT_VIBENVR_PORT: '5005' })()
})

test('devices are searched in all networks, in those that are named, or in none', () => {
  const of = (text?: string) => readConfig({ PORCHLIGHT_SEARCH_NETWORKS: text }).searchNetworks
  expect(of()).toBeNull()
  expect(of('eth0, br-lan.7')).toEqual(['eth0', 'br-lan.7'])
  expect(of('off')).toEqual([])
  expect(() => of('eth0;reboot')).toThrow('PORCHLIGHT_SEARCH_NETWORKS: must be names of networks')
})

test('what is no port is told in words', () => {
  for (const PORCHLIGHT_PORT of ['abc', '80.5', '-1', '70000'])
    expect(() => readConfig({ PORCHLIGHT_PORT })).toThrow(
      'The configuration is wrong:\n  PORCHLIGHT_PORT: must be a port, a number from 0 to 65535',
    )
})

// Addresses as people type them.
import { expect, test } from 'bun:test'
import { hostOf, isEncrypted, isPublic } from './addresses.ts'

test.each([
  ['192.168.1.64', '192.168.1.64'],
  [' 192.168.1.64:8080 ', '192.168.1.64'],
  ['https://192.168.1.64', '192.168.1.64'],
  ['recorder.local:80', 'recorder.local'],
  ['rtsp://192.168.1.70:554/stream1?x=1', '192.168.1.70'],
  ['[fd00::5]:80', 'fd00::5'],
  ['', null],
  ['two words', null],
  ['http://', null],
])('the host of %p is %p', (text, host) => {
  expect(hostOf(text)).toBe(host)
})

test.each([
  '10.0.0.5',
  '192.168.1.64:80',
  '172.16.0.1',
  '172.31.255.1',
  '100.64.0.9',
  '127.0.0.1',
  '169.254.1.1',
  'nvr',
  'nvr.local',
  'https://nvr.fritz.box',
  'nvr.tail1234.ts.net',
  'fd00::5',
  '[fe80::1]',
  '',
])('%p is at home', (text) => {
  expect(isPublic(text)).toBe(false)
})

test.each([
  '8.8.8.8',
  'https://81.2.69.160:8443',
  '172.32.0.1',
  '100.128.0.1',
  'myhouse.ddns.net',
  'rtsp://cam.example.com/1',
  '[2a02:8108::1]:80',
])('%p lies on the internet', (text) => {
  expect(isPublic(text)).toBe(true)
})

test('https is told from http', () => {
  expect(isEncrypted('HTTPS://192.168.1.64')).toBe(true)
  expect(isEncrypted('192.168.1.64:443')).toBe(false)
})

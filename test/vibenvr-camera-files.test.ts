// Files of cameras that cannot be taken as they are: doubles, refused ones, words that are meant otherwise, and keys that ask.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

let it: VibeStand
beforeAll(async () => {
  it = await createVibeStand()
}, 120_000)
afterAll(() => it?.it[Symbol.asyncDispose]())

const camera = (name: string, rtsp_url: string, more: object = {}) => ({
  ...{ name, rtsp_url, recording_mode: 'Off' },
  ...more,
})
const take = (cameras: object[], query = '') =>
  it.ask('POST', `/cameras/import${query}`, it.admin, JSON.stringify({ cameras, version: '1.1' }))
const addresses = async () => {
  const { body } = await it.ask('GET', '/cameras', it.admin)
  return body.map((one: { name: string; rtsp_url: string }) => `${one.name} ${one.rtsp_url}`)
}

test('a file is only tried in whatever word that is said, and another word is refused', async () => {
  for (const word of ['true', 'True', '1', 'yes', 'on'])
    expect([word, (await take([camera('Tried', 'rtsp://192.0.2.80/live')], `?analyze_only=${word}`)).body]).toEqual([
      word,
      expect.objectContaining({ message: 'Analysis complete', count: 1 }),
    ])
  const odd = await take([camera('Tried', 'rtsp://192.0.2.80/live')], '?analyze_only=perhaps')
  expect([odd.status, odd.body.detail[0].loc]).toEqual([422, ['query', 'analyze_only']])
  expect(await addresses()).toHaveLength(3)
  const taken = await take([camera('Taken', 'rtsp://192.0.2.81/live')], '?analyze_only=No')
  expect(taken.body).toMatchObject({ message: 'Successfully imported 1 camera(s)', count: 1 })
})

test('cameras whose addresses look alike are several, when a file is tried and when it comes back', async () => {
  const alike = [
    camera('Door', 'rtsp://192.0.2.82:8554/front'),
    camera('Door', 'rtsp://192.0.2.82:8554/back'),
    camera('Door', 'rtsp://anna:pw@192.0.2.82:8554/front'),
    camera('Recorded', 'rtsp://192.0.2.7:554/Streaming/Channels/101'),
  ]
  const tried = await take(alike, '?analyze_only=true')
  expect(tried.body).toMatchObject({ count: 2, skipped: 2 })
  expect(tried.body.cameras.map((one: { rtsp_url: string }) => one.rtsp_url)).toEqual([
    'rtsp://192.0.2.82:8554/***',
    'rtsp://192.0.2.82:8554/***',
  ])
  // Its pages may send each by itself.
  for (const one of tried.body.cameras) expect((await take([one])).body).toMatchObject({ count: 1, skipped: 0 })
  const again = await take(alike, '?analyze_only=true')
  expect(again.body).toMatchObject({ count: 0, skipped: 4 })
})

test('a camera that is refused is skipped, and those after it are added', async () => {
  const file = [
    camera('First', 'rtsp://192.0.2.83/live'),
    camera('Nowhere', 'rtsp://0.0.0.0/live'),
    camera('No port', 'rtsp://192.0.2.83:0/live'),
    camera('Twice', 'rtsp://192.0.2.84/live', { sub_rtsp_url: 'rtsp://192.0.2.84/live' }),
    camera('Elsewhere', 'rtsp://192.0.2.85/live', { storage_profile_id: 999 }),
    camera('Last', 'rtsp://192.0.2.86/live'),
  ]
  const counts = { count: 2, skipped: 4 }
  expect((await take(file, '?analyze_only=true')).body).toMatchObject(counts)
  const { status, body } = await take(file)
  expect([status, body]).toEqual([200, expect.objectContaining(counts)])
  expect(body.message).toContain('4 camera(s) skipped (no whole RTSP address, or fields that are refused).')
  const there = await addresses()
  expect(there.filter((one: string) => /First|Nowhere|No port|Twice|Elsewhere|Last/.test(one)).toSorted()).toEqual([
    'First rtsp://192.0.2.83/live',
    'Last rtsp://192.0.2.86/live',
  ])
})

test('an address that could be read in two ways is skipped: part of a password would be told as its host or port', async () => {
  const file = [
    camera('Slash', 'rtsp://admin:se/cret@192.0.2.87/live'),
    camera('Number', 'rtsp://admin:12/cret@192.0.2.87/live'),
    camera('Hash', 'rtsp://admin:12#cret@192.0.2.87/live'),
    camera('Nothing', 'rtsp://admin:12/cret@'),
    camera('Second', 'rtsp://192.0.2.87/live', { sub_rtsp_url: 'rtsp://admin:12/cret@192.0.2.87/sub' }),
    camera('At', 'rtsp://admin:p@ss@192.0.2.87/live/main'),
  ]
  const { body } = await take(file, '?analyze_only=true')
  expect([body.count, body.skipped]).toEqual([1, 5])
  expect(body.cameras[0].rtsp_url).toBe('rtsp://***:***@192.0.2.87/live/main')
})

test('recorders are asked once for a file, however many cameras it has', async () => {
  const { source } = it.device
  let asked = 0
  it.device.source = (...of) => {
    asked++
    return source?.(...of) ?? ''
  }
  const many = (from: number) =>
    Array.from({ length: 12 }, (_, index) => camera(`Many ${from + index}`, `rtsp://192.0.2.88/live${from + index}`))
  expect((await take(many(0), '?analyze_only=true')).body.count).toBe(12)
  expect(asked).toBeLessThanOrEqual(6)
  asked = 0
  expect((await take(many(20))).body.count).toBe(12)
  expect(asked).toBeLessThanOrEqual(6)
  if (source) it.device.source = source
})

test('a key is told no whole cameras by a file either', async () => {
  const key = await it.key()
  for (const [method, path, body] of [
    ['GET', '/cameras/export/all', undefined],
    ['GET', `/cameras/${it.first}/export`, undefined],
    ['POST', '/cameras/export/bulk', [it.first]],
  ] as const) {
    const refused = await it.ask(method, path, key, body)
    expect([path, refused.status, refused.body.detail]).toEqual([path, 403, expect.stringContaining('API key')])
    expect((await it.ask(method, path, it.admin, body)).status).toBe(200)
  }
})

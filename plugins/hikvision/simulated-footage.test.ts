// Recordings from search to picture: what the driver finds is what it downloads and plays, also on the night of a clock change.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clip } from '#plugin'
import { driver } from './driver.ts'
import { type SimulatorOptions, startSimulator } from './simulator/index.ts'
import { clocksOf, probeFilm } from './simulator/testing/download.ts'
import { eventually } from './simulator/testing/stream.ts'
import { testContext } from './test-device.ts'

setDefaultTimeout(60_000)

const NOW = new Date('2026-11-20T12:00:00Z')
const ZONE = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
const CHANGE = Date.parse('2026-10-25T01:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'porchlight-footage-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function stand(options: Partial<SimulatorOptions> = {}) {
  const footage = { days: 40, perDay: 8000, motion: [] }
  const simulator = await startSimulator({ model: 'nvr8', timezone: ZONE, now: () => NOW, footage, ...options })
  const target = {
    address: new URL(simulator.url),
    streamHost: null,
    username: simulator.user,
    password: simulator.password,
    verifyTls: false,
    pinnedCertificate: null,
  }
  const session = await driver.connect(target, testContext({ now: () => NOW }))
  return { simulator, footage: session.footage!, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

const faceOf = (instant: number, offsetMinutes: number) =>
  new Date(instant + offsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')

test('clips around the hour that comes twice are downloaded each with its own length and time', async () => {
  await using device = await stand({ rtsp: false, quirks: ['bare-header'] })
  const clips: Clip[] = []
  const query = { sourceKeys: ['ip:1'], from: new Date(CHANGE - 20_000), to: new Date(CHANGE + 20_000) }
  for await (const page of device.footage.search(query)) clips.push(...page)
  expect(clips.length).toBeGreaterThan(3)
  for (const clip of clips) {
    const { bytes, length } = await device.footage.download(clip.token, new AbortController().signal)
    const file = join(folder, 'clip.ps')
    await Bun.write(file, new Response(bytes))
    expect([length, Bun.file(file).size]).toEqual([clip.bytes, clip.bytes!])
    expect((await probeFilm(file)).seconds).toBe((clip.end.getTime() - clip.start.getTime()) / 1000)
    const { clocks } = await clocksOf(file, 1)
    expect(clocks).toEqual([faceOf(clip.start.getTime(), clip.utcOffsetMinutes)])
  }
  // Some clips began before the clock went back, and some after.
  expect(new Set(clips.map(({ utcOffsetMinutes }) => utcOffsetMinutes))).toEqual(new Set([120, 60]))
})

for (const [what, begin, length] of [
  ['a whole day', Date.parse('2026-10-24T22:00:00Z'), 25 * 3600],
  ['ten minutes of the second of the two hours', CHANGE + 30 * 60_000, 600],
  ['ten minutes across the change', CHANGE - 300_000, 600],
] as const)
  test(`${what} around a clock change is exact to the second`, async () => {
    await using device = await stand({ rtsp: false, footage: { days: 40, perDay: 5000, motion: [] } })
    const [from, to] = [new Date(begin), new Date(begin + length * 1000)]
    const found: string[] = []
    for await (const page of device.footage.search({ sourceKeys: ['ip:1'], from, to }))
      found.push(...page.map(({ start, end }) => `${start.toISOString()} ${end.toISOString()}`))
    const truth = ['2026-10-24', '2026-10-25', '2026-10-26']
      .flatMap((day) => device.simulator.footage.onDay(1, day))
      .filter(({ start, end }) => start < to && end > from)
      .map(({ start, end }) => `${start.toISOString()} ${end.toISOString()}`)
    expect(found.sort()).toEqual(truth.sort())
  })

test('what plays from a moment on is of that moment, or of up to two seconds before', async () => {
  await using device = await stand()
  const from = Date.parse('2026-11-18T10:00:07Z')
  const { address } = await device.footage.play('ip:1', new Date(from), new Date(from + 60_000))
  const { clocks } = await clocksOf(address, 1)
  expect([0, 1, 2].map((early) => faceOf(from - early * 1000, 60))).toContain(clocks[0]!)
})

test('a device that vanishes in the middle ends the download, and counts it no longer', async () => {
  await using device = await stand({ rtsp: false })
  const clips: Clip[] = []
  const query = { sourceKeys: ['ip:1'], from: new Date(CHANGE - 60_000), to: new Date(CHANGE) }
  for await (const page of device.footage.search(query)) clips.push(...page)
  device.simulator.faults.add({ path: '/ISAPI/ContentMgmt/download', rate: 100_000 })
  const { bytes } = await device.footage.download(clips[0]!.token, new AbortController().signal)
  const reading = new Response(bytes).bytes().then(
    () => 'whole',
    () => 'broken',
  )
  await eventually(() => device.simulator.stats.downloads.bytes > 20_000, 'some bytes have come')
  await device.simulator.unplug()
  expect(await reading).toBe('broken')
  await eventually(() => device.simulator.stats.downloads.now === 0, 'its place is free')
})

// Writing to captured devices: whatever a device says that we do not change goes back to it, element by element.
import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceSession } from '../core/plugin/index.ts'
import { readHealth } from '../plugins/hikvision/capabilities/health.ts'
import { readDisks } from '../plugins/hikvision/capabilities/storage.ts'
import { driver } from '../plugins/hikvision/driver.ts'
import { type Node, readXml } from '../plugins/hikvision/isapi/xml.ts'
import { type Captured, LOGIN, startReplay } from './captures/replay.ts'

const CAPTURES = join(import.meta.dir, '../../shared/isapi/captures')
const here = existsSync(CAPTURES)
if (!here) console.warn('captures of real devices are not here (../shared/isapi/captures): their tests are skipped')

const files = here ? readdirSync(join(CAPTURES, 'hikvision_next/devices')) : []
const captureOf = (file: string): Captured =>
  (JSON.parse(readFileSync(join(CAPTURES, 'hikvision_next/devices', file), 'utf8')) as { data: { ISAPI: Captured } })
    .data.ISAPI

/** Every element of a document in order: where it stands, its attributes, and its text. */
function elementsOf(node: Node, at = ''): { path: string; attributes: string; text: string }[] {
  const path = `${at}/${node.name}`
  return [
    { path, attributes: JSON.stringify(node.attributes), text: node.text },
    ...node.children.flatMap((child) => elementsOf(child, path)),
  ]
}

/** Paths whose text differs; fails when an element, an attribute or the order differs. */
function changed(before: string, after: string): string[] {
  const [old, sent] = [elementsOf(readXml(before)), elementsOf(readXml(after))]
  expect(sent.map(({ path, attributes }) => path + attributes)).toEqual(
    old.map(({ path, attributes }) => path + attributes),
  )
  return old.filter(({ text }, index) => sent[index]?.text !== text).map(({ path }) => path)
}

async function connected(file: string) {
  const replay = await startReplay(captureOf(file))
  const target = { address: replay.url, streamHost: null, ...LOGIN, verifyTls: false, pinnedCertificate: null }
  const session = await driver.connect(target, {
    signal: new AbortController().signal,
    limit: (work) => work(),
    shown() {},
    resolve: async (host) => host,
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
  })
  return { replay, session }
}

async function everyChannel(session: DeviceSession, work: (sourceKey: string, online: boolean) => Promise<void>) {
  for (const { sourceKey, online } of await session.channels()) await work(sourceKey, online !== false)
}

describe.skipIf(!here)('captured devices', () => {
  for (const file of files) {
    const model = file.replace(/\.json$/, '')

    test(`${model} gets its stream, name and motion back with one text changed`, async () => {
      const { replay, session } = await connected(file)
      let streams = 0
      await everyChannel(session, async (sourceKey, online) => {
        if (!online) return
        const config = session.channelConfig
        const before = await config?.read(sourceKey)
        if (!before) throw new Error('not offered')
        const from = replay.writes.length
        const quality = before.quality === 60 ? 75 : 60
        const patch = { quality, name: `${before.name} & 2` }
        const motion = before.motionDetection === null ? {} : { motionDetection: !before.motionDetection }
        const written = await config?.write(sourceKey, { ...patch, ...motion })
        const sent = replay.writes.slice(from)
        for (const { path, before: was, body } of sent) {
          const differs = was === '' ? [] : changed(was, body)
          if (/Streaming\/channels/.test(path)) expect(differs).toEqual(['/StreamingChannel/Video/fixedQuality'])
          else if (/motionDetection$/.test(path)) expect(differs).toEqual(['/MotionDetection/enabled'])
          else expect([path, body]).toEqual([path, expect.stringContaining(`<name>${before.name} &amp; 2</name>`)])
        }
        expect(sent.length).toBe(before.motionDetection === null ? 2 : 3)
        expect(written?.ignored).toEqual([])
        streams++
      })
      expect(streams).toBeGreaterThan(0)
      await session.close()
      await replay[Symbol.asyncDispose]()
    })

    test(`${model} gets every document of a detection and every trigger back with only the switch changed`, async () => {
      const { replay, session } = await connected(file)
      await session.channels()
      // Channels of a device are alike: two of them and the device itself show it.
      const some = /^(null|\w+:[12])$/
      const all = ((await session.detections?.list()) ?? []).filter(({ sourceKey }) => some.test(`${sourceKey}`))
      expect(all.length).toBeGreaterThan(0)
      for (const { sourceKey, kind, enabled } of all) {
        if (sourceKey === null || enabled === null) continue
        const from = replay.writes.length
        const written = await session.detections?.enable(sourceKey, kind, !enabled)
        expect([kind, written?.after.enabled, written?.ignored]).toEqual([kind, !enabled, []])
        const [sent, ...more] = replay.writes.slice(from)
        expect(more).toEqual([])
        expect(changed(sent?.before ?? '', sent?.body ?? '')).toEqual([expect.stringMatching(/^\/\w+\/enabled$/)])
      }
      // A link comes at the end of its list, or goes: every other element stays in its place.
      for (const { sourceKey, kind, notifies } of all) {
        const from = replay.writes.length
        const there = await session.detections?.notify(sourceKey, kind, !notifies)
        expect([kind, there?.after.notifies, there?.ignored]).toEqual([kind, !notifies, []])
        const sent = replay.writes.slice(from)
        expect(sent.length).toBeGreaterThan(0)
        for (const { before, body } of sent) {
          const [old = [], now = []] = [before, body].map((xml) =>
            elementsOf(readXml(xml)).map(({ path, text }) => path + text),
          )
          const [longer, shorter] = notifies ? [old, now] : [now, old]
          expect(longer.length).toBeGreaterThan(shorter.length)
          let at = 0
          for (const element of longer) if (element === shorter[at]) at++
          expect([kind, at]).toEqual([kind, shorter.length])
        }
      }
      await session.close()
      await replay[Symbol.asyncDispose]()
    }, 120_000)

    test(`${model} gets its holidays back with one of them switched, if it has any`, async () => {
      const { replay, session } = await connected(file)
      if (session.holiday) {
        const { enabled } = await session.holiday.read()
        expect((await session.holiday.enable(!enabled)).after.enabled).toBe(!enabled)
        const [sent] = replay.writes
        expect(changed(sent?.before ?? '', sent?.body ?? '')).toEqual(['/HolidayList/holiday/enabled'])
      }
      if (session.inputs) expect((await session.inputs.list())[0]?.active).not.toBeUndefined()
      for (const disk of (await session.storage?.disks()) ?? []) expect(disk.status).not.toBe('other')
      await session.close()
      await replay[Symbol.asyncDispose]()
    })
  }
})

describe.skipIf(!here)('captured states', () => {
  const kou = (part: string) =>
    here ? readdirSync(join(CAPTURES, 'kou147258')).filter((file) => file.includes(part) && file.endsWith('.xml')) : []
  const read = (file: string) => readXml(readFileSync(join(CAPTURES, 'kou147258', file), 'utf8'))

  test('every captured list of disks is understood', () => {
    const all = kou('C_hdd').map((file) => readDisks(read(file)))
    expect(all.length).toBeGreaterThan(2)
    const disks = all.flat()
    expect(disks.some(({ status }) => status === 'absent')).toBe(true)
    for (const { status, capacityMib } of disks)
      expect([status, capacityMib > 0]).toEqual([status, status !== 'absent'])
  })

  test('every captured state tells how long the device has been up', () => {
    for (const file of kou('System_status')) {
      const health = readHealth(read(file))
      expect(health.uptimeSeconds).toBeGreaterThan(0)
      expect(health.memoryFreeMb).toBeLessThan(5000)
    }
  })
})

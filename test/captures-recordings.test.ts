// What real recorders said about recordings and logs, through the driver: pages that end early, tracks that are ignored.
import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clip } from '../core/plugin/index.ts'
import { readDays } from '../plugins/hikvision/capabilities/footage.ts'
import { readXml } from '../plugins/hikvision/isapi/xml.ts'
import { recorder } from '../plugins/hikvision/test-session.ts'

const CAPTURES = join(import.meta.dir, '../../shared/isapi/captures')
const here = existsSync(CAPTURES)
if (!here) console.warn('captures of real devices are not here (../shared/isapi/captures): their tests are skipped')

const read = (path: string) => readFileSync(join(CAPTURES, path), 'utf8')
const SEARCH = '/ISAPI/ContentMgmt/search'
const LOG = '/ISAPI/ContentMgmt/logSearch'
/** In UTC, so that nothing has to be learned about the device's times first. */
const TIME = {
  '/ISAPI/System/time':
    '<Time><timeMode>NTP</timeMode><localTime>2026-09-27T01:00:00</localTime><timeZone>CST-0:00:00</timeZone></Time>',
}
const NOW = new Date('2026-09-27T01:00:00Z')
const value = (body: string, name: string) => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1] ?? ''

/** A recorder that answers the first page as captured, and that there is no more after it. */
async function stand(path: string, firstPage: string) {
  const positions: number[] = []
  const none = read('kou147258/10_18_176_65__R_precise__exact_8ch_30min.xml')
  const device = await recorder({
    documents: TIME,
    onPost: {
      [path]: (body) => {
        positions.push(Number(value(body, 'searchResultPostion')))
        return positions.at(-1) === 0 ? firstPage : none
      },
    },
  })
  return {
    positions,
    session: await device.connect({ now: () => NOW }),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

async function clipsOf(firstPage: string, sourceKey: string) {
  await using device = await stand(SEARCH, firstPage)
  const query = { sourceKeys: [sourceKey], from: new Date('2026-09-26T00:00:00Z'), to: NOW }
  const clips: Clip[] = []
  for await (const page of device.session.footage?.search(query) ?? []) clips.push(...page)
  return { clips, positions: device.positions }
}

describe.skipIf(!here)('captured answers', () => {
  test('a page of 30 that calls itself 68 is followed by what comes after the thirtieth', async () => {
    const page = read('kou147258/192_168_10_17__R_precise__exact_2ch_1440min.xml')
    for (const [key, track] of [
      ['ip:1', '101'],
      ['ip:2', '201'],
    ] as const) {
      const { clips, positions } = await clipsOf(page, key)
      expect(positions).toEqual([0, 30])
      // Two tracks stand in it by turns: the other one's are counted for the paging, and are not ours.
      expect(clips.length).toBe(page.split(`<trackID>${track}</trackID>`).length - 1)
      expect(clips.length).toBeGreaterThan(10)
      expect(clips.every(({ sourceKey, kind, bytes }) => sourceKey === key && kind === 'continuous' && bytes)).toBe(
        true,
      )
    }
  })

  test('recordings of other channels that a recorder gives for one that it does not have are not taken for its', async () => {
    const page = read('kou147258/10_18_176_64__L_track__101.xml')
    expect((await clipsOf(page, 'ip:2')).clips).toEqual([])
    const [first] = (await clipsOf(page, 'ip:1')).clips
    expect(first).toMatchObject({
      start: new Date('2026-09-27T00:12:02Z'),
      end: new Date('2026-09-27T00:29:38Z'),
      bytes: 1066003740,
      locked: false,
    })
  })

  test('no matches are no recordings', async () => {
    const { clips, positions } = await clipsOf(read('kou147258/10_18_176_65__R_precise__exact_8ch_1440min.xml'), 'ip:1')
    expect([clips, positions]).toEqual([[], [0]])
  })

  test('a log that says MORE is asked on, and two equal entries are two', async () => {
    await using device = await stand(LOG, read('misc/logSearch_MORE_recorder.xml'))
    const found = await device.session.logs?.search({
      from: new Date('2023-05-01T00:00:00Z'),
      to: new Date('2023-05-01T23:59:59Z'),
      major: 'all',
      limit: 100,
    })
    expect(device.positions).toEqual([0, 2])
    const entry = {
      time: new Date('2023-05-01T12:50:38Z'),
      major: 'Operation',
      minor: 'remoteDisArm',
      channelNumber: null,
      localId: null,
      userName: 'admin',
      address: '172.16.0.1',
    }
    expect(found).toEqual([entry, entry])
  })

  test('the days of a month are those that say so', () => {
    const xml = read('misc/dailyDistribution_manual_ipc.xml')
    const days = [...xml.matchAll(/<dayOfMonth>(\d+)<\/dayOfMonth>\s*<record>true</g)].map((match) => Number(match[1]))
    expect(days.length).toBeGreaterThan(3)
    expect(readDays(readXml(xml))).toEqual(days)
  })
})

// What is easily lost on a device: entries behind silent caps, thousands of segments, empty bays, its zone, misspelt rights.
import { describe, expect, test } from 'bun:test'
import type { Clip, LogEntry, LogQuery } from '#plugin'
import { driver } from './driver.ts'
import { type ModelId, type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.ts'
import { get, texts } from './simulator/testing/edit.ts'
import { testContext } from './test-device.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const EIGHT_HOURS = 8 * 3_600_000

async function stand(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({ model: 'nvr8', rtsp: false, now: () => NOW, ...options })
  const target = {
    address: new URL(simulator.url),
    streamHost: null,
    username: simulator.user,
    password: simulator.password,
    verifyTls: false,
    pinnedCertificate: null,
  }
  const session = await driver.connect(target, testContext({ now: () => NOW }))
  return { simulator, session, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

describe('a log with 4,500 entries a day, of which the device never gives more than 2,000', () => {
  const spelled = ({ at, major, minor, channel, user }: ReturnType<Simulator['log']>[number]) =>
    `${at.toISOString()} ${major} ${minor} ${channel ?? ''} ${user}`
  const told = ({ time, major, minor, channelNumber, userName }: LogEntry) =>
    `${time.toISOString()} ${major} ${minor} ${channelNumber ?? ''} ${userName ?? ''}`

  for (const quirks of [[], ['psia'], ['utc'], ['uncapped']] as const)
    test(`is complete, each entry once${quirks.length ? `, with ${quirks}` : ''}`, async () => {
      await using device = await stand({ logsPerDay: 4500, quirks })
      const recorded = ['2026-11-18', '2026-11-19'].flatMap((day) => device.simulator.log(day))
      expect(recorded.length).toBe(9000)
      // Some seconds hold several entries, also there where a search is cut off.
      expect(new Set(recorded.map(({ at }) => at.getTime())).size).toBeLessThan(9000)
      const query = (major: LogQuery['major']): LogQuery => ({
        from: new Date(Date.parse('2026-11-18') - EIGHT_HOURS),
        to: new Date(Date.parse('2026-11-20') - EIGHT_HOURS - 1000),
        major,
        limit: 100_000,
      })
      const found = (await device.session.logs?.search(query('all'))) ?? []
      expect(found.map(told).sort()).toEqual(recorded.map(spelled).sort())
      const alarms = (await device.session.logs?.search(query('alarm'))) ?? []
      expect(alarms.length).toBe(recorded.filter(({ major }) => major === 'Alarm').length)
    }, 120_000)
})

test('a day with more than 5,000 segments comes complete, each once', async () => {
  await using device = await stand({ footage: { days: 3, perDay: 5400, motion: [] } })
  const day = '2026-11-19'
  const from = new Date(Date.parse(day) - EIGHT_HOURS)
  const to = new Date(from.getTime() + 86_400_000)
  const clips: Clip[] = []
  const query = { sourceKeys: ['ip:1'], from, to }
  for await (const page of device.session.footage?.search(query) ?? []) clips.push(...page)
  const starts = clips.map(({ start }) => start.getTime())
  // The last ones of that day begin after its end, as a file that goes on does.
  const recorded = device.simulator.footage.onDay(1, day).flatMap(({ start }) => (start < to ? [start.getTime()] : []))
  expect(recorded.length).toBeGreaterThan(5000)
  expect(new Set(starts).size).toBe(starts.length)
  expect(recorded.filter((start) => !starts.includes(start))).toEqual([])
}, 120_000)

test('empty bays are absent and full disks are fine', async () => {
  await using device = await stand({ model: 'nvr64' })
  const disks = (await device.session.storage?.disks()) ?? []
  expect(disks.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    ...['ok', 'ok', 'absent', 'ok', 'ok', 'ok', 'absent', 'absent'].map((status) => `disk ${status}`),
    'network ok',
  ])
  expect(disks[0]).toMatchObject({ capacityMib: 9537536, freeMib: 0 })
})

describe('a clock', () => {
  const ZONES = ['CST-8:00:00', 'CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00', 'CST-5:30:00']
  for (const timezone of ZONES)
    test(`that is wrong by an hour and a half in ${timezone} is told so, and set without another zone`, async () => {
      await using device = await stand({ timezone, drift: -5400 })
      const { clock } = device.session
      expect(await clock?.read()).toMatchObject({ driftSeconds: -5400, timeZone: timezone })
      expect(await clock?.set(NOW)).toMatchObject({ after: { driftSeconds: 0 }, ignored: [] })
      const { text } = await get(device.simulator.port, 'System/time')
      expect(texts(text, 'timeZone')).toEqual([timezone])
      expect(device.simulator.stats.writes.flatMap(({ lost, moved, added }) => [...lost, ...moved, ...added])).toEqual(
        [],
      )
    })

  test('is only read by everything that is not asked to set it', async () => {
    await using device = await stand({ drift: -5400 })
    await device.session.info()
    await device.session.channels()
    await device.session.clock?.read()
    expect(device.simulator.stats.requests.filter(({ method }) => method === 'PUT')).toEqual([])
  })
})

test('rights arrive under the names that the device misspells', async () => {
  await using device = await stand()
  const path = 'Security/UserPermission/3'
  const flags = async () => {
    const { text } = await get(device.simulator.port, path)
    const remote = text.slice(text.indexOf('<remotePermission'))
    return ['contorlLocalOut', 'transParentChannel', 'alarmOutOrUpload'].map(
      (name) => texts(remote, name)[0] === 'true',
    )
  }
  const before = await flags()
  const [local, transparent] = before
  const written = await device.session.permissions?.write(3, {
    remote: { global: { control_local_out: !local, transparent_channel: !transparent } },
  })
  expect(written?.ignored).toEqual([])
  expect(await flags()).toEqual([!local, !transparent, before[2] ?? false])
  expect(device.simulator.stats.writes.map(({ changed }) => changed.length)).toEqual([2])
})

describe('a week that is recorded whole', () => {
  for (const model of ['nvr8', 'dvr4', 'camera'] satisfies ModelId[])
    test(`is seven whole days in the spelling of ${model}`, async () => {
      await using device = await stand({ model })
      const [channel] = await device.session.channels()
      const { entries = [] } = (await device.session.schedule?.read(channel?.sourceKey ?? '')) ?? {}
      expect(entries.map(({ day, endDay, start, end }) => [day, endDay, start, end])).toEqual(
        [0, 1, 2, 3, 4, 5, 6].map((day) => [day, day, '00:00:00', '24:00:00']),
      )
    })

  test('is not what is recorded by night: that wraps', async () => {
    await using device = await stand()
    const night = await device.session.schedule?.read('ip:4')
    expect(night?.entries.map(({ day, endDay }) => (endDay - day + 7) % 7)).toEqual(Array(7).fill(1))
    expect(night?.entries[6]).toMatchObject({ day: 6, endDay: 0, start: '20:00:00', end: '06:30:00' })
  })
})

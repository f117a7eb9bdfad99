// Why a time is missing: each likely reason once, from what really happens between a recorder and the whole appliance.
import { expect, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import type { Outage } from '../plugins/hikvision/simulator/index.ts'
import { createTruthStand, truthOf } from './truth.ts'

const LONG_MS = 120_000
const NOON = '2026-06-10T10:00:00Z'
const HOUR_MS = 3_600_000

const stand = (outages: Outage[], more: { channels?: number; drift?: number; motion?: number[] } = {}) =>
  createTruthStand(NOON, {
    ...{ channels: more.channels ?? 1, ...(more.drift && { drift: more.drift }) },
    footage: { days: 3, perDay: 40, motion: more.motion ?? [], outages, seed: 4 },
  })

type Stand = Awaited<ReturnType<typeof stand>>
interface Told {
  start: string
  end: string
  mode: string
  cause: string
  reason: string | null
}

/** The report of one channel since this morning, held against the truth; the device has told everything up to two minutes ago. */
async function report(it: Stand, channel = 1): Promise<Told[]> {
  const from = '2026-06-10T06:00:00.000Z'
  const to = new Date(it.clock.at - 180_000).toISOString()
  const body = await until(
    'all is read',
    async () => {
      const answer = await it.settled(`/api/footage/gaps?channel_ids=${channel}&from=${from}&to=${to}`)
      return answer.channels[0].certain.at(-1)?.end === to && answer
    },
    120_000,
  )
  const told: Told[] = body.data
  const truth = truthOf(it.simulator, channel, ['2026-06-10'], from, to)
  expect(told.map(({ start, end, mode }) => ({ start, end, mode }))).toEqual(
    truth.gaps.map(({ start, end, mode }) => ({ start, end, mode })),
  )
  return told
}

const phase = async (it: Stand) => (await it.ask('GET', '/api/devices/1')).body.state.phase

/** Time passes on both sides; the last of it long enough ago that the device has told it. */
function pass(it: Stand, milliseconds: number): { from: Date; to: Date } {
  const from = new Date(it.clock.at)
  it.clock.at += milliseconds
  return { from, to: new Date(it.clock.at) }
}

test(
  'the device was off: we saw it go, and come back',
  async () => {
    const outages: Outage[] = []
    await using it = await stand(outages)
    await until('the device is there', async () => (await phase(it)) === 'online')
    await it.simulator.unplug()
    await until('the device is away', async () => (await phase(it)) === 'away')
    outages.push(pass(it, HOUR_MS))
    await it.simulator.plug()
    await until('the device is back', async () => (await phase(it)) === 'online', 60_000)
    pass(it, HOUR_MS)
    const [gap, ...more] = await report(it)
    expect(more).toEqual([])
    expect(gap).toMatchObject({
      start: '2026-06-10T10:00:00.000Z',
      end: '2026-06-10T11:00:00.000Z',
      cause: 'device_offline',
    })
  },
  LONG_MS,
)

test(
  'its disk failed: it raised an alarm',
  async () => {
    const outages: Outage[] = []
    await using it = await stand(outages)
    await until('it listens to alarms', () => it.simulator.stats.alertStreams > 0)
    await it.simulator.raise({ type: 'diskerror', channel: 0, state: 'active' })
    await until('the alarm is there', async () => (await it.ask('GET', '/api/user/alarm')).text.includes('disk_error'))
    outages.push(pass(it, HOUR_MS))
    pass(it, HOUR_MS)
    expect((await report(it)).map(({ cause }) => cause)).toEqual(['disk_error'])
  },
  LONG_MS,
)

test(
  'its clock was set forward by us: that time never was',
  async () => {
    await using it = await stand([], { drift: -600 })
    const { body: setting } = await it.ask('GET', '/api/sync/setting')
    await it.ask('POST', '/api/sync/setting', { ...setting, set_clock: true })
    const { jobs } = (await it.ask('POST', '/api/sync/now?device_id=1')).body
    await until(
      'the round is over',
      async () => (await it.ask('GET', `/api/jobs/${jobs[0]}`)).body.state === 'done',
      60_000,
    )
    pass(it, HOUR_MS)
    const gaps = await report(it)
    expect(gaps).toMatchObject([
      { start: '2026-06-10T09:50:00.000Z', end: '2026-06-10T10:00:00.000Z', cause: 'clock_jump' },
    ])
    expect(gaps[0]?.reason).toStartWith('The clock of the device was set from 2026-06-10T09:50')
  },
  LONG_MS,
)

const noted = (from: string, to: string, major: string, minor: string, ...channels: number[]): Outage => ({
  ...{ from: new Date(from), to: new Date(to), noted: { major, minor } },
  ...(channels.length && { channels }),
})

test(
  'the device’s own log tells of power, disk, clock and camera, each of its own gap',
  async () => {
    const outages = [
      noted('2026-06-10T06:20:00Z', '2026-06-10T06:50:00Z', 'Exception', 'abnormalShutdown'),
      noted('2026-06-10T07:20:00Z', '2026-06-10T07:30:11Z', 'Exception', 'hdError'),
      noted('2026-06-10T08:00:00Z', '2026-06-10T08:05:00Z', 'Operation', 'remoteSetTime'),
      noted('2026-06-10T08:30:00Z', '2026-06-10T08:31:00Z', 'Exception', 'videoLost', 2),
    ]
    await using it = await stand(outages, { channels: 2 })
    expect((await report(it, 1)).map(({ cause }) => cause)).toEqual(['device_offline', 'disk_error', 'clock_jump'])
    const second = await report(it, 2)
    expect(second.at(-1)).toMatchObject({
      cause: 'no_video',
      reason: 'The device noted “videoLost” at 2026-06-10T08:30:00.000Z',
    })
  },
  LONG_MS,
)

test(
  'a channel that waits for motion, or for alarms, was quiet',
  async () => {
    await using it = await stand([], { channels: 4, motion: [3, 4] })
    const quiet = await report(it, 3)
    expect(quiet.length).toBeGreaterThan(5)
    for (const gap of quiet) expect(gap).toMatchObject({ mode: 'motion', cause: 'motion_only' })
    // The fourth is to record alarms, from eight in the evening to half past six.
    const alarms = await it.settled('/api/footage/gaps?channel_ids=4&from=2026-06-10T02:00:00&to=2026-06-10T09:00:00')
    expect(alarms.data.length).toBeGreaterThan(0)
    for (const gap of alarms.data) expect(gap).toMatchObject({ mode: 'motion', cause: 'motion_only' })
    expect(alarms.data.at(-1).end <= '2026-06-10T04:30:00.000Z').toBe(true)
  },
  LONG_MS,
)

test(
  'what nothing explains is said to be unknown',
  async () => {
    await using it = await stand([{ from: new Date('2026-06-10T07:00:00Z'), to: new Date('2026-06-10T07:30:00Z') }])
    expect(await report(it)).toMatchObject([{ cause: 'unknown', reason: null }])
  },
  LONG_MS,
)

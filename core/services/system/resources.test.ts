// What we take of the machine: measured between looks, for an hour, and of a machine that tells nothing.
import { expect, test } from 'bun:test'
import { createClock, settle } from '../../testing/clock.ts'
import type { Machine } from './machine.ts'
import { createTrafficMeter, readTraffic } from './network.ts'
import { createProcessMeter } from './processes.ts'
import { createResourceHistory, createResourceMeter, MOST_RESOURCE_POINTS } from './resources.ts'

const DEVICES = [
  'Inter-|   Receive                                                |  Transmit',
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  '    lo: 9000       9    0    0    0     0          0         0     9000       9    0    0    0     0       0          0',
  '  eth0: 1000      10    0    0    0     0          0         0      200       5    0    0    0     0       0          0',
  ' wlan0:500       10    0    0    0     0          0         0      100       5    0    0    0     0       0          0',
  'veth12: 7777      10    0    0    0     0          0         0     7777       5    0    0    0     0       0          0',
  'docker0: 7777     10    0    0    0     0          0         0     7777       5    0    0    0     0       0          0',
].join('\n')

test('what leads outside is counted, once', () => {
  expect(readTraffic(DEVICES)).toEqual({ received: 1500, sent: 300 })
  expect(readTraffic('')).toEqual({ received: 0, sent: 0 })
})

test('the network is measured over the time since the last look, and a counter that began anew is nothing', async () => {
  const { now, advance } = createClock()
  let text: string | null = DEVICES
  const meter = createTrafficMeter({ text: async () => text }, now)
  expect(await meter()).toEqual({ received: 0, sent: 0 })
  await advance(10_000)
  text = DEVICES.replace('1000 ', '6000 ').replace(' 200 ', ' 400 ')
  expect(await meter()).toEqual({ received: 500, sent: 20 })
  // Too soon for a new figure: the last one stands.
  await advance(500)
  expect(await meter()).toEqual({ received: 500, sent: 20 })
  await advance(10_000)
  text = DEVICES
  expect(await meter()).toEqual({ received: 0, sent: 0 })
  text = null
  expect(await meter()).toEqual({ received: 0, sent: 0 })
})

const machineOf = (files: Record<string, string>) =>
  ({ text: async (path: string) => files[path] ?? null, cores: () => [{}, {}] }) as unknown as Machine

test('our own share is that of all cores together', async () => {
  const { now, advance } = createClock()
  const stat = (ticks: number) =>
    `1 (porchlight main) S ${Array.from({ length: 10 }, () => '0').join(' ')} ${ticks} 0 0 0`
  const files: Record<string, string> = {
    [`/proc/${process.pid}/stat`]: stat(100_000),
    [`/proc/${process.pid}/status`]: 'VmRSS:\t  2048 kB\n',
  }
  const machine = machineOf(files)
  const measure = createResourceMeter({ machine, meter: createProcessMeter(machine, now), now })
  await advance(10_000)
  await measure()
  await advance(10_000)
  files[`/proc/${process.pid}/stat`] = stat(100_500)
  // Five seconds of ten, of one of two cores.
  expect((await measure()).own).toEqual({ cpu: 25, memory: 2048 * 1024 })
})

test('a machine that tells nothing takes nothing', async () => {
  const { now } = createClock()
  const machine = machineOf({})
  const measure = createResourceMeter({ machine, meter: createProcessMeter(machine, now), now })
  expect((await measure()).own).toEqual({ cpu: 0, memory: 0 })
})

test('there is a point at the start and one a minute, of the last hour', async () => {
  const { now, timers, advance } = createClock()
  let count = 0
  const measure = async () => {
    count++
    if (count === 3) throw new Error('not now')
    return { own: { cpu: count, memory: 0 }, ffmpeg: { cpu: 0, memory: 0 }, network: { received: 0, sent: 0 } }
  }
  using history = createResourceHistory({ measure, now, timers })
  const began = +now()
  history.start()
  await settle()
  expect(history.points().map(({ own, at }) => [own.cpu, +at - began])).toEqual([[1, 0]])
  await advance(3 * 60_000)
  expect(history.points().map(({ own, at }) => [own.cpu, (+at - began) / 60_000])).toEqual([
    [1, 0],
    [2, 1],
    [4, 3],
  ])
  await advance(100 * 60_000)
  expect(history.points().length).toBe(MOST_RESOURCE_POINTS)
  expect(history.points().at(-1)?.own.cpu).toBe(104)
})

// How long a live picture outlives those who watch it, by the times that people really get and a clock that runs ahead.
import { afterEach, expect, setSystemTime, test, vi } from 'bun:test'
import { createRelay, type RelayDeps, TIMING } from '../media/relay.ts'
import { createPeople } from '../testing/people.ts'
import { createLive } from './live.ts'
import { createTickets } from './tickets.ts'

afterEach(() => {
  vi.useRealTimers()
  setSystemTime()
})

/** Lets everything run that waits for no time; `setImmediate` stands still with the clock. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** A relay with the usual times; in the place of FFmpeg something that runs until it is told to end. */
function start() {
  let running = 0
  const run: RelayDeps['run'] = ({ signal }) => {
    running++
    const ended = Promise.withResolvers<Awaited<ReturnType<RelayDeps['run']>['end']>>()
    signal.addEventListener('abort', () => {
      running--
      const none = { hadBytes: false, expectedSound: false, changed: false, lastedMs: 0, atDevice: false }
      ended.resolve({ fault: null, kind: 'stopped', ...none })
    })
    return { end: ended.promise }
  }
  const silent = { debug() {}, warn() {} }
  const relay = createRelay(
    { channelId: 1, quality: 'sub' },
    { run, onRefused() {}, onRunning() {}, log: silent, now: () => new Date(), random: () => 0, timing: TIMING },
  )
  return { relay, running: () => running }
}

test('a relay runs on for ten seconds after its last viewer, and no longer', async () => {
  vi.useFakeTimers()
  const { relay, running } = start()
  const [first, second] = [relay.join(), relay.join()]
  await settle()
  first()
  vi.advanceTimersByTime(60_000)
  await settle()
  expect(running()).toBe(1)
  second()
  vi.advanceTimersByTime(9_900)
  await settle()
  expect(running()).toBe(1)
  vi.advanceTimersByTime(100)
  await settle()
  expect(running()).toBe(0)
})

test('who comes back within the ten seconds finds the picture running, and the ten seconds begin anew', async () => {
  vi.useFakeTimers()
  const { relay, running } = start()
  relay.join()()
  await settle()
  vi.advanceTimersByTime(9_900)
  const leave = relay.join()
  vi.advanceTimersByTime(60_000)
  await settle()
  expect(running()).toBe(1)
  leave()
  vi.advanceTimersByTime(9_900)
  await settle()
  expect(running()).toBe(1)
  vi.advanceTimersByTime(100)
  await settle()
  expect(running()).toBe(0)
})

test('a viewer who gives no sign for ninety seconds is no longer counted; each sign begins them anew', async () => {
  await using people = createPeople()
  const { caller } = await people.person({ username: 'founder' })
  const { device, channels } = people.device('householdId' in caller ? caller.householdId : 0)
  const channel = channels[0]?.id ?? 0
  vi.useFakeTimers()
  const { access, settings } = people.services
  const { bus, log } = people
  const now = () => new Date()
  using tickets = createTickets({ access, bus, settings, now })
  // The recorder never answers: who is counted does not hang on a picture.
  const sessions = { use: () => new Promise<never>(() => {}), refused() {} }
  const live = createLive({ sessions, access, tickets, bus, log, now, random: () => 0 })
  const readers = () => live.status(caller).map((state) => state.readers)

  const quiet = await live.open(caller, device.id, channel, 'sub')
  const faithful = await live.open(caller, device.id, channel, 'sub')
  expect(readers()).toEqual([2])
  vi.advanceTimersByTime(80_000)
  live.heartbeat(caller, channel, faithful.ticket)
  expect(readers()).toEqual([2])
  // What has ended is looked for every five seconds.
  vi.advanceTimersByTime(15_000)
  expect(readers()).toEqual([1])
  expect(() => live.heartbeat(caller, channel, quiet.ticket)).toThrow('This viewer has ended')
  vi.advanceTimersByTime(70_000)
  expect(readers()).toEqual([1])
  live.heartbeat(caller, channel)
  vi.advanceTimersByTime(85_000)
  expect(readers()).toEqual([1])
  vi.advanceTimersByTime(10_000)
  expect(readers()).toEqual([])
})

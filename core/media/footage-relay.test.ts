// What a playback does with its runs: waits for the slow, follows what grows, and gives up in time.
import { expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import { until } from '../testing/until.ts'
import { createFootageRelay, FOOTAGE_TIMING, type Stretch } from './footage-relay.ts'
import type { Fragment } from './fragment.ts'
import type { RunChoices, RunEnd } from './run.ts'

const BEGIN = Date.parse('2026-01-12T08:00:00Z')
const at = (seconds: number) => new Date(BEGIN + seconds * 1000)

/** A relay whose runs the test plays itself. */
function start(stretches: (Stretch | null)[]) {
  const runs: { choices: RunChoices; from: number; to: number; end(fault: Fault | null): void }[] = []
  const refused: Fault[] = []
  const relay = createFootageRelay(new Date(BEGIN), {
    stretch: async () => stretches.shift() ?? null,
    run(choices, from, to) {
      const ended = Promise.withResolvers<RunEnd>()
      let hadBytes = false
      const end = (fault: Fault | null) =>
        ended.resolve({
          ...{ fault, kind: fault ? 'lost' : 'stopped', hadBytes, expectedSound: false, changed: false, lastedMs: 1 },
          atDevice: true,
        })
      choices.signal.addEventListener('abort', () => end(null))
      const onFragment = (fragment: Fragment) => {
        hadBytes = true
        choices.onFragment(fragment)
      }
      runs.push({ choices: { ...choices, onFragment }, from: +from, to: +to, end })
      return { end: ended.promise }
    },
    onRefused: (fault) => void refused.push(fault),
    log: { debug() {}, warn() {} },
    now: () => new Date(BEGIN),
    timing: { ...FOOTAGE_TIMING, pauseMs: 1, quietMs: 50 },
  })
  /** The picture of a second, told by the newest run. */
  const second = (seconds: number, id = runs.length): Fragment => ({
    epoch: { id, init: Buffer.from(''), mime: 'video/mp4', width: 1, height: 1 },
    ...{ data: Buffer.from(''), key: true, decodeTime: 0, duration: 1, time: BEGIN + seconds * 1000 },
  })
  const run = (count: number) => until(`run ${count} begins`, () => runs[count - 1])
  return { relay, runs, refused, run, second }
}

const stretch = (begin: number, end: number, isGrowing = false): Stretch => ({
  begin: at(begin),
  end: at(end),
  isGrowing,
})
const busy = () => new Fault('device-busy', 'Too many', { cause: 'method SETUP failed: 453 Not Enough Bandwidth' })
const cut = () => new Fault('device-unreachable', 'Cut off')

test('a slow viewer holds the recorder up and misses nothing', async () => {
  const { relay, run } = start([stretch(0, 60)])
  let isBehind = false
  relay.join({ isBehind: () => isBehind })
  const { choices } = await run(1)
  expect(choices.room?.()).toBeNull()
  isBehind = true
  let going = false
  void choices.room?.()?.then(() => {
    going = true
  })
  await Bun.sleep(120)
  expect(going).toBe(false)
  isBehind = false
  await until('it goes on', () => going)
  await relay.stop()
})

test('what is beyond the end is not shown, but for as much as the device began early', async () => {
  const { relay, run, second } = start([stretch(-1, 4)])
  const seen: number[] = []
  let isDone = false
  relay.join({
    onFragment: ({ time }) => void seen.push((time - BEGIN) / 1000),
    onDone: () => {
      isDone = true
    },
  })
  const { choices } = await run(1)
  for (let time = 0; time < 8; time++) choices.onFragment(second(time))
  expect(seen).toEqual([0, 1, 2, 3, 4])
  await until('it is done', () => isDone)
  expect(relay.state).toMatchObject({ ended: true, playing: false, at: at(5) })
  await relay.stop()
})

test('silence close to the end is the end; a recording that grows is followed beyond it', async () => {
  const { relay, run, runs, second } = start([stretch(0, 4), stretch(10, 20, true), null])
  let isDone = false
  relay.join({
    onDone: () => {
      isDone = true
    },
  })
  ;(await run(1)).choices.onFragment(second(2))
  const next = await run(2)
  expect([next.from, next.to > +at(3600)]).toEqual([+at(10), true])
  for (const time of [10, 19, 25, 31]) next.choices.onFragment(second(time))
  expect(relay.state.at).toEqual(at(32))
  next.end(cut())
  await until('it is done', () => isDone)
  expect(runs).toHaveLength(2)
  await relay.stop()
})

test('a busy recorder is asked once where it never played, and again where it has just played to us', async () => {
  const { relay, run, runs, second } = start([stretch(0, 60), stretch(0, 60), stretch(0, 60), stretch(0, 60)])
  const ends: (string | undefined)[] = []
  relay.join({ onEnd: (fault) => void ends.push(fault?.message) })
  ;(await run(1)).end(busy())
  await until('it has ended', () => ends.length > 0)
  expect(ends[0]).toContain('The recorder plays no further recording')
  expect(() => relay.join()).toThrow('The recorder plays no further recording')
  relay.seek(at(30))
  relay.join()
  ;(await run(2)).choices.onFragment(second(30))
  runs[1]?.end(cut())
  ;(await run(3)).end(busy())
  const fourth = await run(4)
  expect(fourth.from).toBe(+at(31))
  await relay.stop()
})

test('a device that breaks off at once is given up after three times, a refused login after one', async () => {
  const { relay, run, refused } = start([stretch(0, 60), stretch(0, 60), stretch(0, 60), stretch(0, 60)])
  const ends: unknown[] = []
  relay.join({ onEnd: (fault) => void ends.push(fault?.kind) })
  for (const count of [1, 2, 3]) (await run(count)).end(cut())
  await until('it has ended', () => ends.length > 0)
  expect(ends).toEqual(['device-unreachable'])
  relay.seek(at(0))
  relay.join({ onEnd: (fault) => void ends.push(fault?.kind) })
  ;(await run(4)).end(new Fault('device-refused-login', 'No'))
  await until('it has ended', () => ends.length === 2)
  expect(refused).toHaveLength(1)
  await relay.stop()
})

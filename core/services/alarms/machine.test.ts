// The state machine of DISCOVERY 14, with the time as a number.
import { expect, test } from 'bun:test'
import { type Effect, endOf, type Input, OFF, step, type Timing, type Track } from './machine.ts'

const MOTION: Timing = { hold: 10_000, minOn: 2000, max: 1_800_000 }

/** Feeds inputs and lets time run out in between, as timers would; gives what happened. */
function run(inputs: [at: number, input: Input][], timing: Timing = MOTION, until = 10_000_000) {
  let track: Track = OFF
  const effects: Effect[] = []
  const feed = (input: Input, at: number) => {
    const result = step(track, input, timing, at)
    track = result.track
    effects.push(...result.effects)
  }
  const runOut = (limit: number) => {
    for (let end = endOf(track, timing); end && end.at <= limit; end = endOf(track, timing)) feed('time', end.at)
  }
  for (const [at, input] of inputs) {
    runOut(at - 1)
    feed(input, at)
  }
  runOut(until)
  return effects
}

test('twenty notices in ten seconds are one beginning and one end after hold', () => {
  const notices = Array.from({ length: 20 }, (_, i): [number, Input] => [i * 500, 'active'])
  expect(run(notices)).toEqual([
    { type: 'began', at: 0 },
    { type: 'ended', at: 9500 + 10_000, reason: 'hold' },
  ])
})

test('a single notice is on for hold', () => {
  expect(run([[5, 'active']], { hold: 5000, minOn: 5000, max: 600_000 })).toEqual([
    { type: 'began', at: 5 },
    { type: 'ended', at: 5005, reason: 'hold' },
  ])
})

test('inactive ends at once after the minimum and waits for it before', () => {
  const late: [number, Input][] = [
    [0, 'active'],
    [3000, 'inactive'],
  ]
  const early: [number, Input][] = [
    [0, 'active'],
    [500, 'inactive'],
  ]
  expect(run(late).at(-1)).toEqual({ type: 'ended', at: 3000, reason: 'inactive' })
  expect(run(early).at(-1)).toEqual({ type: 'ended', at: 2000, reason: 'inactive' })
})

test('active during the minimum takes an early inactive back', () => {
  const effects = run([
    [0, 'active'],
    [500, 'inactive'],
    [1000, 'active'],
  ])
  expect(effects).toEqual([
    { type: 'began', at: 0 },
    { type: 'ended', at: 11_000, reason: 'hold' },
  ])
})

test('the end of an alarm that nobody saw begin is nothing', () => {
  expect(
    run([
      [0, 'inactive'],
      [1, 'lost'],
      [2, 'time'],
    ]),
  ).toEqual([])
})

test('a lost stream ends the alarm after hold and says so', () => {
  const effects = run([
    [0, 'active'],
    [4000, 'active'],
    [6000, 'lost'],
  ])
  expect(effects.at(-1)).toEqual({ type: 'ended', at: 14_000, reason: 'lost' })
})

test('a stream that comes back within hold goes on with the same alarm', () => {
  const effects = run([
    [0, 'active'],
    [4000, 'lost'],
    [8000, 'active'],
  ])
  expect(effects).toEqual([
    { type: 'began', at: 0 },
    { type: 'ended', at: 18_000, reason: 'hold' },
  ])
})

test('an alarm that lasts too long ends and begins anew', () => {
  const timing = { hold: 10_000, minOn: 2000, max: 20_000 }
  const notices = Array.from({ length: 6 }, (_, i): [number, Input] => [i * 5000, 'active'])
  expect(run(notices, timing).slice(0, 3)).toEqual([
    { type: 'began', at: 0 },
    { type: 'ended', at: 20_000, reason: 'max' },
    { type: 'began', at: 20_000 },
  ])
})

test('hold and minimum of nothing make one pair of each pair', () => {
  const pairs = Array.from({ length: 10 }, (_, i): [number, Input][] => [
    [i * 10, 'active'],
    [i * 10 + 5, 'inactive'],
  ]).flat()
  const effects = run(pairs, { hold: 0, minOn: 0, max: null })
  expect(effects.map(({ type }) => type)).toEqual(Array(10).fill(['began', 'ended']).flat())
})

test('without hold only the device, a lost stream or the longest time ends an alarm', () => {
  const timing = { hold: 0, minOn: 0, max: 60_000 }
  const notices: [number, Input][] = [
    [0, 'active'],
    [20_000, 'active'],
  ]
  expect(run(notices, timing).at(-1)).toEqual({ type: 'ended', at: 60_000, reason: 'max' })
  expect(run([...notices, [30_000, 'inactive']], timing).at(-1)).toEqual({
    type: 'ended',
    at: 30_000,
    reason: 'inactive',
  })
  expect(run([...notices, [30_000, 'lost']], timing).at(-1)).toEqual({ type: 'ended', at: 30_000, reason: 'lost' })
})

test('an alarm that nothing bounds ends after half an hour without a word', () => {
  const timing = { hold: 0, minOn: 0, max: null }
  const notices: [number, Input][] = [
    [0, 'active'],
    [1_000_000, 'active'],
  ]
  expect(run(notices, timing)).toEqual([
    { type: 'began', at: 0 },
    { type: 'ended', at: 2_800_000, reason: 'hold' },
  ])
  expect(run([...notices, [1_100_000, 'lost']], timing).at(-1)).toMatchObject({ at: 1_100_000, reason: 'lost' })
})

test('a device that repeats itself too slowly gets a longer hold', () => {
  const notices = Array.from({ length: 8 }, (_, i): [number, Input] => [i * 11_500, 'active'])
  const effects = run(notices)
  const raised = effects.find((effect) => effect.type === 'hold-raised')
  expect(raised).toEqual({ type: 'hold-raised', hold: 17_250 })
  expect(effects.filter(({ type }) => type === 'began')).toHaveLength(4)
  expect(effects.at(-1)).toEqual({ type: 'ended', at: 7 * 11_500 + 17_250, reason: 'hold' })
})

test('coming back after a longer silence or after inactive raises nothing', () => {
  const slow = Array.from({ length: 8 }, (_, i): [number, Input] => [i * 12_500, 'active'])
  const pairs = Array.from({ length: 8 }, (_, i): [number, Input][] => [
    [i * 3000, 'active'],
    [i * 3000 + 2500, 'inactive'],
  ]).flat()
  for (const inputs of [slow, pairs]) expect(run(inputs).some(({ type }) => type === 'hold-raised')).toBe(false)
})

test('a late timer gives the same end as one in time', () => {
  const { track } = step(OFF, 'active', MOTION, 0)
  expect(step(track, 'active', MOTION, 60_000).effects).toEqual([
    { type: 'ended', at: 10_000, reason: 'hold' },
    { type: 'began', at: 60_000 },
  ])
})

test('a clock set back does not make an alarm last', () => {
  const { track } = step(OFF, 'active', MOTION, 1_000_000)
  const after = step(track, 'time', MOTION, 5000).track
  expect(endOf(after, MOTION)).toEqual({ at: 15_000, reason: 'hold' })
})

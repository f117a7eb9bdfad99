// When everything is told anew because the hub has begun, on a clock that the test moves.
import { expect, test } from 'bun:test'
import { createClock } from '../testing/clock.ts'
import { createBirth } from './birth.ts'

function start(random = 0.5) {
  const clock = createClock()
  const began = +clock.now()
  const told: number[] = []
  const announce = () => void told.push((+clock.now() - began) / 1000)
  return { clock, told, birth: createBirth({ announce, random: () => random, timers: clock.timers }) }
}

test.each([
  [0, 1],
  [1, 5],
])('chance %p is a pause of %p s', async (random, seconds) => {
  const { clock, birth, told } = start(random)
  birth.heard()
  await clock.advance(10_000)
  expect(told).toEqual([seconds])
})

test('repeated within ten seconds it counts once, later again', async () => {
  const { clock, birth, told } = start()
  for (let second = 0; second <= 12; second += 4) {
    birth.heard()
    await clock.advance(4000)
  }
  expect(told).toEqual([3, 15])
})

test('what was planned goes with the connection', async () => {
  const { clock, birth, told } = start()
  birth.heard()
  birth.forget()
  await clock.advance(10_000)
  expect(told).toEqual([])
})

test('is heard also after the clock was set back', async () => {
  const { clock, birth, told } = start()
  birth.heard()
  await clock.advance(20_000)
  clock.set(new Date(+clock.now() - 3_600_000))
  await clock.advance(20_000)
  birth.heard()
  await clock.advance(5000)
  expect(told).toHaveLength(2)
})

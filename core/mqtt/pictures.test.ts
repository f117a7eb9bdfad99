// When pictures are taken for the hub, on a clock that the test moves.
import { expect, test } from 'bun:test'
import { createClock } from '../testing/clock.ts'
import { createPictures } from './pictures.ts'
import { PLACEHOLDER } from './placeholder.ts'
import { fit, SMALL_ENOUGH, shrinkWithFfmpeg } from './shrink.ts'

const place = (channelNo: number) => ({ hubKey: 'n1', channelNo })

function start({ seconds = 300, channels = 3, fails = false } = {}) {
  const clock = createClock()
  const began = clock.now().getTime()
  const taken: [at: number, channelId: number][] = []
  const published: [at: number, channelNo: number | null][] = []
  let most = 0
  let running = 0
  const at = () => (clock.now().getTime() - began) / 1000
  let interval = seconds
  const pictures = createPictures({
    candidates: () =>
      Array.from({ length: channels }, (_, i) => ({ channelId: i + 1, deviceId: 1, place: place(i + 1) })),
    async take(channelId) {
      taken.push([at(), channelId])
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      if (fails) throw new Error('away')
      return new Uint8Array(10)
    },
    async publish({ channelNo }) {
      published.push([at(), channelNo])
    },
    seconds: () => interval,
    now: clock.now,
    random: () => 0.5,
    timers: clock.timers,
  })
  pictures.start()
  return {
    clock,
    pictures,
    taken,
    published,
    most: () => most,
    set: (value: number) => {
      interval = value
    },
  }
}

test('every channel at the start, one at a time from a device, then at the interval', async () => {
  const { clock, taken, most } = start()
  await clock.advance(10_000)
  expect(taken.map(([, channelId]) => channelId)).toEqual([1, 2, 3])
  expect(most()).toBe(1)
  await clock.advance(280_000)
  expect(taken).toHaveLength(3)
  await clock.advance(20_000)
  expect(taken.slice(3).map(([, channelId]) => channelId)).toEqual([1, 2, 3])
})

test('an alarm brings one soon, at most every ten seconds', async () => {
  const { clock, pictures, taken } = start({ channels: 1 })
  await clock.advance(60_000)
  for (let i = 0; i < 20; i++) {
    pictures.want(1)
    await clock.advance(1000)
  }
  expect(taken.length).toBe(3)
})

test('none by time when the setting says so, until it says otherwise', async () => {
  const { clock, pictures, taken, set } = start({ channels: 1, seconds: 0 })
  await clock.advance(3_600_000)
  expect(taken).toHaveLength(1)
  set(60)
  pictures.restart()
  await clock.advance(130_000)
  expect(taken).toHaveLength(4)
})

test('a picture that somebody else has taken counts', async () => {
  const { clock, pictures, published } = start({ channels: 1 })
  await clock.advance(20_000)
  pictures.offer(1, new Uint8Array(5))
  pictures.offer(1, new Uint8Array(5))
  pictures.offer(99, new Uint8Array(5))
  await clock.advance(290_000)
  expect(published.map(([at]) => at)).toEqual([0, 20])
})

test('a device that gives none is asked again after a while', async () => {
  const { clock, taken } = start({ channels: 1, seconds: 10, fails: true })
  await clock.advance(130_000)
  expect(taken.map(([at]) => at)).toEqual([0, 60, 120])
})

test('a large picture is made smaller, one that stays too large is not sent', async () => {
  const large = new Uint8Array(SMALL_ENOUGH + 1)
  const small = new Uint8Array(1000)
  expect(await fit(small, null, async () => null)).toBe(small)
  expect(await fit(large, null, async () => small)).toBe(small)
  expect(await fit(large, null, async () => null)).toBe(large)
  expect(await fit(large, 100_000, async () => null)).toBeNull()
  expect(await fit(new Uint8Array(2_000_000), null, async () => null)).toBeNull()
})

test('FFmpeg scales a picture, and what is none gives nothing', async () => {
  expect(await shrinkWithFfmpeg(new TextEncoder().encode('no picture'))).toBeNull()
  if (!Bun.which('ffmpeg')) return console.warn('ffmpeg is not installed: scaling is not tested')
  const scaled = await shrinkWithFfmpeg(PLACEHOLDER)
  expect([...scaled!.subarray(0, 2)]).toEqual([0xff, 0xd8])
})

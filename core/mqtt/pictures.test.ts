// When pictures are taken for the hub, on a clock that the test moves.
import { expect, test } from 'bun:test'
import { createClock } from '../testing/clock.ts'
import { createPictures, type PictureKind } from './pictures.ts'

const place = (channelNo: number) => ({ hubKey: 'n1', channelNo })

function start({ seconds = 300, channels = 3, fails = false, idleHours = 0, takesMs = 0 } = {}) {
  const clock = createClock()
  const began = clock.now().getTime()
  const taken: [at: number, channelId: number][] = []
  const published: [at: number, channelId: number, kind: PictureKind, bytes: number][] = []
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
      if (takesMs) await new Promise<void>((resolve) => void clock.timers.after(takesMs, resolve))
      else await Promise.resolve()
      running--
      if (fails) throw new Error('away')
      return new Uint8Array(10)
    },
    async publish({ channelId }, { length }, kinds) {
      for (const kind of kinds) published.push([at(), channelId, kind, length])
    },
    seconds: () => interval,
    idleHours: () => idleHours,
    elapsed: clock.elapsed,
    random: () => 0.5,
    timers: clock.timers,
  })
  pictures.start()
  return {
    clock,
    pictures,
    taken,
    published,
    of: (kind: PictureKind) => published.filter(([, , one]) => one === kind).map(([when]) => when),
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

test('an alarm brings one at once, for both topics, and at most every ten seconds', async () => {
  const { clock, pictures, of } = start({ channels: 1 })
  await clock.advance(60_500)
  for (let alarm = 1; alarm <= 20; alarm++) {
    pictures.began(1, alarm)
    await clock.advance(1000)
  }
  expect(of('alarm_image')).toEqual([60.5, 70.5])
  expect(of('snapshot')).toEqual([0, 60.5, 70.5])
})

test('a storm over all channels is worked through without pauses, before whoever waits for his turn', async () => {
  const { clock, pictures, taken, of, most } = start({ channels: 64, takesMs: 100 })
  await clock.advance(1000)
  for (let channel = 33; channel <= 64; channel++) pictures.began(channel, channel)
  await clock.advance(5000)
  expect(of('alarm_image')).toHaveLength(32)
  expect(taken.slice(2, 34).every(([, channelId]) => channelId > 32)).toBe(true)
  expect(most()).toBe(1)
})

test('a picture that comes too late shows no alarm', async () => {
  const { clock, pictures, of } = start({ channels: 1, takesMs: 15_000, seconds: 0 })
  await clock.advance(20_000)
  pictures.began(1, 7)
  await clock.advance(20_000)
  expect(of('snapshot')).toEqual([15, 35])
  expect(of('alarm_image')).toEqual([])
})

test('the picture that its device sent along is taken for the alarm, and no second one', async () => {
  const { clock, pictures, published } = start({ channels: 1, takesMs: 500, seconds: 0 })
  await clock.advance(20_000)
  pictures.began(1, 7)
  pictures.came(1, 6, async () => new Uint8Array(66))
  pictures.came(1, 7, async () => new Uint8Array(77))
  pictures.came(1, 7, async () => new Uint8Array(78))
  await clock.advance(5000)
  expect(published.slice(1)).toEqual([
    [20, 1, 'alarm_image', 77],
    [20.5, 1, 'snapshot', 10],
  ])
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
  await clock.advance(280_000)
  expect(published.map(([at]) => at)).toEqual([0, 20])
})

test('our own picture is not told twice because everybody hears of it', async () => {
  const { clock, pictures, published } = start({ channels: 1, takesMs: 500 })
  await clock.advance(200)
  pictures.offer(1, new Uint8Array(10))
  await clock.advance(1000)
  expect(published).toHaveLength(1)
})

test('what the hub has had taken is shown at once, however new the last one is', async () => {
  const { clock, pictures, published } = start({ channels: 1 })
  await clock.advance(1000)
  pictures.show(1, new Uint8Array(5))
  expect(published.map(([, , , bytes]) => bytes)).toEqual([10, 5])
})

test('a device that gives none is asked again after a while', async () => {
  const { clock, taken } = start({ channels: 1, seconds: 10, fails: true })
  await clock.advance(130_000)
  expect(taken.map(([at]) => at)).toEqual([0, 60, 120])
})

test('a channel that nobody has asked for sends none any more, but for its alarms', async () => {
  const { clock, pictures, of } = start({ channels: 1, seconds: 600, idleHours: 1 })
  await clock.advance(5 * 3_600_000)
  const before = of('snapshot').length
  expect(before).toBe(7)
  pictures.began(1, 1)
  await clock.advance(60_000)
  expect(of('alarm_image')).toHaveLength(1)
  expect(of('snapshot')).toHaveLength(before)
  pictures.asked(2)
  await clock.advance(60_000)
  expect(of('snapshot')).toHaveLength(before)
  pictures.asked(1)
  await clock.advance(5 * 3_600_000)
  expect(of('snapshot')).toHaveLength(before + 6)
})

test('a clock that is set back stops neither the pictures by time nor those of alarms', async () => {
  const { clock, pictures, taken, of } = start({ channels: 1 })
  await clock.advance(20_000)
  pictures.began(1, 1)
  await clock.advance(20_000)
  expect(of('alarm_image')).toHaveLength(1)
  clock.set(new Date(clock.now().getTime() - 86_400_000))
  pictures.began(1, 2)
  await clock.advance(2000)
  expect(of('alarm_image')).toHaveLength(2)
  const before = taken.length
  await clock.advance(330_000)
  expect(taken.length).toBe(before + 1)
})

test('a clock that jumps forward makes no channel idle, and no picture come too often', async () => {
  const { clock, taken, of } = start({ channels: 1, idleHours: 1, seconds: 300 })
  await clock.advance(20_000)
  clock.set(new Date(clock.now().getTime() + 50 * 365 * 86_400_000))
  await clock.advance(20_000)
  expect(taken).toHaveLength(1)
  await clock.advance(600_000)
  expect(of('snapshot')).toHaveLength(3)
})

test('a picture that somebody else has taken right after the start is shown', async () => {
  const { clock, pictures, published } = start({ channels: 1, fails: true })
  pictures.offer(1, new Uint8Array(5))
  await clock.advance(2000)
  expect(published).toEqual([[0, 1, 'snapshot', 5]])
})

// The row a minute, and the charts made of them.
import { expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { systemStats } from '../../db/schema/index.ts'
import { createLog } from '../../log.ts'
import { createClock } from '../../testing/clock.ts'
import { createStatsKeeper, type StatsSample } from './stats.ts'

const MINUTE = 60_000
const FIGURES: StatsSample = {
  ...{ cpuUsage: 10, gpuUsage: null, diskUsage: 5, diskTotal: 10, memoryUsage: 3, memoryTotal: 4 },
  ...{ activeCameras: 2, activeStreams: 1 },
}

function stand(start?: Date) {
  const { db, close } = openDatabase(':memory:')
  const { now, timers, advance } = createClock(start)
  let samples = 0
  let figures = FIGURES
  const sample = async () => {
    samples++
    return figures
  }
  const stats = createStatsKeeper({ db, sample, log: createLog('silent'), now, timers })
  stats.start()
  return {
    ...{ db, stats, now, advance },
    rows: () => db.select().from(systemStats).all(),
    samples: () => samples,
    say: (more: Partial<StatsSample>) => {
      figures = { ...FIGURES, ...more }
    },
    [Symbol.dispose]() {
      stats[Symbol.dispose]()
      close()
    },
  }
}

test('one look and one row a minute, and nothing between', async () => {
  using here = stand()
  await here.advance(MINUTE - 1)
  expect(here.samples()).toBe(0)
  await here.advance(1 + 9 * MINUTE)
  expect([here.samples(), here.rows().length]).toEqual([10, 10])
  expect(here.rows()[0]).toMatchObject(FIGURES)
})

test('a chart has as many points as wanted, means of what was measured, and gaps where nothing was', async () => {
  using here = stand()
  const from = here.now()
  await here.advance(2 * MINUTE)
  here.say({ cpuUsage: 40, memoryUsage: null })
  await here.advance(2 * MINUTE)
  const points = here.stats.history(from, new Date(+from + 8 * MINUTE), 4)
  expect(points.map(({ cpuUsage }) => cpuUsage)).toEqual([10, 25, 40, null])
  expect(points.map(({ memoryUsage }) => memoryUsage)).toEqual([3, 3, null, null])
  expect(points.every(({ gpuUsage }) => gpuUsage === null)).toBe(true)
  expect(points.map(({ at }) => (+at - +from) / MINUTE)).toEqual([0, 2, 4, 6])
  // No finer than there are rows.
  expect(here.stats.history(from, new Date(+from + 3 * MINUTE), 100)).toHaveLength(3)
})

test('rows go after a week, but not while the clock is wrong', async () => {
  using here = stand()
  const old = new Date(+here.now() - 7 * 86_400_000)
  here.db
    .insert(systemStats)
    .values([
      { ...FIGURES, createdAt: old },
      { ...FIGURES, createdAt: here.now() },
    ])
    .run()
  await here.advance(MINUTE)
  expect(here.rows()).toHaveLength(2)

  using wrong = stand(new Date('1970-01-01T00:05:00Z'))
  await wrong.advance(3 * MINUTE)
  expect([wrong.samples(), wrong.rows().length]).toEqual([3, 0])

  using back = stand(new Date('2025-06-01T00:00:00Z'))
  const ahead = new Date('2026-01-01T00:00:00Z')
  const before = new Date('2025-01-01T00:00:00Z')
  back.db
    .insert(systemStats)
    .values([
      { ...FIGURES, createdAt: before },
      { ...FIGURES, createdAt: ahead },
    ])
    .run()
  await back.advance(MINUTE)
  expect(back.rows()).toHaveLength(3)
})

// The row a minute, and the charts made of them.
import { expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { systemStats } from '../../db/schema/index.ts'
import { createLog } from '../../log.ts'
import { createClock } from '../../testing/clock.ts'
import { createStatsKeeper, type StatsSample } from './stats.ts'

const MINUTE = 60_000
const DAY_ROWS = 1440
const FIGURES: StatsSample = {
  ...{ cpuUsage: 10, gpuUsage: null, diskUsage: 5, diskTotal: 10, memoryUsage: 3, memoryTotal: 4 },
  ...{ activeCameras: 2, activeStreams: 1 },
}

function stand(start?: Date) {
  const { db, close } = openDatabase(':memory:')
  const { now, timers, advance, set } = createClock(start)
  let samples = 0
  let figures = FIGURES
  const sample = async () => {
    samples++
    return figures
  }
  const stats = createStatsKeeper({ db, sample, log: createLog('silent'), now, timers })
  stats.start()
  return {
    ...{ db, stats, now, advance, set },
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

/** A row a minute, the newest of them one minute before `end`. */
function rowsUntil({ db }: ReturnType<typeof stand>, end: Date, count: number) {
  const rows = Array.from({ length: count }, (_, back) => ({
    ...FIGURES,
    createdAt: new Date(+end - (count - back) * MINUTE),
  }))
  for (let at = 0; at < count; at += 1000)
    db.insert(systemStats)
      .values(rows.slice(at, at + 1000))
      .run()
}

test('rows go after a week', async () => {
  using here = stand()
  rowsUntil(here, here.now(), 8 * DAY_ROWS)
  await here.advance(MINUTE)
  expect(here.rows()).toHaveLength(7 * DAY_ROWS)
  // After long weeks without us, what is old goes when there is a day of what is new.
  here.set(new Date(+here.now() + 30 * DAY_ROWS * MINUTE))
  await here.advance(MINUTE)
  expect(here.rows()).toHaveLength(7 * DAY_ROWS)
  rowsUntil(here, here.now(), DAY_ROWS - 2)
  await here.advance(MINUTE)
  expect(here.rows()).toHaveLength(DAY_ROWS)
})

test('a clock that is wrong for a while takes no row away, and one that is set back lets them not pile up', async () => {
  using wrong = stand(new Date('1970-01-01T00:05:00Z'))
  await wrong.advance(3 * MINUTE)
  expect([wrong.samples(), wrong.rows().length]).toEqual([3, 0])

  // Five minutes in 2030, which no time server has corrected yet.
  using ahead = stand(new Date('2030-01-01T00:00:00Z'))
  const before = new Date('2026-01-01T00:00:00Z')
  rowsUntil(ahead, before, 2 * DAY_ROWS)
  await ahead.advance(5 * MINUTE)
  expect(ahead.rows()).toHaveLength(2 * DAY_ROWS + 5)
  expect(ahead.stats.history(new Date(+before - 60 * MINUTE), before, 1)[0]?.cpuUsage).toBe(10)

  using back = stand(new Date('2026-01-01T00:00:00Z'))
  rowsUntil(back, new Date('2030-01-01T00:00:00Z'), 7 * DAY_ROWS)
  await back.advance(5 * MINUTE)
  expect(back.rows()).toHaveLength(7 * DAY_ROWS)
  expect(back.rows().at(-1)?.createdAt).toEqual(back.now())
})

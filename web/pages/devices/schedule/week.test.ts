// A week as it is drawn and as it is told: whole days, nights over midnight, the words of recorders.
import { expect, test } from 'bun:test'
import type { RecordingModeOut } from './asks.ts'
import { barsOf, dayShort, modeWords, toneOf, weekWords } from './week.ts'

type Entry = RecordingModeOut['timeline'][number]

function entry(day: number, start: string, end: string, device_mode = 'CMR', endDay = day): Entry {
  const mode = device_mode === 'CMR' ? 'continuous' : 'motion'
  const words = { day_start: '', day_end: '', time_start: start, time_end: end }
  return {
    id: 1,
    day_of_week: day,
    day_end_of_week: endDay,
    start_time: start,
    end_time: end,
    mode,
    device_mode,
    ...words,
  }
}
const week = (make: (day: number) => Entry[]) => [0, 1, 2, 3, 4, 5, 6].flatMap(make)
const spans = (rows: ReturnType<typeof barsOf>) => rows.map((row) => row.map(({ from, to }) => [from, to]))

test('the week begins on Monday', () => {
  expect([0, 6].map(dayShort)).toEqual(['Mon', 'Sun'])
})

test('a whole day fills its row and no other, however its end is written', () => {
  const whole = [[0, 1440]]
  for (const [end, endDay] of [
    ['00:00:00', 0],
    ['24:00:00', 0],
    ['00:00:00', 1],
  ] as const)
    expect(spans(barsOf([entry(0, '00:00:00', end, 'CMR', endDay)]))).toEqual([whole, [], [], [], [], [], []])
})

test('a night goes on in the next row, from Sunday in that of Monday', () => {
  const night = entry(6, '20:00:00', '06:30:00', 'EDR', 0)
  const rows = barsOf([night])
  expect(spans(rows)).toEqual([[[0, 390]], [], [], [], [], [], [[1200, 1440]]])
  expect(weekWords([night])).toEqual([
    { days: 'Mon–Sat', spans: [] },
    { days: 'Sun', spans: ['20:00–06:30 the next day, on motion or alarm'] },
  ])
})

test('days that are alike are told together', () => {
  const all = week((day) => [entry(day, '00:00:00', '00:00:00')])
  expect(weekWords(all)).toEqual([{ days: 'Every day', spans: ['all day, continuously'] }])
  const work = week((day) =>
    day < 5 && day !== 2
      ? [entry(day, '08:00:00', '17:30:00'), entry(day, '00:00:00', '08:00:00', 'MOTION')]
      : day === 2
        ? []
        : [entry(day, '00:00:00', '00:00:00', 'MOTION')],
  )
  expect(weekWords(work)).toEqual([
    { days: 'Mon–Tue, Thu–Fri', spans: ['00:00–08:00, on motion', '08:00–17:30, continuously'] },
    { days: 'Wed', spans: [] },
    { days: 'Sat–Sun', spans: ['all day, on motion'] },
  ])
  expect(weekWords([])).toEqual([{ days: 'Every day', spans: [] }])
})

test('every word of a recorder has a look and a meaning, and an unknown one is shown as it is', () => {
  const looks = ['CMR', 'MOTION', 'ALARM', 'EDR', 'ALARMANDMOTION', 'AllEvent', 'POS'].map((device_mode) => {
    const { mode } = entry(0, '', '', device_mode)
    return [toneOf({ mode, device_mode }), modeWords({ mode, device_mode })]
  })
  expect(looks).toEqual([
    ['continuous', 'continuously'],
    ['motion', 'on motion'],
    ['event', 'on alarm'],
    ['event', 'on motion or alarm'],
    ['event', 'on motion and alarm together'],
    ['event', 'on any event'],
    ['motion', 'POS'],
  ])
  expect(modeWords({ mode: 'motion', device_mode: '' })).toBe('on motion')
})

// A day of recordings is one of the device that made them, and where devices differ one of the machine that we run on.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { createAccess } from '../access.ts'
import { writeZone } from '../footage/zone.ts'
import { createSpanOfDay, type SpanOfDay } from './day.ts'

let db: ReturnType<typeof openDatabase>['db']
let close: () => void
let admin: ReturnType<typeof addPerson>
let household: number
let spanOfDay: SpanOfDay

const HOUR = 3_600_000
const DAY = '2026-06-01'
const at = (time: string) => new Date(time)

beforeAll(() => {
  ;({ db, close } = openDatabase(':memory:'))
  household = addHousehold(db)
  admin = addPerson(db, household, 'admin')
  spanOfDay = createSpanOfDay({
    db,
    access: createAccess({ db }),
    now: () => at('2026-06-02T00:00:00Z'),
    zoneMinutes: () => -60,
  })
})
afterAll(() => close())

function recorder(minutes: number | null): number {
  const device = addDevice(db, household)
  if (minutes !== null) writeZone(db, device.id, () => minutes, at('2026-06-02T00:00:00Z'))
  return addChannel(db, device, 1).id
}

test('without a device that says its zone the day is ours, with one it is that device’s', () => {
  recorder(null)
  expect(spanOfDay(admin, DAY)).toEqual({ from: at('2026-06-01T01:00:00Z'), to: at('2026-06-02T01:00:00Z') })
  const east = recorder(120)
  const there = { from: at('2026-05-31T22:00:00Z'), to: at('2026-06-01T22:00:00Z') }
  expect(spanOfDay(admin, DAY, east)).toEqual(there)
  // One zone is that of all who say theirs.
  expect(spanOfDay(admin, DAY)).toEqual(there)
})

test('where devices differ each has its own day, and all together ours', () => {
  const west = recorder(-300)
  expect(spanOfDay(admin, DAY, west).from).toEqual(at('2026-06-01T05:00:00Z'))
  expect(spanOfDay(admin, DAY).from).toEqual(at('2026-06-01T01:00:00Z'))
})

test('a day on which clocks are set is as long as it is there', () => {
  const device = addDevice(db, household)
  const change = +at('2026-03-29T01:00:00Z')
  writeZone(db, device.id, (time) => (+time < change ? 60 : 120), at('2026-06-02T00:00:00Z'))
  const { from, to } = spanOfDay(admin, '2026-03-29', addChannel(db, device, 1).id)
  expect([from.toISOString(), (+to - +from) / HOUR]).toEqual(['2026-03-28T23:00:00.000Z', 23])
})

test('a device that tells no more than how far it is from UTC now is in our zone where it is as far', () => {
  // An hour ahead, two from the last Sunday of March on.
  const ours = (time: Date) => (time < at('2026-03-29T01:00:00Z') ? 60 : 120)
  const now = () => at('2026-06-02T00:00:00Z')
  const spanOf = createSpanOfDay({ db, access: createAccess({ db }), now, zoneMinutes: ours })
  const camera = (utcOffsetMinutes: number) =>
    addChannel(db, addDevice(db, household, { info: { utcOffsetMinutes } as never }), 1).id
  const [here, elsewhere] = [camera(120), camera(180)]
  const from = (day: string, channel: number) => spanOf(admin, day, channel).from.toISOString()
  expect([from('2026-01-10', here), from(DAY, here)]).toEqual(['2026-01-09T23:00:00.000Z', '2026-05-31T22:00:00.000Z'])
  expect([from('2026-01-10', elsewhere), from(DAY, elsewhere)]).toEqual([
    '2026-01-09T21:00:00.000Z',
    '2026-05-31T21:00:00.000Z',
  ])
})

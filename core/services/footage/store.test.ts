// What two readers of one device learn of the same day: the one that asked later knows better.
import { expect, test } from 'bun:test'
import { createPeople } from '../../testing/people.ts'
import { createFootageStore, type Findings } from './store.ts'

const DAY = '2026-01-15'
const time = (clock: string) => new Date(`${DAY}T${clock}:00Z`)

async function createStand() {
  const people = await createPeople()
  const { caller } = await people.person({ username: 'anna' })
  const id = people.device(caller.householdId, 1).channels[0]?.id ?? 0
  const store = createFootageStore(people.db)
  /** The day was recorded from midnight until the device was asked. */
  const told = (asked: string, written: string, days = [15]) => {
    const range = { start: time('00:00'), end: time(asked), startOffset: 0, endOffset: 0, motion: [] }
    const found = { months: new Map([['2026-01', days]]), ranges: new Map(days.length ? [[DAY, [range]]] : []) }
    const findings: Findings = { ...found, today: DAY, at: time(asked), now: time(written) }
    store.write(id, findings)
    return store.spans(id, DAY).map(({ end }) => end)
  }
  return { told, [Symbol.asyncDispose]: () => people[Symbol.asyncDispose]() }
}

test('an answer that was long under way takes nothing from a newer one', async () => {
  await using stand = await createStand()
  expect(stand.told('12:00', '12:01')).toEqual([time('12:00')])
  expect(stand.told('11:00', '12:02')).toEqual([time('12:00')])
  expect(stand.told('10:00', '12:03', [])).toEqual([time('12:00')])
  expect(stand.told('12:04', '12:05')).toEqual([time('12:04')])
})

test('what was learnt while our clock was ahead holds back nothing', async () => {
  await using stand = await createStand()
  stand.told('18:00', '18:01')
  expect(stand.told('12:00', '12:01')).toEqual([time('12:00')])
})

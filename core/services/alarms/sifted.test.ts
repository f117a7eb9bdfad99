// What no index keeps apart is looked for among so many alarms at a time, and nothing is left out between two pages.
import { expect, test } from 'bun:test'
import type { Alarm } from '../../domain/alarm.ts'
import type { AlarmQuery, Cursor } from './pages.ts'
import { sift } from './sifted.ts'

/** So many alarms, the newest first by number; somebody has seen to those that `isSeenTo` says. */
function house(count: number, isSeenTo: (id: number) => boolean) {
  let read = 0
  const all = Array.from({ length: count }, (_, index) => {
    const id = count - index
    const acknowledged = isSeenTo(id) ? { acknowledged: { at: new Date(), by: 'anna' } } : {}
    return { id, beganAt: new Date(id), deviceId: 1, kind: id % 2 ? 'motion' : 'face', ...acknowledged } as Alarm
  })
  const list = ({ before, acknowledged }: AlarmQuery, most: number) => {
    const rows = all
      .filter(({ id }) => !before || id < before.id)
      .filter((alarm) => acknowledged === undefined || (alarm.acknowledged !== undefined) === acknowledged)
      .slice(0, most)
    read += rows.length
    return rows
  }
  return { list, read: () => read }
}

/** All pages of 26, and how many alarms the fullest of them took to look at. */
function pagesOf({ list, read }: ReturnType<typeof house>, query: Parameters<typeof sift>[1]) {
  const ids: number[] = []
  let dearest = 0
  for (let before: Cursor | undefined; ; ) {
    const from = read()
    const { alarms, lookedTo } = sift(list, { ...query, before }, 26)
    dearest = Math.max(dearest, read() - from)
    ids.push(...alarms.map(({ id }) => id))
    const last = alarms.length === 26 ? alarms.at(-1) : undefined
    const next = lookedTo ?? (last && { time: last.beganAt, id: last.id })
    if (!next) return { ids, dearest }
    before = next
  }
}

test('among twenty thousand that were seen to, the few others are found without any page looking at all of them', () => {
  const rare = new Set([1, 2, 777, 9000, 9001, 19_999])
  const { ids, dearest } = pagesOf(
    house(20_000, (id) => !rare.has(id)),
    { householdId: 1, kinds: ['motion', 'face'], acknowledged: false },
  )
  expect(ids).toEqual([...rare].sort((a, b) => b - a))
  expect(dearest).toBeLessThan(5000)
})

test('where nothing else is asked, those that wait for somebody are read without a look at the others', () => {
  const { ids, dearest } = pagesOf(
    house(20_000, (id) => id % 1000 !== 0),
    { householdId: 1, acknowledged: false },
  )
  expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => 20_000 - index * 1000))
  expect(dearest).toBe(20)
})

test('those that were seen to are sifted by kind and device, too', () => {
  const of = (query: object) =>
    pagesOf(
      house(300, (id) => id % 3 === 0),
      { householdId: 1, acknowledged: true, ...query },
    ).ids
  expect(of({})).toHaveLength(100)
  expect(of({ kinds: ['motion'] })).toEqual(of({}).filter((id) => id % 2 === 1))
  expect(of({ deviceId: 2 })).toEqual([])
})

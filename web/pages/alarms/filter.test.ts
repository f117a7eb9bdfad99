// Which alarms are listed: from the address to the question and back, and what may arrive.
import { expect, test } from 'bun:test'
import { beginOf } from '../../zone.ts'
import { addressQuery, askedAt, filterOf, isListed, isSome, questionOf } from './filter.ts'
import type { Item } from './item.ts'

const NOW = new Date('2026-03-10T12:00:00Z')
const read = (address: string) => filterOf(Object.fromEntries(new URLSearchParams(address)))

test('an address is read and written again as it was, and what makes no sense is left out', () => {
  const cases: [string, string][] = [
    ['', ''],
    ['kind=sound,motion&when=today&state=todo', '?kind=sound,motion&when=today&state=todo'],
    // As they were called before.
    ['kind=motion_detection&device=2', '?device=2&kind=motion'],
    ['channel=12&device=2', '?channel=12'],
    ['from=2026-03-05&to=2026-03-01', '?from=2026-03-01&to=2026-03-05'],
    ['when=week&from=2026-03-05', '?when=week'],
    ['to=2026-03-05', '?to=2026-03-05'],
    ['from=2026-13-40&device=x&kind=dragon,sound,sound&state=lost&when=ever', '?kind=sound'],
    ['what=events&kind=sound&device=2&state=open&when=yesterday', '?what=events&when=yesterday'],
  ]
  for (const [address, written] of cases) expect([address, addressQuery(read(address))]).toEqual([address, written])
  expect([isSome(read('what=all')), isSome(read('what=all&when=today'))]).toEqual([false, true])
})

test('days are those of whoever looks, and whole', () => {
  const ask = (address: string) => questionOf(askedAt(read(address), NOW))
  const day = (text: string) => beginOf(text).toISOString()
  expect(ask('when=today')).toEqual({ from: day('2026-03-10') })
  expect(ask('when=yesterday')).toEqual({ from: day('2026-03-09'), to: day('2026-03-10') })
  expect(ask('when=week')).toEqual({ from: day('2026-03-04') })
  expect(ask('from=2026-03-01&to=2026-03-02')).toEqual({ from: day('2026-03-01'), to: day('2026-03-03') })
  expect(ask('kind=sound,face&channel=7&state=todo')).toEqual({
    ...{ event: 'sound,face', channel_id: '7', acknowledged: 'false' },
  } as never)
  expect(ask('state=open')).toEqual({ open: 'true' })
  expect(ask('what=events&channel=7&state=done&to=2026-03-02')).toEqual({
    ...{ what: 'events', cameraId: '7', acknowledged: 'true', endDate: day('2026-03-03') },
  } as never)
})

test('what arrives is listed only where it belongs', () => {
  const item = {
    ...{ id: 1, device_id: 2, channel_id: 7, kind: 'sound', ended_at: null, acknowledged_at: null },
    created_at: NOW.toISOString(),
  } as Item
  const listed = (address: string, change: Partial<Item> = {}) =>
    isListed({ ...item, ...change }, askedAt(read(address), NOW))
  for (const address of [
    '',
    'device=2',
    'channel=7',
    'kind=face,sound',
    'when=today',
    'state=open',
    'state=todo',
    'what=all',
  ])
    expect([address, listed(address)]).toEqual([address, true])
  for (const address of [
    'device=3',
    'channel=8',
    'kind=face',
    'when=yesterday',
    'to=2026-03-09',
    'state=done',
    'what=events',
  ])
    expect([address, listed(address)]).toEqual([address, false])
  expect(listed('state=open', { ended_at: 'now' })).toBe(false)
  expect(listed('what=events', { source: 'appliance' })).toBe(true)
})

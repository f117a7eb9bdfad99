// By which index each page of alarms is read: whatever is filtered and however deep, nothing is read that is not shown.
import { expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { alarms } from '../../db/schema/index.ts'
import { addChannel, addDevice, addHousehold } from '../../testing/rows.ts'
import { hearStatements } from '../../testing/statements.ts'
import { type AlarmQuery, createPages } from './pages.ts'

const before = { time: new Date('2025-06-01T12:00:00Z'), id: 7 }
const places = [1, 2].map((channelNo) => ({ deviceId: 1, channelNo, channelId: channelNo }))

// Filter → the part of the index that must be sought by equality before the order of the list begins.
const PAGES: [string, AlarmQuery, string][] = [
  ['all', { householdId: 1 }, 'INDEX alarms_time (household_id=?'],
  ['a kind', { householdId: 1, kinds: ['motion'] }, 'INDEX alarms_kind_time (household_id=? AND kind=?'],
  ['a device', { householdId: 1, deviceId: 1 }, 'INDEX alarms_device (device_id=?'],
  [
    'a kind of a device',
    { householdId: 1, deviceId: 1, kinds: ['motion'] },
    'INDEX alarms_device_kind (device_id=? AND kind=?',
  ],
  ['places', { householdId: 1, places }, 'COVERING INDEX alarms_place (device_id=? AND channel_no=?'],
  [
    'a kind at places',
    { householdId: 1, places, kinds: ['motion'] },
    'COVERING INDEX alarms_place_kind (device_id=? AND channel_no=? AND kind=?',
  ],
  ['some days', { householdId: 1, from: new Date(7) }, 'INDEX alarms_time (household_id=?'],
  [
    'a kind of some days',
    { householdId: 1, kinds: ['motion'], from: new Date(7) },
    'INDEX alarms_kind_time (household_id=? AND kind=?',
  ],
  [
    'several kinds',
    { householdId: 1, kinds: ['motion', 'face'] },
    'COVERING INDEX alarms_kind_time (household_id=? AND kind=?',
  ],
  ['those that were seen to', { householdId: 1, acknowledged: true }, 'INDEX events_acknowledged (household_id=?'],
  [
    'those that wait for somebody',
    { householdId: 1, acknowledged: false },
    'INDEX events_unacknowledged (household_id=?',
  ],
  ['open ones', { householdId: 1, open: true }, 'INDEX alarms_open (household_id=?'],
  [
    'open ones of a device, kind and place',
    { householdId: 1, open: true, deviceId: 1, kinds: ['motion'], places },
    'INDEX alarms_open (household_id=?',
  ],
]

for (const [name, query, index] of PAGES)
  test(`a page of ${name} is sought where it begins, at any depth`, () => {
    using heard = hearStatements()
    const { db, close } = openDatabase(':memory:')
    for (const cursor of [undefined, before]) {
      heard.clear()
      expect(createPages(db)({ ...query, before: cursor }, 26)).toEqual([])
      const plans = heard.all().map((sql) => heard.plan(sql))
      const deep = cursor !== undefined || (query.places && !query.open)
      // Those of the cursor's own millisecond are looked at one by one: they are few.
      expect(plans.flat()).toContain(`SEARCH alarms USING ${index}${deep ? ' AND began_at<?)' : ')'}`)
      expect(plans.flat().join()).not.toMatch(/SCAN|TEMP B-TREE/)
    }
    close()
  })

test('many places give the same pages, however many of the alarms come from there', () => {
  const { db, close } = openDatabase(':memory:')
  const household = addHousehold(db)
  const device = addDevice(db, household)
  const channels = Array.from({ length: 20 }, (_, index) => addChannel(db, device, index + 1))
  for (let index = 0; index < 600; index++) {
    // The first channel is loud, the last ones are heard of once in a while, and three alarms at a time share a moment.
    const channel = channels[index % 7 === 0 ? index % 20 : 0]
    const beganAt = new Date(1_750_000_000_000 + Math.floor(index / 3) * 1000)
    db.insert(alarms)
      .values({
        uuid: Bun.randomUUIDv7(),
        householdId: household,
        deviceId: device.id,
        channelId: channel?.id ?? null,
        channelNo: channel?.channelNo ?? null,
        kind: index % 2 ? 'motion' : 'intrusion',
        rawType: 'VMD',
        message: 'Motion detected',
        beganAt,
      })
      .run()
  }
  const pages = createPages(db)
  const all = pages({ householdId: household }, 1000)
  expect(all).toHaveLength(600)
  for (const kinds of [undefined, ['motion'], ['intrusion', 'motion', 'face']] as const)
    for (const seen of [channels, channels.slice(1), channels.slice(1, 10), channels.slice(18)]) {
      const places = seen.map(({ deviceId, channelNo, id }) => ({ deviceId, channelNo, channelId: id }))
      const ids: number[] = []
      for (let cursor: AlarmQuery['before']; ; ) {
        const page = pages({ householdId: household, places, kinds, before: cursor }, 26)
        ids.push(...page.map(({ id }) => id))
        const last = page.at(-1)
        if (!last) break
        cursor = { time: last.beganAt, id: last.id }
      }
      const numbers = new Set(seen.map(({ channelNo }) => channelNo))
      const wanted = all.filter(
        (one) => numbers.has(one.channelNo ?? 0) && (!kinds || (kinds as readonly string[]).includes(one.kind)),
      )
      expect(ids).toEqual(wanted.map(({ id }) => id))
    }
  close()
})

// By which index each page of alarms is read: whatever is filtered and however deep, nothing is read that is not shown.
import { expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { hearStatements } from '../../testing/statements.ts'
import { type AlarmQuery, createPages } from './pages.ts'

const before = { time: new Date('2025-06-01T12:00:00Z'), id: 7 }
const places = [1, 2].map((channelNo) => ({ deviceId: 1, channelNo, channelId: channelNo }))

// Filter → the part of the index that must be sought by equality before the order of the list begins.
const PAGES: [string, AlarmQuery, string][] = [
  ['all', { householdId: 1 }, 'INDEX alarms_time (household_id=?'],
  ['a kind', { householdId: 1, kind: 'motion' }, 'INDEX alarms_kind_time (household_id=? AND kind=?'],
  ['a device', { householdId: 1, deviceId: 1 }, 'INDEX alarms_device (device_id=?'],
  [
    'a kind of a device',
    { householdId: 1, deviceId: 1, kind: 'motion' },
    'INDEX alarms_device_kind (device_id=? AND kind=?',
  ],
  ['places', { householdId: 1, places }, 'COVERING INDEX alarms_place (device_id=? AND channel_no=?'],
  [
    'a kind at places',
    { householdId: 1, places, kind: 'motion' },
    'COVERING INDEX alarms_place_kind (device_id=? AND channel_no=? AND kind=?',
  ],
  ['open ones', { householdId: 1, open: true }, 'INDEX alarms_open (household_id=?'],
  [
    'open ones of a device, kind and place',
    { householdId: 1, open: true, deviceId: 1, kind: 'motion', places },
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
      expect(plans).toContainEqual([`SEARCH alarms USING ${index}${deep ? ' AND began_at<?)' : ')'}`])
      expect(plans.flat().join()).not.toMatch(/SCAN|TEMP B-TREE/)
    }
    close()
  })

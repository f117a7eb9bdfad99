// Alarms of a channel that is switched off here: none is kept, and what went on ends at once.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import type { Alarm } from '../../domain/alarm.ts'
import { createLog } from '../../log.ts'
import { alarmSettings } from '../../testing/alarm-settings.ts'
import { createClock } from '../../testing/clock.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { createAccess } from '../access.ts'
import { createChannels } from '../channels.ts'
import { createAlarms } from './index.ts'

/** Two channels of one recorder. */
function start() {
  const stack = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(tmpdir(), 'alarms-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const bus = createBus((event, error) => {
    throw new Error(event, { cause: error })
  })
  const { now, timers, advance } = createClock()
  const access = createAccess({ db })
  const settings = alarmSettings({})
  const log = createLog('error', () => {})
  const alarms = stack.use(
    createAlarms({ db, bus, access, activity: { record() {} }, settings, now, timers, dataFolder, log }),
  )
  const channels = createChannels({ db, access, bus, activity: { record: () => {} }, now })
  const household = addHousehold(db)
  const admin = addPerson(db, household, 'admin')
  const device = addDevice(db, household)
  const ids = [1, 2].map((number) => addChannel(db, device, number, { can: { alarms: ['motion', 'tamper'] } }).id)
  const ended: Alarm[] = []
  bus.on('alarm.ended', (alarm) => ended.push(alarm))
  const say = (channelNo: number, kind: 'motion' | 'tamper' | 'face' = 'motion') =>
    alarms.notice(device.id, {
      ...{ kind, rawType: kind, active: true, sourceKey: `ip:${channelNo}` },
      ...{ time: null, region: null, target: null, picture: null },
    })
  const use = (channelNo: 1 | 2, inUse: boolean) => channels.change(admin, ids[channelNo - 1]!, { inUse })
  const listed = () => alarms.list(admin).alarms.map(({ channelNo, kind, endReason }) => [channelNo, kind, endReason])
  return {
    alarms,
    channels,
    admin,
    say,
    use,
    listed,
    ended,
    advance,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

test('switching a channel off ends what goes on there and nothing else', async () => {
  await using stand = start()
  for (const channelNo of [1, 2]) stand.say(channelNo)
  stand.say(1, 'tamper')
  stand.use(1, false)
  expect(stand.alarms.open().map(({ channelNo }) => channelNo)).toEqual([2])
  expect(stand.ended.map(({ kind, endReason }) => [kind, endReason])).toEqual([
    ['motion', 'off'],
    ['tamper', 'off'],
  ])
  expect(stand.listed().toSorted()).toEqual([
    [1, 'motion', 'off'],
    [1, 'tamper', 'off'],
    [2, 'motion', null],
  ])
  await stand.advance(3_600_000)
  expect(stand.ended.map(({ channelNo }) => channelNo)).toEqual([1, 1, 2])
})

test('no alarm of it is kept, and none makes it able to raise more, until it is on again', async () => {
  await using stand = start()
  stand.use(1, false)
  stand.say(1)
  stand.say(1, 'face')
  expect(stand.listed()).toEqual([])
  expect(stand.channels.list(stand.admin)[0]!.can.alarms).toEqual(['motion', 'tamper'])
  stand.use(1, true)
  stand.say(1)
  expect(stand.listed()).toEqual([[1, 'motion', null]])
})

test('an alarm is another one when the channel was off in between', async () => {
  await using stand = start()
  stand.say(1)
  stand.use(1, false)
  stand.use(1, true)
  stand.say(1)
  expect(stand.listed()).toEqual([
    [1, 'motion', null],
    [1, 'motion', 'off'],
  ])
})

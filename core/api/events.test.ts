// Live updates reach those who may see what they are about.
import { expect, test } from 'bun:test'
import type { Alarm } from '../domain/alarm.ts'
import type { Caller } from '../domain/caller.ts'
import { createPeople } from '../testing/people.ts'
import { eventStream } from './events.ts'

test('each caller hears of what he may see, in the words of the API', async () => {
  await using people = createPeople()
  const owner = await people.person({ username: 'anna' })
  const viewer = await people.person({ username: 'dora' }, owner.caller)
  people.services.settings.set(owner.caller, 'open_registration', true)
  const stranger = await people.person({ username: 'eve' })
  const { device, channels } = people.device(owner.user.householdId)
  const [first, second] = channels
  if (!first || !second) throw new Error('no channels')
  people.grant(viewer.user.id, first.id)

  const events = eventStream(people.services, people.bus)
  const heard = new Map<Caller, string[]>()
  using subscriptions = new DisposableStack()
  for (const { caller } of [owner, viewer, stranger]) {
    heard.set(caller, [])
    subscriptions.use(
      events.subscribe(caller, (name, data) => void heard.get(caller)?.push(`${name} ${JSON.stringify(data)}`)),
    )
  }
  const { householdId } = owner.user
  const alarm = (channelId: number | null): Alarm => ({
    id: channelId ?? 99,
    uuid: 'u',
    householdId,
    deviceId: device.id,
    channelId,
    channelNo: channelId,
    channelName: 'x',
    deviceAddress: 'x',
    kind: 'motion',
    rawType: 'VMD',
    message: 'Motion detected',
    region: null,
    area: null,
    target: null,
    rule: null,
    deviceTime: null,
    beganAt: people.now(),
    endedAt: null,
    endReason: null,
    hasPicture: false,
    recordingId: null,
  })
  const { bus } = people
  bus.emit('alarm.began', alarm(first.id))
  bus.emit('alarm.began', alarm(second.id))
  bus.emit('alarm.ended', alarm(null))
  const state = {
    phase: 'away',
    since: people.now(),
    fault: { kind: 'device-timeout', message: 'No answer' },
    retryAt: null,
  } as const
  bus.emit('device.state', { deviceId: device.id, householdId, state })
  bus.emit('channels.changed', { deviceId: device.id, householdId })
  bus.emit('channel.configured', { channelId: first.id, deviceId: device.id, householdId })
  bus.emit('channel.configured', { channelId: second.id, deviceId: device.id, householdId })
  bus.emit('snapshot.taken', { channelId: first.id, jpeg: new Uint8Array(), takenAt: people.now() })
  bus.emit('snapshot.taken', { channelId: second.id, jpeg: new Uint8Array(), takenAt: people.now() })
  bus.emit('alarm.removed', { householdId, alarmIds: 'all' })
  bus.emit('device.removed', { deviceId: device.id, householdId, hubKey: 'x' })

  const names = (caller: Caller) => heard.get(caller)?.map((line) => line.split(' ')[0])
  expect(names(owner.caller)).toEqual([
    'alarm.began',
    'alarm.began',
    'alarm.ended',
    'device.state',
    'channels.changed',
    'channel.configured',
    'channel.configured',
    'snapshot',
    'snapshot',
    'alarm.removed',
    'device.removed',
  ])
  expect(names(viewer.caller)).toEqual([
    'alarm.began',
    'device.state',
    'channels.changed',
    'channel.configured',
    'snapshot',
    'alarm.removed',
    'device.removed',
  ])
  expect(heard.get(stranger.caller)).toEqual([])
  expect(heard.get(owner.caller)?.[3]).toBe(
    `device.state {"device_id":${device.id},"state":{"phase":"away","since":"2026-01-15T12:00:00.000Z","reason":"No answer","kind":"device-timeout","retry_at":null}}`,
  )
  subscriptions.dispose()
  bus.emit('alarm.removed', { householdId, alarmIds: [1] })
  expect(names(owner.caller)).toHaveLength(11)
})

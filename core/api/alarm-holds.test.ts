// How long the alarms of one channel last, through the front door.
import { expect, test } from 'bun:test'
import { settle } from '../testing/clock.ts'
import { createDevicesStand } from '../testing/devices-stand.ts'

const HOST = '192.0.2.5'

async function createStand() {
  const stand = await createDevicesStand()
  stand.driver.add(HOST, 2)
  await stand.ask('POST', '/api/devices', stand.form(HOST))
  await settle()
  return stand
}

test('a channel is given its own times, keeps them over a sync, and goes back to what is usual', async () => {
  await using stand = await createStand()
  const told: number[] = []
  using _ = stand.bus.on('channels.changed', ({ deviceId }) => void told.push(deviceId))
  const usual = { hold: 10, min_on: 2, max: 1800 }
  const first = await stand.ask('GET', '/api/channels/1/alarm-holds')
  expect(first.body).toEqual({ success: true, data: [{ kind: 'motion', label: 'Motion', own: null, usual }] })
  const set = await stand.ask('PUT', '/api/channels/1/alarm-holds/motion', { hold: 45, max: null })
  expect(set.status).toBe(200)
  expect(set.body.data).toMatchObject([{ own: { hold: 45, max: null }, usual }])
  expect(told).toEqual([1])
  stand.people.services.settings.set(stand.admin.caller, 'alarm_hold', { motion: { hold: 20 } })
  await stand.ask('POST', '/api/devices/1/sync')
  const [{ own, usual: household }] = (await stand.ask('GET', '/api/channels/1/alarm-holds')).body.data
  expect([own, household.hold]).toEqual([{ hold: 45, max: null }, 20])
  expect((await stand.ask('GET', '/api/channels/2/alarm-holds')).body.data[0].own).toBeNull()
  expect((await stand.ask('PUT', '/api/channels/1/alarm-holds/motion', {})).body.data[0].own).toBeNull()
  const { items } = stand.services.activity.list(stand.admin.caller, { limit: 50 })
  expect(items.filter(({ action }) => action === 'set_alarm_hold')).toMatchObject([
    { metadata: { kind: 'motion', before: { hold: 45, max: null }, after: {} } },
    { metadata: { kind: 'motion', before: {}, after: { hold: 45, max: null } } },
  ])
})

test('what cannot be is refused, and only who manages may set it', async () => {
  await using stand = await createStand()
  const put = (at: string, body: unknown, token?: string) => stand.ask('PUT', `/api/channels/${at}`, body, token)
  for (const wrong of [{ hold: -1 }, { hold: '5' }, { hold: null }, { min_on: 86_401 }, { max: -1 }, { holds: 5 }, 7])
    expect([wrong, (await put('1/alarm-holds/motion', wrong)).status]).toEqual([wrong, 400])
  expect((await put('1/alarm-holds/motion', { hold: -1 })).body.errors[0].path).toBe('body.hold')
  expect((await put('1/alarm-holds/nonsense', { hold: 5 })).status).toBe(400)
  for (const unknown of ['1/alarm-holds/tamper', '1/alarm-holds/disk_full', '99/alarm-holds/motion'])
    expect([unknown, (await put(unknown, { hold: 5 })).status]).toEqual([unknown, 404])
  const operator = await stand.people.person({ username: 'carl', role: 'operator' }, stand.admin.caller)
  expect((await put('1/alarm-holds/motion', { hold: 5 }, operator.accessToken)).status).toBe(403)
  expect((await stand.ask('GET', '/api/channels/1/alarm-holds', undefined, operator.accessToken)).status).toBe(200)
  stand.people.services.settings.set(stand.admin.caller, 'open_registration', true)
  const stranger = await stand.people.person({ username: 'eve' })
  expect((await put('1/alarm-holds/motion', { hold: 5 }, stranger.accessToken)).status).toBe(404)
})

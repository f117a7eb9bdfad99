// Being told of alarms through the front door of the whole appliance.
import { expect, test } from 'bun:test'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { startPushService } from '../testing/push-service.ts'
import { createTestApp, OWNER } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

test('a browser subscribes, is told of an alarm, is tried out, changed and removed', async () => {
  const driver = createFakeDriver()
  driver.add('192.0.2.7')
  await using service = startPushService()
  await using porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  expect((await ask('POST', '/api/devices', device)).status).toBe(201)
  const channels = await until('channels are there', async () => {
    const { body } = await ask('GET', '/api/channels')
    return body.length > 0 && body
  })
  const before = (await ask('GET', '/api/push')).body
  expect(before.data).toEqual([])
  expect(before.public_key).toMatch(/^B[\w-]{86}$/)
  const { subscription, got } = await service.browser()
  const body = { ...subscription, kinds: ['motion'], channel_ids: [channels[0].uuid] }
  const made = await ask('POST', '/api/push', body)
  expect([made.status, made.body.data.channel_ids]).toEqual([201, [channels[0].id]])
  const path = `/api/push/${made.body.data.id}`

  const what = { kind: 'motion', rawType: 'VMD', active: true, time: null, region: null, target: null } as const
  porchlight.app.services.alarms.notice(1, { ...what, sourceKey: channels[0].source_key, picture: null })
  await until('it is told', () => got.length === 1)
  const { items } = (await ask('GET', '/api/user/alarm')).body
  expect(JSON.parse(got[0]?.text ?? '')).toMatchObject({ type: 'alarm', id: items[0].id, where: channels[0].name })
  expect(got[0]?.signer).toBe(before.public_key)

  expect((await ask('POST', `${path}/test`)).body.data).toMatchObject({ delivered: true, status: 201 })
  expect(JSON.parse(got[1]?.text ?? '')).toEqual({ type: 'test' })
  const changed = await ask('PUT', path, { kinds: null })
  expect(changed.body.data).toMatchObject({ kinds: null, channel_ids: [channels[0].id] })
  expect((await ask('PUT', path, {})).status).toBe(200)
  await porchlight.restart()
  const kept = (await ask('GET', '/api/push')).body
  expect([kept.public_key, kept.sign_in]).toEqual([before.public_key, before.sign_in])
  expect(kept.data[0].service).toBe(new URL(service.url).host)

  // Another secret key ends all sign-ins, and gives another pair: whoever had the former one could write to browsers.
  expect((await ask('POST', '/api/system/rotate-key', { confirm: true })).status).toBe(200)
  const mine = (await ask('POST', '/api/auth/login', OWNER, null)).body.token
  const gone = (await ask('GET', '/api/push', undefined, mine)).body
  expect([gone.data, gone.public_key === before.public_key, gone.sign_in === before.sign_in]).toEqual([
    [],
    false,
    false,
  ])
  const { id } = (await ask('POST', '/api/push', body, mine)).body.data
  for (const [wrong, field] of [
    [{ ...body, endpoint: 'ftp://x/' }, 'body.endpoint'],
    [{ ...body, endpoint: 'https://169.254.169.254/' }, 'body.endpoint'],
    [{ ...body, keys: { p256dh: 'a b', auth: 'x' } }, 'body.keys.p256dh'],
    [{ ...body, keys: { ...body.keys, p256dh: 'BBBB' } }, 'body.keys'],
    [{ ...body, kinds: ['weather'] }, 'body.kinds.0'],
    [{ ...body, channel_ids: [] }, 'body.channel_ids'],
  ] as const) {
    const answer = await ask('POST', '/api/push', wrong, mine)
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, field])
  }
  const key = (await ask('POST', '/api/keys', { name: 'script' }, mine)).body.data.key
  expect((await ask('GET', '/api/push', undefined, key)).status).toBe(403)
  expect((await ask('DELETE', `/api/push/${id}`, undefined, mine)).status).toBe(200)
  expect((await ask('GET', '/api/push', undefined, mine)).body.data).toEqual([])
}, 120_000)

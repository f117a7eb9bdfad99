// Webhooks through the front door of the whole appliance.
import { expect, test } from 'bun:test'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

test('a receiver is told of an alarm in the words of the API, also of its end by a restart', async () => {
  const driver = createFakeDriver()
  driver.add('192.0.2.7')
  const got: { type: string; data: Record<string, unknown> }[] = []
  await using receiver = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      got.push((await request.json()) as (typeof got)[number])
      return new Response()
    },
  })
  await using porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  expect((await ask('POST', '/api/devices', device)).status).toBe(201)
  const channels = await until('channels are there', async () => {
    const { body } = await ask('GET', '/api/channels')
    return body.length > 0 && body
  })
  const url = `http://127.0.0.1:${receiver.port}/in`
  const made = await ask('POST', '/api/webhooks', { name: 'Lamp', url, channel_ids: [channels[0].uuid] })
  expect([made.status, made.body.data.secret.startsWith('whsec_')]).toEqual([201, true])
  const { id } = made.body.data
  expect((await ask('GET', `/api/webhooks/${id}`)).body.data).toMatchObject({ url, channel_ids: [channels[0].id] })

  const what = { kind: 'motion', rawType: 'VMD', active: true, rule: 'Front garden' } as const
  const notice = { ...what, time: null, region: null, target: null }
  porchlight.app.services.alarms.notice(1, { ...notice, sourceKey: channels[0].source_key, picture: null })
  await until('its beginning is told', () => got.length === 1)
  const { items } = (await ask('GET', '/api/user/alarm')).body
  expect(got[0]).toMatchObject({ type: 'alarm.began', data: { ...items[0], rule: 'Front garden', ended_at: null } })
  await porchlight.restart()
  await until('its end is told', () => got.length === 2)
  expect(got[1]).toMatchObject({ type: 'alarm.ended', data: { id: items[0].id, end_reason: 'restart' } })

  const tried = await ask('POST', `/api/webhooks/${id}/test`)
  expect(tried.body.data).toMatchObject({ delivered: true, status: 200 })
  for (const [body, field] of [
    [{ url: 'ftp://x/' }, 'body.url'],
    [{ url: 'http://169.254.169.254/' }, 'body.url'],
    [{ kinds: ['weather'] }, 'body.kinds.0'],
    [{ channel_ids: [] }, 'body.channel_ids'],
    [{ name: '\u2028' }, 'body.name'],
  ] as const) {
    const answer = await ask('PUT', `/api/webhooks/${id}`, body)
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, field])
  }
  expect((await ask('PUT', `/api/webhooks/${id}`, { channel_ids: [4711] })).status).toBe(404)
  const off = await ask('PUT', `/api/webhooks/${id}`, { is_enabled: false, kinds: ['face'] })
  expect(off.body.data).toMatchObject({ is_enabled: false, kinds: ['face'], name: 'Lamp' })
  const reader = (await ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data.key
  expect((await ask('GET', '/api/webhooks', undefined, reader)).status).toBe(403)
  expect((await ask('DELETE', `/api/webhooks/${id}`)).status).toBe(200)
  expect((await ask('GET', '/api/webhooks')).body.data).toEqual([])
}, 120_000)

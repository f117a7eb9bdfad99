// Settings, API keys, activity and jobs through the front door.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { settings } from '../db/schema/index.ts'
import { createSettings } from '../services/settings.ts'
import { createDoor } from '../testing/door.ts'

type Item = { key: string; value: unknown; locked: boolean; locked_by: string | null; default: unknown; scope: string }
const found = (body: { data: Item[] }, key: string) => body.data.find((item) => item.key === key)

test('settings are listed with value, default and lock, changed, and put back', async () => {
  await using door = await createDoor({
    env: { PORCHLIGHT_MQTT_PREFIX: 'house', PORCHLIGHT_MQTT_URL: 'mqtt://u:topsecret@broker.example' },
  })
  const { accessToken: token } = await door.person({ username: 'anna' })
  const told: (string | null)[] = []
  using _ = door.bus.on('setting.changed', ({ key }) => void told.push(key))
  const list = await door.ask('GET', '/api/settings', { token })
  expect(found(list.body, 'discovery')).toEqual({
    key: 'discovery',
    value: 'device',
    default: 'device',
    locked: false,
    locked_by: null,
    scope: 'appliance',
  })
  expect(found(list.body, 'mqtt_prefix')).toMatchObject({
    value: 'house',
    locked: true,
    locked_by: 'PORCHLIGHT_MQTT_PREFIX',
  })
  expect(found(list.body, 'mqtt_url')).toMatchObject({ value: '***', locked: true })
  expect(JSON.stringify(list.body)).not.toContain('topsecret')
  expect(door.services.settings.get('mqtt_url')).toBe('mqtt://u:topsecret@broker.example')

  const put = (key: string, value: unknown) => door.ask('PUT', `/api/settings/${key}`, { token, body: { value } })
  expect((await put('discovery', 'entity')).body.data.value).toBe('entity')
  expect(door.services.settings.get('discovery')).toBe('entity')
  expect((await put('discovery', null)).body.data.value).toBe('device')
  expect(told).toEqual(['discovery', 'discovery'])
  expect((await put('mqtt_prefix', 'x')).status).toBe(409)
  expect((await put('nope', 1)).status).toBe(404)
  expect((await put('constructor', 1)).status).toBe(404)
})

test('user and password of the broker that the variable names win over those of the page', async () => {
  await using door = await createDoor({ env: { PORCHLIGHT_MQTT_URL: 'mqtt://house:100%sure%20@broker.example' } })
  const { accessToken: token } = await door.person({ username: 'anna' })
  const put = (key: string, value: unknown) => door.ask('PUT', `/api/settings/${key}`, { token, body: { value } })
  expect((await put('mqtt_user', 'stale')).status).toBe(409)
  expect((await put('mqtt_password', 'stale')).status).toBe(409)
  const { body } = await door.ask('GET', '/api/settings', { token })
  expect(found(body, 'mqtt_user')).toMatchObject({ value: 'house', locked_by: 'PORCHLIGHT_MQTT_URL' })
  expect(found(body, 'mqtt_password')).toMatchObject({ value: '***', locked_by: 'PORCHLIGHT_MQTT_URL' })
  expect(JSON.stringify(body)).not.toContain('sure')
})

test('without a user in the variable the page gives one', async () => {
  await using door = await createDoor({ env: { PORCHLIGHT_MQTT_URL: 'mqtt://broker.example' } })
  const { accessToken: token } = await door.person({ username: 'anna' })
  for (const key of ['mqtt_user', 'mqtt_password'])
    expect((await door.ask('PUT', `/api/settings/${key}`, { token, body: { value: 'mine' } })).status).toBe(200)
})

const bad: [string, unknown][] = [
  ['open_registration', 'yes'],
  ['discovery', 'both'],
  ['discovery_prefix', 'a b'],
  ['discovery_prefix', '#'],
  ['hub_birth_topic', 'home/+/birth'],
  ['hub_birth_topic', '$SYS/birth'],
  ['hub_birth_topic', ''],
  ['hub_snapshot_seconds', 5],
  ['hub_snapshot_seconds', 1.5],
  ['hub_picture_idle_hours', -1],
  ['hub_images', 'none'],
  ['public_url', 'ftp://x'],
  ['mqtt_url', 'http://x'],
  ['mqtt_url', { a: 1 }],
  ['alarm_hold', { nonsense: { hold: 1 } }],
  ['alarm_hold', { motion: { hold: -1 } }],
  ['alarm_hold', 7],
]
test('a value that a setting cannot have is 400 and says why', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  for (const [key, value] of bad) {
    const answer = await door.ask('PUT', `/api/settings/${key}`, { token, body: { value } })
    expect([key, answer.status]).toEqual([key, 400])
    expect(answer.body.errors[0].path).toStartWith('body.value')
  }
  expect((await door.ask('PUT', '/api/settings/discovery', { token, body: {} })).body.detail).toBe('value is required')
})

const overlapping: [key: string, value: string, other: string][] = [
  ['mqtt_prefix', 'homeassistant', 'discovery_prefix'],
  ['mqtt_prefix', 'homeassistant/house', 'discovery_prefix'],
  ['discovery_prefix', 'porchlight', 'mqtt_prefix'],
  ['discovery_prefix', 'porchlight/hub', 'mqtt_prefix'],
]
test('our topics and those of discovery are not the same, nor below each other', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  const put = (key: string, value: unknown) => door.ask('PUT', `/api/settings/${key}`, { token, body: { value } })
  for (const [key, value, other] of overlapping) {
    const { status, body } = await put(key, value)
    expect([key, value, status]).toEqual([key, value, 400])
    expect(body.errors[0].path).toBe('body.value')
    for (const name of [key, other]) expect(body.detail).toContain(name)
  }
  expect((await put('mqtt_prefix', 'homeassistant2')).status).toBe(200)
  expect((await put('discovery_prefix', 'porchlight/hub')).status).toBe(200)
  const back = await put('mqtt_prefix', null)
  expect([back.status, back.body.errors[0].path]).toEqual([400, 'body.value'])
  expect(door.services.settings.get('mqtt_prefix')).toBe('homeassistant2')
})

test('a variable that would lay our topics into those of discovery ends the start', async () => {
  const named = (env: Record<string, string>) => createDoor({ env }).then((door) => door[Symbol.asyncDispose]())
  const both = /PORCHLIGHT_MQTT_PREFIX[\s\S]*PORCHLIGHT_DISCOVERY_PREFIX/
  await expect(named({ PORCHLIGHT_MQTT_PREFIX: 'a/b', PORCHLIGHT_DISCOVERY_PREFIX: 'a' })).rejects.toThrow(both)
  await expect(named({ PORCHLIGHT_MQTT_PREFIX: 'homeassistant' })).rejects.toThrow(
    /PORCHLIGHT_MQTT_PREFIX.*discovery_prefix/,
  )
  await expect(named({ PORCHLIGHT_DISCOVERY_PREFIX: 'porchlight/x' })).rejects.toThrow(
    /PORCHLIGHT_DISCOVERY_PREFIX.*mqtt_prefix/,
  )
  await named({ PORCHLIGHT_MQTT_PREFIX: 'homeassistant', PORCHLIGHT_DISCOVERY_PREFIX: 'ha' })
})

test('prefixes that were stored below each other once are warned of, and the start goes on', async () => {
  await using door = await createDoor()
  const row = { householdId: 0, key: 'mqtt_prefix', value: 'homeassistant/x', updatedAt: door.now() }
  door.db.insert(settings).values(row).run()
  createSettings({ ...door, ...door.services })
  expect(door.lines.join()).toContain('mqtt_prefix')
})

test('a secret is stored encrypted, shown masked and kept over a restart of the service', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  const answer = await door.ask('PUT', '/api/settings/mqtt_url', {
    token,
    body: { value: 'mqtt://u:topsecret@b.example' },
  })
  expect(answer.body.data.value).toBe('***')
  expect(JSON.stringify(door.db.query.settings.findMany().sync())).not.toContain('topsecret')
  expect(door.services.settings.get('mqtt_url')).toBe('mqtt://u:topsecret@b.example')
  const log = await door.ask('GET', '/api/activity', { token })
  expect(JSON.stringify(log.body)).not.toContain('topsecret')
})

test('a secret written with another key counts as not set, and can be entered again', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  const put = (value: string) => door.ask('PUT', '/api/settings/mqtt_url', { token, body: { value } })
  await put('mqtt://u:topsecret@b.example')
  door.db.update(settings).set({ value: 'v1.00000000.AAAA' }).where(eq(settings.key, 'mqtt_url')).run()
  const fresh = createSettings({ ...door, ...door.services })
  expect(fresh.get('mqtt_url')).toBeNull()
  expect(door.lines.join()).toContain('mqtt_url')
  expect((await door.ask('GET', '/api/settings', { token })).status).toBe(200)
  expect((await put('mqtt://u:again@b.example')).status).toBe(200)
})

test('the appliance is the founder’s, the household its admins’, and reading the operators’', async () => {
  await using door = await createDoor()
  const { caller, accessToken } = await door.person({ username: 'anna' })
  const admin = await door.person({ username: 'bob', role: 'admin' }, caller)
  const operator = await door.person({ username: 'carl', role: 'operator' }, caller)
  const viewer = await door.person({ username: 'dora', role: 'viewer' }, caller)
  const put = (token: string, key: string, value: unknown) =>
    door.ask('PUT', `/api/settings/${key}`, { token, body: { value } }).then(({ status }) => status)
  const hold = { motion: { hold: 20 } }
  expect(await put(admin.accessToken, 'open_registration', true)).toBe(403)
  expect(await put(admin.accessToken, 'alarm_hold', hold)).toBe(200)
  expect(door.services.settings.get('alarm_hold', caller.householdId)).toEqual(hold)
  expect(door.services.settings.get('alarm_hold', 999)).toEqual({})
  expect(await put(operator.accessToken, 'alarm_hold', hold)).toBe(403)
  expect(await put(viewer.accessToken, 'nope', hold)).toBe(403)
  const seen: { scope: string }[] = (await door.ask('GET', '/api/settings', { token: operator.accessToken })).body.data
  expect(new Set(seen.map(({ scope }) => scope))).toEqual(new Set(['household']))
  expect((await door.ask('GET', '/api/settings', { token: viewer.accessToken })).status).toBe(403)
  expect((await door.ask('GET', '/api/hub', { token: viewer.accessToken })).status).toBe(403)
  const hub = async (token: string) => (await door.ask('GET', '/api/hub', { token })).body
  expect(await hub(operator.accessToken)).toMatchObject({ connected: false, node_id: 'abc', url: null })
  expect(await hub(accessToken)).toMatchObject({ url: 'mqtt://broker.example:1883' })
})

test('an API key opens like a sign-in, in both headers, until it is deleted', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  const made = await door.ask('POST', '/api/keys', { token, body: { name: 'script' } })
  expect(made.status).toBe(201)
  const { key, uuid } = made.body.data
  expect(key).toMatch(/^pl_[\w-]{43}$/)
  expect((await door.ask('GET', '/api/auth/me', { key })).body.data.username).toBe('anna')
  expect((await door.ask('GET', '/api/auth/me', { token: key })).status).toBe(200)
  const list = await door.ask('GET', '/api/keys', { token })
  expect(list.body.data).toMatchObject([
    { name: 'script', read_only: false, hint: key.slice(0, 8), last_used_at: door.now().toISOString() },
  ])
  expect(JSON.stringify(list.body)).not.toContain(key)
  expect(JSON.stringify(door.db.query.apiKeys.findMany().sync())).not.toContain(key)
  expect((await door.ask('DELETE', `/api/keys/${uuid}`, { token })).status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { key })).body.detail).toBe('Invalid API key')
  expect((await door.ask('DELETE', `/api/keys/${uuid}`, { token })).status).toBe(404)
})

test('a reading key reads, an expired one does nothing, and none makes another or changes the password', async () => {
  await using door = await createDoor()
  const { accessToken: token, password } = await door.person({ username: 'anna' })
  const make = (body: object) => door.ask('POST', '/api/keys', { token, body })
  const { key } = (await make({ name: 'reader', read_only: true, expires_at: '2026-01-15T13:00:00Z' })).body.data
  expect((await door.ask('GET', '/api/settings', { key })).status).toBe(200)
  const refused = await door.ask('PUT', '/api/settings/discovery', { key, body: { value: 'off' } })
  expect(refused.status).toBe(403)
  expect(refused.body.detail).toContain('may only read')
  expect((await door.ask('POST', '/api/keys', { key, body: { name: 'x' } })).status).toBe(403)
  expect(
    (
      await door.ask('POST', '/api/auth/change-password', {
        key,
        body: { old_password: password, new_password: 'abcdef' },
      })
    ).status,
  ).toBe(403)
  expect((await door.ask('POST', '/api/auth/logout', { key })).status).toBe(409)
  door.pass(3601)
  expect((await door.ask('GET', '/api/settings', { key })).status).toBe(401)
  expect((await make({ name: 'late', expires_at: '2026-01-15T13:00:00Z' })).body.errors[0].path).toBe('body.expires_at')
  expect((await make({ name: '' })).status).toBe(400)
  expect((await make({ name: '\u0007' })).status).toBe(400)
  expect((await make({ name: 'back\u202eup\n' })).body.data.name).toBe('back up')
})

test('nobody sees or deletes another one’s keys', async () => {
  await using door = await createDoor()
  const { accessToken: token, caller } = await door.person({ username: 'anna' })
  const bob = await door.person({ username: 'bob', role: 'admin' }, caller)
  const { uuid, id } = (await door.ask('POST', '/api/keys', { token, body: { name: 'mine' } })).body.data
  expect((await door.ask('GET', '/api/keys', { token: bob.accessToken })).body.data).toEqual([])
  expect((await door.ask('DELETE', `/api/keys/${uuid}`, { token: bob.accessToken })).status).toBe(404)
  expect((await door.ask('DELETE', `/api/keys/${id}`, { token: bob.accessToken })).status).toBe(404)
})

test('the activity log is paged without doubles or gaps, and is the admins’', async () => {
  await using door = await createDoor()
  const { accessToken: token, caller } = await door.person({ username: 'anna' })
  const viewer = await door.person({ username: 'dora' }, caller)
  for (let i = 0; i < 7; i++)
    door.services.activity.record(caller, { action: `step_${i}`, metadata: { password: 'x', url: 'rtsp://u:p@h/' } })
  const seen: string[] = []
  let cursor: string | null = ''
  do {
    const { body } = await door.ask('GET', `/api/activity?limit=3&cursor=${cursor}`, { token })
    expect(body.data.length).toBeLessThanOrEqual(3)
    seen.push(...body.data.map((row: { action: string }) => row.action))
    cursor = body.has_more ? body.next_cursor : null
  } while (cursor !== null)
  expect(seen).toEqual([
    'step_6',
    'step_5',
    'step_4',
    'step_3',
    'step_2',
    'step_1',
    'step_0',
    'create_user',
    'register',
  ])
  const { body } = await door.ask('GET', '/api/activity?limit=1', { token })
  expect(body.data[0]).toMatchObject({
    username: 'anna',
    metadata: { password: '***', url: 'rtsp://***@h/' },
    ip_address: '192.0.2.1',
  })
  expect((await door.ask('GET', '/api/activity', { token: viewer.accessToken })).status).toBe(403)
  for (const query of ['limit=0', 'limit=101', 'limit=1e2', 'cursor=x', 'cursor=1.2.3'])
    expect((await door.ask('GET', `/api/activity?${query}`, { token })).status).toBe(400)
})

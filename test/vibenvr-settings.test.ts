// Settings as VibeNVR's clients read and send them: what drives ours, what is kept, who may, and that no secret comes back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KEYS, rowOf } from '../plugins/vibenvr-compat/settings-table.ts'
import { createVibeStand, PASSWORD, type VibeStand } from './vibenvr-stand.ts'

setDefaultTimeout(60_000)

type Who = 'founder' | 'admin' | 'operator' | 'viewer' | 'reader'
let stand: VibeStand
let keys: Record<Who, Record<string, string>>
beforeAll(async () => {
  stand = await createVibeStand()
  const { it } = stand
  const keyOf = async (username: string, role: 'admin' | 'operator' | 'viewer') => {
    await stand.person(username, role)
    const { token } = (await it.ask('POST', '/api/auth/login', { username, password: PASSWORD }, null)).body
    return { 'x-api-key': (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key as string }
  }
  keys = {
    founder: await stand.key(),
    reader: await stand.key(true),
    admin: await keyOf('second', 'admin'),
    operator: await keyOf('porter', 'operator'),
    viewer: await keyOf('guest', 'viewer'),
  }
})
afterAll(() => stand?.it[Symbol.asyncDispose]())

const ask = (method: string, path: string, who: Who = 'founder', body?: unknown) =>
  stand.ask(method, path, keys[who], body)
const all = async (who: Who = 'founder') => (await ask('GET', '/settings', who)).body
const one = async (key: string, who: Who = 'founder') => (await ask('GET', `/settings/${key}`, who)).body.value
const put = (key: string, value: unknown, who: Who = 'founder') => ask('PUT', `/settings/${key}`, who, { value })
const bulk = (body: unknown, who: Who = 'founder') => ask('POST', '/settings/bulk', who, body)
const own = () => stand.it.app.services.settings
/** As a page sends them back: everything as it was told, as texts. */
const asPage = async (who: Who = 'founder') =>
  Object.fromEntries(Object.entries<{ value: string }>(await all(who)).map(([key, { value }]) => [key, value]))

test('all settings are told to an admin as texts, each with what it is, and no secret among them', async () => {
  const { status, body } = await ask('GET', '/settings')
  expect(status).toBe(200)
  const names = Object.keys(body).filter((key) => !key.endsWith('_set'))
  expect(names).toHaveLength(53)
  for (const [key, entry] of Object.entries(body)) {
    expect(Object.keys(entry as object)).toEqual(['value', 'description'])
    expect([key, typeof (entry as { value: unknown }).value]).toEqual([key, 'string'])
  }
  expect(body.smtp_port.value).toBe('587')
  for (const key of ['smtp_password', 'mqtt_password', 'telegram_bot_token', 'oauth_client_secret'])
    expect([body[key].value, body[`${key}_set`].value]).toEqual(['', 'false'])
  // Every default may be sent back.
  for (const key of KEYS) expect([key, rowOf(key).check(rowOf(key).is)]).toEqual([key, rowOf(key).is])
})

test('one setting is told with three keys, an unknown one with nulls', async () => {
  const { status, body } = await ask('GET', '/settings/cleanup_interval_hours')
  expect([status, body]).toEqual([
    200,
    { key: 'cleanup_interval_hours', value: '24', description: expect.stringContaining('Kept') },
  ])
  const unknown = await ask('GET', '/settings/no_such_thing')
  expect([unknown.status, unknown.body]).toEqual([200, { key: 'no_such_thing', value: null, description: null }])
  expect((await ask('GET', '/settings/constructor')).body.value).toBeNull()
})

test('whoever is no admin is told three of them, and changes none', async () => {
  for (const who of ['operator', 'viewer', 'reader'] as const) {
    for (const key of ['default_landing_page', 'telemetry_enabled', 'instance_id'])
      expect((await ask('GET', `/settings/${key}`, who)).status).toBe(200)
    const refused = await Promise.all([
      ask('GET', '/settings', who),
      ask('GET', '/settings/smtp_server', who),
      ask('GET', '/settings/no_such_thing', who),
      put('default_landing_page', 'timeline', who),
      bulk({ default_landing_page: 'timeline' }, who),
      ask('POST', '/settings/init-defaults', who),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403])
  }
  expect((await stand.ask('GET', '/settings')).status).toBe(401)
  expect(await one('default_landing_page')).toBe('live')
})

test('a setting is changed by query, by JSON and as the document prints it, and told back to the household', async () => {
  const byQuery = await ask('PUT', '/settings/default_landing_page?value=dashboard&description=mine')
  expect([byQuery.status, byQuery.body]).toEqual([
    200,
    { key: 'default_landing_page', value: 'dashboard', description: expect.any(String) },
  ])
  expect(await one('default_landing_page', 'viewer')).toBe('dashboard')
  expect((await put('cleanup_interval_hours', '30')).body.value).toBe('30')
  expect((await put('cleanup_interval_hours', 12.5)).body.value).toBe('12.5')
  const printed = await ask('PUT', '/settings/cleanup_interval_hours', 'founder', '"value": "30"')
  expect([printed.status, printed.body.value]).toEqual([200, '30'])
  expect((await put('ai_enabled', true)).body.value).toBe('true')
  expect((await put('ai_enabled', 'False')).body.value).toBe('false')
  // Null goes back to what was there without it.
  expect((await put('cleanup_interval_hours', null)).body.value).toBe('24')
  for (const at of [stand.mount, `${stand.mount}/api`, stand.port, `${stand.port}/api`]) {
    const { status } = await stand.ask('PUT', '/settings/smtp_port?value=25', keys.admin, undefined, at)
    expect(status).toBe(200)
  }
})

test('each known setting that nothing goes by is stored and told back', async () => {
  for (const [key, value] of [
    ['cleanup_enabled', 'false'],
    ['instance_id', 'another'],
  ] as const) {
    expect((await put(key, value)).status).toBe(200)
    expect((await ask('GET', `/settings/${key}`, 'founder')).body.value).toBe(value)
  }
  expect((await put('instance_id', '')).status).toBe(200)
})

test('what cannot be is refused in the words that clients know', async () => {
  const bad = [
    ['smtp_port', '0', /^Invalid value for smtp_port: must be a whole number from 1 to 65535$/],
    ['smtp_port', 'NaN', /^Invalid value for smtp_port/],
    ['ai_enabled', 'perhaps', /^Invalid value for ai_enabled: must be true or false$/],
    ['default_landing_page', 'nowhere', /must be one of dashboard, live, timeline$/],
    ['notify_webhook_url', 'file:///etc/passwd', /must be an address that begins with http/],
    ['telegram_chat_id', 'a\nb', /must not contain control characters/],
    ['mqtt_topic_prefix', 'a/#', /^Invalid value for mqtt_topic_prefix: /],
    ['mqtt_topic_prefix', 'homeassistant', /^Invalid value for mqtt_topic_prefix: must not be the same/],
    ['mqtt_enabled', 'true', /^Invalid value for mqtt_enabled: MQTT needs a host$/],
    ['smtp_server', { a: 1 }, /^Invalid value for smtp_server: must be a text/],
  ] as const
  for (const [key, value, words] of bad) {
    const { status, body } = await put(key, value)
    expect([key, status, body]).toEqual([key, 400, { detail: expect.stringMatching(words) }])
  }
  const unknown = await put('no_such_thing', '1')
  expect([unknown.status, unknown.body]).toEqual([404, { detail: 'Setting not found' }])
  for (const body of [undefined, {}, '{}']) {
    const missing = await ask('PUT', '/settings/smtp_port', 'founder', body)
    expect([missing.status, missing.body]).toEqual([
      422,
      { detail: [{ type: 'missing', loc: ['query', 'value'], msg: 'Field required', input: null }] },
    ])
  }
  for (const body of ['{"a', '[]', '3']) expect((await ask('POST', '/settings/bulk', 'founder', body)).status).toBe(422)
  // Of many at once nothing is changed where one is bad.
  expect((await bulk({ smtp_server: 'mail.example', smtp_port: 'x' })).status).toBe(400)
  expect(await one('smtp_server')).toBe('')
})

test('what may be recorded in all drives ours, and days and room of ours stay', async () => {
  await stand.it.ask('PUT', '/api/settings/recording_limits', { value: { days: 20, bytes: null, free_bytes: null } })
  expect((await put('max_global_storage_gb', '500')).body.value).toBe('500')
  expect(own().get('recording_limits')).toEqual({ days: 20, bytes: 500 * 1024 ** 3, free_bytes: null })
  // There is no less than this here, and it is said.
  expect((await put('max_global_storage_gb', 0.2)).body.value).toBe('1')
  expect((await bulk({ max_global_storage_gb: 0 })).body.count).toBe(1)
  expect(own().get('recording_limits')).toEqual({ days: 20, bytes: null, free_bytes: null })
})

test('the broker is ours: named, switched off and on again with its TLS, and its password told to nobody', async () => {
  await stand.it.ask('PUT', '/api/settings/mqtt_url', { value: 'mqtts://anna:p%40ss@one.example' })
  expect(await asPage()).toMatchObject({
    ...{ mqtt_enabled: 'true', mqtt_host: 'one.example', mqtt_port: '8883', mqtt_username: 'anna' },
    ...{ mqtt_password: '', mqtt_password_set: 'true', mqtt_topic_prefix: 'porchlight' },
  })
  expect((await ask('GET', '/settings/mqtt_password_set')).body.value).toBe('true')
  await bulk({ ...(await asPage()), mqtt_host: '2001:db8::7' })
  expect(own().get('mqtt_url')).toBe('mqtts://[2001:db8::7]:8883')
  expect([own().get('mqtt_user'), own().get('mqtt_password')]).toEqual(['anna', 'p@ss'])
  await put('mqtt_enabled', 'false')
  expect(own().get('mqtt_url')).toBeNull()
  expect(await asPage()).toMatchObject({ mqtt_enabled: 'false', mqtt_host: '2001:db8::7', mqtt_port: '8883' })
  await put('mqtt_enabled', 'true')
  expect(own().get('mqtt_url')).toBe('mqtts://[2001:db8::7]:8883')
  await put('mqtt_password', 'hunter22')
  expect(own().get('mqtt_password')).toBe('hunter22')
  await bulk({ mqtt_username: 'hub', mqtt_topic_prefix: 'house' })
  expect([own().get('mqtt_user'), own().get('mqtt_prefix')]).toEqual(['hub', 'house'])
  for (const who of ['founder', 'admin'] as const)
    expect(JSON.stringify(await all(who))).not.toMatch(/hunter22|p@ss|p%40ss/)
  const { value, ...others } = (await all('admin')).mqtt_host
  expect([value, Object.keys(others)]).toEqual(['', ['description']])
  expect((await put('mqtt_password', '')).body.value).toBe('')
  expect(own().get('mqtt_password')).toBeNull()
  await bulk({ mqtt_enabled: 'false', mqtt_topic_prefix: '' })
  expect([own().get('mqtt_url'), own().get('mqtt_prefix')]).toEqual([null, 'porchlight'])
})

test('a page that saves everything as it was told changes nothing, and switches no broker on by mistake', async () => {
  await bulk({ mqtt_enabled: 'true', mqtt_host: 'broker.example' })
  await put('mqtt_enabled', 'false')
  const before = await all()
  const rows = async () => (await stand.it.ask('GET', '/api/activity?limit=5')).body.data
  const seen = await rows()
  const told = await bulk({ ...(await asPage()), mqtt_enabled: 'true' })
  expect(told.body).toEqual({
    message: 'Settings updated successfully',
    count: 52,
    ignored: { mqtt_enabled: expect.stringContaining('nobody switched it on') },
  })
  expect(own().get('mqtt_url')).toBeNull()
  expect(await all()).toEqual(before)
  expect(await rows()).toEqual(seen)
  // Together with a change of the broker it is meant, and alone, too.
  await bulk({ ...(await asPage()), mqtt_enabled: 'true', mqtt_port: '1884' })
  expect(own().get('mqtt_url')).toBe('mqtts://broker.example:1884')
  await put('mqtt_enabled', 'false')
  await bulk({ mqtt_enabled: true })
  expect(own().get('mqtt_url')).toBe('mqtts://broker.example:1884')
  await put('mqtt_enabled', false)
})

test('what its page sends beyond the 53 is kept once it is set, and what nobody knows is named', async () => {
  expect((await all()).opt_pre_capture_fps_throttle).toBeUndefined()
  const { body } = await bulk({ opt_pre_capture_fps_throttle: '4', log_max_size_mb: 10, something_new: 'x' })
  expect(body).toEqual({
    message: 'Settings updated successfully',
    count: 2,
    ignored: { something_new: 'There is no such setting' },
  })
  expect(await asPage()).toMatchObject({ opt_pre_capture_fps_throttle: '4', log_max_size_mb: '10' })
  expect((await ask('POST', '/settings/init-defaults')).body).toEqual({ message: 'Initialized 53 default settings' })
  expect(await one('log_max_size_mb')).toBe('10')
})

test('what is the appliance’s is the founder’s, and another admin is told so; the rest of what he sends is taken', async () => {
  for (const [key, value] of Object.entries({ mqtt_host: 'x.example', max_global_storage_gb: '9' })) {
    const refused = await put(key, value, 'admin')
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      `Only the founder of this Porchlight may change ${key}`,
    ])
  }
  expect((await bulk({ mqtt_host: 'x.example' }, 'admin')).status).toBe(403)
  const { status, body } = await bulk({ ...(await asPage('admin')), mqtt_host: 'x.example', smtp_port: '26' }, 'admin')
  expect([status, Object.keys(body.ignored)]).toEqual([200, ['mqtt_host']])
  expect([await one('smtp_port'), own().get('mqtt_url')]).toEqual(['26', null])
})

test('what a variable has set stays, and is named with it', async () => {
  const other = await createVibeStand({ PORCHLIGHT_MQTT_PREFIX: 'fixed-one' })
  await using _ = other.it
  const key = await other.key()
  const refused = await other.ask('PUT', '/settings/mqtt_topic_prefix?value=mine', key)
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('PORCHLIGHT_MQTT_PREFIX')])
  const both = { mqtt_topic_prefix: 'mine', smtp_port: '26' }
  const { status, body } = await other.ask('POST', '/settings/bulk', key, both)
  expect([status, body.count, Object.keys(body.ignored)]).toEqual([200, 1, ['mqtt_topic_prefix']])
  expect((await other.ask('GET', '/settings/mqtt_topic_prefix', key)).body.value).toBe('fixed-one')
})

test('a secret that nothing goes by is known to be set, and is nowhere', async () => {
  await bulk({ smtp_password: 'hush-hush', telegram_proxy_url: 'socks5://me:deep-secret@proxy.example:1080' })
  await put('oauth_client_secret', 'whispered')
  const page = await asPage()
  expect([page.smtp_password, page.smtp_password_set, page.oauth_client_secret_set]).toEqual(['', 'true', 'true'])
  expect(page.telegram_proxy_url).toBe('socks5://***:***@proxy.example:1080')
  // Told back it stays; emptied alone it is forgotten.
  expect((await bulk(page)).body.count).toBe(54)
  expect((await one('smtp_password_set')) as string).toBe('true')
  await put('smtp_password', '')
  expect(await one('smtp_password_set')).toBe('false')
  for (const name of ['porchlight.db', 'porchlight.db-wal']) {
    const file = join(stand.it.folder, name)
    if (existsSync(file)) expect(readFileSync(file, 'latin1')).not.toMatch(/hush-hush|deep-secret|whispered/)
  }
})

test('who changed which is in the activity log, without values', async () => {
  await put('telegram_chat_id', '4711-secret', 'admin')
  const [row] = (await stand.it.ask('GET', '/api/activity?limit=1')).body.data
  expect(row).toMatchObject({ action: 'settings_update', resource_type: 'setting', resource_id: 'vibenvr' })
  expect(JSON.stringify(row)).toContain('telegram_chat_id')
  expect(JSON.stringify(row)).not.toContain('4711')
})

test('the description of the settings names each of them, and what it is here', () => {
  const page = readFileSync(join(import.meta.dir, '../docs/api/vibenvr-settings.md'), 'utf8')
  const rows = new Map(
    [...page.matchAll(/^\| `(\w+)` \| \*(\w+)\* \| ([^|]*) \|/gm)].map(([, key, ...row]) => [key, row]),
  )
  expect([...rows.keys()]).toEqual([...KEYS])
  for (const key of KEYS) {
    const { way, is } = rowOf(key)
    const plain = is === '' ? '–' : `\`${is}\``
    const first = way === 'kept' && key !== 'instance_id' ? plain : expect.any(String)
    expect([key, ...(rows.get(key) ?? [])]).toEqual([key, way, first])
  }
})

// Every list is served by an index: no query of a list reads a whole table or sorts what it has read.
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { hearStatements } from '../testing/statements.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

/** What grows with use. Accounts, settings and the like stay few. */
const GROWING =
  /"(alarms|activity|jobs|channels|devices|grants|api_keys|sign_ins|footage_\w+|sync_log|recordings|clips|system_stats|webhook_messages)"/

const LISTS = [
  ...['/api/devices', '/api/devices/active', '/api/devices/1/channels', '/api/channels', '/api/keys'],
  ...['/api/devices/1/channels/month_data/2026-01', '/api/devices/channels/1/record_days_full', '/api/logs'],
  ...[
    '',
    'userId=1',
    'action=login',
    'resourceType=device',
    'success=false',
    'success=true',
    'userId=1&action=login&success=true',
    'startDate=2026-01-01&endDate=2026-02-01',
  ].flatMap((filter) => [`/api/activity?${filter}&page=3`, `/api/activity?${filter}&cursor=5.5`]),
  ...['/api/activity/stats', '/api/activity/stats?userId=1', '/api/activity/me', '/api/activity/1'],
  ...['/api/jobs', '/api/jobs?cursor=5', '/api/webhooks'],
  ...['/api/system/status', '/api/system/disk', '/api/system/stats/history'],
  ...[
    '',
    'device_id=1',
    'event=motion_detection',
    'channel_id_in_device=1',
    'device_id=1&event=video_loss',
    'open=true',
  ].flatMap((filter) => [
    `/api/user/alarm?${filter}`,
    `/api/user/alarm?${filter}&cursor_time=2026-01-01T00:00:00Z&cursor_id=4`,
  ]),
  ...[
    '',
    'cameraId=1',
    'type=motion',
    'type=note',
    'severity=critical',
    'severity=error&type=note',
    'acknowledged=true',
    'acknowledged=true&type=motion',
    'acknowledged=false&source=manual',
    'cameraId=1&type=motion&severity=info&search=door',
    'startDate=2026-01-01&endDate=2026-02-01',
  ].flatMap((filter) => [`/api/events?${filter}&page=3`, `/api/events?${filter}&cursor=5.5`]),
  ...[
    '',
    'cameraId=1',
    'page=3&order=asc',
    'startDate=2026-01-01&endDate=2026-02-01&search=door',
    'cameraId=1&startDate=2026-01-01&codec=h264&minDuration=5',
    'kind=picture&page=3',
    'kind=all&cameraId=1&order=asc',
  ].flatMap((filter) => [`/api/recordings?${filter}`, `/api/recordings/stats?${filter}`]),
]

test('lists are read by an index, for admins and for viewers', async () => {
  const driver = createFakeDriver()
  driver.add('192.0.2.7')
  using heard = hearStatements()
  await using porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  heard.clear()
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  expect((await ask('POST', '/api/devices', device)).status).toBe(201)
  await until('there are channels', async () => (await ask('GET', '/api/channels')).body.length > 0)
  const viewer = { username: 'viewer', password: 'viewer-password', role: 'viewer' }
  const { token } = (await ask('POST', '/api/auth/register', viewer)).body
  using beside = new Database(join(porchlight.folder, 'porchlight.db'))
  beside.run(`insert into grants (user_id, channel_id, view, playback, export, ptz)
    select users.id, channels.id, 1, 1, 0, 0 from users, channels where username = 'viewer' limit 1`)
  for (const path of LISTS)
    for (const who of [porchlight.token, token]) {
      const { status } = await ask('GET', path, undefined, who)
      expect([path, status === 200 || (who === token && status < 500)]).toEqual([path, true])
    }
  const hook = await ask('POST', '/api/webhooks', { name: 'x', url: 'http://192.0.2.9/' })
  await ask('PUT', `/api/webhooks/${hook.body.data.id}`, { is_enabled: false })
  // What the hub asks for each of its places.
  porchlight.app.services.alarms.newest(1, 1)
  porchlight.app.services.alarms.newest(1, null)

  const growing = () => heard.all().filter((sql) => /^select/i.test(sql) && GROWING.test(sql))
  const slow = growing()
    .flatMap((sql) => heard.plan(sql).map((detail) => ({ detail, sql })))
    .filter(
      ({ detail, sql }) =>
        /TEMP B-TREE/.test(detail) || (/^SCAN (?!json_each|CONSTANT ROW)/.test(detail) && /\bwhere\b/i.test(sql)),
    )
    .map(({ detail, sql }) => `${detail}: ${sql.replace(/^select .*? from/, 'select … from')}`)
  expect(slow).toEqual([])
  expect(growing().length).toBeGreaterThan(20)
}, 120_000)

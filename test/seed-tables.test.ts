// Seed 004's tables: each of its columns has a place in ours, and each of its indexes one that the same question is answered by.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { hearStatements } from '../core/testing/statements.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

/** Where a column of the seed is: ours may be several. */
const PLACES: Record<string, { table: string; columns: Record<string, string[]> }> = {
  recordings: {
    table: 'recordings',
    columns: {
      id: ['uuid'],
      camera_id: ['channel_id'],
      file_path: ['file'],
      file_size: ['bytes'],
      duration: ['duration'],
      start_time: ['start_at'],
      end_time: ['end_at'],
      codec: ['codec'],
      resolution: ['width', 'height'],
      created_at: ['created_at'],
    },
  },
  events: {
    table: 'alarms',
    columns: {
      id: ['uuid'],
      camera_id: ['channel_id'],
      type: ['kind', 'type'],
      severity: ['kind', 'severity'],
      message: ['message'],
      metadata: ['metadata'],
      created_at: ['began_at', 'created_at'],
    },
  },
  user_activity: {
    table: 'activity',
    columns: {
      id: ['id'],
      user_id: ['user_id'],
      action: ['action'],
      resource_type: ['resource_type'],
      resource_id: ['resource_id'],
      ip_address: ['address'],
      user_agent: ['agent'],
      created_at: ['created_at'],
    },
  },
  system_stats: {
    table: 'system_stats',
    columns: Object.fromEntries(
      [
        'id',
        'cpu_usage',
        'gpu_usage',
        'disk_usage',
        'memory_usage',
        'active_cameras',
        'active_streams',
        'created_at',
      ].map((name) => [name, [name]]),
    ),
  },
}

/** What is asked for along each index of the seed, and ours that it is read by. Alarms of devices and other events have each their own. */
const QUESTIONS: Record<string, { path: string; indexes: string[] }> = {
  idx_recordings_camera_id: { path: '/api/recordings?cameraId=1', indexes: ['recordings_channel_kind_time'] },
  idx_recordings_start_time: { path: '/api/recordings?endDate=2026-02-01', indexes: ['recordings_kind_time'] },
  // No recording is longer than a month: those that end after a time begin at most so long before.
  idx_recordings_end_time: { path: '/api/recordings?startDate=2026-01-01', indexes: ['recordings_kind_time'] },
  idx_events_camera_id: { path: '/api/events?cameraId=1&cursor=', indexes: ['alarms_place', 'events_channel'] },
  idx_events_type: { path: '/api/events?type=motion&cursor=', indexes: ['alarms_kind_time', 'events_type'] },
  idx_events_created_at: { path: '/api/events?startDate=2026-01-01&cursor=', indexes: ['alarms_time', 'events_time'] },
  idx_user_activity_user_id: { path: '/api/activity/me', indexes: ['activity_user_time'] },
  idx_user_activity_created_at: { path: '/api/activity?startDate=2026-01-01', indexes: ['activity_household_time'] },
  idx_system_stats_created_at: { path: '/api/system/stats/history', indexes: ['idx_system_stats_created_at'] },
}

/** The seed's own SQL; null, with a word, where it is not here. */
function seed(): string | null {
  const folder = join(import.meta.dir, '..', '..', 'shared', 'seeds')
  const [file] = new Glob('004_*.txt').scanSync({ cwd: folder, onlyFiles: true, throwErrorOnBrokenSymlink: false })
  if (!file) console.warn('skipped: ../shared/seeds is not here')
  return file ? readFileSync(join(folder, file), 'utf8') : null
}

test('each column of the four tables has its place', async () => {
  const [, text = ''] = seed()?.split('Required New Tables') ?? []
  if (!text) return
  await using porchlight = await createTestApp([])
  using db = new Database(join(porchlight.folder, 'porchlight.db'), { readonly: true })
  const tables = [...text.matchAll(/CREATE TABLE (\w+) \(\n([\s\S]*?)\n\);/g)]
  expect(tables.map(([, name]) => name).sort()).toEqual(Object.keys(PLACES).sort())
  for (const [, name = '', body = ''] of tables) {
    const place = PLACES[name]
    const columns = [...body.matchAll(/^\s+(\w+) [A-Z]/gm)].map(([, column = '']) => column)
    expect(columns).toEqual(Object.keys(place?.columns ?? {}))
    const ours = (db.query(`pragma table_info(${place?.table})`).all() as { name: string }[]).map((one) => one.name)
    for (const column of columns)
      expect([name, column, place?.columns[column]?.filter((one) => !ours.includes(one))]).toEqual([name, column, []])
  }
})

test('each of the nine indexes has one of ours, which its question is answered by', async () => {
  const text = seed()
  if (text) {
    const names = [...text.matchAll(/CREATE INDEX (\w+)/g)].map(([, name = '']) => name)
    expect(names.sort()).toEqual(Object.keys(QUESTIONS).sort())
  }
  const driver = createFakeDriver()
  driver.add('192.0.2.7')
  using heard = hearStatements()
  await using porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  expect((await ask('POST', '/api/devices', device)).status).toBe(201)
  await until('there are channels', async () => (await ask('GET', '/api/channels')).body.length > 0)
  const missing: string[] = []
  for (const [name, { path, indexes }] of Object.entries(QUESTIONS)) {
    heard.clear()
    expect([path, (await ask('GET', path)).status]).toEqual([path, 200])
    const steps = heard
      .all()
      .filter((sql) => /^select/i.test(sql))
      .flatMap((sql) => heard.plan(sql))
    for (const index of indexes)
      if (!steps.some((step) => /^SEARCH /.test(step) && step.split(/\W+/).includes(index)))
        missing.push(`${name}: ${index}`)
  }
  expect(missing).toEqual([])
})

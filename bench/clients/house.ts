// What other products' clients find in a benchmark: 64 channels of a recorder, and 20,000 recordings of them.
import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { Plugin } from '#plugin'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'

export const CHANNELS = 64
export const RECORDINGS = 20_000
const PART_MS = 300_000

/** Of parts of five minutes, the newest a moment ago. Their files are not there, and no list asks for them. */
function fill(folder: string, ids: number[]): void {
  using db = new Database(join(folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const insert =
    db.query(`insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes,
    start_at, end_at, duration, codec, width, height, record_type, created_at)
    values (?, 1, ?, 'Camera', 'video', 'recorder', ?, 150000000, ?, ?, 300, 'h264', 2560, 1440, 'continuous', ?)`)
  const newest = Math.floor(Date.now() / PART_MS) * PART_MS
  db.transaction(() => {
    for (let at = 0; at < RECORDINGS; at++) {
      const channel = ids[at % ids.length] ?? 0
      const end = newest - Math.floor(at / ids.length) * PART_MS
      insert.run(Bun.randomUUIDv7(), channel, `camera-${channel}/${at}.mp4`, end - PART_MS, end, end)
    }
  })()
}

/** Whoever made it ends it. The general limit is raised by its setting. */
export async function createHouse(dialect: Plugin, env: Record<string, string>): Promise<TestApp> {
  const driver = createFakeDriver()
  driver.add('192.0.2.7', CHANNELS)
  const app = await createTestApp(
    [dialect, { id: 'fake', title: 'Fake', driver }],
    { ...env, PORCHLIGHT_LOG: 'silent' },
    { limited: true },
  )
  const added = await app.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  if (added.status !== 201) throw new Error(added.text)
  const ids = await until('its channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === CHANNELS && body.map(({ id }: { id: number }) => id)
  })
  fill(app.folder, ids)
  const raised = await app.ask('PUT', '/api/settings/dialect_requests', { value: 1_000_000 })
  if (raised.status !== 200) throw new Error(raised.text)
  return app
}

export const portOf = (app: TestApp): string => app.app.dialectPorts[0]?.url ?? ''

// Use of the disks through the front door.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { fetched, startRecorders, viewer } from '../testing/recorders.ts'

setDefaultTimeout(60_000)

test('what recordings take is told to who may read the pages of the system, and to nobody else', async () => {
  await using it = await startRecorders()
  await fetched(it)
  const { status, body } = await it.ask('GET', '/api/storage')
  expect(status).toBe(200)
  const [camera] = body.data.cameras
  expect(camera).toMatchObject({
    ...{ channel_id: it.channels[0].id, name: 'Camera 1', folder: null, recordings: 3 },
    ...{ oldest_at: '2026-01-10T08:00:00.000Z', newest_at: '2026-01-10T08:00:24.000Z' },
    ...{ bytes_per_day: 0, retention_days: null, quota_bytes: null, full_at: null, reaches_days: null },
  })
  const rows = (await it.ask('GET', '/api/recordings')).body.data as { file_size: number }[]
  const bytes = rows.reduce((sum, { file_size }) => sum + file_size, 0)
  expect(camera.bytes).toBe(bytes)
  expect(body.data).toMatchObject({
    ...{ bytes, bytes_per_day: 0, full_at: null },
    folders: [{ id: null, state: 'ok', used_bytes: bytes, path: expect.stringContaining(it.app.folder) }],
    limits: { days: null, bytes: null, free_bytes: null },
  })
  expect(body.data.folders[0].free_bytes).toBeLessThanOrEqual(body.data.folders[0].total_bytes)
  expect((await it.ask('GET', '/api/storage', undefined, await viewer(it.app))).status).toBe(403)
})

test('the founder sets limits for what is recorded of all cameras, and they are told with the rest', async () => {
  await using it = await startRecorders()
  const put = async (value: unknown) => (await it.ask('PUT', '/api/settings/recording_limits', { value })).status
  for (const bad of [{ days: 0 }, { bytes: 1 }, { free_bytes: 1 }, { days: 1.5 }]) expect(await put(bad)).toBe(400)
  expect(await put({ days: 30, bytes: 5e12, free_bytes: 5e9 })).toBe(200)
  const { limits } = (await it.ask('GET', '/api/storage')).body.data
  expect(limits).toEqual({ days: 30, bytes: 5e12, free_bytes: 5e9 })
})

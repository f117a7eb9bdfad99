// Clips that lie on a recorder, asked for in the words of recordings: filtered, fetched by whoever saves one, then served.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { startRecorders, viewer } from '../../testing/recorders.ts'

setDefaultTimeout(60_000)

const span = 'startDate=2026-01-10T08:00:00Z&endDate=2026-01-10T09:00:00Z&source=device'

test('every filter counts for clips on a recorder, too, before paging', async () => {
  await using it = await startRecorders()
  const path = `/api/recordings/search?cameraId=${it.channels[0].id}&${span}`
  const cases: [string, number][] = [
    ['', 3],
    ['&limit=1', 3],
    ['&storageTier=warm', 3],
    ['&storageTier=hot', 0],
    ['&minDuration=3&maxDuration=5', 3],
    ['&minDuration=5', 0],
    ['&maxDuration=3', 0],
    ['&q=camera', 3],
    ['&search=08-00-10', 1],
    ['&search=%25', 0],
    ['&recordType=motion', 0],
    // Nobody knows them of a clip that is not here.
    ['&codec=h264', 0],
    ['&resolution=160x120', 0],
  ]
  for (const [query, total] of cases)
    expect([query, (await it.ask('GET', path + query)).body.pagination.total]).toEqual([query, total])
})

test('a clip that is saved is fetched first, and from then on its address serves our copy', async () => {
  await using it = await startRecorders()
  const list = async () =>
    (await it.ask('GET', `/api/recordings?cameraId=${it.channels[0].id}&${span}&order=asc`)).body.data
  const [clip, second] = await list()
  expect(clip).toMatchObject({ source: 'nvr', storage_tier: 'warm', recording_id: null, downloadable: true })
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(it.app.url + path, { method, headers: { authorization: `Bearer ${it.app.token}`, ...headers } })
  const path = `/api/recordings/${clip.id}/download`
  // Asking whether it is there fetches nothing.
  const head = await get(path, {}, 'HEAD')
  expect([head.status, head.headers.get('accept-ranges')]).toEqual([200, 'none'])
  expect((await it.ask('GET', `/api/recordings/${clip.id}/stream`)).status).toBe(409)
  expect(
    (await it.ask('GET', '/api/jobs')).body.data.filter(({ kind }: { kind: string }) => kind === 'download'),
  ).toEqual([])
  const guest = await viewer(it.app, { channelId: it.channels[0].id, export: false })
  const { key } = (await it.ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data
  expect((await it.ask('GET', path, undefined, guest)).status).toBe(403)
  expect((await it.ask('GET', path, undefined, key)).status).toBe(403)

  const saved = await get(path)
  const bytes = await saved.bytes()
  expect([saved.status, saved.headers.get('content-type')]).toEqual([200, 'video/mp4'])
  const part = await get(path, { range: 'bytes=4-7' })
  expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
  const stream = await get(`/api/recordings/${clip.id}/stream`)
  expect([stream.status, (await stream.bytes()).length]).toEqual([200, bytes.length])
  const [now] = await list()
  const { data } = (await it.ask('GET', '/api/recordings')).body
  expect([now.id, now.recording_id]).toEqual([clip.id, data[0].recording_id])
  expect(data).toHaveLength(1)
  // It stays the recorder's: what is deleted or protected is our copy, under its own id.
  expect((await it.ask('DELETE', `/api/recordings/${clip.id}`)).status).toBe(409)
  expect((await it.ask('PUT', `/api/recordings/${clip.id}`, { protected: true })).status).toBe(409)

  it.footages[0].file = () => ({ bytes: new Blob(['no video']).stream(), length: 8, container: 'ps' })
  const broken = await it.ask('GET', `/api/recordings/${second.id}/download`)
  expect([broken.status, broken.body.success]).toEqual([502, false])
})

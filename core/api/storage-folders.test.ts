// Folders for recordings on disks of their own, through the front door: added, recorded into, away, back, and taken off the list.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { startCamera } from '../../test/rtsp-source/camera.ts'
import { viewer } from '../testing/recorders.ts'
import { createTestApp, type TestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

// Real time passes: pictures come no faster than they are filmed.
setDefaultTimeout(60_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const PATH = '/api/cameras/1/recording'

async function start() {
  const app = await createTestApp([rtsp])
  open.push(app)
  const disk = `${app.folder}-disk`
  await mkdir(disk)
  const add = (path: string, name = 'Archive') => app.ask('POST', '/api/storage/folders', { name, path })
  return { app, disk, add }
}
const state = async (app: TestApp) => (await app.ask('GET', PATH)).body.data.state
const recordings = async (app: TestApp) => (await app.ask('GET', '/api/recordings')).body.data
const foldersOf = async (app: TestApp) => (await app.ask('GET', '/api/storage')).body.data.folders

test('a folder is whole, there, and neither in another one nor around it; who it belongs to stands in it', async () => {
  const { app, disk, add } = await start()
  await mkdir(join(disk, 'inner'))
  for (const path of ['recordings', '../up', join(disk, 'nothing'), app.folder, join(app.folder, 'recordings'), '/'])
    expect([path, (await add(path)).status]).toEqual([path, 400])
  expect((await add(disk)).body.data).toEqual({ id: 1, name: 'Archive', path: disk })
  expect((await readdir(disk)).sort()).toEqual(['.porchlight-folder', 'inner', 'recordings'])
  for (const path of [disk, `${disk}/`, join(disk, 'inner')])
    expect([path, (await add(path)).status]).toEqual([path, 400])
  expect(await foldersOf(app)).toMatchObject([
    { id: null, state: 'ok' },
    { id: 1, name: 'Archive', path: disk, state: 'ok', used_bytes: 0 },
  ])
  expect((await app.ask('PUT', '/api/storage/folders/1', { name: 'Big disk' })).body.data.name).toBe('Big disk')
  expect((await app.ask('PUT', '/api/storage/folders/9', { name: 'None' })).status).toBe(404)
  const other = await viewer(app)
  expect((await app.ask('POST', '/api/storage/folders', { name: 'x', path: disk }, other)).status).toBe(403)
  // Another appliance must not take it, and this one does when it has let it go.
  const second = await createTestApp([rtsp])
  open.push(second)
  const taken = await second.ask('POST', '/api/storage/folders', { name: 'Mine', path: disk })
  expect([taken.status, taken.body.message]).toEqual([400, expect.stringContaining('another Porchlight')])
  expect((await app.ask('DELETE', '/api/storage/folders/1')).status).toBe(200)
  expect(await readdir(disk)).toEqual(['inner'])
  expect((await second.ask('POST', '/api/storage/folders', { name: 'Mine', path: disk })).status).toBe(201)
  const deeds = (await app.ask('GET', '/api/activity')).body.data.map(({ action }: { action: string }) => action)
  expect(deeds).toEqual(
    expect.arrayContaining(['add_storage_folder', 'rename_storage_folder', 'remove_storage_folder']),
  )
})

test('what lies on a disk that is not there is away, not gone, and nothing of it is removed', async () => {
  const camera = await startCamera()
  open.push(camera)
  const { app, disk, add } = await start()
  await add(disk)
  await app.ask('POST', '/api/cameras', { name: 'Porch', rtsp_url: camera.address('/1/main') })
  expect((await app.ask('PUT', PATH, { mode: 'continuous', folder: 7 })).status).toBe(400)
  expect((await app.ask('PUT', PATH, { mode: 'continuous', folder: 1 })).body.data.folder).toBe(1)
  const begun = await until('a file is begun', async () => (await state(app)).file_started_at)
  expect((await app.ask('DELETE', '/api/storage/folders/1')).status).toBe(409)
  await until('it has three seconds', async () => Date.now() - Date.parse(begun) > 3000)
  await app.ask('PUT', PATH, { mode: 'off' })
  const [row] = await until('it is a recording', async () => {
    const list = await recordings(app)
    return list.length > 0 && list
  })
  expect(row).toMatchObject({ folder: 1, away: false, downloadable: true })
  const file = join(disk, 'recordings', row.filename.split('_')[0], row.start_time.slice(0, 10), row.filename)
  expect(existsSync(file)).toBe(true)
  expect((await foldersOf(app))[1]).toMatchObject({ used_bytes: row.file_size })
  const stream = () => app.ask('GET', `/api/recordings/${row.recording_id}/stream`)
  expect((await stream()).status).toBe(200)
  expect((await app.ask('DELETE', '/api/storage/folders/1')).body.message).toContain('One recording lies')

  // An empty mount point stays where the disk was.
  await rename(disk, `${disk}-unplugged`)
  await mkdir(disk)
  const gone = await stream()
  expect([gone.status, gone.body.message]).toEqual([503, expect.stringContaining('“Archive” is not there')])
  expect((await recordings(app))[0]).toMatchObject({ away: true, downloadable: false, missing_since: null })
  expect((await foldersOf(app))[1]).toMatchObject({ state: 'missing', total_bytes: null, free_bytes: null })
  expect((await app.ask('DELETE', `/api/recordings/${row.recording_id}`)).status).toBe(503)
  await app.ask('PUT', '/api/settings/recording_limits', { value: { days: 1 } })
  expect((await app.ask('POST', '/api/recordings/sync')).body.data).toMatchObject({ gone: 0, synced: 0 })
  await app.app.services.retention.run()
  expect(await recordings(app)).toHaveLength(1)
  expect(await readdir(disk)).toEqual([])

  await rename(`${disk}-unplugged`, disk)
  expect((await stream()).status).toBe(200)
  expect((await recordings(app))[0]).toMatchObject({ away: false, downloadable: true, missing_since: null })
  expect((await app.ask('DELETE', `/api/recordings/${row.recording_id}`)).status).toBe(200)
  expect(existsSync(file)).toBe(false)
  expect((await app.ask('DELETE', '/api/storage/folders/1')).status).toBe(200)
})

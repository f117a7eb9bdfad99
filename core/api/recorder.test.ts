// Our own recorder through the front door: real pictures from a camera, real files, and what a kill leaves behind.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { type Camera, startCamera } from '../../test/rtsp-source/camera.ts'
import { createFakeDriver, type FakeDevice } from '../testing/fake-driver.ts'
import { packetsOf } from '../testing/fragments.ts'
import { createTestApp, type TestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

// Real time passes: pictures come no faster than they are filmed.
setDefaultTimeout(60_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const PATH = '/api/cameras/1/recording'

async function start(): Promise<{ app: TestApp; camera: Camera; device: FakeDevice }> {
  const camera = await startCamera()
  open.push(camera)
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.10', 1)
  device.source = (_key, quality) => camera.address(`/1/${quality}/audio`)
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  open.push(app)
  const { username, password } = device
  await app.ask('POST', '/api/devices', { ip_web: '192.0.2.10', brand: 'fake', username, password })
  await app.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
  await until('its channel is known', async () => (await app.ask('GET', '/api/cameras/1')).status === 200)
  return { app, camera, device }
}

const state = async (app: TestApp) => (await app.ask('GET', PATH)).body.data.state
const recordings = async (app: TestApp) => (await app.ask('GET', '/api/recordings?order=asc')).body.data
const pathOf = async (app: TestApp, index = 0) => {
  const { filename } = (await recordings(app))[index]
  const day = filename.slice(filename.indexOf('_') + 1, filename.indexOf('_') + 11)
  return join(app.folder, 'recordings', filename.slice(0, filename.indexOf('_')), day, filename)
}
const off = (app: TestApp) => app.ask('PUT', PATH, { mode: 'off' })
const seconds = (from: string, count: number) =>
  until(`${count} s are there`, async () => Date.now() - Date.parse(from) > count * 1000)

test('a camera that is recorded leaves a whole film with sound, listed and played like every recording', async () => {
  const camera = await startCamera()
  const app = await createTestApp([rtsp])
  open.push(camera, app)
  await app.ask('POST', '/api/cameras', { name: 'Porch', rtsp_url: camera.address('/1/main/audio') })
  expect((await app.ask('GET', PATH)).body.data).toMatchObject({
    mode: 'off',
    segment_seconds: 300,
    state: { doing: 'nothing' },
  })
  expect((await app.ask('PUT', PATH, { mode: 'continuous' })).body.data).toMatchObject({
    mode: 'continuous',
    pre_seconds: 5,
  })
  const begun = await until('a file is begun', async () => (await state(app)).file_started_at)
  await seconds(begun, 4)
  await off(app)
  const [row] = await until('it is a recording', async () => {
    const list = await recordings(app)
    return list.length > 0 && list
  })
  expect(row).toMatchObject({
    origin: 'recorder',
    record_type: 'continuous',
    codec: 'h264',
    start_time: begun,
    kind: 'video',
  })
  expect(Date.parse(row.end_time) - Date.parse(row.start_time)).toBeGreaterThan(3000)
  const packets = await packetsOf(await pathOf(app))
  expect(new Set(packets.map(({ stream_index }) => stream_index)).size).toBe(2)
  expect(packets.find(({ stream_index }) => stream_index === 0)?.flags).toStartWith('K')
  const part = await fetch(`${app.url}/api/recordings/${row.recording_id}/stream`, {
    headers: { authorization: `Bearer ${app.token}`, range: 'bytes=0-99' },
  })
  expect([part.status, (await part.bytes()).length]).toEqual([206, 100])
  expect((await app.ask('GET', `/api/recordings/${row.recording_id}/stream?format=hls`)).text).toContain(
    '#EXT-X-ENDLIST',
  )
  const log = (await app.ask('GET', '/api/activity?action=set_recorder_rule')).body.data
  expect(log[0].metadata).toMatchObject({ before: { mode: 'continuous' }, after: { mode: 'off' } })
})

test('an alarm is recorded from the key frame before the asked time on, and to the time after it', async () => {
  const { app, device } = await start()
  await app.ask('PUT', PATH, { mode: 'alarm', pre_seconds: 4, post_seconds: 1 })
  await until('it waits', async () => (await state(app)).doing === 'wait')
  const live = () => app.app.services.live.status({ kind: 'system' })[0]
  await until('pictures come', () => live()?.running)
  await seconds(live()!.since!.toISOString(), 7)
  const began = Date.now()
  device.raise({ active: true })
  await until('it records', async () => (await state(app)).doing === 'record')
  device.raise({ active: false })
  const [row] = await until('it is a recording', async () => {
    const list = await recordings(app)
    return list.length > 0 && list
  })
  expect(row.record_type).toBe('alarm')
  // The camera has a key frame every two seconds.
  const before = (began - Date.parse(row.start_time)) / 1000
  expect(before).toBeGreaterThan(3.8)
  expect(before).toBeLessThan(6.4)
  expect(Date.parse(row.end_time)).toBeGreaterThanOrEqual(began + 1000)
  expect((await state(app)).doing).toBe('wait')
})

test('what a kill leaves behind is whole after the next start, and what holds no picture is gone', async () => {
  const { app } = await start()
  await app.ask('PUT', PATH, { mode: 'continuous' })
  const begun = await until('a file is begun', async () => (await state(app)).file_started_at)
  await seconds(begun, 4)
  const underWay = join(app.folder, 'recordings/.recorder')
  const [name = ''] = await readdir(underWay)
  const left = join(app.folder, name)
  await copyFile(join(underWay, name), left)
  await off(app)
  await until('it is a recording', async () => (await recordings(app)).length === 1)
  await app.ask('DELETE', '/api/recordings/1')

  await mkdir(underWay, { recursive: true })
  await rename(left, join(underWay, name))
  await Bun.write(join(underWay, name.replace(/\d+\.mp4$/, '1.mp4')), 'no film')
  await app.restart()
  const [row] = await until('it is a recording', async () => {
    const list = await recordings(app)
    return list.length > 0 && list
  })
  expect(row).toMatchObject({ origin: 'recorder', codec: 'h264', start_time: begun })
  expect((await packetsOf(await pathOf(app))).length).toBeGreaterThan(50)
  await until('nothing is under way', async () => (await readdir(underWay)).length === 0)

  // One that came just between a film's place and its row: the film is there, and no list knows it.
  const placed = await pathOf(app)
  await copyFile(placed, left)
  await app.ask('DELETE', `/api/recordings/${row.recording_id}`)
  await rename(left, placed)
  await Bun.write(join(underWay, `${name}.note`), relative(join(app.folder, 'recordings'), placed))
  await app.restart()
  await until('it is a recording again', async () => (await recordings(app)).length === 1)
  expect((await recordings(app))[0]).toMatchObject({ origin: 'recorder', start_time: begun })
  // The note goes after the row that takes its place.
  await until('nothing is under way', async () => (await readdir(underWay)).length === 0)
})

test('who may only watch changes nothing, bad values name their field, and a restart begins a new file', async () => {
  const { app } = await start()
  const bad = await app.ask('PUT', PATH, { mode: 'continuous', segment_seconds: 1, pre_seconds: 61 })
  expect([bad.status, bad.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
    400,
    ['body.segment_seconds', 'body.pre_seconds'],
  ])
  await app.ask('PUT', PATH, { mode: 'continuous' })
  const begun = await until('a file is begun', async () => (await state(app)).file_started_at)
  const again = await app.ask('POST', '/api/cameras/1/restart')
  expect(again.body.data.restarted).toEqual(['live', 'recording'])
  await until('another file is begun', async () => ![null, begun].includes((await state(app)).file_started_at))
  await until('the first one is a recording', async () => (await recordings(app)).length > 0)
  expect(await recordings(app)).toHaveLength(1)
})

test('a folder that cannot be written is said in words, and recording goes on when it can be again', async () => {
  const { app } = await start()
  const folder = join(app.folder, 'recordings')
  await rm(folder, { recursive: true })
  await Bun.write(folder, 'not a folder')
  await app.ask('PUT', PATH, { mode: 'continuous' })
  await until('it is said', async () => (await state(app)).problem === 'The folder of recordings cannot be written.')
  await rm(folder)
  await mkdir(folder)
  await until('it records again', async () => (await state(app)).file_started_at !== null)
  expect(await state(app)).toMatchObject({ problem: null, doing: 'record' })
  expect(existsSync(join(folder, '.recorder'))).toBe(true)
})

test('somebody records a camera by hand, in a film of its own, and ends it; what is recorded anyway he cannot', async () => {
  const { app, device } = await start()
  const account = { username: 'otto', password: 'a long enough password' }
  const person = async (username: string, role: string) => {
    await app.ask('POST', '/api/auth/register', { ...account, username, role })
    return (await app.ask('POST', '/api/auth/login', { ...account, username }, null)).body.token as string
  }
  const [operator, viewer] = [await person('otto', 'operator'), await person('vera', 'viewer')]
  const users = (await app.ask('GET', '/api/users')).body.data as { id: string; username: string }[]
  const { id } = users.find(({ username }) => username === 'vera') ?? { id: '' }
  const grant = { channel_id: 1, view: true, playback: true, export: true, ptz: true }
  expect((await app.ask('PUT', `/api/users/${id}/grants`, [grant])).status).toBe(200)
  const hand = (what: string, who = operator) => app.ask('POST', `${PATH}/${what}`, undefined, who)

  expect((await hand('start', viewer)).status).toBe(403)
  expect((await state(app)).by_hand_since).toBeNull()
  const begun = await hand('start')
  expect([begun.status, begun.body.data.mode, begun.body.data.state.doing]).toEqual([200, 'off', 'record'])
  expect((await hand('start')).body.data.state.by_hand_since).toBe(begun.body.data.state.by_hand_since)
  await until('a file is written', async () => (await state(app)).file_started_at !== null)
  await seconds(begun.body.data.state.by_hand_since, 3)
  expect((await hand('stop', viewer)).status).toBe(403)
  expect((await hand('stop')).body.data.state).toMatchObject({ doing: 'nothing', by_hand_since: null })
  await until('it is a recording', async () => (await recordings(app)).length === 1)
  expect((await recordings(app))[0]).toMatchObject({ record_type: 'manual' })
  expect((await hand('stop')).status).toBe(200)

  // While alarms are recorded it gets a file of its own, and what comes after it too.
  await app.ask('PUT', PATH, { mode: 'alarm', pre_seconds: 0, post_seconds: 1 })
  device.raise({ sourceKey: 'ip:1' })
  await until('the alarm is recorded', async () => (await state(app)).file_started_at !== null)
  expect((await hand('stop')).body).toMatchObject({ error: expect.stringContaining('because of an alarm') })
  const again = (await hand('start')).body.data.state.by_hand_since
  await until('the file of the alarm is whole', async () => (await recordings(app)).length === 2)
  await until('the next one is begun', async () => (await state(app)).file_started_at !== null)
  await seconds(again, 2)
  await hand('stop')
  await until('that one is whole', async () => (await recordings(app)).length === 3)
  device.raise({ sourceKey: 'ip:1', active: false })
  await until('the alarm is over', async () => (await recordings(app)).length === 4)
  const films = (await recordings(app)) as { record_type: string; start_time: string }[]
  expect(films.map(({ record_type }) => record_type)).toEqual(['manual', 'alarm', 'manual', 'alarm'])

  await app.ask('PUT', PATH, { mode: 'continuous' })
  for (const what of ['start', 'stop']) expect((await hand(what)).status).toBe(409)
  await off(app)
  const log = (await app.ask('GET', '/api/activity')).body.data as { action: string; username: string }[]
  const deeds = log.filter(({ action }) => /^(start|stop)_recording$/.test(action))
  expect(deeds.map(({ action, username }) => [action, username])).toEqual([
    ['stop_recording', 'otto'],
    ['start_recording', 'otto'],
    ['stop_recording', 'otto'],
    ['start_recording', 'otto'],
  ])
})

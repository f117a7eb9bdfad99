// Names of streams: one for each, whoever gave it and when; and an address that is shown only in part means the whole.
import { afterAll, expect, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import { createStreamStand } from './lightnvr-stream-stand.ts'
import { startCamera } from './rtsp-source/camera.ts'

const { it, document, code, second, ask, add, read, put, remove } = await createStreamStand()
afterAll(() => it[Symbol.asyncDispose]())

const names = async () => ((await ask('GET', `${code}/api/streams`)).body as { name: string }[]).map(({ name }) => name)
const camera = async (name: string, rtspUrl: string) =>
  (await it.ask('POST', '/api/cameras', { name, rtsp_url: rtspUrl })).status

test('of two who give one name at once one is told that it is taken', async () => {
  const both = await Promise.all([
    add({ name: 'Twice', url: 'rtsp://192.0.2.71/x', record: false }, document),
    add({ name: 'Twice', url: 'rtsp://192.0.2.72/x', record: false }, code),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await names()).filter((name) => name === 'Twice')).toHaveLength(1)
  await remove('Twice', '?permanent=true')
  expect((await add({ name: 'Twice', url: 'rtsp://192.0.2.73/x', record: false })).status).toBe(201)
})

test('a camera that a person adds on our own page is called as he called it, and never as another stream is', async () => {
  expect(await camera('Front Yard', 'rtsp://192.0.2.74/x')).toBe(201)
  expect(await names()).toContain('front-yard')
  const { name } = await read(second)
  await remove(name, '?permanent=true')
  expect((await add({ name: 'porch', url: 'rtsp://192.0.2.7/Streaming/Channels/201' })).status).toBe(201)
  expect(await camera('Porch', 'rtsp://192.0.2.75/x')).toBe(201)
  const all = await names()
  expect(all).toContain('porch-2')
  expect(new Set(all).size).toBe(all.length)
})

test('no new name has a comma in it, since lists of names are parted by them', async () => {
  const refused = await add({ name: 'Front, left', url: 'rtsp://192.0.2.76/x' })
  expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining('Invalid stream name')])
})

test('what is shown of an address stands for the whole of it, with its login', async () => {
  await using source = await startCamera()
  expect((await add({ name: 'Masked', url: source.address('/1/main/audio'), record: false })).status).toBe(201)
  const { url } = await read('Masked')
  expect(url).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/1\/main\/\*\*\*$/)
  const tried = async (address: string) => (await ask('POST', `${code}/api/streams/test`, { url: address })).body
  const withMask = url.replace('://', '://***:***@')
  for (const shown of [url, withMask]) {
    expect([shown, await tried(shown)]).toMatchObject([shown, { success: true }])
    expect((await put('Masked', { url: shown, priority: 7 })).status).toBe(200)
  }
  expect(await read('Masked')).toMatchObject({ url, priority: 7 })
  await until('it is still read', async () => (await tried(url)).success)
  expect((await put('Masked', { url: url.replace('main', 'sub') })).status).toBe(400)
}, 120_000)

test('one that ought to be recorded and cannot be read is not told to be', async () => {
  const camera = 'rtsp://127.0.0.1:9/live'
  expect((await add({ name: 'Dead', url: camera, record: true })).status).toBe(201)
  const { id } = await read('Dead', document)
  const state = async () => (await it.ask('GET', `/api/cameras/${id}/recording`)).body.data.state
  await until('its recorder has tried', async () => (await state()).doing === 'record')
  const [dead] = (await ask('GET', `${code}/api/health`)).body.streams_detail.filter(
    ({ name }: { name: string }) => name === 'Dead',
  )
  expect(dead.recording_active).toBe(false)
  const asked = { headers: { 'x-api-key': (await it.ask('POST', '/api/keys', { name: 'figures' })).body.data.key } }
  const figures = await (await fetch(`${code}/api/metrics`, asked)).text()
  expect(figures).toContain('lightnvr_stream_recording{stream="Dead"} 0')
})

// Pictures as recordings, through the front door: taken by a person or come with an alarm, listed, served, protected, removed.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { TINY_JPEG } from '../../testing/fake-driver.ts'
import { startPictures } from '../../testing/pictures.ts'
import { viewer } from '../../testing/recorders.ts'
import { OWNER } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

test('a picture that a person takes is kept as a recording, also when the picture itself is asked for', async () => {
  const at = new Date()
  await using it = await startPictures(() => at)
  const { data } = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body
  const kept = (await it.ask('GET', `/api/recordings/${data.recording_id}`)).body.data
  expect(kept).toMatchObject({
    ...{ id: data.id, recording_id: data.recording_id, kind: 'picture', origin: 'snapshot', alarm_id: null },
    ...{ start_time: data.taken_at, end_time: data.taken_at, duration: 0, file_size: TINY_JPEG.length },
    ...{ camera_id: data.camera_id, channel_id: 1, protected: false, downloadable: true },
    filename: `camera-1_${data.taken_at.slice(0, 19).replaceAll(':', '-')}Z.jpg`,
  })
  const file = `camera-1/${data.taken_at.slice(0, 10)}/${kept.filename}`
  expect(existsSync(it.at(file))).toBe(true)
  // A second look within two seconds is the same picture, and kept once.
  const again = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data
  expect(again.recording_id).toBe(data.recording_id)
  const before = (await it.pictures()).length
  const answer = await fetch(`${it.app.url}/api/cameras/2/snapshot`, {
    method: 'POST',
    headers: { authorization: `Bearer ${it.app.token}`, accept: 'image/jpeg', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(await answer.bytes()).toEqual(TINY_JPEG)
  expect(await it.pictures()).toHaveLength(before + 1)
  expect((await it.ask('GET', '/api/activity?action=snapshot')).body.data[0]).toMatchObject({
    resource_type: 'channel',
    success: true,
  })
  expect(readdirSync(it.at('.part'))).toEqual([])
})

test('a picture that was removed is kept anew when the same one is asked for again', async () => {
  const at = new Date()
  await using it = await startPictures(() => at)
  const { recording_id } = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data
  expect((await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data.recording_id).toBe(recording_id)
  expect((await it.ask('DELETE', `/api/recordings/${recording_id}`)).status).toBe(200)
  const next = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data.recording_id
  expect(next).not.toBe(recording_id)
  expect((await it.ask('GET', `/api/recordings/${next}/stream`)).status).toBe(200)
})

test('the picture of an alarm is a recording, and alarm and event name it', async () => {
  await using it = await startPictures()
  const alarm = await it.alarm()
  const [picture] = await it.pictures()
  expect(picture).toMatchObject({
    ...{ kind: 'picture', origin: 'alarm', alarm_id: alarm.id, recording_id: alarm.recording_id, channel_id: 1 },
    ...{ start_time: alarm.created_at, end_time: alarm.created_at, resolution: '160x120', record_type: 'motion' },
    file_size: it.jpeg.length,
    filename: `camera-1_${alarm.created_at.slice(0, 19).replaceAll(':', '-')}Z.jpg`,
  })
  const event = (await it.ask('GET', `/api/events/${alarm.uuid}`)).body.data
  expect(event.recording_id).toBe(picture.id)
  expect((await it.ask('GET', '/api/events?source=device')).body.data[0].recording_id).toBe(picture.id)
  const [{ file }] = it.sql<{ file: string }>('select file from recordings') as [{ file: string }]
  expect(file).toMatch(new RegExp(`^alarms/[a-z0-9]+/${alarm.uuid}\\.jpg$`))
  expect(existsSync(it.at(file))).toBe(true)
  expect(await (await it.signed(alarm.picture_url)).bytes()).toEqual(new Uint8Array(it.jpeg))
})

test('a picture is served as a JPEG, in parts, with a name, and to whoever has its ticket', async () => {
  await using it = await startPictures()
  const { recording_id: id, created_at } = await it.alarm()
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(it.app.url + path, { headers: { authorization: `Bearer ${it.app.token}`, ...headers } })
  const whole = await get(`/api/recordings/${id}/stream`)
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(await whole.bytes()).toEqual(new Uint8Array(it.jpeg))
  const part = await get(`/api/recordings/${id}/stream`, { range: 'bytes=2-5' })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-5/${it.jpeg.length}`])
  expect(await part.bytes()).toEqual(new Uint8Array(it.jpeg.slice(2, 6)))
  const etag = whole.headers.get('etag') as string
  expect((await get(`/api/recordings/${id}/stream`, { 'if-none-match': etag })).status).toBe(304)
  const saved = await get(`/api/recordings/${id}/download`)
  const name = `camera-1_${created_at.slice(0, 19).replaceAll(':', '-')}Z.jpg`
  expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="${name}"; filename*=UTF-8''${name}`)
  for (const way of ['stream', 'download']) {
    const signed = await it.signed(`/recordings/${id}/${way}`)
    expect([signed.status, signed.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(await signed.bytes()).toEqual(new Uint8Array(it.jpeg))
  }
  const list = await get(`/api/recordings/${id}/stream?format=hls`)
  expect(list.status).toBe(409)
})

test('lists and sums show videos unless pictures are asked for', async () => {
  await using it = await startPictures()
  await it.alarm()
  await it.ask('POST', '/api/cameras/1/snapshot', {})
  const paths = ['/api/recordings', '/api/recordings/search', '/api/recordings/camera/1']
  const totals = async (query: string) =>
    Promise.all(paths.map(async (path) => (await it.ask('GET', `${path}?${query}`)).body.pagination.total))
  expect(await totals('')).toEqual([0, 0, 0])
  expect(await totals('kind=video')).toEqual([0, 0, 0])
  expect(await totals('kind=picture')).toEqual([2, 2, 2])
  expect(await totals('kind=all')).toEqual([2, 2, 2])
  const sum = async (query: string) => (await it.ask('GET', `/api/recordings/stats?${query}`)).body.data
  expect(await sum('')).toMatchObject({ totalRecordings: 0, totalSize: 0 })
  expect(await sum('kind=picture')).toMatchObject({
    totalRecordings: 2,
    totalSize: it.jpeg.length + TINY_JPEG.length,
    totalDuration: 0,
  })
  expect((await it.ask('GET', '/api/recordings?kind=sound')).status).toBe(400)
  const camera = (await it.ask('GET', '/api/cameras/1/stats')).body.data.recordings
  expect(camera).toMatchObject({ count: 0, total_size: 0, oldest: null })
  expect((await it.ask('GET', '/api/system/status')).body.data.recordings.total).toBe(0)
  const query = 'source=device&kind=picture&cameraId=1&startDate=2026-01-01&endDate=2026-01-02'
  expect((await it.ask('GET', `/api/recordings?${query}`)).body.data).toEqual([])
})

test('a recorder’s own alarm has a picture of no channel, which a viewer does not see', async () => {
  await using it = await startPictures()
  const token = await viewer(it.app, { channelId: 1, export: false })
  const mine = await it.alarm()
  const own = await it.alarm({ kind: 'illegal_login', rawType: 'illAccess', sourceKey: null })
  expect(own.channel_id).toBeNull()
  expect((await it.pictures()).map(({ alarm_id }: { alarm_id: number }) => alarm_id)).toEqual([own.id, mine.id])
  expect((await it.pictures('', token)).map(({ alarm_id }: { alarm_id: number }) => alarm_id)).toEqual([mine.id])
  for (const way of ['', '/stream'])
    expect((await it.ask('GET', `/api/recordings/${own.recording_id}${way}`, undefined, token)).status).toBe(404)
  expect((await it.ask('GET', `/api/recordings/${mine.recording_id}/stream`, undefined, token)).status).toBe(200)
  expect((await it.ask('GET', `/api/recordings/${mine.recording_id}/download`, undefined, token)).status).toBe(403)
  // Nor anybody of another household.
  await it.ask('PUT', '/api/settings/open_registration', { value: true })
  const stranger = { username: 'stranger', password: 'a long password' }
  const other = (await it.ask('POST', '/api/auth/register', stranger, null)).body.token
  expect(await it.pictures('', other)).toEqual([])
  expect((await it.ask('GET', `/api/recordings/${mine.recording_id}/stream`, undefined, other)).status).toBe(404)
})

test('an alarm that is removed, by whichever way, takes its picture along, unless that is protected', async () => {
  await using it = await startPictures()
  const ways: [string, (alarm: { id: number; uuid: string }) => Promise<unknown>][] = [
    ['one', ({ id }) => it.ask('DELETE', `/api/user/alarm/${id}`)],
    ['event', ({ uuid }) => it.ask('DELETE', `/api/events/${uuid}`)],
    ['all', () => it.ask('DELETE', '/api/user/alarm')],
  ]
  for (const [name, remove] of ways) {
    const gone = await it.alarm()
    const [{ file }] = it.sql<{ file: string }>('select file from recordings where id = ?', gone.recording_id) as [
      { file: string },
    ]
    await remove(gone)
    expect([name, (await it.ask('GET', `/api/recordings/${gone.recording_id}`)).status]).toEqual([name, 404])
    expect([name, existsSync(it.at(file))]).toEqual([name, false])

    const kept = await it.alarm()
    expect((await it.ask('PUT', `/api/recordings/${kept.recording_id}`, { protected: true })).status).toBe(200)
    await remove(kept)
    const { data } = (await it.ask('GET', `/api/recordings/${kept.recording_id}`)).body
    expect([name, data.alarm_id, data.protected, data.origin]).toEqual([name, null, true, 'alarm'])
    expect((await it.ask('GET', `/api/recordings/${kept.recording_id}/stream`)).status).toBe(200)
  }
})

test('alarms that have become too old take their pictures along', async () => {
  let ahead = 3_600_000
  await using it = await startPictures(() => new Date(Date.now() + ahead))
  const alarm = await it.alarm()
  const [{ file }] = it.sql<{ file: string }>('select file from recordings') as [{ file: string }]
  ahead += 10 * 86_400_000
  it.app.token = (await it.ask('POST', '/api/auth/login', OWNER, null)).body.token
  const newer = await it.alarm()
  await it.ask('PUT', '/api/settings/alarm_retention', { value: { days: 5, count: 1000 } })
  await until('it is gone', async () => (await it.ask('GET', `/api/recordings/${alarm.recording_id}`)).status === 404)
  expect(existsSync(it.at(file))).toBe(false)
  expect((await it.pictures()).map(({ alarm_id }: { alarm_id: number }) => alarm_id)).toEqual([newer.id])
})

test('a picture that is removed leaves its alarm without one, and nobody is shown a broken link', async () => {
  await using it = await startPictures()
  const alarm = await it.alarm()
  const events = await it.ask('POST', '/api/media/sign', { path: '/events' })
  const stream = await fetch(it.app.url + events.body.url)
  const [{ file }] = it.sql<{ file: string }>('select file from recordings') as [{ file: string }]
  const link = (await it.ask('POST', '/api/media/sign', { path: alarm.picture_url })).body.url
  expect((await it.ask('DELETE', `/api/recordings/${alarm.recording_id}`)).status).toBe(200)
  expect(existsSync(it.at(file))).toBe(false)
  const [left] = (await it.ask('GET', '/api/user/alarm')).body.items
  expect([left.id, left.picture_url, left.recording_id]).toEqual([alarm.id, null, null])
  const event = (await it.ask('GET', `/api/events/${alarm.uuid}`)).body.data
  expect([event.snapshot_url, event.recording_id]).toEqual([null, null])
  expect((await fetch(it.app.url + link)).status).toBe(404)
  // Who looks at the list hears of it.
  let heard = ''
  for await (const piece of stream.body as ReadableStream<Uint8Array>) {
    heard += new TextDecoder().decode(piece)
    if (heard.includes('event: event.updated')) break
  }
  expect(heard).toContain('"snapshot_url":null')
})

test('an alarm that goes on when its picture is removed ends without one', async () => {
  await using it = await startPictures()
  it.recorder.raise({ picture: it.jpeg })
  const first = await until('its picture is there', async () => {
    const [newest] = (await it.ask('GET', '/api/user/alarm')).body.items
    return newest?.picture_url && newest
  })
  const events = await it.ask('POST', '/api/media/sign', { path: '/events' })
  const stream = await fetch(it.app.url + events.body.url)
  await it.ask('DELETE', `/api/recordings/${first.recording_id}`)
  it.recorder.raise({ active: false })
  let heard = ''
  for await (const piece of stream.body as ReadableStream<Uint8Array>) {
    heard += new TextDecoder().decode(piece)
    if (/event: alarm\.ended\ndata: .*\n/.test(heard)) break
  }
  expect(heard.slice(heard.indexOf('event: alarm.ended'))).toContain('"picture_url":null')
})

test('pictures of alarms go with their device, but for protected ones; those that people took stay', async () => {
  await using it = await startPictures()
  const gone = await it.alarm()
  const kept = await it.alarm()
  await it.ask('PUT', `/api/recordings/${kept.recording_id}`, { protected: true })
  const taken = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data
  const files = it.sql<{ id: number; file: string }>('select id, file from recordings')
  const fileOf = (id: number) => it.at(files.find((row) => row.id === id)?.file ?? '')
  expect((await it.ask('DELETE', '/api/devices/1')).status).toBe(204)
  await until('its folder is cleared', () => readdirSync(dirname(fileOf(gone.recording_id))).length === 1)
  expect([gone, kept].map(({ recording_id }) => existsSync(fileOf(recording_id)))).toEqual([false, true])
  const left = await it.pictures()
  expect(left.map((row: { recording_id: number }) => row.recording_id)).toEqual([taken.recording_id, kept.recording_id])
  expect(left.every((row: { camera_id: unknown }) => row.camera_id === null)).toBe(true)
  expect((await it.ask('GET', `/api/recordings/${taken.recording_id}/stream`)).status).toBe(200)
})

test('with its recordings a device takes the pictures along that people took', async () => {
  await using it = await startPictures()
  const taken = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data
  const [{ file }] = it.sql<{ file: string }>('select file from recordings') as [{ file: string }]
  expect((await it.ask('DELETE', '/api/devices/1?delete_recordings=true')).status).toBe(204)
  expect(existsSync(it.at(file))).toBe(false)
  expect((await it.ask('GET', `/api/recordings/${taken.recording_id}`)).status).toBe(404)
})

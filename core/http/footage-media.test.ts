// Footage played from a recorder: begun, sought, stopped and ended, with real FFmpeg and real RTSP.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createPlaybackStand } from '../testing/playback-stand.ts'
import { relayProcesses } from '../testing/relays.ts'
import { until as untilTrue } from '../testing/until.ts'

const until = <T>(what: string, ask: () => T | Promise<T>) => untilTrue(what, ask, 20_000)

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(60_000)

async function pictures(bytes: Buffer): Promise<number> {
  const entries = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0']
  const probe = Bun.spawn(['ffprobe', '-v', 'error', ...entries, '-f', 'mp4', 'pipe:0'], {
    stdin: new Blob([new Uint8Array(bytes)]),
    stdout: 'pipe',
    stderr: 'inherit',
  })
  return Number((await new Response(probe.stdout).text()).trim())
}

test('footage plays from the asked moment, jumps over a gap, and ends where it ends', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:00:04')
  it.footage.record('ip:1', '2026-01-20T09:00:00', '2026-01-20T09:00:02')
  const viewer = await it.view('2026-01-12T08:00:01Z')
  await until('pictures have come', () => viewer.frames().length > 3)
  expect(await pictures(Buffer.concat(viewer.frames().slice(0, 3)))).toBeGreaterThan(3)
  await until('it has ended', () => viewer.told.some((text) => 'ended' in text))
  expect(viewer.begins()).toEqual(['2026-01-12T08:00:01.000Z', '2026-01-20T09:00:00.000Z'])
  expect(it.played).toEqual([
    'ip:1/2026-01-12T08:00:01.000Z/2026-01-12T08:00:04.000Z',
    'ip:1/2026-01-20T09:00:00.000Z/2026-01-20T09:00:02.000Z',
  ])
  expect(relayProcesses()).toHaveLength(0)
  // The device plays on beyond the end; only what lies in the footage is shown.
  expect(await pictures(Buffer.concat(viewer.frames()))).toBeLessThanOrEqual(2 * 15 + 3)
  viewer.close()
})

test('a seek opens the recorder anew after the last playback is closed, also from the end back', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const viewer = await it.view('2026-01-12T08:29:58Z')
  await until('it has ended', () => viewer.told.some((text) => 'ended' in text))
  viewer.send({ seek: '2026-01-12T09:10:00+01:00' })
  await until('pictures of the new moment have come', () => viewer.begins().length === 2 && viewer.frames().length > 1)
  viewer.send({ seek: '2026-01-12T08:20:00Z' })
  viewer.send({ seek: '2026-01-12T08:21:00Z' })
  await until('pictures of the last one have come', () => viewer.begins().length === 3 && viewer.frames().length > 1)
  expect(viewer.begins().slice(1)).toEqual(['2026-01-12T08:10:00.000Z', '2026-01-12T08:21:00.000Z'])
  expect(it.source.sessions()).toBe(1)
  viewer.send('nonsense')
  await until('the fault is told', () => viewer.told.some((text) => 'error' in text))
  viewer.close()
  await until('the recorder is left alone', () => it.source.sessions() === 0)
})

test('each viewer has his own playback, and the end of a link ends it', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const first = await it.view('2026-01-12T08:00:00Z')
  const { body } = await it.sign('2026-01-12T08:10:00Z')
  const second = it.connect(body.url)
  await until('both play', () => it.source.sessions() === 2 && second.frames().length > 1 && first.frames().length > 1)
  expect([first.begins(), second.begins()]).toEqual([['2026-01-12T08:00:00.000Z'], ['2026-01-12T08:10:00.000Z']])
  expect((await it.ask('POST', `/media/${body.ticket}/stop`, undefined, null)).body).toEqual({ status: 'ok' })
  expect((await second.closed).code).toBe(4401)
  await until('one is left', () => it.source.sessions() === 1)
  expect((await it.ask('POST', `/media/${body.ticket}/seek`, { from: '2026-01-12T08:00:00Z' }, null)).status).toBe(401)
  first.close()
})

test('players of HLS get a list with the times of the footage, which ends with it', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:00:05')
  const { url, ticket } = (await it.sign('2026-01-12T08:00:00Z', 'index.m3u8')).body
  const load = async (path: string) => it.ask('GET', path, undefined, null)
  const first = await load(url)
  expect(first.status).toBe(200)
  expect(first.text).toContain('#EXT-X-PROGRAM-DATE-TIME:2026-01-12T08:00:00.000Z')
  const list = await until('the list ends', async () => {
    const { text } = await load(url)
    return text.includes('#EXT-X-ENDLIST') && text
  })
  const bytes = await Promise.all(
    ['init1.mp4', '0.m4s', '1.m4s'].map(async (name) =>
      (await fetch(`${it.app.url}/hls/${ticket}/${name}`)).arrayBuffer(),
    ),
  )
  expect(await pictures(Buffer.concat(bytes.map((one) => new Uint8Array(one))))).toBeGreaterThan(45)
  expect(list).not.toContain('PRELOAD-HINT')
  expect((await load(`${url}?_HLS_msn=3&_HLS_part=0`)).text).toContain('#EXT-X-ENDLIST')
})

test('a recorder that plays no more is said to be at its limit, and is asked once', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  it.source.refuse(453)
  const viewer = await it.view('2026-01-12T08:00:00Z')
  const { code, reason } = await viewer.closed
  expect([code, reason]).toEqual([4503, expect.stringContaining('The recorder plays no further recording')])
  const { url } = (await it.sign('2026-01-12T08:00:00Z', 'index.m3u8')).body
  expect((await it.ask('GET', url, undefined, null)).status).toBe(503)
  expect(it.played).toEqual([])
})

test('a seek waits a moment for a recorder that still counts the playback before', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const viewer = await it.view('2026-01-12T08:00:00Z')
  await until('pictures have come', () => viewer.frames().length > 1)
  it.source.refuse(453)
  viewer.send({ seek: '2026-01-12T08:10:00Z' })
  await until('it has let go', () => it.source.sessions() === 0)
  it.source.refuse(null)
  await until('it plays', () => viewer.begins().length === 2)
  expect(viewer.begins()[1]).toBe('2026-01-12T08:10:00.000Z')
  viewer.close()
})

test('a playback that is cut goes on where it was; a refused login ends it for good', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const viewer = await it.view('2026-01-12T08:00:00Z')
  await until('pictures have come', () => viewer.frames().length > 7)
  it.source.dropAll()
  await until('it plays again', () => viewer.begins().length === 2)
  const resumed = Date.parse(viewer.begins()[1]!) - Date.parse('2026-01-12T08:00:00Z')
  expect(resumed).toBeWithin(1000, 6000)
  it.login.password = 'another-password'
  it.source.dropAll()
  expect((await viewer.closed).code).toBe(4502)
  expect(it.refused).toHaveLength(1)
})

test('where nothing was recorded any more a viewer hears so, and bad moments are refused', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const viewer = await it.view('2026-02-01T00:00:00Z')
  expect(await viewer.closed).toEqual({
    code: 4404,
    reason: 'This channel has no recording at this time or after it.',
  })
  for (const from of ['yesterday', '2026-02-30T08:00:00', '2026-13-12T08:00:00Z', '2026-01-12T08:00:00Z%2f..'])
    expect([from, (await it.sign(from)).status]).toEqual([from, 400])
  const missing = { path: '/channels/99/footage/2026-01-12T08:00:00Z/mse' }
  expect((await it.ask('POST', '/api/media/sign', missing)).status).toBe(404)
})

test('who may watch a channel may not yet play back its past', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:30:00')
  const guest = { username: 'guest', password: 'a long password', role: 'viewer' }
  const { token } = (await it.ask('POST', '/api/auth/register', guest)).body
  expect((await it.sign('2026-01-12T08:00:00Z', 'mse', token)).status).toBe(404)
})

test('a moment without an offset is the recorder’s wall clock, signed and sought', async () => {
  await using it = await createPlaybackStand()
  it.footage.offsetAt = () => 180
  it.footage.record('ip:1', '2026-01-12T11:00:00', '2026-01-12T11:30:00')
  const wall = (minute: number) => `2026-01-12T11:${minute}:00`
  const { url } = (await it.sign(wall(12))).body
  const viewer = it.connect(url)
  await until('pictures have come', () => viewer.begins().length === 1)
  const seek = (from: string) => it.ask('POST', `${url.replace('/mse', '')}/seek`, { from })
  expect((await seek(wall(15))).status).toBe(200)
  await until('pictures of the new moment have come', () => viewer.begins().length === 2)
  viewer.send({ seek: wall(20) })
  await until('pictures of the last moment have come', () => viewer.begins().length === 3)
  expect(viewer.begins()).toEqual([12, 15, 20].map((minute) => `2026-01-12T08:${minute}:00.000Z`))
  for (const from of ['soon', '2026-02-30T08:00:00', '']) expect([from, (await seek(from)).status]).toEqual([from, 400])
  viewer.close()
})

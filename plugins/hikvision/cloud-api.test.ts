// Seed 002 from outside, against a simulated recorder: its keys, its texts, its limits, and what bad input meets.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { createCloudApi, SEARCH_MS, SIGN_IN_MS } from './cloud-api.ts'
import { driver } from './driver.ts'
import { type Simulator, startSimulator } from './simulator/index.ts'
import type { FootageOptions } from './simulator/recording/footage.ts'

setDefaultTimeout(60_000)

const ended: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of ended.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

interface Stand extends TestApp {
  simulator: Simulator
  port: number
  cloud(path: string, body?: object, token?: string | null): Promise<Awaited<ReturnType<TestApp['ask']>>>
  connect(more?: object): Promise<Awaited<ReturnType<TestApp['ask']>>>
}

async function stand(
  options: Parameters<typeof createCloudApi>[0] = {},
  footage: FootageOptions = { days: 10, everyDay: true },
): Promise<Stand> {
  const simulator = await startSimulator({ model: 'dvr4', rtsp: false, speed: 10, footage })
  ended.push(simulator)
  const app = await createTestApp([{ id: 'hikvision', title: 'Hikvision', driver, dialect: createCloudApi(options) }])
  ended.push(app)
  const { ask } = app
  const cloud: Stand['cloud'] = (path, body = {}, token = app.token) => ask('POST', `/api/cloud/${path}`, body, token)
  const login = { host: '127.0.0.1', port: simulator.port, username: simulator.user, password: simulator.password }
  const connect = (more: object = {}) => cloud('hikvision-connect', { ...login, ...more })
  return Object.assign(Object.create(app) as TestApp, { simulator, port: simulator.port, cloud, connect })
}

async function elsewhere(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ended.push({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
  return (server.address() as AddressInfo).port
}

describe('connecting', () => {
  test('answers id and facts of the recorder, and makes it a device of the household', async () => {
    const it = await stand()
    const { status, body } = await it.connect()
    expect([status, body.success, body.nvr_id]).toEqual([200, true, `127.0.0.1_${it.port}`])
    expect(Object.keys(body.device_info).sort()).toEqual([
      ...['device_name', 'device_type', 'firmware', 'model', 'serial_number'],
    ])
    expect(Object.values(body.device_info)).not.toContain('Unknown')
    expect((await it.connect()).body.success).toBe(true)
    const devices = (await it.ask('GET', '/api/devices')).body
    expect(devices).toHaveLength(1)
    expect([devices[0].brand, devices[0].username]).toEqual(['hikvision', it.simulator.user])
    expect(it.simulator.stats.refusedLogins.total).toBe(0)
    const told = [it.lines.join(), (await it.ask('GET', '/api/activity')).text, JSON.stringify([body, devices])].join()
    expect(told).not.toContain(it.simulator.password)
  })

  test('without host, name or password says what the document says', async () => {
    const it = await stand()
    for (const body of [{}, { host: '127.0.0.1', username: 'admin' }, { host: '', username: 'a', password: 'b' }]) {
      const answer = await it.cloud('hikvision-connect', body)
      expect([answer.status, answer.body.success, answer.body.message]).toEqual([200, false, 'Missing credentials'])
    }
  })

  test('with a wrong password tries it once, stores nothing and names the remedy', async () => {
    const it = await stand()
    const { status, body } = await it.connect({ password: 'wrong-for-once' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: false,
      message: 'Invalid credentials (401 Unauthorized)',
      error: '401 Unauthorized',
      remedy: 'Verify username/password',
    })
    expect((await it.connect({ password: 'wrong-for-once' })).body.success).toBe(false)
    expect(it.simulator.stats.refusedLogins.total).toBe(1)
    expect((await it.ask('GET', '/api/devices')).body).toEqual([])
  })

  test('tells a closed port, silence and a server without ISAPI apart', async () => {
    const it = await stand({ signInMs: 400 })
    const silent = await elsewhere(() => {})
    const web = await elsewhere((_request, response) => void response.writeHead(404).end('<html>'))
    const closed = (await it.connect({ port: 1 })).body
    expect([closed.message, closed.remedy]).toEqual([
      'Cannot connect to NVR (check IP address and network)',
      'Check IP, firewall, VPN',
    ])
    expect((await it.connect({ port: silent })).body.message).toBe('Connection timeout (NVR not responding)')
    // As long as the program in the document waits for a device's answer, and for a search.
    expect([SIGN_IN_MS, SEARCH_MS]).toEqual([10_000, 30_000])
    const plain = (await it.connect({ port: web })).body
    expect([plain.error, plain.remedy]).toEqual(['ISAPI disabled', 'Enable ISAPI in the NVR settings'])
    expect((await it.ask('GET', '/api/devices')).body).toEqual([])
  })

  test('is refused for a stranger and for a key that may only read', async () => {
    const it = await stand()
    expect((await it.cloud('hikvision-connect', {}, null)).status).toBe(401)
    const { key } = (await it.ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data
    const answer = await it.cloud('hikvision-connect', { host: '127.0.0.1', username: 'a', password: 'b' }, key)
    expect([answer.status, answer.body.success]).toEqual([403, false])
  })
})

describe('searching', () => {
  test('lists channels by text ids and the videos of one, oldest first, in UTC', async () => {
    const it = await stand()
    const { nvr_id } = (await it.connect()).body
    const { channels } = (await it.cloud('hikvision/channels', { nvr_id })).body
    expect(channels.map(({ id }: { id: string }) => id)).toEqual(['1', '2', '3', '4'])
    expect(channels[0]).toEqual({ id: '1', name: expect.any(String), enabled: true })

    const day = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
    const wall = { start_time: `${day}T00:00:00`, end_time: `${day}T23:59:59` }
    const { videos } = (await it.cloud('hikvision/search', { nvr_id, channel_id: '1', ...wall })).body
    const truth = it.simulator.footage.onDay(1, day)
    expect(truth.length).toBeGreaterThan(10)
    expect(videos.length).toBeGreaterThanOrEqual(truth.length)
    const first = videos.at(-truth.length)
    expect(Object.keys(first).sort()).toEqual(['channel_id', 'end_time', 'playback_uri', 'source', 'start_time'])
    expect(first).toMatchObject({ channel_id: '1', source: 'nvr' })
    expect(first.playback_uri).toMatch(/^rtsp:\/\/[^@]+\/tracks\/101\//)
    expect(first.start_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    // The recorder stands at UTC+8: without an offset its wall clock is meant, with one the instant.
    const instants = { start_time: `${day}T00:00:00+08:00`, end_time: `${day}T23:59:59+08:00` }
    expect((await it.cloud('hikvision/search', { nvr_id, channel_id: '1', ...instants })).body.videos).toEqual(videos)

    const future = { start_time: '2099-01-01T00:00:00', end_time: '2099-01-02T00:00:00' }
    const none = (await it.cloud('hikvision/search', { nvr_id, channel_id: '1', ...future })).body
    expect(none).toMatchObject({ success: true, videos: [], remedy: 'Verify NVR is recording' })
  })

  test('meets bad input with a clear 4xx, and the document’s own refusals with its texts', async () => {
    const it = await stand()
    const { nvr_id } = (await it.connect()).body
    await it.cloud('hikvision/channels', { nvr_id })
    const times = { start_time: '2026-01-01T00:00:00', end_time: '2026-01-02T00:00:00' }
    const search = (more: object) => it.cloud('hikvision/search', { nvr_id, channel_id: '1', ...times, ...more })
    expect((await search({ nvr_id: '192.0.2.1_80' })).body).toMatchObject({ success: false, message: 'NVR not found' })
    expect((await search({ channel_id: '77' })).body).toMatchObject({
      success: false,
      error: 'Channel not found',
      remedy: 'List channels first',
    })
    for (const bad of [
      { end_time: '2025-12-31T00:00:00' },
      { end_time: '2036-01-01T00:00:00' },
      { start_time: '2026-02-31T00:00:00' },
      { start_time: 'yesterday' },
      { start_time: undefined },
      { channel_id: [] },
    ]) {
      const { status, body } = await search(bad)
      expect([bad, status, body.success]).toEqual([bad, 400, false])
    }
    await it.simulator.unplug()
    const away = await search({})
    expect([away.status, away.body.success]).toEqual([200, false])
    await until(
      'the session has ended',
      async () => (await it.ask('GET', '/api/devices/1')).body.state.phase !== 'online',
    )
    for (const bad of [{ end_time: '2025-12-31T00:00:00' }, { end_time: '2036-01-01T00:00:00' }])
      expect([bad, (await search(bad)).status]).toEqual([bad, 400])
  })

  test('is limited for each caller: 10 sign-ins, 15 lists and 20 searches a minute', async () => {
    let now = 0
    const it = await stand({ clock: () => now })
    const count = async (path: string) => {
      for (let times = 0; ; times++) {
        const { status, headers, body } = await it.cloud(path)
        if (status !== 429) continue
        expect([body.success, Number(headers.get('retry-after'))]).toEqual([false, 60])
        return times
      }
    }
    expect(await count('hikvision-connect')).toBe(10)
    expect(await count('hikvision/channels')).toBe(15)
    expect(await count('hikvision/search')).toBe(20)
    now += 60_000
    expect((await it.cloud('hikvision-connect')).status).toBe(200)
  })
})

describe('sources', () => {
  test('say what is fetched by itself, and become rules of their channels', async () => {
    const it = await stand()
    const { nvr_id } = (await it.connect()).body
    await it.cloud('hikvision/channels', { nvr_id })
    const path = `/api/cloud/hikvision/sources/${nvr_id}`
    // A recorder is searched for 31 days at most: a rule that looked further back would find nothing for ever.
    for (const time_range_hours of [0, 745, 8760, 1.5, '24'])
      expect((await it.ask('PUT', path, { selected_channels: ['1'], time_range_hours })).status).toBe(400)
    expect((await it.ask('GET', path)).body).toMatchObject({
      provider: 'hikvision',
      nvr_id,
      nvr_host: '127.0.0.1',
      nvr_port: it.port,
      use_https: false,
      selected_channels: [],
      time_range_hours: 24,
    })
    const put = await it.ask('PUT', path, { selected_channels: ['1', '3'], time_range_hours: 6 })
    expect(put.body).toMatchObject({ success: true, selected_channels: ['1', '3'], time_range_hours: 6 })
    const rules = (await it.ask('GET', '/api/footage-rules')).body.data
    expect(rules.map(({ mode, hours }: { mode: string; hours: number }) => [mode, hours])).toEqual([
      ['last_hours', 6],
      ['last_hours', 6],
    ])
    expect((await it.ask('PUT', path, { selected_channels: ['3'] })).body.time_range_hours).toBe(6)
    expect((await it.ask('PUT', path, { selected_channels: ['9'] })).body.message).toBe('Channel not found')
    expect((await it.ask('PUT', path, { time_range_hours: 87_600 })).status).toBe(400)
    expect((await it.ask('GET', path)).body.selected_channels).toEqual(['3'])
    expect((await it.ask('GET', '/api/cloud/hikvision/sources/x_1')).body.message).toBe('NVR not found')
  })
})

describe('downloading', () => {
  const wallAgo = (minutes: number) =>
    new Date(Date.now() + 8 * 3_600_000 - minutes * 60_000).toISOString().slice(0, 19)

  test('by the address of a video queues it, and lists it in the fields of the document when it is here', async () => {
    const it = await stand({}, { days: 2, lengths: [5, 20], motion: [] })
    const { nvr_id } = (await it.connect()).body
    await it.cloud('hikvision/channels', { nvr_id })
    const range = { start_time: wallAgo(40), end_time: wallAgo(20) }
    const { videos } = (await it.cloud('hikvision/search', { nvr_id, channel_id: '1', ...range })).body
    const wanted = videos.at(-2)
    const { status, body } = await it.cloud('hikvision/download', { nvr_id, playback_uri: wanted.playback_uri })
    expect([status, body]).toEqual([200, { success: true, job_id: expect.any(Number) }])
    const job = await until('the job has ended', async () => {
      const { body: found } = await it.ask('GET', `/api/jobs/${body.job_id}`)
      return ['done', 'failed'].includes(found.state) && found
    })
    expect([job.error, job.state]).toEqual([null, 'done'])
    const list = (await it.ask('GET', `/api/cloud/hikvision/downloads?nvr_id=${nvr_id}`)).body
    expect(list.downloads).toEqual([
      {
        source_id: 1,
        cloud_file_id: `hik://127.0.0.1/ch1/${wanted.start_time.slice(0, 19)}`,
        playback_uri: wanted.playback_uri,
        channel_id: '1',
        channel_name: expect.any(String),
        start_time: wanted.start_time,
        end_time: wanted.end_time,
        local_file_path: expect.stringMatching(/^recordings\/.+\.mp4$/),
        recording_id: job.result.recording_id,
      },
    ])
  })

  test('finds a video again whose address has changed since, by its track and its start', async () => {
    const it = await stand({}, { days: 2, lengths: [5, 20], motion: [] })
    const { nvr_id } = (await it.connect()).body
    await it.cloud('hikvision/channels', { nvr_id })
    const range = { start_time: wallAgo(40), end_time: wallAgo(20) }
    const { videos } = (await it.cloud('hikvision/search', { nvr_id, channel_id: '2', ...range })).body
    // One that begins where the one before ends: the earlier one has the same moment in its address.
    const at = videos.findIndex(
      (video: { start_time: string }, index: number) => index > 0 && video.start_time === videos[index - 1].end_time,
    )
    const grown = videos[at].playback_uri.replace(/endtime=\w+/, 'endtime=20200101T000000Z')
    expect(grown).not.toBe(videos[at].playback_uri)
    const { body } = await it.cloud('hikvision/download', { nvr_id, playback_uri: grown })
    expect(body.success).toBe(true)
    const { clip_id } = (await it.ask('GET', `/api/jobs/${body.job_id}`)).body.input
    const same = (await it.cloud('hikvision/download', { nvr_id, playback_uri: videos[at].playback_uri })).body
    expect((await it.ask('GET', `/api/jobs/${same.job_id}`)).body.input.clip_id).toBe(clip_id)
  })

  test('of what is not there, or not to be understood, queues nothing', async () => {
    const it = await stand()
    const { nvr_id } = (await it.connect()).body
    await it.cloud('hikvision/channels', { nvr_id })
    const ask = (body: object) => it.cloud('hikvision/download', { nvr_id, ...body })
    expect((await ask({ nvr_id: 'nobody_80' })).body.message).toBe('NVR not found')
    for (const playback_uri of [
      'rtsp://192.0.2.9/x',
      'rtsp://h/Streaming/tracks/101/?starttime=20200101T000000Z',
      '../../etc/passwd',
    ])
      expect((await ask({ playback_uri })).body).toMatchObject({ success: false, error: 'No recordings' })
    const range = { channel_id: '1', start_time: '2026-01-02T00:00:00', end_time: '2026-01-01T00:00:00' }
    expect((await ask(range)).status).toBe(400)
    expect((await ask({})).body.error).toBe('Channel not found')
    expect((await ask({ playback_uri: 'rtsp://h/Streaming/tracks/101/?starttime=20209901T000000Z' })).status).toBe(400)
    expect(
      (await it.ask('GET', '/api/jobs')).body.data.filter(({ kind }: { kind: string }) => kind === 'download'),
    ).toEqual([])
    expect((await it.ask('GET', '/api/cloud/hikvision/downloads?limit=0')).status).toBe(400)
  })
})

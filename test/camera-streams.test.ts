// Bare RTSP cameras: what an address sends before it is a camera, a second and smaller picture, and what was seen of both.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { viewer } from '../core/testing/recorders.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

setDefaultTimeout(60_000)

const SECRET = "p@ss'w:rd 1"
let camera: Camera
beforeAll(async () => {
  camera = await startCamera()
})
afterAll(() => camera[Symbol.asyncDispose]())
beforeEach(() => {
  camera.refused.length = 0
})

const url = (path = '/1/main') => camera.address(path)
const bare = (path: string) => `rtsp://127.0.0.1:${camera.source.port}${path}`
const shown = (path = '/1/main') => `rtsp://***:***@127.0.0.1:${camera.source.port}${path}`
const secrets = [SECRET, encodeURIComponent(SECRET)]
const noSecret = (text: string, hidden = secrets) => {
  for (const secret of hidden) expect([secret, text.includes(secret)]).toEqual([secret, false])
}

async function add(appliance: TestApp, more: object = {}) {
  const body = { name: 'Yard', rtsp_url: url(), ...more }
  const { data } = (await appliance.ask('POST', '/api/cameras', body)).body
  await until('the camera is online', async () => (await get(appliance)).status === 'online')
  return data
}
const get = async (appliance: TestApp) => (await appliance.ask('GET', '/api/cameras/1')).body.data

describe('what an RTSP address sends', () => {
  let appliance: TestApp
  beforeAll(async () => {
    appliance = await createTestApp([hikvision, rtsp])
  })
  afterAll(() => appliance[Symbol.asyncDispose]())
  const probe = (rtsp_url: string, more: object = {}) =>
    appliance.ask('POST', '/api/cameras/probe', { rtsp_url, ...more })

  test('is said with its coding, size, speed and sound, and what browsers make of it', async () => {
    const { status, body } = await probe(url('/1/main/audio'))
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        data: { codec: 'h264', width: 1280, height: 720, frame_rate: 25, audio: 'pcm_alaw', browsers: 'all' },
      },
    ])
    const small = (await probe(url('/1/sub/h265'))).body.data
    expect(small).toMatchObject({ codec: 'hevc', width: 640, height: 360, audio: null, browsers: 'some' })
    expect((await appliance.ask('GET', '/api/cameras')).body.count).toBe(0)
  })

  test('is a fault in words where nobody answers, there is no such stream, or no video', async () => {
    const dead = createServer()
    await new Promise<void>((listening) => dead.listen(0, '127.0.0.1', listening))
    const { port } = dead.address() as AddressInfo
    await new Promise((closed) => dead.close(closed))
    const nobody = await probe(`rtsp://127.0.0.1:${port}/1`)
    expect([nobody.status, nobody.body.error]).toEqual([502, expect.stringContaining('cannot be reached')])
    const none = await probe(url('/nothing'))
    expect([none.status, none.body.error]).toEqual([502, expect.stringContaining('no such stream')])
    for (const wrong of ['rtsp://169.254.169.254/1', 'rtsp://[::ffff:169.254.169.254]/1', 'file:///etc/passwd'])
      expect((await probe(wrong)).body).toMatchObject({ errors: [{ path: 'body.rtsp_url' }] })
  })

  test('is asked for with a refused login once, also by the stream beside it and while it is tried twice at once', async () => {
    const wrong = (path: string) => url(path).replace('admin:', 'guest:')
    const [one, two] = await Promise.all([probe(wrong('/1/main')), probe(wrong('/1/sub'))])
    for (const answer of [one, two, await probe(wrong('/1/main')), await probe(wrong('/2/main'))]) {
      expect([answer.status, answer.body.error]).toEqual([502, expect.stringContaining('refused the login')])
      noSecret(answer.text)
    }
    expect(camera.refused).toHaveLength(1)
    expect((await probe(url('/1/main'))).status).toBe(200)
    const open = await probe(bare('/1/main'))
    expect([open.status, open.body.error]).toEqual([502, expect.stringContaining('asks for a user name')])
  })

  test('is not for who may not manage', async () => {
    const granted = await viewer(appliance)
    const refused = await appliance.ask('POST', '/api/cameras/probe', { rtsp_url: url() }, granted)
    expect(refused.status).toBe(403)
  })

  test('is looked at with the stored login at the same host, and at no other', async () => {
    await using own = await createTestApp([rtsp])
    await add(own, { sub_rtsp_url: bare('/1/sub') })
    const ask = (rtsp_url: string) => own.ask('POST', '/api/cameras/probe', { rtsp_url, device_id: 1 })
    for (const address of [shown(), shown('/1/sub'), bare('/1/main'), bare('/2/sub')])
      expect([address, (await ask(address)).status]).toEqual([address, 200])
    expect((await ask(shown().replace('127.0.0.1', '127.0.0.2'))).status).toBe(400)
    const elsewhere = await ask(bare('/1/main').replace('127.0.0.1', 'localhost'))
    expect([elsewhere.status, elsewhere.body.error]).toEqual([502, expect.stringContaining('asks for a user name')])
    expect(camera.refused).toHaveLength(0)
    noSecret(own.lines.join('\n'))
  })
})

describe('a second address', () => {
  const size = async (appliance: TestApp, quality: string) => {
    const live = await appliance.ask('GET', `/api/device/1/channel/1/live?quality=${quality}`)
    const list = async () => (await fetch(appliance.url + live.body.hls_url)).text()
    await until(`${quality} plays`, async () => (await list()).includes('#EXTINF'))
    const told = (await appliance.ask('GET', '/api/streams/status/1')).body.data
    expect(told).toMatchObject({ active: true, playing: true, since: expect.any(String) })
    return told.seen.find((one: { quality: string }) => one.quality === quality)
  }

  test('is the smaller picture, with the first one’s login at the same host; null takes it away', async () => {
    await using appliance = await createTestApp([rtsp])
    expect(await add(appliance, { rtsp_url: url('/1/main/audio'), sub_rtsp_url: bare('/1/sub') })).toMatchObject({
      sub_rtsp_url: shown('/1/sub'),
      stream: { playing: false, since: null, seen: [] },
    })
    const hasSub = async () => (await appliance.ask('GET', '/api/channels')).body[0].can.sub
    await until('it offers both', hasSub)
    expect(await size(appliance, 'sub')).toMatchObject({ codec: 'h264', width: 640, height: 360, audio: null })
    expect(await size(appliance, 'main')).toMatchObject({ width: 1280, height: 720, audio: true, browsers: 'all' })
    expect(camera.source.playing().toSorted()).toEqual(['/1/main/audio', '/1/sub'])
    const { data } = (await appliance.ask('PUT', '/api/cameras/1', { sub_rtsp_url: null })).body
    expect(data).toMatchObject({ sub_rtsp_url: null, stream: { playing: false, seen: [] } })
    await until('it offers one', async () => !(await hasSub()))
    expect(camera.refused).toHaveLength(0)
  })

  test('that refuses its login stops both, after one try', async () => {
    await using appliance = await createTestApp([rtsp])
    await add(appliance, { sub_rtsp_url: url('/1/sub').replace('admin:', 'guest:') })
    await until('it offers both', async () => (await appliance.ask('GET', '/api/channels')).body[0].can.sub)
    await appliance.ask('GET', '/api/device/1/channel/1/live?quality=sub')
    await until('the device rests', async () => (await get(appliance)).status === 'error')
    expect(camera.refused).toHaveLength(1)
  })

  test('keeps its secret where it is written back masked, and is refused for another host', async () => {
    await using appliance = await createTestApp([rtsp])
    const own = bare('/Yard12345678?token=hunter2').replace('rtsp://', 'rtsp://ann:letmein@')
    const row = await add(appliance, { sub_rtsp_url: own })
    const masked = shown('/***?token=***')
    expect(row.sub_rtsp_url).toBe(masked)
    const put = (body: object) => appliance.ask('PUT', '/api/cameras/1', body)
    expect((await put({ ...row, name: 'B' })).body.data).toMatchObject({ name: 'B', sub_rtsp_url: masked })
    const stored = () => {
      using database = new Database(join(appliance.folder, 'porchlight.db'), { readonly: true })
      return database.query('SELECT sub_stream_address AS cipher FROM devices').get()
    }
    const before = stored()
    expect((await put({ sub_rtsp_url: masked })).status).toBe(200)
    expect((await put({ location: 'Attic' })).status).toBe(200)
    expect(stored()).toEqual(before)
    for (const sub_rtsp_url of [
      masked.replace('127.0.0.1', '127.0.0.2'),
      masked.replace(String(camera.source.port), '5544'),
      masked.replace('rtsp:', 'rtsps:'),
      // Whose login would that be: its own is for the address that was stored.
      shown('/2/sub'),
      'rtsp://169.254.169.254/1',
      url(),
    ]) {
      const refused = await put({ sub_rtsp_url })
      expect([sub_rtsp_url, refused.status, refused.body.errors?.[0].path]).toEqual([
        sub_rtsp_url,
        400,
        'body.sub_rtsp_url',
      ])
      noSecret(refused.text, ['hunter2', 'letmein', 'Yard12345678'])
    }
    expect(stored()).toEqual(before)
    expect((await put({ sub_rtsp_url: masked.replace('***:***', 'bob:other') })).body.data.sub_rtsp_url).toBe(masked)
    expect(stored()).not.toEqual(before)
  })

  test('of a camera whose login it shares may be written into what is shown of it; of another host never', async () => {
    await using appliance = await createTestApp([rtsp])
    await add(appliance)
    const put = (sub_rtsp_url: string) => appliance.ask('PUT', '/api/cameras/1', { sub_rtsp_url })
    expect((await put(shown('/1/sub'))).body.data.sub_rtsp_url).toBe(shown('/1/sub'))
    expect((await put(shown('/1/sub').replace('127.0.0.1', 'localhost'))).status).toBe(400)
    // Without a login it is read without one there.
    const other = bare('/1/sub').replace('127.0.0.1', 'localhost')
    expect((await put(other)).body.data.sub_rtsp_url).toBe(other)
  })

  test('is nowhere in clear text, and goes along with a new secret key', async () => {
    await using appliance = await createTestApp([rtsp])
    const hidden = ['Yard12345678', 'hunter2', 'letmein']
    await add(appliance, {
      sub_rtsp_url: bare('/Yard12345678?token=hunter2').replace('rtsp://', 'rtsp://ann:letmein@'),
    })
    await appliance.ask('PUT', '/api/cameras/1', { sub_rtsp_url: bare('/letmein?token=hunter2') })
    expect((await appliance.ask('POST', '/api/system/rotate-key', { confirm: true })).status).toBe(200)
    appliance.token = (await appliance.ask('POST', '/api/auth/login', OWNER, null)).body.token
    await appliance.restart()
    await until('the camera is online', async () => (await get(appliance)).status === 'online')
    expect((await get(appliance)).sub_rtsp_url).toBe(shown('/***?token=***'))
    // The stored one is still read: masked and with another login it is kept.
    const { body } = await appliance.ask('PUT', '/api/cameras/1', { sub_rtsp_url: shown('/***?token=***') })
    expect(body.data.sub_rtsp_url).toBe(shown('/***?token=***'))
    const paths = ['/api/devices', '/api/cameras', '/api/activity', '/api/channels']
    const answers = await Promise.all(paths.map(async (path) => (await appliance.ask('GET', path)).text))
    noSecret(answers.join('\n') + appliance.lines.join('\n'), hidden)
    const files = readdirSync(appliance.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    noSecret(files.map((one) => readFileSync(join(one.parentPath, one.name), 'latin1')).join('\n'), hidden)
  })

  test('is for bare streams only', async () => {
    await using appliance = await createTestApp([hikvision, rtsp])
    const nvr = { ip_web: '192.0.2.7', username: 'admin', password: 'x', brand: 'hikvision', is_checked: false }
    const refused = await appliance.ask('POST', '/api/devices', { ...nvr, sub_rtsp_url: url('/1/sub') })
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'body.sub_rtsp_url'])
    const login = { username: 'admin', password: SECRET }
    const stream = { ip_web: bare('/1/main'), ...login, brand: 'rtsp', sub_rtsp_url: bare('/1/sub') }
    const added = await appliance.ask('POST', '/api/devices', stream)
    expect([added.status, added.body.sub_rtsp_url]).toEqual([201, shown('/1/sub')])
    expect((await appliance.ask('PUT', '/api/devices/1', { ...nvr, ip_nvr: '192.0.2.7' })).status).toBe(204)
    expect((await appliance.ask('GET', '/api/devices/1')).body.sub_rtsp_url).toBeNull()
  })
})

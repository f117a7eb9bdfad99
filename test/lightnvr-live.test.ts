// Live pictures of LightNVR's clients: HLS that real players play, and frames where they ask go2rtc for them.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { runningFfmpeg } from '../core/media/process.ts'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

// Pictures come no faster than they are filmed.
setDefaultTimeout(180_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

interface Stand {
  app: TestApp
  camera: Camera
  ids: number[]
  names: string[]
  bases: string[]
  ask(path: string, headers?: Record<string, string>): Promise<Answer>
}
interface Answer {
  status: number
  headers: Headers
  bytes: Uint8Array<ArrayBuffer>
  text: string
  body: { error?: string } | null
}

const VERA = { username: 'vera', password: 'a long enough password' }
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }

async function start(kind = ''): Promise<Stand> {
  const camera = await startCamera()
  open.push(camera)
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7', 2)
  device.source = (_, quality) => camera.address(`/1/${quality}${kind}`)
  const app = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], {
    PORCHLIGHT_LIGHTNVR_PORT: '0:code',
  })
  open.push(app)
  const login = { username: 'admin', password: 'right-password', brand: 'fake' }
  await app.ask('POST', '/api/devices', { ip_web: '192.0.2.7', ...login })
  const channels = await until('its channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === 2 && body
  })
  const main = `${app.url}/lightnvr`
  const stand: Stand = {
    ...{ app, camera, names: [], bases: [main, app.app.dialectPorts[0]?.url ?? ''] },
    ids: channels.map(({ id }: { id: number }) => id),
    async ask(path, headers = BASIC) {
      const answer = await fetch(path.startsWith('http') ? path : main + path, { headers })
      const bytes = await answer.bytes()
      const text = Buffer.from(bytes).toString()
      const isJson = answer.headers.get('content-type')?.startsWith('application/json')
      return { status: answer.status, headers: answer.headers, bytes, text, body: isJson ? JSON.parse(text) : null }
    },
  }
  const { streams } = JSON.parse((await stand.ask('/api/streams')).text)
  stand.names = streams.map(({ name }: { name: string }) => name)
  return stand
}

const copies = () => runningFfmpeg().filter(({ arguments: all }) => all.includes('mpegts')).length
const segmentsIn = (list: string) => list.split('\n').filter((line) => line.endsWith('.ts'))

test.each([
  ['H.264', '', ['h264']],
  ['H.265', '/h265', ['hevc']],
])('%s plays in FFmpeg from the address that the document names, by name and password', async (_, kind, codecs) => {
  const { bases, names, ask } = await start(kind)
  for (const base of bases) {
    const url = `${base}/hls/${names[0]}/index.m3u8`
    const list = await until(
      'a list with segments',
      async () => {
        const answer = await ask(url)
        // A camera that is slow to begin is told as one that cannot be read; it is tried again.
        if (answer.status >= 502) return false
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.mpegurl'])
        expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
        return segmentsIn(answer.text).length > 1 && answer.text
      },
      60_000,
    )
    expect(list).toStartWith('#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:')
    const segment = await ask(`${base}/hls/${names[0]}/${segmentsIn(list).at(-1)}`)
    expect([segment.status, segment.headers.get('content-type')]).toEqual([200, 'video/mp2t'])
    expect(segment.headers.get('cache-control')).toBe('private, max-age=300')
    const login = ['-headers', `Authorization: ${BASIC.authorization}\r\n`]
    const shown = ['-show_entries', 'stream=codec_name', '-show_packets', '-of', 'json', '-read_intervals', '%+4']
    const probe = Bun.spawn(['ffprobe', '-v', 'error', ...login, ...shown, url], { stdout: 'pipe', stderr: 'pipe' })
    const [found, errors] = await Promise.all([new Response(probe.stdout).json(), new Response(probe.stderr).text()])
    expect(errors).toBe('')
    expect(found.streams.map((one: { codec_name: string }) => one.codec_name)).toEqual(codecs)
    const pictures = found.packets.filter((one: { codec_type: string }) => one.codec_type === 'video')
    expect(pictures.length).toBeGreaterThan(50)
    expect(pictures[0].flags).toStartWith('K')
  }
  // However many read it.
  expect(copies()).toBe(1)
})

test('a segment or stream that there is none of is not found, and nobody reads without a right', async () => {
  const { app, names, ids, ask } = await start()
  await app.ask('POST', '/api/auth/register', { ...VERA, role: 'viewer' })
  const viewer = { authorization: `Basic ${btoa(`${VERA.username}:${VERA.password}`)}` }
  const cases: [string, number, string, Record<string, string>][] = [
    [`/hls/${names[0]}/index0.ts`, 404, 'HLS segment not found or still being generated', BASIC],
    [`/hls/${names[0]}/..%2Findex.m3u8`, 404, 'HLS segment not found or still being generated', BASIC],
    [`/hls/${names[0]}/init.mp4`, 404, 'HLS segment not found or still being generated', BASIC],
    ['/hls/none/index.m3u8', 404, 'Stream not found', BASIC],
    [`/hls/${names[0]}/index.m3u8`, 404, 'Stream not found', viewer],
    [`/hls/${names[0]}/index.m3u8`, 401, 'Unauthorized', {}],
    [`/go2rtc/api/frame.jpeg?src=${names[0]}`, 404, 'Stream not found', viewer],
    [`/go2rtc/api/frame.jpeg?src=${names[0]}`, 401, 'Unauthorized', {}],
    ['/go2rtc/api/frame.jpeg?src=none_sub', 404, 'Stream not found', BASIC],
    ['/go2rtc/api/frame.jpeg', 400, 'Missing required parameter: src', BASIC],
    ['/go2rtc/api/streams', 401, 'Unauthorized', {}],
  ]
  for (const [path, status, error, headers] of cases) {
    const answer = await ask(path, headers)
    expect([path, answer.status, answer.body]).toEqual([path, status, { error }])
  }
  expect(copies()).toBe(0)
  const { token } = (await app.ask('POST', '/api/auth/login', VERA, null)).body
  const { user_id } = (await app.ask('GET', '/api/auth/me', undefined, token)).body.data
  const granted = [{ channel_id: ids[0], view: true, playback: false, export: false, ptz: false }]
  await app.ask('PUT', `/api/users/${user_id}/grants`, granted)
  await until('he sees it', async () => (await ask(`/hls/${names[0]}/index.m3u8`, viewer)).status === 200, 60_000)
  expect((await ask(`/hls/${names[1]}/index.m3u8`, viewer)).status).toBe(404)
})

test('a camera that cannot be read is no empty list', async () => {
  const { camera, names, ask } = await start()
  camera.login = { user: 'admin', password: 'another' }
  const answer = await until(
    'its refusal is known',
    async () => {
      const found = await ask(`/hls/${names[0]}/index.m3u8`)
      return found.status !== 200 && found
    },
    120_000,
  )
  expect(answer.status).toBe(502)
  expect(answer.body?.error).toContain('The device refused the login of its video stream')
  expect(answer.text).not.toContain('another')
})

test('the copy ends with the appliance', async () => {
  const { app, names, ask } = await start()
  await until('it is read', async () => segmentsIn((await ask(`/hls/${names[0]}/index.m3u8`)).text).length > 0, 60_000)
  expect(copies()).toBe(1)
  await app[Symbol.asyncDispose]()
  expect(copies()).toBe(0)
})

test('frames come in either size, and the names of all are told', async () => {
  const { names, bases, ask } = await start()
  for (const base of bases)
    for (const src of [names[0], `${names[0]}_sub`]) {
      const { status, headers, bytes } = await ask(`${base}/go2rtc/api/frame.jpeg?src=${src}&t=1`)
      expect([src, status, headers.get('content-type')]).toEqual([src, 200, 'image/jpeg'])
      expect([bytes[0], bytes[1]]).toEqual([0xff, 0xd8])
    }
  const { text } = await ask('/go2rtc/api/streams')
  expect(Object.keys(JSON.parse(text))).toEqual(names.flatMap((name) => [name, `${name}_sub`]))
})

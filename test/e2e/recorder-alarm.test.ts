// An alarm at a known frame: its clip begins with the key frame before the asked time, and with no other, and leaves out no frame.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { createTestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { filmsOf, startCameras } from './recorded.ts'

// Real time passes: pictures come no faster than they are filmed.
setDefaultTimeout(90_000)

const FPS = 25
const FRAME_MS = 1000 / FPS
/** Frames from a key frame to the next, and until the pictures begin anew. */
const GROUP = 50
const LOOP = 250
/** Of a picture's number, as blocks in its upper left corner. */
const BITS = 9

/** The numbers that the pictures of a film show. */
async function framesIn(path: string): Promise<number[]> {
  const corner = `crop=iw*${BITS}/32:ih/18:0:0,scale=${BITS * 10}:10,format=gray`
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-i',
    path,
    '-vf',
    corner,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    'pipe:1',
  ]
  const child = Bun.spawn(['ffmpeg', ...args], { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' })
  const bytes = await new Response(child.stdout).bytes()
  const size = BITS * 10 * 10
  return Array.from({ length: bytes.length / size }, (_, frame) => {
    let number = 0
    for (let bit = 0; bit < BITS; bit++)
      if ((bytes[frame * size + BITS * 10 * 5 + bit * 10 + 5] ?? 0) > 128) number |= 1 << bit
    return number
  })
}

test.concurrent.each([
  { alarmFrame: 230, preSeconds: 4, firstFrame: 100 },
  { alarmFrame: 226, preSeconds: 0, firstFrame: 200 },
  { alarmFrame: 375, preSeconds: 10, firstFrame: 100 },
])(
  'an alarm at frame $alarmFrame with $preSeconds s before it begins with frame $firstFrame',
  async ({ alarmFrame, preSeconds, firstFrame }) => {
    // The asked time is well within a group: how long a picture is on its way does not matter.
    expect((alarmFrame - preSeconds * FPS) % GROUP).toBeWithin(15, 40)
    await using cameras = await startCameras({ count: 1, quality: 'main' })
    const driver = createFakeDriver()
    const device = driver.add('192.0.2.10', 1)
    device.source = () => `rtsp://127.0.0.1:${cameras.source.port}${cameras.path(1)}`
    await using app = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
    const { username, password } = device
    await app.ask('POST', '/api/devices', { ip_web: '192.0.2.10', brand: 'fake', username, password })
    await app.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
    await until('its channel is known', async () => (await app.ask('GET', '/api/cameras/1')).status === 200)
    const rule = { mode: 'alarm', pre_seconds: preSeconds, post_seconds: 1 }
    await app.ask('PUT', '/api/cameras/1/recording', rule)
    const zero = await until('pictures come', () => cameras.source.startedAt(cameras.path(1)))
    await until('the frame is due', () => Date.now() >= zero + alarmFrame * FRAME_MS)
    device.raise({ active: true })
    await until('it records', () => app.app.services.recorder.list({ kind: 'system' })[0]?.state.doing === 'record')
    device.raise({ active: false })
    const ended = Date.now()
    const [film] = await until('it is a recording', () => {
      const films = filmsOf(app.folder)
      return films.length > 0 && films
    })
    const frames = await framesIn(film?.path ?? '')
    expect(frames[0]).toBe(firstFrame)
    expect(frames).toEqual(frames.map((_, index) => (firstFrame + index) % LOOP))
    // To the end of the time after it, and a fragment more at most; what is on its way then is not waited for.
    const last = (ended + 1000 - zero) / FRAME_MS
    expect(firstFrame + frames.length).toBeWithin(Math.floor(last) - 20, Math.ceil(last) + 10)
  },
)

// The pretend camera, seen with FFmpeg's eyes.
import { afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Clips, loadClips, type RtspSource, type RtspSourceOptions, startRtspSource } from './index.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(60_000)

let clips: Clips
const open: RtspSource[] = []

beforeAll(async () => {
  clips = await loadClips()
})
afterEach(async () => {
  for (const source of open.splice(0)) await source[Symbol.asyncDispose]()
})

async function start(options: Partial<RtspSourceOptions> = {}) {
  const refused: unknown[] = []
  const requests: string[] = []
  const source = await startRtspSource({
    login: () => ({ user: 'admin', password: 'secret:@1' }),
    find: (path) => (path.startsWith('/one') ? clips.pick({ channel: 1, quality: 'sub', audio: false }) : null),
    onRefused: (info) => refused.push(info),
    onRequest: (method) => requests.push(method),
    ...options,
  })
  open.push(source)
  return {
    source,
    refused,
    requests,
    url: (login: string, path = '/one') => `rtsp://${login}@127.0.0.1:${source.port}${path}`,
  }
}
const RIGHT = 'admin:secret%3A%401'

async function probe(url: string, ...more: string[]) {
  const run = Bun.spawn(
    [
      'ffprobe',
      '-v',
      'error',
      '-rtsp_transport',
      'tcp',
      ...more,
      '-show_streams',
      '-show_packets',
      '-read_intervals',
      '%+1.5',
      '-of',
      'json',
      url,
    ],
    { stdout: 'pipe', stderr: 'pipe' },
  )
  const [out, errors] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()])
  const said = (await run.exited) === 0 ? JSON.parse(out) : { streams: [], packets: [] }
  return {
    errors,
    streams: said.streams as Record<string, unknown>[],
    packets: said.packets as { flags: string; codec_type: string }[],
  }
}

test('a player with the right login gets pictures that begin with a key frame', async () => {
  const { url, refused } = await start()
  const { streams, packets, errors } = await probe(url(RIGHT))
  expect(errors).toBe('')
  expect(streams).toMatchObject([{ codec_name: 'h264', width: 640, height: 360, has_b_frames: 0 }])
  expect(packets.length).toBeGreaterThan(15)
  expect(packets[0]!.flags).toStartWith('K')
  expect(refused).toEqual([])
})

test('pictures come over UDP as well, and H.265 and sound', async () => {
  const { url } = await start({ find: () => clips.pick({ channel: 2, quality: 'sub', audio: true, codec: 'h265' }) })
  const { streams, packets } = await probe(url(RIGHT), '-rtsp_transport', 'udp')
  expect(streams.map((stream) => stream.codec_name)).toEqual(['hevc', 'pcm_alaw'])
  expect(packets.filter((packet) => packet.codec_type === 'audio').length).toBeGreaterThan(20)
})

test('a wrong login is reported once, and only after one was sent', async () => {
  const { url, refused } = await start()
  const { errors } = await probe(url('admin:wrong'))
  expect(errors).toContain('401')
  expect(refused).toEqual([{ path: '/one', user: 'admin' }])
})

test('a locked account is refused with the right login', async () => {
  const { url, refused } = await start({ locked: () => true })
  expect((await probe(url(RIGHT))).errors).toContain('401')
  expect(refused).toHaveLength(1)
})

test('an unknown path is 404, and refusals are what was asked for', async () => {
  const { url, source } = await start()
  expect((await probe(url(RIGHT, '/two'))).errors).toContain('404')
  for (const status of [403, 453, 503] as const) {
    source.refuse(status)
    expect((await probe(url(RIGHT))).errors).toContain(String(status))
  }
})

test('the clock tells when frame 0 was due, and connections can be cut', async () => {
  const { url, source } = await start({ login: () => null })
  const before = Date.now()
  const run = Bun.spawn(['ffmpeg', '-v', 'error', '-rtsp_transport', 'tcp', '-i', url('x'), '-f', 'null', '-'], {
    stdin: 'ignore',
    stderr: 'ignore',
  })
  while (source.sessions() === 0) await Bun.sleep(10)
  expect(source.startedAt('/one')).toBeGreaterThanOrEqual(before)
  source.dropAll()
  await run.exited
  expect(source.sessions()).toBe(0)
  expect(source.startedAt('/one')).toBeNull()
})

test('footage at four times its speed takes a quarter of its time, keeps its own times, and every picture of it is counted', async () => {
  const clip = clips.pick({ channel: 1, quality: 'sub', audio: false })
  const unitAt = (index: number) => (index < 120 ? clip.units[index]! : null)
  const { url, source } = await start({ login: () => null, speed: 4, find: () => ({ ...clip, unitAt, hangsUp: true }) })
  const began = Date.now()
  const args = ['-rtsp_transport', 'tcp', '-show_packets', '-of', 'json', '-v', 'error']
  const { packets } = await Bun.$`ffprobe ${args} ${url('x')}`.quiet().json()
  expect(Date.now() - began).toBeLessThan(7000)
  expect(packets).toHaveLength(120)
  expect(packets[110].pts_time - packets[20].pts_time).toBeCloseTo(6, 1)
  expect(source.pictures('/one')).toEqual({ sent: 120, lost: 0 })
  expect(source.pictures('/two')).toEqual({ sent: 0, lost: 0 })
})

test('the sub clips run at 15 frames a second in groups of 30, the main clips at 25 in groups of 50', () => {
  for (const channel of [1, 2, 3, 4, 9]) {
    const main = clips.pick({ channel, quality: 'main', audio: true })
    const sub = clips.pick({ channel, quality: 'sub', audio: false })
    expect([main.fps, main.gop, main.units.length, main.sound?.length]).toEqual([25, 50, 250, 80_000])
    expect([sub.fps, sub.gop, sub.units.length, sub.sound]).toEqual([15, 30, 150, null])
  }
  expect(clips.pick({ channel: 5, quality: 'main', audio: false })).toBe(
    clips.pick({ channel: 1, quality: 'main', audio: false }),
  )
})

// Footage over RTSP as FFmpeg gets it: where it begins, where it ends, and who is too many.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import { clocksOf } from '../testing/download.ts'
import { eventually } from '../testing/stream.ts'

setDefaultTimeout(60_000)

const start = (more: Partial<SimulatorOptions> = {}) =>
  startSimulator({
    ...{ model: 'nvr8', now: () => new Date('2026-07-10T04:00:00Z') },
    footage: { days: 30, perDay: 4000 },
    ...more,
  })

/** As it stands in addresses: UTC+8 behind a Z that means nothing. */
const compact = (at: Date, seconds = 0) =>
  `${new Date(at.getTime() + 8 * 3_600_000 + seconds * 1000).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`

const addressOf = (device: Simulator, channel: number, from: string, until?: string) => {
  const span = `starttime=${from}${until ? `&endtime=${until}` : ''}`
  return `rtsp://admin:porchlight-demo@127.0.0.1:${device.rtspPort}/Streaming/tracks/${channel}01/?${span}`
}

interface Played {
  frames: number
  keys: number[]
  took: number
  errors: string
}

/** Pictures that come until the end of the connection, or for `seconds` of the stream, or for five of silence. */
async function play(url: string, seconds?: number): Promise<Played> {
  const began = performance.now()
  const limit = seconds === undefined ? [] : ['-read_intervals', `%+${seconds}`]
  const wait = ['-rtsp_transport', 'tcp', '-timeout', '5000000']
  const what = ['-select_streams', 'v', '-show_entries', 'packet=flags', '-of', 'csv=p=0']
  const ffprobe = Bun.spawn(['ffprobe', '-v', 'error', ...wait, ...limit, ...what, url], {
    ...{ stdout: 'pipe', stderr: 'pipe', timeout: 20_000 },
  })
  const [out, errors] = await Promise.all([new Response(ffprobe.stdout).text(), new Response(ffprobe.stderr).text()])
  await ffprobe.exited
  const flags = out.split('\n').filter((line) => line !== '')
  const keys = flags.flatMap((line, index) => (line.startsWith('K') ? [index] : []))
  return { frames: flags.length, keys, took: performance.now() - began, errors }
}

let device: Simulator
let camera: Simulator

beforeAll(async () => {
  device = await start()
  camera = await start({ model: 'camera' })
})
afterAll(async () => {
  await device[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

describe('playback', () => {
  test('begins with the key frame before, goes at its own pace, and falls silent at its end', async () => {
    const segment = device.footage.onDay(1, '2026-07-08')[1000]!
    const { frames, keys, took } = await play(
      addressOf(device, 1, compact(segment.start, 5), compact(segment.start, 8)),
    )
    // Key frames stand every two seconds from the beginning of a file on.
    expect([frames, keys]).toEqual([100, [0, 50]])
    expect(took).toBeGreaterThan(3900)
  })

  test('shows the footage’s own time by the wall clock of the device', async () => {
    const segment = device.footage.onDay(2, '2026-07-08')[1000]!
    const { clocks, errors } = await clocksOf(addressOf(device, 2, compact(segment.start, 4)), 60)
    const at = (seconds: number) =>
      new Date(segment.start.getTime() + 8 * 3_600_000 + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
    expect([clocks[0], clocks[24], clocks[25], clocks[50]]).toEqual([at(4), at(4), at(5), at(6)])
    expect(errors).toBe('')
  })

  test('goes over from file to file, each with a key frame of its own', async () => {
    const segment = device.footage.onDay(1, '2026-07-08')[1001]!
    const { keys } = await play(addressOf(device, 1, compact(segment.end, -2), compact(segment.end, 2)))
    const length = (segment.end.getTime() - segment.start.getTime()) / 1000
    const before = length % 2 === 0 ? 50 : 75
    expect(keys).toContain(before)
  })

  test('ends its connection where a device does so', async () => {
    await using ending = await start({ quirks: ['hangs-up'] })
    const segment = ending.footage.onDay(1, '2026-07-08')[1000]!
    const { frames, took } = await play(addressOf(ending, 1, compact(segment.start), compact(segment.start, 1)))
    expect(frames).toBe(25)
    expect(took).toBeLessThan(5000)
  })

  test('plays on beyond its end where a device does so', async () => {
    await using long = await start({ quirks: ['plays-on'] })
    const segment = long.footage.onDay(1, '2026-07-08')[1000]!
    const { frames } = await play(addressOf(long, 1, compact(segment.start), compact(segment.start, 1)), 3)
    expect(frames).toBeGreaterThan(60)
  })

  test('finds nothing on a recorder where nothing is, and what is next on a camera', async () => {
    const [from, until] = ['20260701T000000Z', '20260701T000010Z']
    const gone = (await play(addressOf(device, 1, '20200701T000000Z', '20200701T000010Z'))).errors
    expect(gone).toContain('404')
    expect((await play(addressOf(device, 9, from, until))).errors).toContain('404')
    expect((await play(addressOf(camera, 1, '20200701T000000Z', '20200701T000010Z'), 1)).keys[0]).toBe(0)
    expect((await play(addressOf(camera, 1, '20300701T000000Z', '20300701T000010Z'), 1)).keys[0]).toBe(0)
  })

  test('is refused to one client too many, and only playback is', async () => {
    await using small = await start({ playbacks: 1 })
    const segment = small.footage.onDay(1, '2026-07-08')[1000]!
    const url = addressOf(small, 1, compact(segment.start))
    const watching = Bun.spawn(['ffmpeg', '-v', 'quiet', '-rtsp_transport', 'tcp', '-i', url, '-f', 'null', '-'], {
      stdin: 'ignore',
    })
    await eventually(() => small.stats.playbacks === 1, 'somebody watches')
    expect((await play(url, 1)).errors).toContain('453')
    const live = `rtsp://admin:porchlight-demo@127.0.0.1:${small.rtspPort}/Streaming/Channels/102`
    expect((await play(live, 1)).keys[0]).toBe(0)
    watching.kill()
    await watching.exited
    await eventually(() => small.stats.playbacks === 0, 'nobody watches')
    expect((await play(url, 1)).keys[0]).toBe(0)
  })
})

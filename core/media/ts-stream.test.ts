// Transport streams of relays with real FFmpeg and a pretend camera: what players get of them.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRelayBench, until } from '../testing/relays.ts'
import type { Epoch } from './fragment.ts'
import { runningFfmpeg } from './process.ts'
import type { Consumer } from './relay.ts'
import { createTsCutter } from './ts-cutter.ts'
import { createTsStream, type TsStream } from './ts-stream.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(120_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

async function start(path?: string) {
  const bench = await startRelayBench(path === undefined ? {} : { path })
  open.push(bench)
  const relay = bench.relays.get({ channelId: 1, quality: 'main' })
  const lines: string[] = []
  let ends = 0
  const stream = createTsStream({
    ...{ relay, firstNumber: 100, onEnd: () => ends++ },
    log: { warn: (message) => lines.push(message) },
  })
  open.push(stream)
  return { bench, relay, stream, lines, ends: () => ends }
}

const namesIn = (list: string) => list.split('\n').filter((line) => line.endsWith('.ts'))

async function some(stream: TsStream, count: number): Promise<Buffer[]> {
  const names = await until(`${count} segments`, () => {
    const found = namesIn(stream.list())
    return found.length >= count && found
  })
  return names.map((name) => stream.file(name) ?? Buffer.alloc(0))
}

interface Frames {
  streams: string[]
  frames: number
  firstIsKey: boolean
  errors: string
}

async function framesOf(bytes: Buffer): Promise<Frames> {
  const shown = ['-show_frames', '-show_streams', '-show_entries', 'stream=codec_name:frame=media_type,key_frame']
  const probe = Bun.spawn(['ffprobe', '-v', 'error', ...shown, '-of', 'json', '-f', 'mpegts', '-i', 'pipe:0'], {
    ...{ stdin: new Blob([new Uint8Array(bytes)]), stdout: 'pipe', stderr: 'pipe' },
  })
  const [found, errors] = await Promise.all([new Response(probe.stdout).json(), new Response(probe.stderr).text()])
  const pictures = found.frames.filter((frame: { media_type: string }) => frame.media_type === 'video')
  return {
    streams: found.streams.map((one: { codec_name: string }) => one.codec_name),
    frames: pictures.length,
    firstIsKey: pictures[0]?.key_frame === 1,
    errors,
  }
}

const KINDS: [string, string, string[]][] = [
  ['H.264', '/1/main', ['h264']],
  ['H.264 with sound', '/1/main/audio', ['h264', 'aac']],
  ['H.265', '/1/main/h265', ['hevc']],
]

test.each(KINDS)('%s plays from each segment by itself, and from all of them as one', async (_, path, codecs) => {
  const { stream, lines, bench } = await start(path)
  expect(stream.list()).toBe('#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:100\n')
  const segments = await some(stream, 3)
  const seconds =
    stream
      .list()
      .match(/(?<=#EXTINF:)[\d.]+/g)
      ?.map(Number) ?? []
  for (const [at, bytes] of segments.entries()) {
    const found = await framesOf(bytes)
    expect(found).toMatchObject({ streams: codecs, firstIsKey: true, errors: '' })
    expect(seconds[at]).toBeGreaterThan(1.8)
    // Twenty-five pictures a second.
    expect(Math.abs(found.frames / 25 - (seconds[at] ?? 0))).toBeLessThan(0.2)
  }
  const all = await framesOf(Buffer.concat(segments))
  expect(all.errors).toBe('')
  expect(Math.abs(all.frames / 25 - seconds.reduce((sum, one) => sum + one, 0))).toBeLessThan(0.3)
  expect([lines, bench.refused]).toEqual([[], []])
})

test('the list moves on, and forgets what nobody can want any more', async () => {
  const { stream } = await start()
  const first = await until('a segment', () => namesIn(stream.list())[0])
  expect(first).toBe('index100.ts')
  const firstIn = (list: string) => Number(namesIn(list)[0]?.slice(5, -3))
  // Pictures come no faster than they are filmed, and a machine that is busy may be late to look.
  const list = await until('it has moved on by two', () => firstIn(stream.list()) >= 102 && stream.list())
  const at = firstIn(list)
  expect(namesIn(list)).toEqual([0, 1, 2, 3, 4].map((more) => `index${at + more}.ts`))
  expect(list).toContain(`#EXT-X-MEDIA-SEQUENCE:${at}\n`)
  expect(stream.file(`index${at - 1}.ts`)).not.toBeNull()
  for (const name of ['index99.ts', 'index1000.ts', `index0${at}.ts`, `../index${at}.ts`, `index${at}.ts.bak`])
    expect([name, stream.file(name)]).toEqual([name, null])
})

test('a camera that is configured anew goes on in the same list, behind a mark', async () => {
  const { stream, relay } = await start()
  await some(stream, 1)
  relay.renew()
  await until('the mark', () => stream.list().includes('#EXT-X-DISCONTINUITY\n'))
  const [after = ''] = namesIn(stream.list().split('#EXT-X-DISCONTINUITY\n')[1] ?? '')
  expect(await framesOf(stream.file(after) ?? Buffer.alloc(0))).toMatchObject({ firstIsKey: true, errors: '' })
  const numbers = namesIn(stream.list()).map((name) => Number(name.slice(5, -3)))
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at))
})

test('its FFmpeg ends with it, and it ends with its relay', async () => {
  const copies = () => runningFfmpeg().filter(({ arguments: all }) => all.includes('mpegts')).length
  const { stream, relay, ends } = await start()
  await some(stream, 1)
  expect(copies()).toBe(1)
  await stream[Symbol.asyncDispose]()
  expect([copies(), stream.isEmpty, ends()]).toEqual([0, true, 0])
  const other = await start()
  await some(other.stream, 1)
  await other.relay.stop()
  expect(other.ends()).toBe(1)
  await until('its FFmpeg is gone', () => copies() === 0)
  expect(relay.state.readers).toBe(0)
})

test('an FFmpeg that does not end is ended, and no more than a few stand beside each other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-ts-'))
  const ffmpeg = join(folder, 'ffmpeg')
  // It hears neither the end of its input nor a plea.
  writeFileSync(ffmpeg, "#!/bin/sh\ntrap '' TERM\nexec sleep 600\n")
  chmodSync(ffmpeg, 0o755)
  let consumer: Consumer = {}
  const stream = createTsStream({
    relay: {
      join(one = {}) {
        consumer = one
        return () => {}
      },
    },
    ...{ firstNumber: 100, onEnd() {}, log: { warn() {} }, ffmpeg },
  })
  const before = new Set(runningFfmpeg().map(({ pid }) => pid))
  const mine = () => runningFfmpeg().filter(({ pid }) => !before.has(pid))
  const epoch = (id: number): Epoch => ({
    ...{ id, init: Buffer.alloc(8), mime: 'video/mp4; codecs="avc1.4d401f"', width: 640, height: 360 },
  })
  const show = (id: number) =>
    consumer.onFragment?.({
      ...{ epoch: epoch(id), data: Buffer.alloc(8), key: true, decodeTime: 0, duration: 0.2, time: 0 },
    })
  for (let id = 1; id <= 8; id++) show(id)
  const pids = mine().map(({ pid }) => pid)
  expect(pids.length).toBeGreaterThan(1)
  expect(pids.length).toBeLessThanOrEqual(3)
  await until('the first of them is gone', () => mine().every(({ pid }) => pid !== pids[0]))
  for (let id = 9; id <= 12; id++) show(id)
  expect(mine().length).toBeGreaterThan(1)
  await stream[Symbol.asyncDispose]()
  expect(mine()).toEqual([])
  rmSync(folder, { recursive: true })
})

test('bytes in which no picture begins are not kept for ever', () => {
  const cutter = createTsCutter()
  const packets = Buffer.alloc(188 * 5000)
  for (let at = 0; at < packets.length; at += 188) packets.set([0x47, 0x01, 0x00, 0x10], at)
  expect(() => {
    for (let count = 0; count < 100; count++) cutter.push(packets)
  }).toThrow('no picture')
})

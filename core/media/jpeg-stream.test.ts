// Pictures of relays one by one, with real FFmpeg and a pretend camera.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { jpegSize } from '../domain/jpeg.ts'
import { FILM_SECONDS, makeFilm } from '../testing/film.ts'
import { startRelayBench, until } from '../testing/relays.ts'
import { jpegsArguments } from './arguments.ts'
import { createFeed } from './feed.ts'
import { createJpegParts } from './jpeg-parts.ts'
import { createJpegStream, type Jpeg } from './jpeg-stream.ts'
import { runningFfmpeg, startFfmpeg } from './process.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(120_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const decoders = () => runningFfmpeg().filter(({ arguments: all }) => all.includes('mpjpeg')).length

async function start(path?: string, ffmpeg?: string) {
  const bench = await startRelayBench(path === undefined ? {} : { path })
  open.push(bench)
  const relay = bench.relays.get({ channelId: 1, quality: 'sub' })
  const lines: string[] = []
  let ends = 0
  let shift = 0
  const now = () => new Date(Date.now() + shift)
  const stream = createJpegStream({
    ...{ relay, onEnd: () => ends++, log: { warn: (message: string) => lines.push(message) }, now },
    ...(ffmpeg === undefined ? {} : { ffmpeg }),
  })
  open.push(stream)
  const pass = (ms: number) => {
    shift += ms
  }
  return { bench, relay, stream, lines, ends: () => ends, pass }
}

const never = new AbortController().signal

test.each([
  ['H.264', undefined],
  ['H.265', '/1/sub/h265'],
])('of %s whole pictures come one after the other', async (_, path) => {
  const { stream, lines, bench } = await start(path)
  expect(stream.newest).toBeNull()
  let last: Jpeg | null = await stream.after(null, 50_000, never)
  expect(last).not.toBeNull()
  // What there was before the first one is over.
  for (let count = 0; count < 5; count++) last = await stream.after(last, 50_000, never)
  const hashes = new Set<string>()
  for (let count = 0; count < 15; count++) {
    last = await stream.after(last, 50_000, never)
    const jpeg = last?.jpeg ?? new Uint8Array()
    expect([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
    expect(jpegSize(jpeg)).toEqual({ width: 640, height: 360 })
    hashes.add(Bun.hash(jpeg).toString())
  }
  // A film of two seconds, over and over, of which a busy machine shows some only.
  expect(hashes.size).toBeGreaterThanOrEqual(5)
  expect([lines, bench.refused]).toEqual([[], []])
})

test('of each second there are five pictures, however many were filmed', async () => {
  const film = await makeFilm('mp4')
  const ffmpeg = startFfmpeg('ffmpeg', jpegsArguments(), [film])
  const parts = createJpegParts()
  let count = 0
  for await (const chunk of ffmpeg.output) count += parts.push(chunk).length
  expect([count, await ffmpeg.ended]).toEqual([5 * FILM_SECONDS, { code: 0, errors: '' }])
})

test('a relay that begins anew is followed, and one that ends ends it', async () => {
  const { stream, relay, ends, pass } = await start()
  let last = await stream.after(null, 50_000, never)
  relay.renew()
  const { epoch } = relay.state
  await until('another epoch', () => relay.state.epoch !== epoch)
  for (let count = 0; count < 10; count++) last = await stream.after(last, 50_000, never)
  expect(last).not.toBeNull()
  await until('that of the epoch before is gone', () => decoders() === 1)
  await relay.stop()
  expect(ends()).toBe(1)
  await until('its FFmpeg is gone', () => decoders() === 0)
  // Until then the last one may still be had.
  pass(6000)
  expect(stream.newest).toBeNull()
  const begun = performance.now()
  expect(await stream.after(null, 50_000, never)).toBeNull()
  expect(performance.now() - begun).toBeLessThan(25_000)
})

test('its FFmpeg ends with it', async () => {
  const { stream, relay } = await start()
  await stream.after(null, 50_000, never)
  expect(decoders()).toBe(1)
  await stream[Symbol.asyncDispose]()
  expect([decoders(), relay.state.readers]).toEqual([0, 0])
})

test('an FFmpeg that cannot be started is told once, and makes no picture', async () => {
  const { stream, lines, relay } = await start(undefined, '/nowhere/ffmpeg')
  let keys = 0
  const onFragment = ({ key }: { key: boolean }) => {
    if (key) keys++
  }
  relay.join({ onFragment, onEnd() {} })
  await until('it has failed', () => lines.length > 0)
  const before = keys
  await until('it could fail once more', () => keys >= before + 2)
  expect(stream.newest).toBeNull()
  expect(lines).toEqual(['No pictures could be made of a video'])
})

test('who waits is told at once that a camera cannot be read, and why', async () => {
  const { stream, bench } = await start('/9/none')
  const begun = performance.now()
  expect(await stream.after(null, 60_000, never)).toBeNull()
  expect(performance.now() - begun).toBeLessThan(50_000)
  expect(stream.fault?.message).not.toContain(bench.camera.login.password)
  expect(stream.fault).not.toBeNull()
})

test('pictures are cut out of whatever pieces they come in', () => {
  const row = Buffer.concat(
    [3, 0, 5].flatMap((bytes) => [
      Buffer.from(`--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: ${bytes}\r\n\r\n`),
      Buffer.alloc(bytes, bytes),
      Buffer.from('\r\n'),
    ]),
  )
  for (const size of [1, 7, row.length]) {
    const parts = createJpegParts()
    const found: number[] = []
    for (let at = 0; at < row.length; at += size)
      found.push(...parts.push(row.subarray(at, at + size)).map(({ length }) => length))
    expect(found).toEqual([3, 0, 5])
  }
  for (const wrong of [Buffer.alloc(2000), Buffer.from('Content-length: 999999999\r\n\r\n')])
    expect(() => createJpegParts().push(wrong)).toThrow('out of step')
})

test('it is known how much a child has not taken', async () => {
  const feed = createFeed()
  for (let count = 0; count < 3; count++) feed.push(new Uint8Array([count]))
  expect(feed.waiting).toBe(3)
  const reader = feed.stream.getReader()
  expect((await reader.read()).value).toEqual(new Uint8Array([0]))
  expect(feed.waiting).toBe(2)
  feed.close()
  expect((await reader.read()).value).toEqual(new Uint8Array([1]))
  expect((await reader.read()).value).toEqual(new Uint8Array([2]))
  expect((await reader.read()).done).toBe(true)
})

// Program streams of recorders become MP4 with every picture, or are refused.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probe } from './probe.ts'
import { remux, remuxArguments } from './remux.ts'

setDefaultTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-remux-'))
const at = (name: string) => join(folder, name)
const signal = new AbortController().signal
/** What Hikvision puts before the first pack. */
const HEADER = Buffer.concat([Buffer.from([0, 0, 0, 0x40, 0, 0, 0, 0x13]), Buffer.from('IMKH'), Buffer.alloc(52)])

async function film(name: string, ...encoder: string[]): Promise<Buffer> {
  const made = Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=s=320x240:r=25:d=4'],
      ...['-f', 'lavfi', '-i', 'sine=d=4', ...encoder, '-g', '50', '-c:a', 'mp2', '-f', 'mpeg', at(name)],
    ],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  expect(await made.exited).toBe(0)
  return Buffer.from(await Bun.file(at(name)).arrayBuffer())
}

beforeAll(async () => {
  const bytes = await film('plain.ps', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0')
  await Bun.write(at('vendor.ps'), Buffer.concat([HEADER, bytes]))
  await Bun.write(at('half.ps'), bytes.subarray(0, bytes.length / 2))
  await Bun.write(at('noise.ps'), crypto.getRandomValues(new Uint8Array(50_000)))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every picture is there, with sound that browsers play, whatever stands before the first pack', async () => {
  const whole = { codec: 'h264', width: 320, height: 240, frameRate: 25, frames: 100, audioCodec: 'aac' }
  const plain = await remux(at('plain.ps'), at('plain.mp4'), { container: 'ps', signal })
  expect(plain).toMatchObject(whole)
  expect(plain.duration).toBeCloseTo(4, 0)
  expect(await remux(at('vendor.ps'), at('vendor.mp4'), { container: 'ps', signal })).toEqual(plain)
  expect(await probe(at('vendor.mp4'))).toEqual(plain)
})

test('sound is encoded the quick way, which takes half of the time', () => {
  const all = remuxArguments('a', 'b', 'ps', 'h264')
  expect(all[all.indexOf('-aac_coder') + 1]).toBe('fast')
})

test('the same stream gives the same bytes', async () => {
  await remux(at('plain.ps'), at('again.mp4'), { container: 'ps', signal })
  const [first, second] = await Promise.all([Bun.file(at('plain.mp4')).bytes(), Bun.file(at('again.mp4')).bytes()])
  expect(Bun.SHA256.hash(second, 'hex')).toBe(Bun.SHA256.hash(first, 'hex'))
})

test('H.265 has the name that players know', async () => {
  await film('hevc.ps', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:bframes=0')
  expect(await remux(at('hevc.ps'), at('hevc.mp4'), { container: 'ps', signal })).toMatchObject({ codec: 'hevc' })
  expect(Buffer.from(await Bun.file(at('hevc.mp4')).bytes()).includes('hvc1')).toBe(true)
})

test('what is no video is refused in words', async () => {
  const failed = await remux(at('noise.ps'), at('noise.mp4'), { container: 'ps', signal }).catch((error) => error)
  expect(failed).toMatchObject({ name: 'Fault', message: expect.stringContaining('no video') })
})

test('half of a film is as short as it is: who knows better compares', async () => {
  const half = await remux(at('half.ps'), at('half.mp4'), { container: 'ps', signal })
  expect(half.duration).toBeLessThan(3)
})

test('it ends with its signal', async () => {
  const failed = await remux(at('plain.ps'), at('never.mp4'), {
    container: 'ps',
    signal: AbortSignal.abort(new Error('enough')),
  }).catch((error) => error)
  expect(failed.message).toBe('enough')
})

test('a full disk is said to be one, and not that the film is broken', async () => {
  // Opens as a file and takes no byte.
  const failed = await remux(at('plain.ps'), '/dev/full', { container: 'ps', signal }).catch((error) => error)
  expect(failed.kind).toBe('disk-full')
})

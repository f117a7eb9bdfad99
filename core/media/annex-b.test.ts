// Pictures one by one out of fragments, decoded by FFmpeg and compared with what went in.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { initOf, pictureOf } from '../testing/h264.ts'
import { startRelayBench, until, view } from '../testing/relays.ts'
import { type AccessUnit, annexBOf } from './annex-b.ts'
import { box, number32 } from './box-writing.ts'
import type { Fragment } from './fragment.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(120_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

async function fragmentsOf(path: string, count: number): Promise<Fragment[]> {
  const bench = await startRelayBench({ path })
  open.push(bench)
  const { fragments } = view(bench.relays, 1, 'main')
  await until('some fragments', () => fragments.length >= count)
  return fragments.slice(0, count)
}

/** Types of the units behind start codes. */
function typesIn({ bytes }: AccessUnit): number[] {
  const types: number[] = []
  for (let at = bytes.indexOf('00000001', 0, 'hex'); at >= 0; at = bytes.indexOf('00000001', at + 4, 'hex'))
    types.push((bytes[at + 4] ?? 0) & 31)
  return types
}

async function decoded(bytes: Buffer) {
  const shown = ['-show_entries', 'stream=codec_name,width,height:frame=key_frame', '-of', 'json']
  const probe = Bun.spawn(['ffprobe', '-v', 'error', '-show_frames', ...shown, '-f', 'h264', '-i', 'pipe:0'], {
    ...{ stdin: new Blob([new Uint8Array(bytes)]), stdout: 'pipe', stderr: 'pipe' },
  })
  const [found, errors] = await Promise.all([new Response(probe.stdout).json(), new Response(probe.stderr).text()])
  return { streams: found.streams, frames: found.frames.length, errors }
}

test.each([
  ['without sound', '/1/main'],
  ['with sound', '/1/main/audio'],
])('every picture of a video %s comes once, with its time, and decodes', async (_, path) => {
  const fragments = await fragmentsOf(path, 20)
  const annexB = annexBOf(fragments[0]?.epoch.init ?? Buffer.alloc(0))
  const units = fragments.flatMap(({ data }) => annexB?.unitsOf(data) ?? [])
  const seconds = fragments.reduce((sum, { duration }) => sum + duration, 0)
  // Twenty-five in a second.
  expect(Math.abs(units.length - seconds * 25)).toBeLessThan(2)
  expect(units[0]?.shownAt).toBeCloseTo(fragments[0]?.decodeTime ?? -1, 3)
  for (const [at, unit] of units.entries()) {
    // The first one stands for what came before it, too.
    const passed = unit.shownAt - (units[at - 1]?.shownAt ?? unit.shownAt - 0.04)
    expect(passed).toBeGreaterThan(0.02)
    expect(passed).toBeLessThan(0.08)
    const types = typesIn(unit)
    // What a browser's decoder is begun with stands in the very message.
    expect(types.slice(0, 2)).toEqual(unit.key ? [7, 8] : types.slice(0, 2))
    expect(types.includes(5)).toBe(unit.key)
    expect(types).not.toContain(9)
  }
  expect(units.filter(({ key }) => key).length).toBe(fragments.filter(({ key }) => key).length)
  expect(units[0]?.key).toBe(true)
  const found = await decoded(Buffer.concat(units.map(({ bytes }) => bytes)))
  expect(found).toMatchObject({ frames: units.length, errors: '' })
  expect(found.streams[0].codec_name).toBe('h264')
})

test('a video in H.265 has none', async () => {
  const [fragment] = await fragmentsOf('/1/main/h265', 1)
  expect(annexBOf(fragment?.epoch.init ?? Buffer.alloc(0))).toBeNull()
})

test('an init that is cut off is refused, and a fragment that is holds nothing', async () => {
  const [fragment] = await fragmentsOf('/1/main', 1)
  const { init } = fragment?.epoch ?? { init: Buffer.alloc(0) }
  expect(() => annexBOf(init.subarray(0, init.length - 200))).toThrow()
  const annexB = annexBOf(init)
  expect(annexB?.unitsOf(Buffer.alloc(0))).toEqual([])
  expect(annexB?.unitsOf(box('moof', box('mfhd', number32(0, 1))))).toEqual([])
})

test('of parameter sets the sequence’s come before the picture’s, from wherever each is', () => {
  const unit = (type: number, content: number) => Buffer.from([0x60 | type, content])
  const [sequence, picture] = [unit(7, 1), unit(8, 1)]
  const annexB = annexBOf(initOf(sequence, picture))
  const shown = (units: Buffer[], key = true) =>
    annexB?.unitsOf(pictureOf(units, { key })).map(({ bytes }) => bytes.toString('hex').split('00000001').slice(1))
  const hex = (...units: Buffer[]) => [units.map((one) => one.toString('hex'))]
  const [info, frame, newSequence, newPicture] = [unit(6, 1), unit(5, 1), unit(7, 2), unit(8, 2)]
  expect(shown([frame])).toEqual(hex(sequence, picture, frame))
  expect(shown([newSequence, info, frame])).toEqual(hex(newSequence, picture, info, frame))
  expect(shown([newPicture, frame])).toEqual(hex(sequence, newPicture, frame))
  expect(shown([unit(9, 1), newSequence, newPicture, frame])).toEqual(hex(newSequence, newPicture, frame))
  expect(shown([newPicture, unit(1, 1)], false)).toEqual(hex(newPicture, unit(1, 1)))
})

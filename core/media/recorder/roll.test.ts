// Recording goes on: over files that follow each other, a disk that refuses, and one that is too slow.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '../../domain/fault.ts'
import { fragmentsOf, packetsOf } from '../../testing/fragments.ts'
import { until } from '../../testing/until.ts'
import type { Fragment } from '../fragment.ts'
import { repairFilm } from './repair.ts'
import { createRoll, type RolledFile } from './roll.ts'

setDefaultTimeout(60_000)

let fragments: Fragment[]
const folder = mkdtempSync(join(tmpdir(), 'porchlight-roll-'))
beforeAll(async () => {
  fragments = await fragmentsOf('h264')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A roll into a folder of its own, whose time goes on only when told. */
async function startRoll(name: string, segmentSeconds = 3) {
  const place = join(folder, name)
  await mkdir(place)
  const files: RolledFile[] = []
  const troubles: (Fault | null)[] = []
  const timers = new Map<number, { at: number; run: () => void }>()
  let [time, next, made] = [0, 0, 0]
  const it = {
    place,
    files,
    troubles,
    /** What stands between a path that is asked for and its file. */
    gate: Promise.resolve(),
    pass(ms: number) {
      time += ms
      for (const [id, { at, run }] of timers) if (at <= time && timers.delete(id)) run()
    },
    roll: createRoll({
      async pathFor() {
        await it.gate
        return join(place, `${made++}.mp4`)
      },
      onFile: async (file) => void files.push(file),
      onTrouble: (fault) => void troubles.push(fault),
      segmentSeconds: () => segmentSeconds,
      timers: {
        after(ms, run) {
          const id = next++
          timers.set(id, { at: time + ms, run })
          return { [Symbol.dispose]: () => void timers.delete(id) }
        },
      },
      now: () => time,
    }),
  }
  return it
}
const pictures = async (path: string) => (await packetsOf(path)).filter(({ stream_index }) => stream_index === 0)
const beginning = ({ startMs }: RolledFile) => Math.round(startMs / 100) / 10
const picturesIn = async (files: RolledFile[]) => (await Promise.all(files.map(({ path }) => pictures(path)))).flat()

test('files follow each other without a picture lost, each told when it is whole and as long as asked for', async () => {
  const it = await startRoll('plain')
  for (const fragment of fragments) it.roll.add(fragment)
  await it.roll.cut()
  expect(it.files.map(({ seconds }) => Math.round(seconds))).toEqual([3, 3, 3, 3])
  expect(it.files.map(beginning)).toEqual([0, 3, 6, 9])
  expect(await picturesIn(it.files)).toHaveLength(120)
  expect(it.troubles).toEqual([])
  expect(it.roll.state).toEqual({ path: null, startMs: null, waitingBytes: 0, lostSeconds: 0 })
})

test('another epoch begins another file, and so does what comes after a cut', async () => {
  const it = await startRoll('epochs', 60)
  const later = { ...fragments[0]!.epoch, id: 2 }
  const half = fragments.findIndex(({ key, decodeTime }) => key && decodeTime >= 5)
  for (const fragment of fragments.slice(0, half)) it.roll.add(fragment)
  for (const fragment of fragments.slice(half)) it.roll.add({ ...fragment, epoch: later })
  await it.roll.cut()
  it.roll.add(fragments[0]!)
  await it.roll.cut()
  expect(it.files.map(({ epoch, frames }) => [epoch.id, frames])).toEqual([
    [1, 50],
    [2, 70],
    [1, 2],
  ])
})

test('after a second everything is with the disk: whoever kills us then loses nothing of it', async () => {
  const it = await startRoll('killed', 60)
  for (const fragment of fragments) it.roll.add(fragment)
  await until('it is taken', () => it.roll.state.path !== null)
  it.pass(1000)
  await until('it is written', () => it.roll.state.waitingBytes === 0)
  const left = join(folder, 'left.mp4')
  await copyFile(join(it.place, '0.mp4'), left)
  expect(await pictures(left)).toHaveLength(120)
  expect(await repairFilm(left)).toMatchObject({ frames: 120 })
  await it.roll.cut()
})

test('a file that is to end while it is given to the disk does end', async () => {
  const it = await startRoll('cut while written', 60)
  for (const fragment of fragments) it.roll.add(fragment)
  await until('it is taken', () => it.roll.state.path !== null)
  it.pass(1000)
  await it.roll.cut()
  expect(it.files.map(({ frames }) => frames)).toEqual([120])
  expect(it.roll.state.path).toBeNull()
})

test('a folder that has gone is told once, and recording goes on with a key frame when it is back', async () => {
  const it = await startRoll('gone', 2)
  const [away, back] = [it.place, `${it.place}-away`]
  const third = (from: number) => fragments.filter(({ decodeTime }) => decodeTime >= from && decodeTime < from + 4)
  for (const fragment of third(0)) it.roll.add(fragment)
  await it.roll.cut()
  await rename(away, back)
  for (const fragment of third(4).slice(0, 7)) it.roll.add(fragment)
  await until('it is told', () => it.troubles.length === 1)
  await rename(back, away)
  // Too soon: a disk that refuses is not asked five times a second.
  for (const fragment of third(4).slice(7)) it.roll.add(fragment)
  it.pass(10_000)
  for (const fragment of third(8).slice(2)) it.roll.add(fragment)
  await it.roll.cut()
  expect(it.troubles.map((fault) => fault && [fault.kind, fault.message])).toEqual([
    ['not-ready', 'The folder of recordings cannot be written.'],
    null,
  ])
  expect(it.files.map((file) => [beginning(file), file.frames])).toEqual([
    [0, 20],
    [2, 20],
    [9, 20],
    [11, 10],
  ])
  expect(it.roll.state.lostSeconds).toBeCloseTo(4.6, 1)
})

test('a full disk says so in words, and what was written until then can be made whole', async () => {
  const it = await startRoll('full', 60)
  for (const fragment of fragments.slice(0, 20)) it.roll.add(fragment)
  await until('it is taken', () => it.roll.state.waitingBytes > 0 && it.roll.state.path !== null)
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  it.gate = Promise.reject(full)
  it.gate.catch(() => {})
  const next = { ...fragments[0]!.epoch, id: 2 }
  it.roll.add({ ...fragments[0]!, epoch: next })
  await until('it is told', () => it.troubles.length === 1)
  expect(it.troubles[0]).toMatchObject({ kind: 'disk-full', message: 'The disk is full.' })
  expect(it.files).toHaveLength(1)
  expect(existsSync(it.files[0]!.path)).toBe(true)
  // The camera goes away: that says nothing of the disk.
  await it.roll.cut()
  expect(it.troubles).toHaveLength(1)
  it.gate = Promise.resolve()
  it.pass(10_000)
  it.roll.add({ ...fragments[0]!, epoch: next })
  await it.roll.cut()
  expect(it.troubles.slice(1)).toEqual([null])
})

test('a disk that is too slow costs pictures, not memory, and the next file begins with a key frame', async () => {
  const it = await startRoll('slow', 60)
  const { promise, resolve } = Promise.withResolvers<void>()
  it.gate = promise
  const large = fragments.map((fragment) => ({
    ...fragment,
    // An unknown box behind the picture, as heavy as a large one.
    data: Buffer.concat([fragment.data, heavy(1 << 20)]),
  }))
  for (const fragment of large) it.roll.add(fragment)
  expect(it.roll.state.waitingBytes).toBeLessThan(18 << 20)
  expect(it.troubles.map((fault) => fault?.message)).toEqual(['The disk is too slow for what is recorded.'])
  resolve()
  await it.roll.cut()
  for (const fragment of fragments.slice(1)) it.roll.add(fragment)
  await it.roll.cut()
  expect(it.troubles.at(-1)).toBeNull()
  expect((await pictures(it.files[1]!.path))[0]?.flags).toStartWith('K')
  expect((await readdir(it.place)).length).toBe(2)
})

function heavy(bytes: number): Buffer {
  const box = Buffer.alloc(bytes)
  box.writeUInt32BE(bytes)
  box.write('skip', 4)
  return box
}

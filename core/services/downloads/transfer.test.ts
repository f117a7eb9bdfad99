// A transfer on a disk without room, from a device that falls silent, and no faster than it may be.
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '#plugin'
import { realTimers } from '../../timers.ts'
import { createPace } from './pace.ts'
import { createSpace, type Space } from './space.ts'
import { type Transfer, transfer } from './transfer.ts'

const MIB = 1024 * 1024
const RESERVE = 512 * MIB
const folder = mkdtempSync(join(tmpdir(), 'porchlight-transfer-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What became of so many bytes, and how many of them were asked for. */
async function moved(bytes: number, space: Space, file = join(folder, 'clip.half')) {
  const seen = { opened: false, came: 0 }
  const open = async () => {
    seen.opened = true
    let left = bytes
    const pull = (to: ReadableStreamDefaultController<Uint8Array>) => {
      if (left <= 0) return to.close()
      to.enqueue(new Uint8Array(Math.min(left, MIB)))
      left -= MIB
    }
    return { bytes: new ReadableStream<Uint8Array>({ pull }), length: bytes, container: 'ps' as const }
  }
  const onBytes = (count: number) => {
    seen.came += count
  }
  const rest = { pace: createPace(() => null), onBytes, signal: new AbortController().signal }
  const fault: Fault | null = await transfer({ file, open, expected: bytes, space, ...rest }).then(
    () => null,
    (error) => error,
  )
  return { ...seen, kind: fault?.kind ?? null, message: fault?.message ?? null }
}

test('a clip for which there is no room is not even asked for, and what is wanting is said', async () => {
  const space = createSpace(folder, async () => RESERVE + 2e9)
  expect(await moved(3e9, space)).toEqual({
    ...{ opened: false, came: 0, kind: 'disk-full' },
    message: 'The disk for recordings is full: 2.0 GB can be used and 3.0 GB are needed. Make room, then resume.',
  })
})

test('room that others take while a clip comes ends it before the disk is full', async () => {
  let looks = 0
  const space = createSpace(folder, async () => (looks++ ? RESERVE - 1 : RESERVE + 200 * MIB))
  const { kind, came } = await moved(100 * MIB, space)
  expect(kind).toBe('disk-full')
  expect(came).toBeLessThan(70 * MIB)
})

test.skipIf(!existsSync('/dev/full'))('a disk that takes no byte more is told from a fault of the device', async () => {
  const space = createSpace(folder, async () => Number.POSITIVE_INFINITY)
  expect((await moved(3 * MIB, space, '/dev/full')).kind).toBe('disk-full')
})

const ROOM = createSpace(folder, async () => Number.POSITIVE_INFINITY)
/** A body of so many pieces of 128 KiB, one every so often; after them it ends, or is silent for ever. */
function bodyOf(pieces: number, everyMs: number, isSilent = false) {
  let left = pieces
  return new ReadableStream<Uint8Array>({
    async pull(to) {
      if (left-- > 0) {
        await Bun.sleep(everyMs)
        return to.enqueue(new Uint8Array(MIB / 8))
      }
      if (!isSilent) return to.close()
      await new Promise(() => {})
    },
  })
}
const from = (bytes: ReadableStream<Uint8Array>, name: string, more: Partial<Transfer> = {}) =>
  transfer({
    ...{ file: join(folder, name), expected: null, space: ROOM, pace: createPace(() => null), onBytes: () => {} },
    open: async (signal) => {
      signal.addEventListener('abort', () => void bytes.cancel().catch(() => {}))
      const told = new TransformStream<Uint8Array, Uint8Array>()
      void bytes.pipeTo(told.writable, { signal }).catch(() => {})
      return { bytes: told.readable, length: null, container: 'ps' as const }
    },
    signal: new AbortController().signal,
    ...more,
  })

test('a device that is slow is waited for, however long; one that is silent for a minute is not', async () => {
  const waits: number[] = []
  const timers = {
    after(ms: number, run: () => void) {
      waits.push(ms)
      return realTimers.after(ms, run)
    },
  }
  expect((await from(bodyOf(1, 0), 'quick.half', { timers })).bytes).toBe(MIB / 8)
  expect(waits).toEqual([60_000])
  expect((await from(bodyOf(20, 50), 'slow.half', { silenceMs: 400 })).bytes).toBe((20 * MIB) / 8)
  const silent = from(bodyOf(2, 0, true), 'silent.half', { silenceMs: 400 })
  expect(await silent.catch(({ kind }: Fault) => kind)).toBe('device-timeout')
})

test('a limit holds for all downloads together, and counts from the moment at which it is changed', async () => {
  let mbit: number | null = 20
  const pace = createPace(() => mbit)
  const began = performance.now()
  await Promise.all([from(bodyOf(8, 0), 'one.half', { pace }), from(bodyOf(8, 0), 'other.half', { pace })])
  // 2 MiB, of which the last piece of each is not waited for by anybody else.
  expect(performance.now() - began).toBeGreaterThan(((2 * MIB - MIB / 4) * 8) / (20 * 1000))
  mbit = null
  expect(pace.take(MIB, new AbortController().signal)).toBe(null)
})

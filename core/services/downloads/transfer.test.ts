// A transfer on a disk without room, found out before it, while it runs, and by the system itself.
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '#plugin'
import { createPace } from './pace.ts'
import { createSpace, type Space } from './space.ts'
import { transfer } from './transfer.ts'

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

// When a login is tried before a restreamer is told it, and what of it is known after: only a camera that lets us in has said yes.
import { expect, test } from 'bun:test'
import { Fault } from '../../domain/fault.ts'
import { createClock, settle } from '../../testing/clock.ts'
import { createLoginProof } from './proof.ts'

const MINUTE_MS = 60_000
const from = (address: string) => ({ address, transport: 'tcp' as const, audio: false })
const at = (path: string) => from(`rtsp://admin:word@192.0.2.1/${path}`)

/** A camera with some streams, asked for all of them once a minute. */
function stand(streams: string[]) {
  const clock = createClock()
  const it = {
    /** What a look at a stream ends with; null = it is let in. */
    answer: (_path: string): Fault | null => null,
    tried: [] as string[],
    refused: 0,
    news: 0,
    async minutes(count: number) {
      for (let minute = 0; minute < count; minute++) {
        for (const path of streams) proof.of(1, at(path), false)
        await clock.advance(MINUTE_MS)
      }
      return proof.of(1, at(streams[0] ?? ''), false)
    },
  }
  const proof = createLoginProof({
    live: {
      async look(source) {
        const path = (await source()).address.split('/').at(-1) ?? ''
        it.tried.push(path)
        const fault = it.answer(path)
        if (fault) throw fault
        return { codec: 'h264', width: 8, height: 8, frameRate: null, audio: null }
      },
    },
    sessions: {
      refused: () => void it.refused++,
      state: () => ({ phase: 'online', since: clock.now(), fault: null, retryAt: null }),
    },
    now: clock.now,
    onProven: () => void it.news++,
  })
  return { ...clock, proof, it }
}

const away = () => new Fault('device-unreachable', 'It cannot be reached')

test('a camera that does not answer is tried less and less often, and at once when it is back', async () => {
  const { proof, it } = stand(['sub'])
  it.answer = away
  expect(await it.minutes(60)).toBe('unproven')
  expect(it.tried.length).toBeGreaterThan(10)
  expect(it.tried.length).toBeLessThan(25)
  const before = it.tried.length
  it.answer = () => null
  proof.retry(1)
  proof.of(1, at('sub'), false)
  await settle()
  expect(it.tried.length).toBe(before + 1)
  expect(proof.of(1, at('sub'), false)).toBe('proven')
  expect([it.news, it.refused]).toEqual([1, 0])
})

test('one channel without a camera does not keep back the others of its recorder', async () => {
  const { it } = stand(['empty', 'forbidden', 'gate'])
  it.answer = (path) => (path === 'gate' ? null : new Fault('device-denied', 'Not this one'))
  expect(await it.minutes(4)).toBe('proven')
  expect(it.tried).toEqual(['empty', 'forbidden', 'gate'])
})

test('a login that was let in stays so while the camera is away, and is refused when it says no', async () => {
  const { it } = stand(['sub'])
  expect(await it.minutes(1)).toBe('proven')
  it.answer = away
  expect(await it.minutes(10)).toBe('proven')
  expect(it.refused).toBe(0)
  it.answer = () => new Fault('device-refused-login', 'No')
  await it.minutes(6)
  expect(it.refused).toBeGreaterThan(0)
})

test('what has no login needs no try, and what cannot be tried is told apart', async () => {
  const { proof, it } = stand(['sub'])
  expect(proof.of(1, from('rtsp://192.0.2.1/sub'), false)).toBe('proven')
  expect(proof.of(1, from(`rtsp://admin:${'a'.repeat(128)}@192.0.2.1/sub`), false)).toBe('unsendable')
  await settle()
  expect(it.tried).toEqual([])
})

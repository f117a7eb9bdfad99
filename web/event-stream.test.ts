// The event stream of a page that is left open: one at a time, whatever wakes it, and open again by itself.
import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { Answer } from './client.ts'
import { keepStream } from './event-stream.ts'
import type { SignedOut } from './wire.ts'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

class Source extends EventTarget {
  closed = false
  close(): void {
    this.closed = true
  }
  tell(name: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
  }
}

const signed: Answer<SignedOut> = { kind: 'ok', data: { url: '/media/x/events', ticket: 'x', expires_at: '' } }
const away: Answer<SignedOut> = { kind: 'fault', fault: { status: 0, message: 'Away', problems: [] } }
/** Promises that are answered already go on. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

/** A page whose appliance answers at once, or when the test says so. */
function page(sign: () => Promise<Answer<SignedOut>> = async () => signed) {
  const sources: Source[] = []
  const told: unknown[] = []
  const stream = keepStream({
    sign,
    connect() {
      const source = new Source()
      sources.push(source)
      return source as unknown as EventSource
    },
    handlers: { 'alarm.began': (data) => told.push(data) },
    onOpen: (isFirst) => told.push(isFirst ? 'first' : 'again'),
    onTrouble: (isDown) => told.push(isDown ? 'down' : 'up'),
    random: () => 0.5,
  })
  return { stream, sources, told, open: () => sources.filter(({ closed }) => !closed) }
}

test('who looks again while the first stream is still being opened gets one stream, and each event once', async () => {
  const answers: ((answer: Answer<SignedOut>) => void)[] = []
  const { stream, sources, told, open } = page(() => new Promise((answer) => answers.push(answer)))
  stream.hurry()
  jest.advanceTimersByTime(1000)
  for (const answer of answers) answer(signed)
  await settled()
  expect([answers.length, sources.length, open().length]).toEqual([2, 1, 1])
  for (const source of sources) source.tell('open')
  for (const source of sources) source.tell('alarm.began', 7)
  expect(told).toEqual(['up', 'first', 7])
  // One that is open is left alone.
  stream.hurry()
  jest.advanceTimersByTime(60_000)
  expect([answers.length, open().length]).toEqual([2, 1])
})

test('a stream that broke off says so after a while, is opened again by itself, and is closed for good with the page', async () => {
  let answer: Answer<SignedOut> = signed
  const { stream, sources, told, open } = page(async () => answer)
  await settled()
  sources[0]?.tell('open')
  answer = away
  sources[0]?.tell('error')
  expect(open()).toEqual([])
  for (let second = 0; second < 20; second++) {
    jest.advanceTimersByTime(1000)
    await settled()
  }
  expect(told).toEqual(['up', 'first', 'down'])
  answer = signed
  jest.advanceTimersByTime(20_000)
  await settled()
  sources.at(-1)?.tell('open')
  // What the former one still says is of no interest.
  sources[0]?.tell('alarm.began', 7)
  sources[0]?.tell('error')
  expect(told).toEqual(['up', 'first', 'down', 'up', 'again'])
  expect(open().length).toBe(1)
  stream.close()
  stream.hurry()
  jest.advanceTimersByTime(60_000)
  await settled()
  expect([sources.length, open().length]).toEqual([2, 0])
})

test('a line that has gone dead without a word is left for another one, and one that is merely quiet is not', async () => {
  const { stream, sources, open } = page()
  await settled()
  sources[0]?.tell('open')
  jest.advanceTimersByTime(3_600_000)
  expect(open().length).toBe(1)
  for (let sign = 0; sign < 10; sign++) {
    sources[0]?.tell('here')
    jest.advanceTimersByTime(15_000)
  }
  // What happens is a sign of life, too.
  sources[0]?.tell('alarm.began', 7)
  jest.advanceTimersByTime(40_000)
  await settled()
  expect([sources.length, open().length]).toEqual([1, 1])
  jest.advanceTimersByTime(5000)
  expect(open().length).toBe(0)
  jest.advanceTimersByTime(2000)
  await settled()
  expect([sources.length, open().length]).toEqual([2, 1])
  stream.close()
})

test('a page that nobody looks at lets its line go, and has one at once when somebody does', async () => {
  const { stream, sources, told, open } = page()
  await settled()
  sources[0]?.tell('open')
  stream.rest()
  expect(open()).toEqual([])
  jest.advanceTimersByTime(3_600_000)
  await settled()
  expect(sources.length).toBe(1)
  stream.hurry()
  await settled()
  sources.at(-1)?.tell('open')
  expect(told).toEqual(['up', 'first', 'up', 'again'])
  expect(open().length).toBe(1)
  stream.close()
})

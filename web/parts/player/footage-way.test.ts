// Footage over a socket: what the server has told stays told.
import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { createFootageWay } from './footage-way.ts'
import type { PastState } from './past.ts'

class Socket extends EventTarget {
  static readonly OPEN = 1
  static readonly CONNECTING = 0
  static all: Socket[] = []
  readyState = Socket.OPEN
  constructor() {
    super()
    Socket.all.push(this)
  }
  close(): void {
    this.readyState = 3
  }
  send(): void {}
}

const { WebSocket } = globalThis
beforeEach(() => {
  Socket.all = []
  globalThis.WebSocket = Socket as unknown as typeof WebSocket
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
  globalThis.WebSocket = WebSocket
})

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

function watch() {
  const states: PastState[] = []
  const still = { hold() {}, remember() {}, estrange() {}, releaseStrange() {}, release() {} }
  const way = createFootageWay(
    new EventTarget() as HTMLVideoElement,
    Date.UTC(2026, 0, 1),
    {
      channelId: 5,
      sign: async () => ({ kind: 'ok', data: { url: '/media/x/mse', ticket: 'x', expires_at: '' } }),
      socketAddress: (path) => `ws://porch.example${path}`,
      stop() {},
      still,
    },
    { onState: (state) => states.push(state), onEnd() {}, onNoSocket() {} },
  )
  return { way, states }
}

test('what the recorder has refused is said, and not asked for again by itself', async () => {
  const { way, states } = watch()
  await settled()
  Socket.all[0]?.dispatchEvent(new MessageEvent('message', { data: '{"error":"The recorder has no place free"}' }))
  jest.advanceTimersByTime(10 * 60_000)
  await settled()
  expect(states.map(({ phase }) => phase)).toEqual(['fault'])
  expect(Socket.all.length).toBe(1)
  way.close()
})

test('a socket that falls silent is given up for another one', async () => {
  const { way, states } = watch()
  await settled()
  for (let second = 0; second < 35; second++) {
    jest.advanceTimersByTime(1000)
    await settled()
  }
  expect(states.map(({ phase }) => phase)).toEqual(['waiting'])
  expect(Socket.all.map(({ readyState }) => readyState)).toEqual([3, 1])
  way.close()
})

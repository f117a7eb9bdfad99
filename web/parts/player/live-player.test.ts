// The ways to a live picture: sockets first, HLS where they bring nothing, and sockets again where that does not either.
import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { HlsEvents, playHls } from './hls.ts'
import { createLivePlayer } from './live-player.ts'

class Socket extends EventTarget {
  static readonly CONNECTING = 0
  static all: Socket[] = []
  readyState = 1
  constructor() {
    super()
    Socket.all.push(this)
    // Something between us and the server does not let it through.
    queueMicrotask(() => this.dispatchEvent(new CloseEvent('close', { code: 1006 })))
  }
  close(): void {}
}

const scope = globalThis as { MediaSource?: unknown }
const { WebSocket } = globalThis
beforeEach(() => {
  Socket.all = []
  globalThis.WebSocket = Socket as unknown as typeof WebSocket
  scope.MediaSource = class {}
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
  globalThis.WebSocket = WebSocket
  delete scope.MediaSource
})

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}
async function pass(seconds: number) {
  for (let second = 0; second < seconds; second++) {
    jest.advanceTimersByTime(1000)
    await settled()
  }
}

function watch(hls?: typeof playHls) {
  const ways: string[] = []
  const is = { away: false }
  const states: string[] = []
  const video = Object.assign(new EventTarget(), { dataset: {}, load() {}, pause() {}, removeAttribute() {} })
  const player = createLivePlayer(video as unknown as HTMLVideoElement, {
    path: '/channels/5/sub',
    async sign(path) {
      ways.push(path.split('/').at(-1) ?? '')
      if (is.away) return { kind: 'fault', fault: { status: 0, message: 'Away', problems: [] } }
      return { kind: 'ok', data: { url: path, ticket: 'x', expires_at: '' } }
    },
    address: (path) => path,
    socketAddress: (path) => path,
    serverNow: () => 0,
    onState: ({ phase }) => states.push(phase),
    random: () => 0.5,
    ...(hls && { hls }),
  })
  player.run(true)
  return { player, ways, states, is }
}

const play = { delay: () => null, at: () => null, bytes: () => null, mime: () => '', back() {}, toEdge() {} }

test('a list that breaks is no place to stay for ever: sockets are tried again', async () => {
  const lists: HlsEvents[] = []
  const { player, ways } = watch(async (_video, _address, events) => {
    lists.push(events)
    return { ...play, behind: false, close() {} }
  })
  await settled()
  await pass(5)
  expect(ways).toEqual(['mse', 'mse', 'index.m3u8'])
  lists[0]?.onBroken('manifestLoadError')
  await pass(30)
  expect(ways.slice(3)).toEqual(['mse', 'index.m3u8'])
  player.close()
})

test('a player of lists that cannot be had, as after an update, does not keep the picture from coming', async () => {
  const { player, ways, states } = watch(() => Promise.reject(new TypeError('Failed to fetch')))
  await settled()
  await pass(60)
  expect(ways.slice(0, 5)).toEqual(['mse', 'mse', 'index.m3u8', 'mse', 'index.m3u8'])
  expect(states.at(-1)).toBe('waiting')
  player.close()
})

test('an appliance that is back is asked at once, and not after the longest pause', async () => {
  const { player, ways, states, is } = watch()
  is.away = true
  await settled()
  await pass(60)
  expect(states.at(-1)).toBe('fault')
  // Just after a try, with fifteen seconds before the next one.
  for (const before = ways.length; ways.length === before; ) await pass(1)
  const tried = ways.length
  player.hurry()
  await pass(2)
  expect(ways.length).toBe(tried + 1)
  // Who rests or plays is left alone.
  player.run(false)
  player.hurry()
  await pass(60)
  expect(ways.length).toBe(tried + 1)
  player.close()
})

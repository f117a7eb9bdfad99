// A viewer who is gone without a word: over a real connection, what is kept for him is bounded, and he is cut off.
import { expect, test } from 'bun:test'
import { connect, type Socket as Tcp } from 'node:net'
import type { Consumer, Fragment, Live, Relay } from '../services/live.ts'
import type { Ticket, Tickets } from '../services/tickets.ts'
import { until } from '../testing/until.ts'
import { mseSocket } from './mse.ts'
import { type SocketEvents, websocket } from './sockets.ts'

const FRAGMENT_BYTES = 256 << 10
const MIB = 1 << 20

/** A server with our own settings of sockets, but a keep-alive of seconds, and a source that never ends. */
function start(seconds: number) {
  const consumers = new Set<Consumer>()
  const relay = {
    join(consumer: Consumer) {
      consumers.add(consumer)
      return () => void consumers.delete(consumer)
    },
  } as unknown as Relay
  const live = { relayOf: () => relay } as unknown as Live
  const ticket = { secret: 'x' } as Ticket
  const tickets = {
    peek: () => ticket,
    hold: () => ({ [Symbol.dispose]() {} }),
  } as unknown as Tickets
  let waiting = () => 0
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request, self) {
      const data = mseSocket(ticket, { live, tickets })
      return self.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 })
    },
    websocket: {
      ...websocket,
      open(socket) {
        waiting = () => socket.getBufferedAmount()
        websocket.open(socket)
      },
      idleTimeout: seconds,
    },
  } as Bun.Serve.Options<SocketEvents>)
  let count = 0
  /** A picture of every second begins with a key frame, as if nothing were wrong. */
  const feed = () => {
    const fragment: Fragment = {
      epoch: { id: 1, init: Buffer.from('init'), mime: 'video/mp4', width: 1, height: 1 },
      ...{ data: Buffer.alloc(FRAGMENT_BYTES), key: count++ % 5 === 0, decodeTime: 4, duration: 0.2, time: 10_000 },
    }
    for (const consumer of consumers) consumer.onFragment?.(fragment)
  }
  return {
    port: server.port ?? 0,
    feed,
    viewers: () => consumers.size,
    waiting: () => waiting(),
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** A client that has asked for the pictures and then never says a word more; with `reads` it takes what comes. */
function mute(port: number, reads: boolean): Tcp & Disposable {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const key = Buffer.alloc(16, 7).toString('base64')
  socket.write(
    `GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  )
  if (reads) socket.resume()
  else socket.pause()
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() })
}

test.concurrent('who reads nothing more keeps no more than a few megabytes waiting, and is cut off', async () => {
  await using server = start(8)
  using _ = mute(server.port, false)
  await until('it watches', () => server.viewers() === 1)
  let most = 0
  await until('it is cut off', () => {
    server.feed()
    most = Math.max(most, server.waiting())
    return server.viewers() === 0
  })
  // The bound of 2 MiB is looked at before each fragment.
  expect(most).toBeGreaterThan(MIB)
  expect(most).toBeLessThanOrEqual(2 * MIB + 2 * FRAGMENT_BYTES)
}, 120_000)

test.concurrent('who answers no ping is cut off while there are no pictures to send', async () => {
  await using server = start(8)
  using socket = mute(server.port, true)
  await until('it watches', () => server.viewers() === 1)
  server.feed()
  let closed = false
  socket.on('close', () => {
    closed = true
  })
  await until('it is cut off', () => closed && server.viewers() === 0)
}, 120_000)

test.concurrent('who has nothing to say and nothing to see stays, as long as he answers the pings', async () => {
  await using server = start(8)
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`)
  await until('it watches', () => server.viewers() === 1)
  // Longer than the keep-alive: a browser answers pings by itself.
  await Bun.sleep(13_000)
  expect([server.viewers(), socket.readyState]).toEqual([1, WebSocket.OPEN])
  socket.close()
  await until('it has left', () => server.viewers() === 0)
}, 120_000)

test('the keep-alive of a real viewer is counted in seconds, not in minutes', () => {
  expect(websocket.sendPings).toBe(true)
  expect(websocket.idleTimeout).toBeLessThanOrEqual(60)
})

// A camera that sends us on to somebody else: nothing of what stands there is shown, and nobody tries again at once.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { createServer } from 'node:net'
import { loadClips, startRtspSource } from '../../test/rtsp-source/index.ts'
import { startRelayBench, until, view } from '../testing/relays.ts'
import { peersOf } from './peers.ts'

setDefaultTimeout(60_000)

const open: (AsyncDisposable | (() => void))[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse())
    if (typeof thing === 'function') thing()
    else await thing[Symbol.asyncDispose]()
})

/** A camera at another address of this machine. */
async function startOther() {
  const clips = await loadClips()
  const asked: string[] = []
  const source = await startRtspSource({
    host: '127.0.0.2',
    login: () => null,
    find: () => clips.pick({ channel: 1, quality: 'sub', audio: false, codec: 'h264' }),
    onRequest: (method) => asked.push(method),
  })
  open.push(source)
  return { source, asked, address: `rtsp://127.0.0.2:${source.port}/1/sub` }
}

/** Answers whatever it is asked with the way to somewhere else. */
function startRedirect(to: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const number = /CSeq: (\d+)/i.exec(bytes.toString('latin1'))?.[1] ?? '1'
      socket.write(`RTSP/1.0 302 Found\r\nCSeq: ${number}\r\nLocation: ${to}\r\n\r\n`)
    })
  })
  open.push(() => void server.close())
  const { promise, resolve } = Promise.withResolvers<number>()
  server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  return promise
}

test('a stream that sends us on to another address is ended before anything of it is shown, and says so', async () => {
  const other = await startOther()
  const port = await startRedirect(other.address)
  const source = async () => ({
    address: `rtsp://127.0.0.1:${port}/1/sub`,
    transport: 'tcp' as const,
    audio: false,
  })
  let starts = 0
  const bench = await startRelayBench({
    source: () => {
      starts++
      return source()
    },
    timing: { pauseMs: 60_000 },
  })
  open.push(bench)
  const { relay, fragments } = view(bench.relays)
  await until('it is said', () => relay.state.lastFault !== null)
  expect(relay.state.lastFault?.message).toBe('The camera sends us on to another address, which is not followed.')
  await until('nobody is connected there', () => other.source.sessions() === 0)
  expect([fragments.length, starts, relay.state.running]).toEqual([0, 1, false])
})

test('the same camera asked by its own address plays', async () => {
  const other = await startOther()
  const bench = await startRelayBench({
    source: async () => ({ address: other.address, transport: 'tcp', audio: false }),
  })
  open.push(bench)
  const { fragments } = view(bench.relays)
  await until('pictures', () => fragments.length > 3)
})

test('connections are read of both tables, and of a process that is gone there are none', async () => {
  const other = await startOther()
  const child = Bun.spawn(['ffmpeg', '-v', 'quiet', '-rtsp_transport', 'tcp', '-i', other.address, '-f', 'null', '-'], {
    stdin: 'ignore',
  })
  await until('it is connected', () => peersOf(child.pid).length > 0)
  expect(peersOf(child.pid)).toEqual(['127.0.0.2'])
  child.kill('SIGKILL')
  await child.exited
  expect(peersOf(child.pid)).toEqual([])
})

// The whole appliance with a recorder whose footage plays over real RTSP, for tests and figures of playback.
import { loadClips, type RtspSource, startRtspSource } from '../../test/rtsp-source/index.ts'
import type { FootageTold } from '../http/footage.wire.ts'
import { createFakeDriver } from './fake-driver.ts'
import { createFakeFootage, withFootage } from './fake-footage.ts'
import { createTestApp } from './test-app.ts'
import { until } from './until.ts'

const HOST = '192.0.2.7'
const LOGIN = { user: 'admin', password: 'right-password' }

export interface Viewer {
  /** Text frames so far. */
  told: FootageTold[]
  /** Each hello's instant of its first picture. */
  begins(): string[]
  /** Binary frames since the newest hello: the init, then fragments. */
  frames(): Buffer[]
  send(text: object | string): void
  close(): void
  closed: Promise<{ code: number; reason: string }>
}

/** The socket of a signed address, and what comes through it. */
export function openViewer(base: string, url: string): Viewer {
  const told: FootageTold[] = []
  let frames: Buffer[] = []
  const begins: string[] = []
  const ws = new WebSocket(base.replace('http', 'ws') + url)
  ws.binaryType = 'nodebuffer' as 'arraybuffer'
  ws.onmessage = ({ data }: MessageEvent<string | Buffer>) => {
    if (typeof data !== 'string') return void frames.push(data)
    const text: FootageTold = JSON.parse(data)
    told.push(text)
    if (!('init' in text)) return
    frames = []
    begins.push(new Date(text.at + text.from * 1000).toISOString())
  }
  return {
    told,
    begins: () => begins,
    frames: () => frames,
    send: (text) => ws.send(typeof text === 'string' ? text : JSON.stringify(text)),
    close: () => ws.close(),
    closed: new Promise((resolve) => {
      ws.onclose = ({ code, reason }) => resolve({ code, reason })
    }),
  }
}

export type PlaybackStand = Awaited<ReturnType<typeof createPlaybackStand>>

/** Device 1 with the channels 1 and 2. As some devices do, it plays on beyond the end of what it was asked for. */
export async function createPlaybackStand({ quality = 'sub' as 'main' | 'sub' } = {}) {
  const stack = new AsyncDisposableStack()
  const clips = await loadClips()
  const clip = clips.pick({ channel: 1, quality, audio: false })
  /** Addresses that were played, as `<from> <to>`. */
  const played: string[] = []
  const refused: string[] = []
  const source: RtspSource = await startRtspSource({
    login: () => LOGIN,
    find: (path) => (path.startsWith('/footage/') ? clip : null),
    onRequest: (method, path) => {
      if (method === 'PLAY') played.push(path.slice('/footage/'.length))
    },
    onRefused: ({ path }) => void refused.push(path),
  })
  stack.use(source)
  const driver = createFakeDriver()
  driver.add(HOST, 2)
  const footage = createFakeFootage()
  const login = { ...LOGIN }
  footage.address = (key, from, to) =>
    `rtsp://${login.user}:${login.password}@127.0.0.1:${source.port}/footage/${key}/${from.toISOString()}/${to.toISOString()}`
  const app = stack.use(
    await createTestApp([{ id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }]),
  )
  const { ask } = app
  await ask('POST', '/api/devices', {
    ip_web: HOST,
    username: LOGIN.user,
    password: LOGIN.password,
    brand: 'fake',
  })
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === 2)

  async function sign(from: string, name = 'mse', token = app.token) {
    return ask('POST', '/api/media/sign', { path: `/channels/1/footage/${from}/${name}` }, token)
  }

  return {
    ...{ app, ask, source, footage, played, refused, login, sign },
    connect: (url: string) => openViewer(app.url, url),
    /** Opens channel 1 at that moment. */
    view: async (from: string) => openViewer(app.url, (await sign(from)).body.url),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

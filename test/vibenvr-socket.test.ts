// The socket of VibeNVR's live view: what its players are sent, decoded by FFmpeg, and how it is closed.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { runningFfmpeg } from '../core/media/process.ts'
import type { Services, Socket } from '../core/plugin/index.ts'
import { until } from '../core/testing/until.ts'
import { liveSocket } from '../plugins/vibenvr-compat/live-socket.ts'
import { startCamera } from './rtsp-source/camera.ts'
import { createVibeStand, PASSWORD } from './vibenvr-stand.ts'

// Pictures come no faster than they are filmed.
setDefaultTimeout(180_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

type Kinds = Record<'main' | 'sub', '' | '/h265'>

async function start(kinds: Kinds = { main: '', sub: '' }) {
  const camera = await startCamera()
  open.push(camera)
  const stand = await createVibeStand()
  open.push(stand.it)
  stand.device.source = (_, quality) => camera.address(`/1/${quality}${kinds[quality]}`)
  return { ...stand, camera }
}

interface Message {
  type: number
  key: boolean
  seconds: number
  bytes: Buffer
}

function watch(at: string, headers: Record<string, string>) {
  const socket = new WebSocket(at.replace(/^http/, 'ws'), { headers } as unknown as string[])
  socket.binaryType = 'arraybuffer'
  const messages: Message[] = []
  const seen = { opened: false, closed: null as { code: number; reason: string } | null, texts: 0 }
  socket.onopen = () => {
    seen.opened = true
  }
  socket.onclose = ({ code, reason }) => {
    seen.closed = { code, reason }
  }
  socket.onmessage = ({ data }) => {
    if (!(data instanceof ArrayBuffer)) seen.texts++
    else {
      const view = new DataView(data)
      messages.push({
        ...{ type: view.getUint8(0), key: view.getUint8(1) === 1, seconds: view.getFloat64(2, true) },
        bytes: Buffer.from(data.slice(10)),
      })
    }
  }
  open.push({
    async [Symbol.asyncDispose]() {
      socket.close()
    },
  })
  return { socket, messages, seen }
}

async function decoded(bytes: Buffer) {
  const shown = ['-show_entries', 'stream=codec_name,width:frame=key_frame', '-of', 'json']
  const probe = Bun.spawn(['ffprobe', '-v', 'error', '-show_frames', ...shown, '-f', 'h264', '-i', 'pipe:0'], {
    ...{ stdin: new Blob([new Uint8Array(bytes)]), stdout: 'pipe', stderr: 'pipe' },
  })
  const [found, errors] = await Promise.all([new Response(probe.stdout).json(), new Response(probe.stderr).text()])
  return { codec: found.streams[0].codec_name, width: found.streams[0].width, frames: found.frames.length, errors }
}

test('each message is one picture, key frames carry what a decoder begins with, and all of it decodes', async () => {
  const { mount, port, first, admin, cookie, key } = await start()
  const sockets = [
    // As the page asks: with its token in the address, which nobody reads, and its cookie.
    watch(`${mount}/api/cameras/${first}/ws?token=whatever`, { ...cookie(admin), origin: new URL(mount).origin }),
    watch(`${port}/cameras/${first}/ws`, admin),
    // As a VibeNVR does that passes ours on.
    watch(`${port}/api/cameras/${first}/ws`, await key()),
  ]
  for (const { messages, seen } of sockets) {
    await until('some seconds of it', () => messages.length > 100 || seen.closed, 60_000)
    const some = messages.slice(0, 100)
    expect([seen.texts, seen.closed]).toEqual([0, null])
    expect(some[0]).toMatchObject({ type: 0, key: true, seconds: 0 })
    expect(some.filter(({ key }) => key).length).toBeGreaterThan(1)
    for (const [at, { type, key, seconds, bytes }] of some.entries()) {
      expect(type).toBe(0)
      expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0, 0, 0, 1]))
      if (key) expect((bytes[4] ?? 0) & 31).toBe(7)
      // Fifteen in a second.
      expect(seconds).toBeCloseTo(at / 15, 1)
    }
    const all = await decoded(Buffer.concat(some.map(({ bytes }) => bytes)))
    expect(all).toEqual({ codec: 'h264', width: 640, frames: 100, errors: '' })
  }
  // It is passed on as the camera sends it.
  expect(runningFfmpeg().filter(({ arguments: all }) => all.includes('libx264') || all.includes('mjpeg'))).toEqual([])
})

/** As a browser asks for it, to read why it is refused. */
async function handshake(at: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: unknown }>()
  const asked = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const sent = request(at, { headers: { ...headers, ...asked, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } })
  sent.on('response', async (answer) => resolve({ status: answer.statusCode, body: await json(answer) }))
  sent.on('upgrade', (answer, socket) => {
    socket.destroy()
    resolve({ status: answer.statusCode, body: null })
  })
  sent.on('error', reject)
  sent.end()
  return promise
}

test('of a camera whose small video is H.265 the main one is shown, and one without H.264 says so', async () => {
  const { it, mount, first, admin, ask, device, camera, second } = await start({ main: '', sub: '/h265' })
  const { messages } = watch(`${mount}/cameras/${first}/ws`, admin)
  await until('pictures', () => messages.length > 30, 60_000)
  const { codec, width } = await decoded(Buffer.concat(messages.slice(0, 30).map(({ bytes }) => bytes)))
  expect([codec, width]).toEqual(['h264', 1280])
  device.source = (_, quality) => camera.address(`/2/${quality}/h265`)
  const { seen } = watch(`${mount}/cameras/${second}/ws`, admin)
  const closed = await until('it is closed', () => seen.closed, 60_000)
  expect(closed).toEqual({
    code: 1003,
    reason: 'This camera sends no H.264, and nothing else goes through this socket',
  })
  // A page goes over to frames where its handshake is refused, and not where it is closed each time.
  const again = watch(`${mount}/cameras/${second}/ws`, admin)
  await until('it is refused', () => again.seen.closed)
  expect(again.seen.opened).toBe(false)
  expect(await handshake(`${mount}/cameras/${second}/ws`, admin)).toEqual({
    status: 409,
    body: { detail: 'This camera sends no H.264, and nothing else goes through this socket: ask for its frames' },
  })
  const modeOf = async (id: number) => (await ask('GET', `/cameras/${id}`, admin)).body.live_view_mode
  expect([await modeOf(first), await modeOf(second)]).toEqual(['auto', 'mjpeg'])
  const told = (await ask('GET', `/cameras/${second}`, admin)).body
  expect((await ask('PUT', `/cameras/${second}`, admin, told)).body).toEqual(told)
  expect((await ask('GET', `/cameras/${second}/export`, admin)).body.camera.live_view_mode).toBe('auto')
  const { id } = (await ask('POST', '/groups', admin, { name: 'Both' })).body
  await ask('POST', `/groups/${id}/cameras`, admin, [first])
  const copy = { action: 'copy_settings', source_camera_id: second }
  expect((await ask('POST', `/groups/${id}/action`, admin, copy)).body.modified_count).toBe(1)
  expect(await modeOf(first)).toBe('auto')
  const [{ householdId } = { householdId: 0 }] = it.app.services.access.visibleChannels({ kind: 'system' })
  for (const { live_view_mode } of it.app.services.clientFields.ofChannels('vibenvr', householdId).values())
    expect(live_view_mode).toBeUndefined()
  // Nobody knows any more what it sends once it is elsewhere.
  const [{ id: recorder }] = (await it.ask('GET', '/api/devices')).body
  await it.ask('PUT', `/api/devices/${recorder}`, { username: 'another' })
  await until('it may be H.264', async () => (await modeOf(second)) === 'auto')
})

test('the handshake to a camera that is switched off is refused', async () => {
  const { it, mount, first, admin } = await start()
  await it.ask('PUT', `/api/channels/${first}`, { in_use: false })
  const body = { detail: 'Frame unavailable: this camera is switched off' }
  expect(await handshake(`${mount}/cameras/${first}/ws`, admin)).toEqual({ status: 503, body })
})

test('who may not see it, or not any more, is closed with 1008', async () => {
  const { it, mount, first, second, person, cookie, admin, ask } = await start()
  const vera = await person('vera', 'viewer')
  const hidden = watch(`${mount}/cameras/${second}/ws`, vera)
  expect(await until('it is closed', () => hidden.seen.closed)).toEqual({
    ...{ code: 1008, reason: 'Not authorized to view this camera' },
  })
  const none = watch(`${mount}/cameras/99999/ws`, admin)
  expect(await until('it is closed', () => none.seen.closed)).toMatchObject({ code: 1008, reason: 'Camera not found' })
  const seeing = watch(`${mount}/cameras/${first}/ws`, cookie(vera))
  await until('she sees it', () => seeing.messages.length > 0, 60_000)
  const { token } = (await it.ask('POST', '/api/auth/login', { username: 'vera', password: PASSWORD }, null)).body
  const { user_id } = (await it.ask('GET', '/api/auth/me', undefined, token)).body.data
  await it.ask('PUT', `/api/users/${user_id}/grants`, [])
  expect(await until('it is closed', () => seeing.seen.closed)).toMatchObject({ code: 1008 })
  const his = watch(`${mount}/cameras/${first}/ws`, admin)
  await until('he sees it', () => his.messages.length > 0, 60_000)
  await ask('POST', '/auth/logout', admin)
  expect(await until('it is closed', () => his.seen.closed)).toMatchObject({ code: 1008 })
})

test('nobody opens it without a sign-in, nor by the cookie of a page of elsewhere', async () => {
  const { mount, first, admin, cookie } = await start()
  const strangers: Record<string, string>[] = [
    {},
    { cookie: 'media_token=made-up' },
    { ...cookie(admin), origin: 'http://elsewhere.example' },
    { ...cookie(admin), origin: 'http://127.0.0.1:1' },
  ]
  for (const headers of strangers) {
    const { seen, messages } = watch(`${mount}/cameras/${first}/ws`, headers)
    await until('it is refused', () => seen.closed)
    expect([seen.opened, messages.length]).toEqual([false, 0])
  }
  const answer = await fetch(`${mount}/cameras/${first}/ws`, { headers: admin })
  expect([answer.status, await answer.json()]).toEqual([400, { detail: 'This address is for a WebSocket' }])
})

test('a client that does not keep up is sent nothing until the next key frame', () => {
  type Reader = Parameters<Services['liveUnits']['join']>[1]
  let reader = null as Reader | null
  let left = 0
  const services = {
    tickets: { issue: () => ({ secret: 'x' }), hold: () => ({ [Symbol.dispose]() {} }), end() {} },
    liveUnits: {
      join(_: unknown, joined: Reader) {
        reader = joined
        return () => void left++
      },
    },
  } as unknown as Services
  const events = liveSocket(services, { kind: 'system' }, 1)
  const sent: string[] = []
  let buffered = 0
  const socket = {
    getBufferedAmount: () => buffered,
    send: (data: Buffer) => void sent.push(data.subarray(10).toString()),
  } as unknown as Socket
  events.onOpen(socket)
  const show = (name: string, key: boolean) => reader?.onUnits([{ key, shownAt: 1, bytes: Buffer.from(name) }], key)
  show('key 1', true)
  buffered = 3 << 20
  show('lost', false)
  buffered = 0
  show('of no use', false)
  show('key 2', true)
  show('after it', false)
  expect(sent).toEqual(['key 1', 'key 2', 'after it'])
  events.onClose()
  expect(left).toBe(1)
})

test('a camera that cannot be read closes it, and says why without a login', async () => {
  const { mount, first, admin, camera } = await start()
  camera.login = { user: 'admin', password: 'another' }
  const { seen } = watch(`${mount}/cameras/${first}/ws`, admin)
  const closed = await until('it is closed', () => seen.closed, 60_000)
  expect(closed.code).toBe(1008)
  expect(closed.reason).toContain('refused')
  expect(closed.reason).not.toContain('another')
})

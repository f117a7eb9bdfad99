// A pretend appliance for looking at the pages: answers the API with invented data. Not shipped.
import type { AlarmOut, ChannelOut, DeviceInput, DeviceOut, KeyOut } from '../wire.ts'
import { createMockAlarms } from './mock-alarms.ts'
import { largeDevice, online, scene, someChannels, someDevices, troubledDevices } from './mock-data.ts'
import { createMockVideo, type MockVideo } from './mock-video.ts'
import { createMockWalls } from './mock-walls.ts'

export type Scenario = 'usual' | 'troubled' | 'large' | 'empty' | 'first' | 'broken'

export interface MockOptions {
  scenario?: Scenario
  /** Moving pictures; without, sockets are refused. */
  video?: boolean
  /** Sockets open, but nothing moves: for looking at pages without noise. */
  still?: boolean
  /** Folder of the bundle. */
  web?: string
  /** Path that it is mounted under. */
  base?: string
}

export interface Mock extends AsyncDisposable {
  url: string
  /** Sends an event to every open page. */
  tell(name: string, data: unknown): void
  /** A new alarm, as from a recorder. */
  alarm(): AlarmOut
  /** Breaks off every live picture. */
  cut(): void
  /** Open event streams. */
  watchers(): number
  /** Requests so far, as `GET /api/devices`. */
  asked: string[]
}

export const TOKEN = 'mock-token'
const CSP =
  "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'"

const HOUSES: Partial<Record<Scenario, () => DeviceOut[]>> = {
  usual: someDevices,
  troubled: troubledDevices,
  large: largeDevice,
}

export function startMock(options: MockOptions = {}): Mock {
  const { scenario = 'usual', base = '' } = options
  const root = options.web ?? `${import.meta.dir}/../../dist/web`
  const video: MockVideo | null = options.video ? createMockVideo() : null
  const walls = createMockWalls()
  const asked: string[] = []
  const sockets = new Set<Bun.ServerWebSocket<undefined>>()
  const listeners = new Set<(text: string) => void>()
  let setup = scenario === 'first'
  let devices: DeviceOut[] = HOUSES[scenario]?.() ?? []
  const channels: ChannelOut[] = someChannels(devices)
  const alarms = createMockAlarms({ channels, devices, tell: (name, data) => tell(name, data) })
  let keys: KeyOut[] = []
  let count = 0
  const hub = {
    connected: scenario !== 'troubled',
    since: new Date(Date.now() - 7_200_000).toISOString(),
    last_error: scenario === 'troubled' ? 'The broker refused the connection.' : null,
    url: scenario === 'empty' ? null : 'mqtt://porchlight@homeassistant.local:1883',
    broker_version: scenario === 'empty' ? null : 'mosquitto version 2.0.18',
    prefix: 'porchlight',
    node_id: 'k3x9q2',
    discovery: 'device' as const,
    stopped: false,
    protocol: '5' as const,
    devices: 12,
    entities: 148,
    messages: 320,
    withdrawn: [],
  }

  const json = (data: unknown, status = 200) => Response.json(data, { status })
  const fault = (status: number, detail: string, errors?: unknown) =>
    json({ success: false, error: detail, message: detail, detail, ...(errors ? { errors } : {}) }, status)
  const pair = () => ({ success: true, token: TOKEN, access_token: TOKEN })
  const me = {
    id: 'u1',
    username: 'anna',
    role: 'admin' as const,
    email: null,
    created_at: '2026-01-01T00:00:00Z',
    user_id: 1,
    founder: true,
  }

  const signIns = [
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', '192.168.1.20', true],
    ['Mozilla/5.0 (Linux; Android 15; Tablet) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', '192.168.1.31', false],
    [null, '2001:db8:85a3:8d3:1319:8a2e:370:7348', false],
  ].map(([user_agent, ip_address, current], index) => ({
    id: `sign-in-${index}`,
    current,
    ip_address,
    user_agent,
    created_at: '2026-01-01T00:00:00Z',
    last_used_at: new Date().toISOString(),
    expires_at: '2026-02-01T00:00:00Z',
  }))

  const test = (input: DeviceInput) => {
    if (input.ip_web.includes('99'))
      return json({
        ip_reachable: false,
        auth_ok: false,
        message: 'Nothing answers at this address. Is the device on, and in this network?',
        kind: 'device-unreachable',
        model: null,
        channels: null,
        tries_left: null,
      })
    if (input.password === 'wrong')
      return json({
        ip_reachable: true,
        auth_ok: false,
        message: 'The device refused the user name or password.',
        kind: 'device-refused-login',
        model: null,
        channels: null,
        tries_left: 4,
      })
    return json({
      ip_reachable: true,
      auth_ok: true,
      message: 'OK',
      kind: null,
      model: 'DS-7608NXI-K1/8P',
      channels: 8,
      tries_left: null,
      ...(input.ip_web.startsWith('https') ? { certificate: 'self-signed' } : {}),
    })
  }
  const add = (input: DeviceInput) => {
    if (devices.some((one) => one.ip_web === input.ip_web))
      return fault(409, 'There is already a device with this address.')
    const { password: _, ...rest } = input
    const added: DeviceOut = {
      ...(troubledDevices()[0] as DeviceOut),
      ...rest,
      id: 20 + devices.length,
      channel_count: 0,
      state: online(1),
    }
    devices = [...devices, added]
    return json(added, 201)
  }

  const answer = async (method: string, path: string, url: URL, request: Request): Promise<Response> => {
    const body =
      method === 'POST' || method === 'PUT' ? ((await request.json().catch(() => ({}))) as Record<string, unknown>) : {}
    if (path === '/health')
      return json({
        ...{ status: 'ok', service: 'porchlight', version: '0.1.0', setup },
        ...{ timestamp: new Date().toISOString(), time_zone: 'Asia/Ho_Chi_Minh' },
      })
    if (path === '/api/auth/register') {
      setup = false
      return json(pair())
    }
    if (path === '/api/auth/login')
      return body.password === 'wrong-password' ? fault(401, 'Wrong user name or password') : json(pair())
    if (request.headers.get('authorization') !== `Bearer ${TOKEN}`) return fault(401, 'Please sign in')
    if (scenario === 'broken' && /devices|channels|alarm|keys/.test(path)) return fault(500, 'Internal error')
    const ofWalls = walls(method, path, body)
    if (ofWalls) return ofWalls
    const ofAlarms = alarms.answer(method, url, path, body)
    if (ofAlarms) return ofAlarms
    const id = Number(path.split('/').at(-1))
    switch (`${method} ${path.replace(/\/\d+(?=\/|$)/, '/:id')}`) {
      case 'GET /api/auth/me':
        return json({ success: true, data: me })
      case 'POST /api/auth/logout':
        return json({ message: 'Signed out' })
      case 'POST /api/auth/change-password':
        return body.old_password === 'wrong-password'
          ? fault(400, 'The present password is not right')
          : json({ message: 'Password updated' })
      case 'GET /api/devices':
        return json(devices)
      case 'POST /api/devices':
        return add(body as unknown as DeviceInput)
      case 'POST /api/devices/test-connection':
        return test(body as unknown as DeviceInput)
      case 'PUT /api/devices/:id':
        devices = devices.map((one) => (one.id === id ? { ...one, ...body, state: online(1) } : one))
        tell('device.changed', {})
        return new Response(null, { status: 204 })
      case 'POST /api/devices/:id/trust-certificate': {
        const of = Number(path.split('/').at(-2))
        const shown = devices.find((one) => one.id === of)?.other_certificate
        if (!shown || body.fingerprint !== shown.fingerprint) return fault(409, 'It shows another certificate by now')
        devices = devices.map((one) =>
          one.id === of ? { ...one, certificate: shown, other_certificate: null, state: online(1) } : one,
        )
        return json(devices.find((one) => one.id === of))
      }
      case 'DELETE /api/devices/:id':
        devices = devices.filter((one) => one.id !== id)
        alarms.dropOf(id)
        tell('device.removed', { device_id: id })
        return new Response(null, { status: 204 })
      case 'GET /api/channels':
        return json(channels)
      case 'GET /api/channels/:id/alarm-sources':
        return json({ success: true, channel_id: 0, readable: false, read_at: null, reason: null, data: [] })
      case 'PUT /api/channels/:id': {
        const channel = channels.find((one) => one.id === id)
        if (channel && Array.isArray(body.tags)) channel.tags = body.tags
        else if (channel) channel.name = String(body.name ?? channel.device_name)
        return json(channel)
      }
      case 'GET /api/auth/totp':
        return json({
          success: true,
          data: { enabled: false, enabled_at: null, pending: false, recovery_codes_left: 0 },
        })
      case 'GET /api/auth/sign-ins':
        return json({ success: true, data: signIns })
      case 'GET /api/auth/trusted-browsers':
        return json({ success: true, data: [], count: 0 })
      case 'GET /api/stream-links':
        return json({ success: true, data: [], count: 0 })
      case 'GET /api/keys':
        return json(keys)
      case 'POST /api/keys': {
        const made = {
          id: ++count,
          uuid: crypto.randomUUID(),
          name: String(body.name),
          hint: 'plk_7Qd2',
          read_only: body.read_only === true,
          expires_at: body.expires_at === null ? null : String(body.expires_at),
          last_used_at: null,
          created_at: new Date().toISOString(),
        }
        keys = [...keys, made]
        return json({ success: true, data: { ...made, key: 'plk_7Qd2mEXAMPLEonlyEXAMPLEonlyEXAMPLEonly' } }, 201)
      }
      case 'DELETE /api/keys/:id':
        keys = keys.filter((key) => key.id !== id)
        return json({ detail: 'removed' })
      case 'GET /api/jobs':
        return json({ success: true, data: [], count: 0, next_cursor: null, has_more: false })
      case 'GET /api/sync/setting':
        return json({ is_enabled: true, interval_minutes: 60, set_clock: false })
      case 'GET /api/system/backups':
        return json({ success: true, data: [], waiting: null })
      case 'GET /api/webhooks':
        return json({ success: true, data: [] })
      case 'GET /api/config':
        return json({ id: 1, start_day: 1, end_day: 31, order: false })
      case 'GET /api/hub':
        return json(hub)
      case 'GET /api/settings':
        return json({
          success: true,
          data: [{ key: 'mqtt_url', value: null, default: null, locked: false, scope: 'appliance' }],
        })
      case 'PUT /api/settings/mqtt_url':
        return String(body.value).startsWith('mqtt')
          ? json({ success: true })
          : fault(400, 'mqtt_url must begin with mqtt:// or mqtts://', [
              { path: 'body.value', code: 'custom', message: 'must begin with mqtt:// or mqtts://' },
            ])
    }
    if (path === '/api/media/sign') {
      const wanted = String(body.path)
      const ticket = Buffer.from(wanted).toString('base64url')
      const name = wanted.split('/').at(-1)
      if (name === 'mse' && !video && !options.still) return fault(503, 'The picture is not ready yet')
      return json({ url: `/media/${ticket}/${name}`, ticket, expires_at: new Date(Date.now() + 90_000).toISOString() })
    }
    return fault(404, 'Not found')
  }

  const media = (path: string, request: Request, server: Bun.Server<undefined>): Response | undefined => {
    const [, , ticket = '', name] = path.split('/')
    const wanted = Buffer.from(ticket, 'base64url').toString()
    if (name === 'mse') return server.upgrade(request) ? undefined : fault(400, 'not a socket')
    if (name === 'events') {
      server.timeout(request, 0)
      return new Response(events(request.signal), { headers: { 'content-type': 'text/event-stream' } })
    }
    const number = Number(/\d+/.exec(wanted)?.[0] ?? 0)
    return new Response(scene(number), { headers: { 'content-type': 'image/svg+xml' } })
  }
  const events = (signal: AbortSignal) =>
    new ReadableStream({
      start(controller) {
        const send = (text: string) => controller.enqueue(new TextEncoder().encode(text))
        send('event: hello\ndata: {}\n\n')
        listeners.add(send)
        signal.addEventListener('abort', () => {
          listeners.delete(send)
          try {
            controller.close()
          } catch {}
        })
      },
    })
  const tell = (name: string, data: unknown) => {
    for (const send of listeners) send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  const file = async (path: string): Promise<Response> => {
    const wanted = Bun.file(`${root}/${path.includes('..') ? '' : path}`)
    if (/\.\w+$/.test(path) && (await wanted.exists())) return new Response(wanted)
    const html = (await Bun.file(`${root}/index.html`).text()).replace('<base href="/">', `<base href="${base}/">`)
    return new Response(html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP },
    })
  }

  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request, bun) {
      const url = new URL(request.url)
      if (!url.pathname.startsWith(base)) return fault(404, 'Not found')
      const path = url.pathname.slice(base.length) || '/'
      if (path.startsWith('/media/')) return media(path, request, bun)
      if (path.startsWith('/api/') || path === '/health') {
        asked.push(`${request.method} ${path}`)
        return answer(request.method, path, url, request)
      }
      return file(path)
    },
    websocket: {
      open(socket) {
        sockets.add(socket)
        video?.join(socket)
      },
      message() {},
      close(socket) {
        sockets.delete(socket)
        video?.leave(socket)
      },
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}${base}/`,
    asked,
    tell,
    cut() {
      for (const socket of sockets) socket.close(1012)
    },
    watchers: () => listeners.size,
    alarm: alarms.begin,
    async [Symbol.asyncDispose]() {
      await server.stop(true)
      await video?.[Symbol.asyncDispose]()
    },
  }
}

if (import.meta.main) {
  const mock = startMock({ scenario: (process.argv[2] as Scenario | undefined) ?? 'usual', video: true })
  console.log(mock.url)
}

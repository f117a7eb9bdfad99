// Where the appliance lets itself be sent: every field that takes an address, with every spelling of one that it must not take.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createServer, type Server } from 'node:net'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

setDefaultTimeout(60_000)

/** Names of a resolver that is in somebody else's hands. */
const NAMES: Record<string, string[]> = {
  'metadata.example': ['169.254.169.254'],
  'me.example': ['127.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'group.example': ['239.255.255.250'],
}

const MACHINE = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '127.0.0.1.', '①②⑦.0.0.1'],
]
const NEVER = [
  ...[
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '[::ffff:169.254.169.254]',
    '[fd00:ec2::254]',
  ],
  ...['168.63.129.16', '100.100.100.200', '0.0.0.0', '[::]', '224.0.0.1', '255.255.255.255', '[ff02::1]', '[fe80::1]'],
]

/** Each field that takes a host, as a request that would use it. */
const FIELDS: Record<string, (host: string, port: number) => [method: string, path: string, body: object]> = {
  'the test of a recorder': (host, port) => [
    'POST',
    '/api/devices/test-connection',
    { ip_web: `http://${host}:${port}`, brand: 'hikvision', username: 'a', password: 'b' },
  ],
  'the test of a stream': (host, port) => [
    'POST',
    '/api/devices/test-connection',
    { ip_web: `rtsp://${host}:${port}/x`, brand: 'rtsp', username: '', password: '' },
  ],
  'the test of a make that nobody speaks': (host, port) => [
    'POST',
    '/api/devices/test-connection',
    { ip_web: `${host}:${port}`, brand: 'other', username: 'a', password: 'b' },
  ],
  'a new recorder': (host, port) => [
    'POST',
    '/api/devices',
    { ip_web: `http://${host}:${port}`, brand: 'hikvision', username: 'a', password: 'b' },
  ],
  'a new stream': (host, port) => [
    'POST',
    '/api/devices',
    { ip_web: `rtsp://${host}:${port}/x`, brand: 'rtsp', username: '', password: '' },
  ],
  'where streams come from': (host, port) => [
    'POST',
    '/api/devices',
    { ip_web: '192.0.2.9', ip_nvr: `${host}:${port}`, brand: 'hikvision', username: 'a', password: 'b' },
  ],
  'a camera of its own': (host, port) => ['POST', '/api/cameras', { name: 'x', rtsp_url: `rtsp://${host}:${port}/x` }],
  'a webhook': (host, port) => [
    'POST',
    '/api/webhooks',
    { name: 'x', url: `http://${host}:${port}/x`, kinds: ['motion'] },
  ],
}

describe('an address that must not be used', () => {
  let stand: TestApp
  let trap: Server
  let port = 0
  let caught = 0
  beforeAll(async () => {
    trap = createServer((socket) => {
      caught++
      socket.destroy()
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    trap.listen(0, '0.0.0.0', resolve)
    await promise
    port = (trap.address() as { port: number }).port
    const lookup = async (host: string) => {
      const found = NAMES[host]
      if (!found) throw new Error('ENOTFOUND')
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    }
    stand = await createTestApp([hikvision, rtsp], { PORCHLIGHT_ALLOW_LOOPBACK: '0' }, { lookup })
  })
  afterAll(async () => {
    await stand[Symbol.asyncDispose]()
    trap.close()
  })

  test.each(Object.entries(FIELDS))('%s: is refused however it is written, and nobody is called', async (_, field) => {
    const taken: string[] = []
    for (const host of [...MACHINE, ...NEVER]) {
      const [method, path, body] = field(host, port)
      const { status, text } = await stand.ask(method, path, body)
      if (status !== 400) taken.push(`${host} → ${status} ${text.slice(0, 120)}`)
    }
    expect(taken).toEqual([])
    expect(caught).toBe(0)
  })

  test('a name is judged by what it stands for', async () => {
    for (const name of Object.keys(NAMES))
      for (const [what, field] of Object.entries(FIELDS).filter(([what]) => what.startsWith('the test of'))) {
        const [method, path, body] = field(name, port)
        expect([name, what, (await stand.ask(method, path, body)).status]).toEqual([name, what, 400])
      }
    const hook = await stand.ask('POST', '/api/webhooks', FIELDS['a webhook']?.('me.example', port)[2])
    expect(hook.status).toBe(201)
    const tried = await stand.ask('POST', `/api/webhooks/${hook.body.data.id}/test`, {})
    expect(JSON.stringify(tried.body)).toContain('this machine itself')
    expect(caught).toBe(0)
  })

  test('no other scheme, and nothing that a program could take for an option, is an address', async () => {
    const odd = [
      'file:///etc/passwd',
      'file:/etc/passwd',
      'concat:/etc/passwd',
      'concat:x|y',
      'gopher://192.0.2.1/',
      'http://192.0.2.1/',
      '-i',
      'pipe:0',
    ]
    const fields = [...odd, 'rtsp://192.0.2.1/a\nfile', 'rtsp://192.0.2.1\\@127.0.0.1/', 'rtsp://-i/x']
    for (const ip_web of fields) {
      const body = { ip_web, brand: 'rtsp', username: '', password: '' }
      for (const path of ['/api/devices', '/api/devices/test-connection'])
        expect([ip_web, (await stand.ask('POST', path, body)).status]).toEqual([ip_web, 400])
    }
  })
})

test('a name that changes its mind reaches nobody else: it is looked up once, and that address is used', async () => {
  await using recorder = await startSimulator({ model: 'camera', events: 'none' })
  const asked: string[] = []
  let says = '127.0.0.1'
  /** Right when it is checked, wrong ever after. */
  const lookup = async (host: string) => {
    asked.push(host)
    const address = says
    says = '169.254.169.254'
    return [{ address, family: 4 }]
  }
  await using stand = await createTestApp([hikvision, rtsp], {}, { lookup })
  const { port } = new URL(recorder.url)
  const body = { brand: 'hikvision', username: recorder.user, password: recorder.password }
  const path = '/api/devices/test-connection'
  const good = await stand.ask('POST', path, { ...body, ip_web: `cam.example:${port}` })
  // The device itself, the streams of it, and whether it lies on the internet are three questions; the first alone is answered well.
  expect([good.status, asked.length > 0]).toEqual([400, true])
  expect(good.body.detail).toContain('cam.example')

  says = '127.0.0.1'
  const hits: string[] = []
  await using receiver = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) => {
      hits.push(request.headers.get('host') ?? '')
      return Response.redirect('http://169.254.169.254/latest/meta-data', 307)
    },
  })
  const url = `http://hook.example:${receiver.port}/`
  const hook = await stand.ask('POST', '/api/webhooks', { name: 'x', url, kinds: ['motion'] })
  const before = asked.length
  const first = await stand.ask('POST', `/api/webhooks/${hook.body.data.id}/test`, {})
  expect(JSON.stringify(first.body)).toContain('answered 307')
  expect([hits, asked.length - before]).toEqual([[`hook.example:${receiver.port}`], 1])
  const second = await stand.ask('POST', `/api/webhooks/${hook.body.data.id}/test`, {})
  expect(JSON.stringify(second.body)).toContain('not the address of a single device')
  expect(hits.length).toBe(1)
})

test('what plays a stream is given the address that was checked, never the name', async () => {
  await using recorder = await startSimulator({ model: 'camera', events: 'none' })
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  await using stand = await createTestApp([hikvision], {}, { lookup })
  const ip_web = `cam.example:${new URL(recorder.url).port}`
  const { user: username, password } = recorder
  const added = await stand.ask('POST', '/api/devices', { ip_web, brand: 'hikvision', username, password })
  await until('its channel is there', async () => (await stand.ask('GET', '/api/channels')).body.length > 0)
  const session = await stand.app.services.sessions.use(added.body.id)
  const [channel] = await session.channels()
  const source = await session.live?.source(channel?.sourceKey ?? '', 'main')
  expect(new URL(source?.address ?? '').hostname).toBe('127.0.0.1')
})

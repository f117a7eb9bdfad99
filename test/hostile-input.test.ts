// What strangers to the API send into every field, path parameter and header of every route: no 5xx, no effect, no secret.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Hono } from 'hono'
import { type DeclaredRoute, declaredRoutes } from '../core/http/route.ts'
import { controls } from '../core/testing/controls.ts'
import { BRAND, createRightsStand, type RightsStand } from '../core/testing/rights-stand.ts'
import { PARAMETERS, SENT } from '../core/testing/rights-table.ts'
import { type Untouched, watchRows } from '../core/testing/untouched.ts'
import { withDialects } from './dialects.ts'

setDefaultTimeout(240_000)

/** What names lead to. */
const STANDS_FOR: Record<string, string> = {
  'rebind.example': '127.0.0.1',
  localhost: '127.0.0.1',
  'metadata.example': '169.254.169.254',
}

let it: RightsStand
let routes: DeclaredRoute[]
let rows: Untouched
let things: Parameters<NonNullable<Extract<(typeof SENT)[string], { body?: unknown }>['body']>>[0]
/** Programs that were started, by name. */
const started = new Set<string>()
beforeAll(async () => {
  const { spawn } = Bun
  Bun.spawn = ((...args: Parameters<typeof spawn>) => {
    const [command] = args as unknown as [string[] | { cmd: string[] }]
    started.add(basename((Array.isArray(command) ? command : command.cmd)[0] ?? ''))
    return spawn(...args)
  }) as typeof spawn
  undo = () => {
    Bun.spawn = spawn
  }
  it = await createRightsStand(
    { PORCHLIGHT_ALLOW_LOOPBACK: '0' },
    {
      plugins: withDialects,
      lookup: async (name) => [{ address: STANDS_FOR[name] ?? '192.0.2.77', family: 4 }],
    },
  )
  routes = declaredRoutes(it.app.app.root as unknown as Hono)
  rows = watchRows(it.sqlite, ['system_stats', 'jobs'])
  things = { ...it.things.a, ...it.askers.at(-1)!.has }
})
let undo: () => void
afterAll(async () => {
  undo()
  await it[Symbol.asyncDispose]()
})

const named = ({ method, path }: DeclaredRoute) => `${method} ${path}`
const filled = (path: string, odd?: { pair: string; value: string }) =>
  path.replace(/([\w-]+)\/:(\w+)/g, (pair, before: string) => {
    const known = PARAMETERS[pair]
    const usual = known === undefined ? 'x'.repeat(32) : 'is' in known ? known.is : things[known.of]
    return `${before}/${odd?.pair === pair ? odd.value : usual}`
  })

/** What is written down also of what failed: who tried it, and what the device said when it was asked. */
const TOLD = ['activity', 'device_reports']
const SECRETS = ['right-password', '$argon2', 'SQLite', 'SQLITE', 'root:x:', 'BEGIN PRIVATE', '.ts:', 'node_modules']

/** Where recordings lie is told to the founder, who chooses it. */
const TELLS_PLACES = /^\/api\/storage$/

/**
 * Sends it as the founder; says what is wrong with the answer, if anything. What seems to have changed something although it was
 * refused is sent again: a device that was read in the same moment is not read in the next one too.
 */
async function trouble(
  method: string,
  path: string,
  init: RequestInit = {},
  calm = false,
  isAgain = false,
): Promise<string | null> {
  const founder = it.askers.at(-1)?.headers ?? {}
  const headers = new Headers({ 'content-type': 'application/json', ...founder })
  for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value as string)
  const abort = new AbortController()
  const answer = await it.app.app.root.request(path, { ...init, method, headers, signal: abort.signal })
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
  const text = isStream ? '' : await answer.text()
  await answer.body?.cancel().catch(() => {})
  abort.abort()
  const isPage = /<base href|"openapi"|swagger|<!doctype/i.test(text.slice(0, 2000))
  const secrets = TELLS_PLACES.test(path) ? SECRETS : [...SECRETS, it.app.folder]
  const told = isPage ? undefined : secrets.find((secret) => text.includes(secret))
  const { status } = answer
  const changed = method === 'GET' ? [] : rows.changed()
  const kept = controls(it.sqlite, changed)
  if (changed.length > 0) rows.restore()
  const what = `${method} ${path.slice(0, 90)} ${String(init.body ?? '').slice(0, 110)} → ${status}`
  if (kept.length > 0) return `${what} leaves ${kept}`
  if (told) return `${what} tells ${told}`
  // A device that cannot do what was asked (501), or is not there (502, 504), is no fault of ours.
  if (status === 500 || status === 503) return `${what} ${text.slice(0, 100)}`
  if (answer.headers.get('set-cookie')?.includes('x=1')) return `${what} sets a cookie`
  if (status >= 400 && changed.some((table) => !TOLD.includes(table)))
    return isAgain ? `${what} changed ${changed}` : trouble(method, path, init, calm, true)
  if (calm && status < 400) return `${what} was taken`
  return null
}

const failures = () => it.app.lines.filter((line) => line.includes('A request failed'))

/** Every body that a route knows, with one field after another replaced. */
function bodies(): {
  route: DeclaredRoute
  path: string
  name: string
  isLast: boolean
  whole: Record<string, unknown>
}[] {
  return routes.flatMap((route) =>
    [SENT[named(route)] ?? {}].flat().flatMap((sent) => {
      const whole = sent.body?.(things)
      if (!whole || typeof whole !== 'object') return []
      const path = filled(route.path) + (sent.query?.(things) ?? '')
      const isLast = sent.last !== undefined
      return Object.keys(whole).map((name) => ({ route, path, name, isLast, whole: whole as Record<string, unknown> }))
    }),
  )
}

/** Fields that the API describes and no usual body holds: optional ones, and those of other kinds of the same thing. */
async function optional() {
  const { paths, components } = (await it.ask('GET', '/api/openapi.json')).body
  const namesOf = (schema: Schema = {}): string[] => [
    ...Object.keys(schema.properties ?? {}),
    ...namesIn(schema.$ref ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined),
    ...(schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).flatMap(namesIn),
  ]
  const namesIn = (schema?: Schema): string[] => (schema ? namesOf(schema) : [])
  return routes.flatMap((route) => {
    const described = paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
    const names = namesIn(described?.requestBody?.content['application/json']?.schema)
    return [SENT[named(route)] ?? {}].flat().flatMap((sent) => {
      const whole = (sent.body?.(things) ?? {}) as Record<string, unknown>
      const path = filled(route.path) + (sent.query?.(things) ?? '')
      return sent.last ? [] : names.filter((name) => !(name in whole)).map((name) => ({ route, path, name, whole }))
    })
  })
}

interface Schema {
  properties?: Record<string, Schema>
  $ref?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** As they are written in JSON. */
const VALUES: string[] = [
  ...['null', 'true', '7', '-1', '1.5', '1e400', '-0', '""', '[]', '{}', '[[]]', '{"$gt":""}', '[null]', '"0x1"'],
  ...[
    '"a\\u0000b"',
    '"a\\nb"',
    '"\\r\\nSet-Cookie: x=1"',
    '"a\\u001b[2Jb"',
    '"\\ud800"',
    '"../../secret.key"',
    '"-i"',
    '"%00"',
    '"a\\u202eb"',
  ],
  ...[`"${'x'.repeat(200_000)}"`, nested(5000), `"'; DROP TABLE users; --"`, '{"__proto__":{"admin":true}}'],
]

test('every field of every body takes any type, size and character without a 5xx, and what is refused has no effect', async () => {
  const wrong: string[] = []
  const all = bodies()
  expect(all.length).toBeGreaterThan(50)
  for (const { route, path, name, whole, isLast } of all)
    for (const value of VALUES) {
      // What no restored row takes back is not done here.
      if (isLast && value === 'true') continue
      const rest = Object.entries(whole).filter(([other]) => other !== name)
      const body = `{${[...rest.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`), `${JSON.stringify(name)}:${value}`].join(',')}}`
      wrong.push((await trouble(route.method, path, { body })) ?? '')
    }
  expect(wrong.filter(Boolean)).toEqual([])
  expect(failures()).toEqual([])
})

test('no control character comes in by a field that may be left out', async () => {
  const wrong: string[] = []
  const all = await optional()
  expect(all.length).toBeGreaterThan(100)
  const odd = ['a\u0000b', 'a\nb', '\r\nSet-Cookie: x=1', 'a\u001b[2Jb', 'a\nb.example', '/a\nb', 'mqtt://a\nb']
  const values = [...odd, ...odd.map((text) => [text]), { name: 'a\nb' }, { 'a\nb': 1 }]
  for (const { route, path, name, whole } of all)
    for (const value of values)
      wrong.push((await trouble(route.method, path, { body: JSON.stringify({ ...whole, [name]: value }) })) ?? '')
  for (const { key } of (await it.ask('GET', '/api/settings')).body.data as { key: string }[])
    for (const value of values)
      wrong.push((await trouble('PUT', `/api/settings/${key}`, { body: JSON.stringify({ value }) })) ?? '')
  expect(wrong.filter(Boolean)).toEqual([])
  expect(failures()).toEqual([])
})

test('names given twice are one name: no route reads the first and checks the last', async () => {
  const wrong: string[] = []
  for (const { route, path, name, whole } of bodies()) {
    const last = { not: 'this' }
    const twice = JSON.stringify(whole).replace(/}$/, `,${JSON.stringify(name)}:${JSON.stringify(last)}}`)
    const said = await trouble(route.method, path, { body: twice }, true)
    // Where the last alone is taken, too, it was the last that was taken.
    const alone =
      said && (await trouble(route.method, path, { body: JSON.stringify({ ...whole, [name]: last }) }, true))
    if (said && !alone) wrong.push(said)
  }
  expect(wrong.filter(Boolean)).toEqual([])
})

const UPS = [
  ...[
    '..',
    '../',
    '..%2f..%2fsecret.key',
    '%2e%2e%2f%2e%2e%2fporchlight.db',
    '..%5c..%5csecret.key',
    '%252e%252e%252f',
  ],
  ...[
    '....%2f%2fsecret.key',
    '.%00.%2f',
    '%2fetc%2fpasswd',
    'file:%2f%2f%2fetc%2fpasswd',
    '..%c0%af',
    '%00',
    '%0d%0aa:b',
    '-i',
  ],
  ...['x'.repeat(3000), '%ff', '1%20or%201=1', '[]', '99999999999999999999', '1e3', '0x1', '__proto__', 'constructor'],
]

test('no path parameter leads out of its place', async () => {
  // A backup is among what the founder may ask for.
  const files = () =>
    readdirSync(it.app.folder, { recursive: true })
      .map(String)
      .filter((name) => !/^backups|^porchlight\.db|^logs/.test(name))
      .sort()
  const before = files()
  const secret = readFileSync(join(it.app.folder, 'secret.key'))
  const wrong: string[] = []
  for (const route of routes)
    for (const [pair] of route.path.matchAll(/[\w-]+\/:\w+/g))
      for (const value of UPS) {
        const sent = [SENT[named(route)] ?? {}].flat()[0]
        const body = sent?.body?.(things)
        const path = filled(route.path, { pair, value })
        const said = await trouble(route.method, path, body === undefined ? {} : { body: JSON.stringify(body) })
        wrong.push(said ?? '')
      }
  expect(wrong.filter(Boolean)).toEqual([])
  expect(files()).toEqual(before)
  expect(readFileSync(join(it.app.folder, 'secret.key'))).toEqual(secret)
  expect(failures()).toEqual([])
})

const HEADERS: Record<string, string>[] = [
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(50_000)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOjF9.' },
  { 'x-api-key': `pl_${'\u00ff'.repeat(2000)}` },
  { 'x-forwarded-for': `${'1.2.3.4, '.repeat(2000)}x`, 'x-forwarded-proto': 'file' },
  { 'x-ingress-path': '/../..//evil.example"><script>' },
  { origin: 'null', 'sec-fetch-site': 'cross-site', host: 'evil.example' },
  { range: 'bytes=-99999999999999999999', 'if-range': '"\u00ff"', 'if-none-match': 'x'.repeat(9000) },
  { range: 'bytes=5-1,0-0,1-', accept: `${'*/*;q='.repeat(3000)}1` },
  { cookie: `refresh=${'a'.repeat(9000)}; __proto__=1`, 'accept-language': '-i', 'user-agent': '' },
  { 'content-type': 'application/json; charset=utf-7', 'content-length': '-1', 'content-encoding': 'gzip' },
  { 'last-event-id': '../../x', 'x-request-id': 'a"b<c>'.repeat(500) },
]

test('no header is too odd', async () => {
  const wrong: string[] = []
  for (const route of routes.filter(({ method, path }) => method === 'GET' && !path.includes('/live')))
    for (const headers of HEADERS) wrong.push((await trouble('GET', filled(route.path), { headers })) ?? '')
  expect(wrong.filter(Boolean)).toEqual([])
  expect(failures()).toEqual([])
})

const PLACES = [
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::1]', '127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '0.0.0.0'],
  ...[
    '169.254.169.254',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[fe80::1]',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...['-i', '-i.example'],
]
const TEXTS = [
  'file:///etc/passwd',
  'concat:/etc/passwd|/etc/hosts',
  '-i',
  '-i /etc/passwd',
  'pipe:0',
  'data:,x',
  'gopher://192.0.2.5/',
]

test('no address leads to a file, an option, ourselves, link-local or metadata, however it is written', async () => {
  const device = { username: 'admin', password: 'x', brand: BRAND }
  const stream = { ...device, brand: 'rtsp' }
  const { device: id, webhook } = it.things.a
  // One of a recorder's has an address of its own that nobody can change.
  const made = await it.ask('POST', '/api/cameras', {
    name: 'Made',
    rtsp_url: 'rtsp://192.0.2.98/made',
    status: 'inactive',
  })
  expect(made.status).toBe(201)
  const camera = made.body.data.id
  // That nobody answers there is noticed in between.
  const own = watchRows(it.sqlite, ['system_stats', 'jobs', 'facts', 'alarms', 'device_absences'])
  /** Each with the scheme that it speaks. */
  const doors: [string, string, string, (address: string) => unknown][] = [
    ['http', 'POST', '/api/devices', (ip_web) => ({ ...device, ip_web })],
    ['http', 'POST', '/api/devices', (ip_nvr) => ({ ...device, ip_web: '192.0.2.50', ip_nvr })],
    ['http', 'POST', '/api/devices/test-connection', (ip_web) => ({ ...device, ip_web })],
    ['rtsp', 'POST', '/api/devices', (ip_web) => ({ ...stream, ip_web })],
    ['rtsp', 'POST', '/api/devices/test-connection', (ip_web) => ({ ...stream, ip_web })],
    ['http', 'PUT', `/api/devices/${id}`, (ip_web) => ({ ip_web })],
    ['rtsp', 'POST', '/api/cameras', (rtsp_url) => ({ name: 'Other', rtsp_url })],
    ['rtsp', 'POST', '/api/cameras/probe', (rtsp_url) => ({ rtsp_url })],
    ['rtsp', 'PUT', `/api/cameras/${camera}`, (rtsp_url) => ({ rtsp_url })],
    ['http', 'POST', '/api/webhooks', (url) => ({ name: 'Made', url })],
    ['http', 'PUT', `/api/webhooks/${webhook}`, (url) => ({ url })],
  ]
  let reached = 0
  // Whatever comes to this machine itself comes here, if it is asked for this port.
  using here = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open(socket) {
        reached++
        socket.end()
      },
      data() {},
    },
  })
  const wrong: string[] = []
  async function judge(method: string, path: string, body: unknown, isName: boolean, isAgain = false): Promise<void> {
    const answer = await it.ask(method, path, body)
    const said = `${method} ${path} ${JSON.stringify(body)} → ${answer.status} ${answer.text.slice(0, 200)}`
    // Of the address, and not of anything else about it; what was asked first would end in 502 or 504.
    const isRefused = answer.status === 400 && /address|\burl\b/i.test(answer.text) && !/brand/.test(answer.text)
    const changed = own.changed().filter((table) => table !== 'activity')
    own.restore()
    // What is tried at once says so at once; what is written down is judged whenever it is used.
    const isTried = /probe|test-connection/.test(path)
    const isUnused = answer.text.includes('cannot be used as an address')
    if (!isRefused && !(isName && answer.status < 300 && (isUnused || !isTried))) wrong.push(said)
    if (answer.status < 300 || changed.length === 0) return
    if (isAgain) wrong.push(`${said} changed ${changed}`)
    else await judge(method, path, body, isName, true)
  }
  for (const [scheme, method, path, body] of doors) {
    for (const address of [...TEXTS, ...PLACES.map((place) => `${scheme}://${place}:${here.port}/x`)])
      await judge(method, path, body(address), false)
    // What a name stands for is asked when it is used, and each time anew: it may be written down, and leads nowhere.
    for (const name of ['localhost', 'rebind.example', 'metadata.example'])
      await judge(method, path, body(`${scheme}://${name}:${here.port}/x`), true)
  }
  const hook = await it.ask('POST', '/api/webhooks', { name: 'Made', url: `http://rebind.example:${here.port}/x` })
  const sent = await it.ask('POST', `/api/webhooks/${hook.body.data.id}/test`, {})
  rows.restore()
  expect(sent.text).toContain('rebind.example')
  expect(wrong).toEqual([])
  expect(reached).toBe(0)
})

// Stands last: it looks back at all that was sent above.
test('nothing was written beside the data folder, and no program started but FFmpeg and what tells of the machine', () => {
  expect(readdirSync(dirname(it.app.folder))).toEqual(['data'])
  expect([...started].filter((name) => !['ffmpeg', 'ffprobe', 'nvidia-smi'].includes(name))).toEqual([])
  expect(started).toContain('ffmpeg')
  expect(controls(it.sqlite)).toEqual([])
})

// Every route of VibeNVR's reference is there by all its ways, has a row in our documentation, and answers each who may ask.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Hono } from 'hono'
import { declaredRoutes } from '../core/http/route.ts'
import { createRightsStand, PASSWORD, type RightsStand } from '../core/testing/rights-stand.ts'
import { OWNER } from '../core/testing/test-app.ts'
import { watchRows } from '../core/testing/untouched.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'
import { read } from './tree.ts'
import { ROUTES, type Route, type Things } from './vibenvr-routes.ts'

setDefaultTimeout(120_000)

const ASKERS = ['nobody', 'cookie', 'viewer', 'operator', 'admin', 'key', 'reading key'] as const
type Asker = (typeof ASKERS)[number]

let it: RightsStand
let camera: Camera
let things: Things
let ways: string[]
let headers: Record<Asker, Record<string, string>>

beforeAll(async () => {
  it = await createRightsStand(
    { PORCHLIGHT_VIBENVR_PORT: '0' },
    { plugins: (fake) => [fake, rtsp, vibenvr], lookup: async () => [{ address: '192.0.2.99', family: 4 }] },
  )
  camera = await startCamera()
  // Those that watch have a picture; nothing else that is set going here reads a camera.
  for (const device of it.driver.devices.values())
    device.source = (_, quality) => (quality === 'sub' ? camera.address('/1/sub') : 'rtsp://127.0.0.1:9/none')
  const { url, dialectPorts } = it.app.app
  ways = [`${url}/vibenvr`, `${url}/vibenvr/api`, `${dialectPorts[0]?.url}`, `${dialectPorts[0]?.url}/api`]
  const bearer = async (username: string, password = PASSWORD) => {
    const answer = await fetch(`${ways[0]}/auth/login`, {
      ...{ method: 'POST', body: new URLSearchParams({ username, password }) },
    })
    const { access_token } = (await answer.json()) as { access_token: string }
    return { authorization: `Bearer ${access_token}` }
  }
  const key = async (readOnly: boolean) => {
    const { body } = await it.ask('POST', '/api/keys', { name: 'routes', read_only: readOnly })
    return { 'x-api-key': body.data.key as string }
  }
  const admin = await bearer(OWNER.username, OWNER.password)
  headers = {
    ...{ nobody: {}, cookie: { cookie: `media_token=${admin.authorization.slice('Bearer '.length)}` } },
    ...{ viewer: await bearer('granted'), operator: await bearer('operator'), admin },
    ...{ key: await key(false), 'reading key': await key(true) },
  }
  const events = await (await fetch(`${ways[0]}/events`, { headers: admin })).json()
  const { channel, recording, user } = it.things.a
  const event = Array.isArray(events) ? events.find(({ id }) => id === recording) : null
  const path = (event?.file_path ?? '').replace('/var/lib/vibe/recordings/', '')
  const told = await (await fetch(`${ways[0]}/cameras/${channel}`, { headers: admin })).json()
  const address = (told as { rtsp_url: string }).rtsp_url
  things = { camera: channel, event: recording, user, address, path }
})
afterAll(async () => {
  await it?.[Symbol.asyncDispose]()
  await camera?.[Symbol.asyncDispose]()
})

/** The same route whatever its parameters are called. */
const plain = (route: string) => route.replace(/\{\w+\}|:\w+(\{[^}]*\})?|\*$/g, '{}').replace(/^WS /, 'GET ')

const pathOf = (route: string) => {
  const path = route.slice(route.indexOf(' ') + 1).replace('{path}', things.path)
  const number = path.startsWith('/events') ? things.event : path.startsWith('/users') ? things.user : things.camera
  return path
    .replace('{key}', 'opt_live_view_quality')
    .replace('{id}', String(/^\/(auth|v1|groups)/.test(path) ? 4711 : number))
}

async function send(route: string, asker: Asker, way = ways[0]) {
  const { query = '', body, form } = ROUTES[route] as Route
  const sent = form ? new URLSearchParams(form) : body ? JSON.stringify(body(things)) : undefined
  const abort = new AbortController()
  const answer = await fetch(way + pathOf(route) + query, {
    ...{ method: route.split(' ')[0] ?? '', redirect: 'manual', signal: abort.signal },
    headers: { ...headers[asker], ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(sent === undefined ? {} : { body: sent }),
  })
  // Such a row is never over; one that is over before its first picture is none.
  if (answer.ok && route.endsWith('/stream')) {
    const first = await answer.body?.getReader().read()
    abort.abort()
    return { status: first?.value ? answer.status : 502, text: '' }
  }
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
  const text = isJson ? await answer.text() : ''
  abort.abort()
  return { status: answer.status, text }
}

test('each route of the reference is there by four ways', async () => {
  const missing: string[] = []
  for (const route of Object.keys(ROUTES))
    for (const way of ways) {
      const { status, text } = await send(route, 'nobody', way)
      const isThere = ROUTES[route]?.who === 'everybody' ? ![401, 404, 405].includes(status) : status === 401
      if (!isThere) missing.push(`${route} at ${way} → ${status} ${text.slice(0, 100)}`)
    }
  expect(missing).toEqual([])
})

test('each route of ours has a row in the documentation, and each row is a route, whatever it says of it', async () => {
  const page = await read('docs/api/vibenvr.md')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const named = (row: string) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([A-Z]+ \/[^`?]*)[^`]*`/g)].map(([, route = '']) => plain(route))
  const told = new Set(rows.flatMap(named))
  const there = declaredRoutes(it.app.app.root as unknown as Hono)
    .filter(({ path }) => path.startsWith('/vibenvr'))
    .map(({ method, path }) => plain(`${method} ${path.slice('/vibenvr'.length) || '/'}`))
  expect(there.filter((route) => !told.has(route))).toEqual([])
  expect([...told].filter((route) => !there.includes(route))).toEqual([])
  const ofRoutes = rows.filter((row) => named(row).length > 0)
  expect(ofRoutes.filter((row) => !/\b(real|adapted|refus(al|ed))\b/i.test(row))).toEqual([])
})

/** What is answered: `done`, or one of these. */
function expectedOf({ who, operator, reading, keyless }: Route, asker: Asker): 'done' | number[] {
  if (who === 'everybody') return 'done'
  if (asker === 'nobody') return [401]
  if (asker === 'cookie') return who === 'media' ? 'done' : [401]
  const isKey = asker === 'key' || asker === 'reading key'
  if (who === 'key') return isKey ? 'done' : [401]
  if (keyless && isKey) return [403]
  if (who === 'person') return isKey ? [401, 403] : 'done'
  if (asker === 'admin' || asker === 'key' || who === 'media' || who === 'seeing') return 'done'
  if (asker === 'reading key') return reading ? 'done' : [403]
  if (who === 'steering' || who === 'self' || (operator && asker === 'operator')) return 'done'
  return [403]
}

test('whoever may not is refused in words and nothing is changed; whoever may has it done', async () => {
  const rows = watchRows(it.sqlite, ['system_stats', 'jobs', 'sign_ins', 'activity', 'api_keys'])
  const found: string[] = []
  const asks = Object.entries(ROUTES).flatMap(([route, entry]) =>
    ASKERS.map((asker) => ({ route, asker, expected: expectedOf(entry, asker), undone: entry.undone?.status ?? [] })),
  )
  // Files do not come back as rows do.
  const isLast = ({ route }: { route: string }) => route.startsWith('DELETE /events') || route.includes('/events/bulk')
  const isLogout = ({ route }: { route: string }) => route === 'POST /auth/logout'
  const place = (ask: (typeof asks)[number]) => (isLogout(ask) ? 3 : ask.expected !== 'done' ? 0 : isLast(ask) ? 2 : 1)
  for (const { route, asker, expected, undone } of asks.toSorted((one, other) => place(one) - place(other))) {
    const { status, text } = await send(route, asker)
    const isRight = expected === 'done' ? status < 400 || undone.includes(status) : expected.includes(status)
    if (!isRight) found.push(`${asker}: ${route} → ${status}, not ${expected} or ${undone}: ${text.slice(0, 140)}`)
    if (status >= 400 && !/^\{"(detail|error)":/.test(text) && !/"components"/.test(text))
      found.push(`${asker}: ${route} → ${status} in other words: ${text.slice(0, 100)}`)
    const changed = rows.changed()
    if (changed.length === 0) continue
    if (expected !== 'done') found.push(`${asker}: ${route} changed ${changed}`)
    rows.restore()
  }
  expect(found).toEqual([])
})

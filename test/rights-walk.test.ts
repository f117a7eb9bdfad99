// Every route of the appliance, asked by everybody, about what is his and what is not: what it answers is what its right says.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { type DeclaredRoute, declaredRoutes } from '../core/http/route.ts'
import { type Expected, expected, PERSONAL } from '../core/testing/rights-rule.ts'
import { type Asker, createRightsStand, headersFor, type RightsStand } from '../core/testing/rights-stand.ts'
import { PARAMETERS, SENT, type Sent, type Subject } from '../core/testing/rights-table.ts'
import { watchRows } from '../core/testing/untouched.ts'
import { withDialects } from './dialects.ts'

setDefaultTimeout(60_000)

let it: RightsStand
let routes: DeclaredRoute[]
beforeAll(async () => {
  it = await createRightsStand({}, { plugins: withDialects })
  // What a ticket opens is walked in ticket-walk.test.ts.
  routes = declaredRoutes(it.app.app.root as unknown as Hono).filter(({ right }) => right !== 'ticket')
})
afterAll(() => it[Symbol.asyncDispose]())

const named = ({ method, path }: DeclaredRoute) => `${method} ${path}`
const parametersOf = (path: string) =>
  [...path.matchAll(/([\w-]+)\/:(\w+)/g)].map(([, before, name]) => `${before}/:${name}`)

interface Ask {
  what: string
  asker: Asker
  /** `METHOD path` as it is declared. */
  route: string
  method: string
  path: string
  body: unknown
  expected: Expected
  hidden: string | undefined
  isLast: boolean
}

/** The subject of a path: the last that it names but for the numbers of users on a device, which belong to it. */
function subjectOf(path: string): Subject | null {
  const found = parametersOf(path).flatMap((pair) => {
    const known = PARAMETERS[pair]
    return known && 'of' in known && known.of !== 'deviceUser' ? [known.of] : []
  })
  return found.at(-1) ?? null
}

/** Of these each household has the same name, or there is one in all. */
const THE_ONLY: readonly Subject[] = ['backup', 'setting']

/** Everything that a route is asked: by each asker, about each thing. */
function asksOf(route: DeclaredRoute): Ask[] {
  const sent = [SENT[named(route)] ?? {}].flat()
  return sent.flatMap((one) => it.askers.flatMap((asker) => asksBy(route, one, asker)))
}

function asksBy(route: DeclaredRoute, sent: Sent, asker: Asker): Ask[] {
  const about = subjectOf(route.path) ?? sent.about ?? null
  const right = sent.right ?? route.right ?? 'public'
  const other = it.askers.find(({ household, role }) => household !== asker.household && role === 'admin') as Asker
  const isNeighbour = ({ household, role }: Asker) =>
    household === asker.household && role === (asker.role === 'operator' ? 'admin' : 'operator')
  const neighbour = it.askers.find(isNeighbour) as Asker
  const own = { ...it.things[asker.household], ...asker.has }
  const foreign = { ...it.things[other.household], ...other.has }
  const sides: { whose: string; isOwn: boolean; isLoose?: true; things: typeof own }[] = [
    { whose: 'his', isOwn: true, things: own },
  ]
  if (about && !THE_ONLY.includes(about)) sides.push({ whose: 'of another household', isOwn: false, things: foreign })
  const manages = sent.managed === true && ['admin', 'founder'].includes(asker.role)
  if (about && PERSONAL.includes(about))
    sides.push({ whose: 'his neighbour’s', isOwn: manages, things: { ...own, ...neighbour.has } })
  if (about && about in own.loose)
    sides.push({ whose: 'of no channel', isOwn: true, isLoose: true, things: { ...own, ...own.loose } })
  if (/:device.*:channel/.test(route.path))
    sides.push({ whose: 'another’s on his device', isOwn: false, things: { ...own, channel: foreign.channel } })
  return sides.flatMap(({ whose, isOwn, isLoose, things }) => {
    const path = route.path.replace(/([\w-]+)\/:(\w+)/g, (_, before: string, name: string) => {
      const known = PARAMETERS[`${before}/:${name}`]
      return `${before}/${known && ('is' in known ? known.is : things[known.of])}`
    })
    const { granted: _, ...ungranted } = asker
    const answer = expected(isLoose ? ungranted : asker, right, about, isOwn, sent, route.path)
    const body = sent.body?.(things)
    return [
      {
        what: `${asker.name}: ${named(route)}${about ? ` (${about}: ${whose})` : ''}${body ? ` ${JSON.stringify(body).slice(0, 80)}` : ''}`,
        asker,
        route: named(route),
        method: route.method,
        path: path + (sent.query?.(things) ?? ''),
        body,
        expected: answer,
        hidden: sent.hidden,
        isLast: sent.last !== undefined,
      },
    ]
  })
}

async function send({ method, path, body, asker, hidden }: Ask) {
  const abort = new AbortController()
  const answer = await it.app.app.root.request(path, {
    method,
    headers: { ...headersFor(asker, path), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    signal: abort.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const type = answer.headers.get('content-type') ?? ''
  const isStream = type.startsWith('text/event-stream') || type.startsWith('multipart/x-mixed-replace')
  const text = isStream ? '' : await answer.text()
  await answer.body?.cancel().catch(() => {})
  abort.abort()
  return { status: hidden !== undefined && text.includes(hidden) ? 404 : answer.status, text }
}

/** Writes that take away come last, so that what is asked before is still there; then what cannot be taken back. */
const ORDER = ['GET', 'PUT', 'POST', 'DELETE']
const place = ({ method, isLast }: Ask) => (isLast ? ORDER.length : ORDER.indexOf(method))
const asksInOrder = () => routes.flatMap(asksOf).sort((one, other) => place(one) - place(other))

test('every route says what its parameters are, and what can be sent to it', () => {
  const unknown = routes.flatMap(({ path }) => parametersOf(path)).filter((pair) => !PARAMETERS[pair])
  expect(unknown).toEqual([])
  // A file of the thing before it has no right of its own.
  const things = routes.map(({ path }) => path.replace(/\/:file$/, ''))
  const parameters = things.map((path) => (path.match(/:/g) ?? []).length - parametersOf(path).length)
  expect(parameters.filter((missed) => missed !== 0)).toEqual([])
  const unsaid = routes
    .filter(({ method }) => method !== 'GET')
    .map(named)
    .filter((name) => !SENT[name])
  expect(unsaid).toEqual([])
  const names = routes.map(named)
  expect(Object.keys(SENT).filter((name) => !names.includes(name))).toEqual([])
})

/** What a refused request could have touched beside rows: files, and what devices were asked for. */
function outside() {
  const files = readdirSync(it.app.folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !/porchlight\.(db|log)/.test(path))
    .sort()
  return { files, asked: [...it.driver.devices.values()].map(({ seen }) => ({ ...seen })) }
}

test('whoever may not is told 401, 403 or 404 as the right says, and nothing is touched', async () => {
  const rows = watchRows(it.sqlite, ['system_stats'])
  const before = outside()
  const wrong: string[] = []
  const asks = asksInOrder().filter((ask) => ask.expected !== 'open')
  for (const ask of asks) {
    const { status, text } = await send(ask)
    if (status !== ask.expected) wrong.push(`${ask.what} → ${status}, not ${ask.expected}: ${text.slice(0, 120)}`)
    const changed = rows.changed()
    if (changed.length === 0) continue
    wrong.push(`${ask.what} → ${status} changed ${changed}`)
    rows.restore()
  }
  expect(wrong).toEqual([])
  expect(outside()).toEqual(before)
  // The bodies are those that the next test sends for those who may: what came back was no complaint about them.
  expect(asks.length).toBeGreaterThan(2000)
})

/** Who may is refused nothing but what cannot be done here, whoever asks: the status and why. */
const UNDONE: Record<string, { status: number; why: string }> = {
  'DELETE /api/cameras/:id': { status: 409, why: 'it is a channel of a recorder' },
  'DELETE /api/storage/folders/:id': { status: 404, why: 'there is none beside the data folder' },
  'DELETE /api/system/restore': { status: 404, why: 'none waits' },
  'DELETE /api/users/:id/totp': { status: 409, why: 'he has none' },
  'DELETE /api/auth/trusted-browsers/:id': { status: 404, why: 'nobody trusts one' },
  'DELETE /lightnvr/api/auth/trusted-devices/:id': { status: 404, why: 'nobody trusts one' },
  'POST /lightnvr/api/auth/users/:id/totp/verify': { status: 400, why: 'no setup was begun' },
  'GET /*': { status: 404, why: 'nothing is there' },
  'GET /api/device/:device/channel/:channel/live': { status: 502, why: 'nobody serves a picture' },
  'POST /api/activity/:id/undo': { status: 409, why: 'the entry is made up, and holds no former state' },
  'GET /lightnvr/api/recordings/thumbnail/:id/0': { status: 409, why: 'the recording is no film' },
  'GET /lightnvr/api/recordings/thumbnail/:id/1': { status: 409, why: 'the recording is no film' },
  'GET /lightnvr/api/recordings/thumbnail/:id/2': { status: 409, why: 'the recording is no film' },
  'GET /lightnvr/api/recordings/batch-delete/progress/:job': { status: 404, why: 'the job deletes nothing' },
  'GET /lightnvr/api/recordings/batch-download/result/:token': { status: 404, why: 'the export is no ZIP' },
  'GET /lightnvr/api/timeline/manifest': { status: 404, why: 'the recording is no film' },
  'GET /lightnvr/api/timeline/pieces/:id/:file': { status: 409, why: 'the recording is no film' },
  'GET /lightnvr/hls/:name/:file': { status: 404, why: 'there is no such segment' },
  'GET /lightnvr/api/motion/config/:name': { status: 404, why: 'nothing is recorded around alarms' },
  'DELETE /lightnvr/api/motion/config/:name': { status: 404, why: 'nothing is recorded around alarms' },
  'POST /lightnvr/api/motion/test/:name': { status: 400, why: 'nothing is recorded around alarms' },
  'DELETE /lightnvr/api/motion/recordings/:id': { status: 404, why: 'it was not recorded around an alarm' },
  'GET /lightnvr/api/auth/verify': { status: 401, why: 'nobody is there who shows no cookie' },
  'POST /lightnvr/api/auth/login/totp': { status: 401, why: 'the token is made up' },
  'POST /lightnvr/api/system/restart': { status: 501, why: 'nobody starts a test again' },
  'POST /lightnvr/api/system/shutdown': { status: 501, why: 'a test ends itself' },
  'GET /lightnvr/api/onvif/device/profiles': { status: 400, why: 'no device is named' },
  'POST /lightnvr/api/onvif/device/add': { status: 409, why: 'the device is there already' },
  'POST /api/auth/change-password': { status: 400, why: 'the old one is wrong, so that everybody stays signed in' },
  'POST /api/auth/logout': { status: 409, why: 'a key is no sign-in' },
  'POST /api/auth/recovery-codes': { status: 409, why: 'nobody has a second factor, which he could not ask with' },
  'POST /api/auth/refresh': { status: 401, why: 'the token is made up' },
  'POST /api/auth/totp/disable': { status: 409, why: 'nobody has a second factor' },
  'GET /vibenvr/v1/homepage/stats': { status: 401, why: 'a key alone opens it, and most of these signed in' },
  'POST /vibenvr/federation/nodes': { status: 501, why: 'other installations are not shown here' },
  'PUT /vibenvr/federation/nodes/:node_id': { status: 501, why: 'other installations are not shown here' },
  'DELETE /vibenvr/federation/nodes/:node_id': { status: 501, why: 'other installations are not shown here' },
  'POST /vibenvr/onvif/probe': { status: 501, why: 'ONVIF cameras are added in our own pages' },
  'GET /vibenvr/onvif/scan/stream': { status: 501, why: 'ONVIF cameras are added in our own pages' },
  'POST /vibenvr/onvif/deep-scan': { status: 501, why: 'ONVIF cameras are added in our own pages' },
  'GET /vibenvr/storage/profiles/:profile_id': { status: 404, why: 'there is none beside the data folder' },
  'POST /vibenvr/storage/profiles': { status: 422, why: 'there is no such place on the machine' },
  'PUT /vibenvr/storage/profiles/:profile_id': { status: 404, why: 'there is none beside the data folder' },
  'DELETE /vibenvr/storage/profiles/:profile_id': { status: 404, why: 'there is none beside the data folder' },
  'POST /api/storage/folders': { status: 400, why: 'there is no such place on the machine' },
  'POST /vibenvr/events': { status: 501, why: 'nobody writes an event by hand' },
  'POST /vibenvr/events/webhook': { status: 501, why: 'nobody writes an event by hand' },
  'GET /vibenvr/media/*': { status: 404, why: 'nothing is called so' },
  'POST /vibenvr/settings/backup/run': { status: 501, why: 'a backup is locked with a passphrase' },
  'POST /vibenvr/settings/backup/import': { status: 501, why: 'it has no counterpart here' },
  'POST /vibenvr/settings/backup/restore-file/:filename': { status: 501, why: 'a backup is locked with a passphrase' },
  'POST /vibenvr/settings/test-notify': { status: 501, why: 'it has no counterpart here' },
  'POST /vibenvr/settings/telemetry/report': { status: 501, why: 'it has no counterpart here' },
  'POST /vibenvr/settings/sync-orphans': { status: 501, why: 'it has no counterpart here' },
  'GET /vibenvr/settings/backup/export': { status: 501, why: 'a backup is locked with a passphrase' },
  'DELETE /vibenvr/settings/backup/:filename': { status: 404, why: 'it was removed a moment ago' },
  'PUT /api/storage/folders/:id': { status: 404, why: 'there is none beside the data folder' },
  'POST /vibenvr/auth/login': { status: 422, why: 'it wants a form' },
  'POST /vibenvr/auth/setup': { status: 403, why: 'the first account is there' },
  'POST /vibenvr/auth/2fa/enable': { status: 400, why: 'no setup was begun' },
  'POST /vibenvr/auth/2fa/recovery-codes': { status: 400, why: 'nobody has a second factor' },
  'DELETE /vibenvr/auth/devices/:device_id': { status: 404, why: 'nobody trusts one' },
  'POST /vibenvr/users/:user_id/avatar': { status: 501, why: 'no pictures of people are kept' },
  'DELETE /vibenvr/cameras/:camera_id': { status: 409, why: 'it is a channel of a recorder' },
  'POST /vibenvr/cameras/import/motioneye': { status: 501, why: 'they are not read here' },
  'GET /vibenvr/groups/:group_id': { status: 404, why: 'the household has made none' },
  'DELETE /vibenvr/groups/:group_id': { status: 404, why: 'the household has made none' },
  'POST /vibenvr/groups/:group_id/cameras': { status: 404, why: 'the household has made none' },
  'POST /vibenvr/groups/:group_id/action': { status: 404, why: 'the household has made none' },
  'GET /vibenvr/cameras/:camera_id/ws': { status: 400, why: 'what is asked is no handshake' },
  'POST /api/auth/totp/enable': { status: 409, why: 'no setup was begun' },
  'POST /api/auth/totp/setup': { status: 400, why: 'the password is wrong' },
  'POST /api/cameras/probe': { status: 502, why: 'nobody is at the address' },
  'POST /api/devices/:id/trust-certificate': { status: 409, why: 'the device shows none' },
  'POST /api/hub/entity-ids': { status: 409, why: 'there is no broker' },
  'POST /api/jobs/:id/cancel': { status: 409, why: 'the job is done' },
  'POST /api/jobs/:id/pause': { status: 409, why: 'the job is done' },
  'POST /api/jobs/:id/resume': { status: 409, why: 'the job is done' },
  'POST /api/system/backups': { status: 400, why: 'the file is empty' },
  'POST /api/system/restart': { status: 501, why: 'nobody starts a test again' },
  'POST /api/system/restore': { status: 409, why: 'the backup that was asked for before is still being made' },
  'PUT /api/channels/:channel/footage-rule': { status: 501, why: 'the pretend device keeps no footage' },
}
/** What is done once in a while: whoever asks next is told so. */
const SELDOM = ['POST /api/cameras/:id/restart', 'POST /api/devices/:id/reboot']

test('whoever may has it done', async () => {
  // Jobs stay: what is under way looks at its row.
  const rows = watchRows(it.sqlite, ['system_stats', 'jobs'])
  const wrong: string[] = []
  const done = new Set<string>()
  const undone = new Set<string>()
  const asks = asksInOrder().filter((ask) => ask.expected === 'open')
  for (const ask of asks) {
    const { status, text } = await send(ask)
    if (status < 400) done.add(ask.route)
    else if (status === UNDONE[ask.route]?.status) undone.add(ask.route)
    else if (status !== 429 || !SELDOM.includes(ask.route)) wrong.push(`${ask.what} → ${status}: ${text.slice(0, 140)}`)
    if (ask.method !== 'GET' && !ask.isLast && rows.changed().length > 0) rows.restore()
  }
  expect(wrong).toEqual([])
  expect(SELDOM.filter((route) => !done.has(route))).toEqual([])
  // No exception stays that is none any more.
  expect(Object.keys(UNDONE).filter((route) => !undone.has(route))).toEqual([])
  expect(asks.length).toBeGreaterThan(900)
}, 120_000)

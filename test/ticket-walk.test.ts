// Every address that a ticket opens × every kind of ticket × what can become of one: each opens its own, and nothing else.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { declaredRoutes } from '../core/http/route.ts'
import { makeFilm } from '../core/testing/film.ts'
import { type Asker, createRightsStand, type RightsStand } from '../core/testing/rights-stand.ts'

setDefaultTimeout(60_000)

let it: RightsStand
beforeAll(async () => {
  it = await createRightsStand()
  const film = await makeFilm('mp4')
  writeFileSync(join(it.app.folder, 'recordings', 'camera-1', 'a.mp4'), film)
  it.sqlite.run('update recordings set bytes = ? where id = ?', [film.length, it.things.a.recording])
})
afterAll(() => it[Symbol.asyncDispose]())

/** What is signed → the routes that it opens. */
const OPENS: Record<string, string[]> = {
  '/channels/CHANNEL/sub/mse': ['GET /hls/:ticket/:file', 'GET /media/:ticket/mse'],
  '/channels/CHANNEL/snapshot.jpg': ['GET /media/:ticket/snapshot.jpg'],
  '/channels/CHANNEL/footage/2026-01-10T08:00:00Z/mse': [
    ...['GET /hls/:ticket/:file', 'GET /media/:ticket/mse'],
    ...['POST /media/:ticket/seek', 'POST /media/:ticket/stop'],
  ],
  '/alarms/ALARM/picture.jpg': ['GET /media/:ticket/picture.jpg'],
  '/recordings/RECORDING/stream': ['GET /hls/:ticket/:file', 'GET /media/:ticket/:file'],
  '/jobs/JOB/file': ['GET /media/:ticket/:file'],
  '/system/backups/BACKUP/file': ['GET /media/:ticket/:file'],
  '/events': ['GET /media/:ticket/events'],
  '/system/logs': ['GET /media/:ticket/logs'],
}

/** Of each playlist, with what it names. */
const PIECES = ['index.m3u8', 'init.mp4', '0.m4s']

/** `file` is the name of the file that a signed address ends with, or of a piece behind a playlist. */
const target = (route: string, secret: string, file: string) => {
  const isHere = route.includes('/hls/') ? PIECES.includes(file) : /\.(mp4|porchlight-backup)$/.test(file)
  return route
    .slice(route.indexOf(' ') + 1)
    .replace(':ticket', secret)
    .replace(':file', isHere ? file : route.includes('/hls/') ? 'index.m3u8' : 'x.mp4')
}

const routes = () =>
  declaredRoutes(it.app.app.root as unknown as Hono)
    .filter(({ right }) => right === 'ticket')
    .map(({ method, path }) => `${method} ${path}`)

const SEEK = '{"from":"2026-01-10T08:00:00Z"}'
const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** The address was let through: the player waits for a camera that is not there. */
const WAITS = 0

/** The status alone: sockets and streams have no end. */
async function statusOf(route: string, secret: string, last = 'x.mp4', sent: Record<string, string> = {}) {
  const path = target(route, secret, last)
  const method = route.slice(0, route.indexOf(' '))
  if (!path.endsWith('/mse')) {
    const answer = await fetch(it.app.url + path, {
      method,
      signal: AbortSignal.timeout(1000),
      headers: { ...sent, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: SEEK }),
    }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.status ?? WAITS
  }
  return await new Promise<number>((resolve, reject) => {
    const { hostname, port, host } = new URL(it.app.url)
    const lines = Object.entries({ host, ...UPGRADE, ...sent }).map(([name, value]) => `${name}: ${value}\r\n`)
    const socket = connect(Number(port), hostname, () => socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`))
    socket.on('error', reject)
    socket.once('data', (head) => {
      socket.destroy()
      resolve(Number(head.toString().split(' ')[1]))
    })
  })
}

async function sign(path: string, asker = 'the founder', token = it.app.token) {
  const { has } = it.askers.find(({ name }) => name === asker) as Asker
  const { channel, alarm, recording, backup } = it.things.a
  const real = path
    .replace('CHANNEL', String(channel))
    .replace('ALARM', String(alarm))
    .replace('RECORDING', String(recording))
    .replace('BACKUP', backup)
    .replace('JOB', String(has.job))
  const { status, body } = await it.ask('POST', '/api/media/sign', { path: real }, token)
  return { status, secret: body?.ticket as string, last: String(body?.url).split('/').at(-1) ?? '' }
}

test('every route of tickets is opened by some ticket', () => {
  expect([...new Set(Object.values(OPENS).flat())].sort()).toEqual(routes().sort())
})

test('a ticket opens its own addresses and is told 404 at every other; what is no ticket is told 401 everywhere', async () => {
  const wrong: string[] = []
  // Playback is stopped last: that ends its ticket.
  for (const [path, opens] of Object.entries(OPENS))
    for (const route of routes().sort((one) => (one.includes('/stop') ? 1 : -1))) {
      const { status, secret, last } = await sign(path)
      if (status !== 200) {
        wrong.push(`${path} is not signed: ${status}`)
        break
      }
      const answer = await statusOf(route, secret, last)
      const isOpen = answer < 400 || [WAITS, 409, 501, 502].includes(answer)
      if (opens.includes(route) ? !isOpen : answer !== 404) wrong.push(`${path}: ${route} → ${answer}`)
      if (path.includes('RECORDING') && route.includes('/hls/'))
        for (const piece of PIECES) {
          const status = await statusOf(route, secret, piece)
          if (status !== 200) wrong.push(`${path}: ${piece} → ${status}`)
        }
    }
  for (const route of routes())
    for (const secret of ['x'.repeat(32), 'sl_'.padEnd(35, 'x'), '0', '%00', '..%2f..%2fsecret.key', it.app.token]) {
      const answer = await statusOf(route, secret)
      if (answer !== 401) wrong.push(`${secret.slice(0, 12)}: ${route} → ${answer}`)
    }
  expect(wrong).toEqual([])
})

test('nothing that a request shows beside its address opens what no ticket does', async () => {
  const wrong: string[] = []
  for (const route of routes())
    for (const { name, headers } of it.askers) {
      const answer = await statusOf(route, 'x'.repeat(32), 'x.mp4', headers)
      if (answer !== 401) wrong.push(`${name}: ${route} → ${answer}`)
    }
  expect(wrong).toEqual([])
})

test('whose grant, account, sign-in or key has ended, or who has loaded nothing for 90 s, his tickets have, at every address', async () => {
  const granted = (await it.ask('GET', '/api/users?search=granted')).body.data[0].id as string
  const rights = { view: true, playback: true, export: true, ptz: true }
  const grant = (list: object[]) => it.ask('PUT', `/api/users/${granted}/grants`, list)
  const status = (status: string) => it.ask('PUT', `/api/users/${granted}/status`, { status })
  const { channel } = it.things.a
  /** The time of a row runs out without a word to anybody. */
  const runOut = (table: string, id: string) => void it.sqlite.run(`update ${table} set expires_at = 1 where ${id}`)
  const sidOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid as string
  const ends: [string, (token: string, keyId: number) => unknown, how?: 'by key' | 'unsaid'][] = [
    ['his grant is taken', () => grant([])],
    ['his account is disabled', () => status('disabled')],
    ['he signs out', (token) => it.ask('POST', '/api/auth/logout', undefined, token)],
    ['his grant goes without a word', () => void it.sqlite.run('delete from grants'), 'unsaid'],
    ['he loads nothing for 90 s', () => it.pass(90_000)],
    ['his sign-in runs out', (token) => runOut('sign_ins', `id = '${sidOf(token)}'`)],
    ['his key is taken back', (token, id) => it.ask('DELETE', `/api/keys/${id}`, undefined, token), 'by key'],
    ['his key runs out', (_, id) => runOut('api_keys', `id = ${id}`), 'by key'],
  ]
  const wrong: string[] = []
  for (const [what, end, how] of ends) {
    await status('active')
    await grant([{ channel_id: channel, ...rights }])
    const token = await it.login('granted')
    const made = await it.ask('POST', '/api/keys', { name: what, read_only: true }, token)
    const { key, id } = made.body.data
    const signed = []
    // Nobody looks at a grant to see what happens, or for an export before it is read.
    for (const [path, opens] of Object.entries(OPENS))
      if (!path.startsWith('/system') && !(how === 'unsaid' && /events|JOB/.test(path)))
        signed.push({ path, opens, ...(await sign(path, 'a viewer with grant', how === 'by key' ? key : token)) })
    expect([what, signed.filter(({ status }) => status !== 200)]).toEqual([what, []])
    await end(token, id)
    for (const { path, opens, secret, last } of signed)
      for (const route of opens)
        for (const piece of route.includes('/hls/') ? PIECES : [last]) {
          const answer = await statusOf(route, secret, piece)
          if (answer !== 401) wrong.push(`${what}: ${path}: ${route} ${piece} → ${answer}`)
        }
  }
  expect(wrong).toEqual([])
})

// Every address that a ticket opens × every kind of ticket × what can become of one: each opens its own, and nothing else.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from 'node:net'
import type { Hono } from 'hono'
import { declaredRoutes } from '../core/http/route.ts'
import { type Asker, createRightsStand, type RightsStand } from '../core/testing/rights-stand.ts'

setDefaultTimeout(60_000)

let it: RightsStand
beforeAll(async () => {
  it = await createRightsStand()
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

/** `last` is the name of the file that a signed address ends with. */
const target = (route: string, secret: string, last: string) =>
  route
    .slice(route.indexOf(' ') + 1)
    .replace(':ticket', secret)
    .replace(':file', route.includes('/hls/') ? 'index.m3u8' : /\.(mp4|porchlight-backup)$/.test(last) ? last : 'x.mp4')

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
async function statusOf(route: string, secret: string, last = 'x.mp4'): Promise<number> {
  const path = target(route, secret, last)
  const method = route.slice(0, route.indexOf(' '))
  if (!path.endsWith('/mse')) {
    const answer = await fetch(it.app.url + path, {
      method,
      signal: AbortSignal.timeout(1000),
      ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: SEEK }),
    }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.status ?? WAITS
  }
  return await new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(it.app.url)
    const lines = Object.entries({ host, ...UPGRADE }).map(([name, value]) => `${name}: ${value}\r\n`)
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
    }
  for (const route of routes())
    for (const secret of ['x'.repeat(32), 'sl_'.padEnd(35, 'x'), '0', '%00', '..%2f..%2fsecret.key', it.app.token]) {
      const answer = await statusOf(route, secret)
      if (answer !== 401) wrong.push(`${secret.slice(0, 12)}: ${route} → ${answer}`)
    }
  expect(wrong).toEqual([])
})

test('whose grant, account or sign-in has ended, his tickets have, at every address', async () => {
  const granted = (await it.ask('GET', '/api/users?search=granted')).body.data[0].id as string
  const rights = { view: true, playback: true, export: true, ptz: true }
  const grant = (list: object[]) => it.ask('PUT', `/api/users/${granted}/grants`, list)
  const status = (status: string) => it.ask('PUT', `/api/users/${granted}/status`, { status })
  const { channel } = it.things.a
  const ends: [string, (token: string) => Promise<{ status: number }>][] = [
    ['his grant is taken', () => grant([])],
    ['his account is disabled', () => status('disabled')],
    ['he signs out', (token) => it.ask('POST', '/api/auth/logout', undefined, token)],
  ]
  const wrong: string[] = []
  for (const [what, end] of ends) {
    await status('active')
    await grant([{ channel_id: channel, ...rights }])
    const token = await it.login('granted')
    const signed = []
    for (const [path, opens] of Object.entries(OPENS))
      if (!path.startsWith('/system')) signed.push({ path, opens, ...(await sign(path, 'a viewer with grant', token)) })
    expect([what, signed.filter(({ status }) => status !== 200)]).toEqual([what, []])
    expect((await end(token)).status).toBe(200)
    for (const { path, opens, secret, last } of signed)
      for (const route of opens) {
        const answer = await statusOf(route, secret, last)
        if (answer !== 401) wrong.push(`${what}: ${path}: ${route} → ${answer}`)
      }
  }
  expect(wrong).toEqual([])
})

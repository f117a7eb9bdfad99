// Addresses of bare streams hold secrets anywhere: they are encrypted at rest, shown masked, and kept when written back masked.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, connect as dial, type Server } from 'node:net'
import { join } from 'node:path'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

const SECRETS = ['AbCdEfGh12345678', 'hunter2', 'letmein']
/** Answers every RTSP request, and keeps the address that it was asked for. */
const asked: string[] = []
let server: Server
let port = 0

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      asked.push(bytes.toString().split(' ')[1] ?? '')
      socket.write('RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as { port: number }).port
})
afterAll(() => void server.close())

const form = (path: string, login = '') => ({
  ip_web: `rtsp://${login}127.0.0.1:${port}${path}`,
  username: '',
  password: '',
  brand: 'rtsp',
})
const whole = (path: string) => `rtsp://127.0.0.1:${port}${path}`
const reached = (path: string) => until(`${path} was asked for`, async () => asked.includes(whole(path)))

/**
 * Forgets what was asked so far, once the former appliance has hung up everywhere: connections are taken in their order, so when
 * ours is answered each of its own has been heard.
 */
async function forgotten(): Promise<void> {
  const own = dial(port, '127.0.0.1', () => void own.write('OPTIONS own RTSP/1.0\r\n\r\n'))
  await new Promise((answered) => own.once('data', answered))
  const open = () => new Promise<number>((told) => server.getConnections((_error, count) => told(count)))
  await until('nobody else is connected', async () => (await open()) === 1)
  own.destroy()
  asked.length = 0
}

/** Everything that the appliance has written to its folder, as bytes. */
function everythingIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n')
}

function expectNoSecret(text: string): void {
  for (const secret of SECRETS) expect([secret, text.includes(secret)]).toEqual([secret, false])
}

async function everyAnswer(appliance: TestApp): Promise<string> {
  const paths = ['/api/devices', '/api/devices/1', '/api/channels', '/api/activity', '/api/jobs', '/api/sync/logs']
  return (await Promise.all(paths.map(async (path) => (await appliance.ask('GET', path)).text))).join('\n')
}

test('no part that could be a secret is in the database, an answer, the activity log or the log', async () => {
  await using appliance = await createTestApp([rtsp])
  const added = await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678?token=hunter2', 'ann:letmein@'))
  expect(added.body.ip_web).toBe(whole('/***?token=***'))
  await reached('/AbCdEfGh12345678?token=hunter2')
  const { ip_web } = form('/Streaming/Channels/101/hunter2', 'ann:letmein@')
  expect((await appliance.ask('PUT', '/api/devices/1', { ip_web })).status).toBe(204)
  await reached('/Streaming/Channels/101/hunter2')
  expectNoSecret(await everyAnswer(appliance))
  expectNoSecret(appliance.lines.join('\n'))
  expectNoSecret(everythingIn(appliance.folder))
})

/** Command line and environment of each FFmpeg that we have started, as any user of the machine may read the first. */
const ffmpegs = () =>
  readdirSync('/proc').flatMap((pid) => {
    try {
      const isOurs = new RegExp(`\\(ffmpeg\\) \\w ${process.pid} `).test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'latin1')
      return isOurs ? [read('cmdline') + read('environ')] : []
    } catch {
      return []
    }
  })

test.skipIf(process.platform !== 'linux')('no part that could be a secret is in the list of processes', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678?token=hunter2', 'ann:letmein@'))
  const [{ id }] = await until('its channel is there', async () => {
    const { body } = await appliance.ask('GET', '/api/channels')
    return body.length === 1 && body
  })
  const signed = await appliance.ask('POST', '/api/media/sign', { path: `/channels/${id}/main/index.m3u8` })
  const playing = fetch(appliance.url + signed.body.url).catch(() => null)
  const [running] = await until('FFmpeg runs', () => ffmpegs().some((one) => one.includes('pipe:0')) && ffmpegs())
  expectNoSecret(running ?? '')
  await appliance.ask('DELETE', '/api/devices/1')
  await playing
})

test('the same address is the same device, however it is shown', async () => {
  await using appliance = await createTestApp([rtsp])
  expect((await appliance.ask('POST', '/api/devices', form('/hunter2'))).status).toBe(201)
  expect((await appliance.ask('POST', '/api/devices', form('/hunter2'))).status).toBe(409)
  expect((await appliance.ask('POST', '/api/devices', form('/letmein'))).status).toBe(201)
})

test('a masked address that is written back keeps its secret; one of another place is refused', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678', 'ann:letmein@'))
  const shown = (await appliance.ask('GET', '/api/devices/1')).body.ip_web as string
  for (const ip_web of [shown, shown.replace('rtsp://', 'rtsp://***:***@')])
    expect((await appliance.ask('PUT', '/api/devices/1', { ip_web, name: 'Yard' })).status).toBe(204)
  await appliance.restart(forgotten)
  await reached('/AbCdEfGh12345678')
  for (const ip_web of [
    shown.replace('127.0.0.1', '127.0.0.2'),
    shown.replace(String(port), '5544'),
    shown.replace('***', '***/live'),
    shown.replace('rtsp:', 'rtsps:'),
  ]) {
    const refused = await appliance.ask('PUT', '/api/devices/1', { ip_web })
    expect([ip_web, refused.status]).toEqual([ip_web, 400])
    expectNoSecret(refused.text)
  }
  expect((await appliance.ask('POST', '/api/devices', form('/***'))).status).toBe(400)
  // With a new login before the host, the path is kept all the same.
  const relogged = shown.replace('rtsp://', 'rtsp://bob:other@')
  expect((await appliance.ask('PUT', '/api/devices/1', { ip_web: relogged })).status).toBe(204)
  expect((await appliance.ask('GET', '/api/devices/1')).body).toMatchObject({ ip_web: shown, username: 'bob' })
})

test('a masked address can be tried out', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678'))
  await reached('/AbCdEfGh12345678')
  asked.length = 0
  const tried = await appliance.ask('POST', '/api/devices/test-connection', form('/***'))
  expect(tried.body).toMatchObject({ auth_ok: true })
  expect(asked).toContain(whole('/AbCdEfGh12345678'))
})

test('an address in another row is worth nothing, and is never spoken to', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/hunter2'))
  await appliance.ask('POST', '/api/devices', form('/letmein'))
  await reached('/letmein')
  const database = new Database(join(appliance.folder, 'porchlight.db'))
  database.exec(`UPDATE devices SET stream_address = (SELECT stream_address FROM devices WHERE id = 2) WHERE id = 1`)
  database.close()
  await appliance.restart(forgotten)
  await reached('/letmein')
  const { state } = (await appliance.ask('GET', '/api/devices/1')).body
  expect(state.reason).toContain('cannot be read')
  expect(asked).not.toContain(whole('/hunter2'))
  // Typing it anew mends it.
  expect((await appliance.ask('PUT', '/api/devices/1', { ip_web: whole('/hunter2') })).status).toBe(204)
  await reached('/hunter2')
})

test('addresses that an older Porchlight left in clear text are encrypted once, also where they were copied', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678?token=hunter2'))
  await reached('/AbCdEfGh12345678?token=hunter2')
  const database = new Database(join(appliance.folder, 'porchlight.db'))
  const clear = whole('/AbCdEfGh12345678?token=hunter2')
  database.run('UPDATE devices SET stream_address = NULL, address = ?, address_key = ?', [clear, clear])
  database.run(`UPDATE activity SET metadata = json_object('address', ?) WHERE action = 'create_device'`, [clear])
  database.close()
  await appliance.restart(forgotten)
  await reached('/AbCdEfGh12345678?token=hunter2')
  expect((await appliance.ask('GET', '/api/devices/1')).body.ip_web).toBe(whole('/***?token=***'))
  expectNoSecret(await everyAnswer(appliance))
  expectNoSecret(everythingIn(appliance.folder))
  expect((await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678?token=hunter2'))).status).toBe(409)
})

test('a new secret key takes the addresses along, and equal ones are still known', async () => {
  await using appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678'))
  await reached('/AbCdEfGh12345678')
  const rotated = await appliance.ask('POST', '/api/system/rotate-key', { confirm: true })
  expect(rotated.status).toBe(200)
  const { token } = (await appliance.ask('POST', '/api/auth/login', OWNER, null)).body
  expect((await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678'), token)).status).toBe(409)
  await appliance.restart(forgotten)
  await reached('/AbCdEfGh12345678')
  expect((await appliance.ask('POST', '/api/devices', form('/AbCdEfGh12345678'), token)).status).toBe(409)
  expectNoSecret(everythingIn(appliance.folder))
})

// `porchlight check`: what it finds beside an appliance and without one, and what it must not do to devices and brokers.
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { freePort } from '../core/testing/free-port.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { startAppliance, until } from './e2e/appliance.ts'
import { ran } from './ran.ts'

setDefaultTimeout(120_000)

const main = join(import.meta.dir, '..', 'main.ts')
let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-check-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

interface Finding {
  state: string
  found: string
  todo: string | null
}

async function check(env: Record<string, string>, args = ['--json']) {
  const child = Bun.spawn([process.execPath, '--no-orphans', main, 'check', ...args], {
    env: { PATH: process.env.PATH ?? '', PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  const code = await child.exited
  expect(err).toBe('')
  const { works = false, findings = [] } = args.includes('--json') ? JSON.parse(out) : {}
  const by: Record<string, Finding> = Object.fromEntries(findings.map((one: { what: string }) => [one.what, one]))
  const states = Object.fromEntries(Object.entries(by).map(([what, { state }]) => [what, state]))
  return { code, out, works, by, states }
}

/** One that knows MQTT 3.1.1 only, and one user. */
async function startBroker(login: { user: string; password: string }) {
  const tried: string[] = []
  const broker = await Aedes.createBroker({
    authenticate(_client, user, password, done) {
      tried.push(`${user}:${password}`)
      const isRight = user === login.user && password?.toString() === login.password
      done(isRight ? null : Object.assign(new Error('no'), { returnCode: 4 }), isRight)
    },
  })
  const server = createServer(broker.handle)
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  return {
    tried,
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    async [Symbol.asyncDispose]() {
      server.close()
      await new Promise<void>((closed) => broker.close(closed))
    },
  }
}

test('beside an appliance it tells what is well and what is not, and no device is signed in to', async () => {
  await using broker = await startBroker({ user: 'hub', password: 'Amsel-4711' })
  await using good = await startSimulator({ model: 'nvr8', channels: 2, rtsp: false })
  await using bad = await startSimulator({ model: 'camera', rtsp: false })
  const port = freePort()
  const env = {
    PORCHLIGHT_PORT: String(port),
    PORCHLIGHT_MQTT_URL: `mqtt://hub:Amsel-4711@127.0.0.1:${broker.port}`,
  }
  const data = join(root, 'data')
  await using appliance = await startAppliance({ data, env })
  await appliance.signIn()
  const add = async (name: string, address: string, login: { user: string; password: string }) =>
    appliance.call('POST', '/api/devices', {
      ...{ brand: 'hikvision', name, ip_web: address, username: login.user, password: login.password },
    })
  await add('Shop', good.url, good)
  await add('Attic', bad.url, { user: bad.user, password: 'Zaunkoenig-1' })
  await add('Barn', `http://127.0.0.1:${freePort()}`, good)
  await until(
    'they were tried',
    async () => {
      const { body } = await appliance.call<{ state: { phase: string } }[]>('GET', '/api/devices')
      const phases = body.map(({ state }) => state.phase)
      return phases.includes('online') && phases.includes('refused') && phases.includes('away')
    },
    60,
  )
  const told = (text: RegExp) => appliance.lines().filter(({ msg }) => text.test(String(msg))).length
  await until('the broker has it', () => told(/^(Connected to the broker|The broker is back)$/) > 0, 60)
  const lost = told(/^The broker is away$/)
  const refusals = bad.stats.refusedLogins.total
  bad.stats.forget()
  const tried = broker.tried.length
  const { code, out, works, by, states } = await check({ ...env, PORCHLIGHT_DATA: data })
  expect({ code, works }).toEqual({ code: 1, works: false })
  expect(states).toEqual({
    ...{ Configuration: 'fine', 'Data folder': 'fine', 'Secret key': 'fine', Database: 'fine', FFmpeg: 'fine' },
    ...{ Clock: 'fine', Certificate: 'skipped', Appliance: 'fine', Broker: 'fine' },
    ...{ 'Device Shop': 'fine', 'Device Attic': 'wrong', 'Device Barn': 'wrong' },
  })
  expect(by.Appliance?.found).toContain(`http://127.0.0.1:${port}`)
  expect(by['Device Attic']?.todo).toContain('Enter its user name and password anew')
  expect(by['Device Barn']?.found).toContain('refuses the connection')
  expect(broker.tried.length).toBe(tried + 1)
  expect(bad.stats.refusedLogins.total).toBe(refusals)
  expect(bad.stats.requests.length).toBe(0)
  for (const secret of ['Amsel-4711', 'Zaunkoenig-1', good.password]) expect(out).not.toContain(secret)

  const wrong = {
    ...env,
    PORCHLIGHT_MQTT_URL: `mqtt://hub:Drossel-1@127.0.0.1:${broker.port}`,
    PORCHLIGHT_DATA: data,
  }
  const refused = await check(wrong)
  expect(refused.by.Broker).toMatchObject({ state: 'wrong', found: expect.stringContaining('password is wrong') })
  expect(broker.tried.filter((one) => one.endsWith('Drossel-1')).length).toBe(1)
  // The appliance has lost nothing by it: not its link, which has another id, nor its lock.
  expect(told(/^The broker is away$/)).toBe(lost)
  const shown = await check({ ...env, PORCHLIGHT_DATA: data }, [])
  expect(shown.out).toMatch(/^BAD {3}Device Attic +.*\n +-> Enter its user name/m)
  expect(shown.out).toMatch(/\nNot everything works: 2 of 12\.\n$/)
})

test('of a wrong configuration every variable is told, and of a missing FFmpeg how to get one', async () => {
  const { code, by } = await check({ PATH: '/nowhere', PORCHLIGHT_PORT: 'many', PORCHLIGHT_DISCOVERY: 'yes' })
  expect(code).toBe(1)
  expect(by.Configuration?.found).toMatch(/PORCHLIGHT_PORT.*PORCHLIGHT_DISCOVERY/)
  const late = { PORCHLIGHT_TRUST_PROXY: 'nginx', PORCHLIGHT_LIGHTNVR_PORT: '0:foo', TZ: 'Europe/Berln' }
  const told = (await check({ ...late, PORCHLIGHT_DATA: join(root, 'data') })).by.Configuration
  expect(told).toMatchObject({ state: 'wrong', found: expect.stringMatching(/TZ:.*LIGHTNVR_PORT:.*TRUST_PROXY:/) })
  expect(by.FFmpeg).toMatchObject({ state: 'wrong', found: expect.stringContaining('was not found') })
})

test('an FFmpeg that lacks what we need is told apart from a whole one', async () => {
  const program = join(root, 'ffmpeg')
  const lists = "case $2 in -demuxers) echo ' D  mov,mp4 x';; -encoders) echo ' A....D aac x';; esac"
  writeFileSync(program, `#!/bin/sh\n[ "$1" = -version ] && echo 'ffmpeg version 7.1.5 x' && exit\n${lists}\n`)
  chmodSync(program, 0o755)
  const { by } = await check({ PATH: `${root}:${process.env.PATH}`, PORCHLIGHT_DATA: join(root, 'data') })
  expect(by.FFmpeg?.found).toMatch(/^7\.1\.5, without demuxer rtsp, .*encoder mjpeg/)
  expect(by.FFmpeg?.found).not.toMatch(/demuxer mov|encoder aac/)
})

test('where there is nothing yet nothing is made, and a port that is taken is told', async () => {
  using taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const data = join(root, 'data')
  const { code, states, by } = await check({ PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: String(taken.port) })
  expect(code).toBe(1)
  expect(states).toMatchObject({ 'Data folder': 'warning', Database: 'skipped', [`Port ${taken.port}`]: 'wrong' })
  expect(by[`Port ${taken.port}`]?.todo).toContain('PORCHLIGHT_PORT')
  expect(existsSync(data)).toBe(false)
})

test('a data folder that no start could make is told, and so is a disk that may not be written', async () => {
  writeFileSync(join(root, 'file'), '')
  const below = await check({ PORCHLIGHT_DATA: join(root, 'file/house/data') })
  expect([below.code, below.by['Data folder']]).toMatchObject([
    ...[
      1,
      { state: 'wrong', found: `${join(root, 'file/house/data')} cannot be made: ${join(root, 'file')} is no folder` },
    ],
  ])
  const deep = await check({ PORCHLIGHT_DATA: join(root, 'not/there/yet') })
  expect(deep.states['Data folder']).toBe('warning')
})

/** In a view of the disks of its own, as systemd gives a service one. */
const ownView = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec']
const hasViews = Bun.which('unshare') !== null && Bun.spawnSync([...ownView, 'mount -t tmpfs none /mnt']).success
test.skipIf(!hasViews)(
  'below a disk that is mounted read-only the way out is that of the mount, not of the owner',
  async () => {
    for (const part of ['recordings', 'pictures', 'backups'])
      mkdirSync(join(root, 'disk/data', part), { recursive: true })
    for (const [data, found] of [
      ['disk/data', 'cannot be written'],
      ['disk/new/data', 'cannot be made'],
    ] as const) {
      const line = `mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"`
      const command = [...ownView, line, join(root, 'disk'), process.execPath, '--no-orphans', main]
      const env = { PATH: process.env.PATH ?? '', PORCHLIGHT_PORT: '0', PORCHLIGHT_DATA: join(root, data) }
      const { code, out } = await ran([...command, 'check', '--json'], { env })
      const folder = JSON.parse(out).findings.find((one: { what: string }) => one.what === 'Data folder')
      expect([code, folder]).toMatchObject([
        ...[
          1,
          { state: 'wrong', found: expect.stringContaining(found), todo: expect.stringContaining('ReadWritePaths=') },
        ],
      ])
      const started = await ran(command, { env })
      expect([started.code, started.err]).toEqual([
        2,
        expect.stringMatching(/cannot be made or written: EROFS.* ReadWritePaths=/),
      ])
    }
  },
)

test('what has become of the files of a stopped appliance is told', async () => {
  const data = join(root, 'data')
  const env = { PORCHLIGHT_DATA: data }
  {
    await using appliance = await startAppliance({ data })
    await appliance.signIn()
  }
  expect((await check(env)).states).toMatchObject({ Database: 'fine', Broker: 'skipped', Devices: 'skipped' })
  chmodSync(join(data, 'secret.key'), 0o644)
  expect((await check(env)).by['Secret key']?.todo).toBe(`chmod 600 ${join(data, 'secret.key')}`)
  // Nothing can be asked of it: a folder stands in its place.
  renameSync(join(data, 'lock'), join(data, 'lock.kept'))
  mkdirSync(join(data, 'lock'))
  const odd = await check(env)
  expect([odd.code, odd.states['Data folder'], odd.states.FFmpeg]).toEqual([1, 'wrong', 'fine'])
  rmSync(join(data, 'secret.key'))
  rmSync(join(data, 'lock'), { recursive: true })
  const without = await check(env)
  expect([without.code, without.states['Secret key']]).toEqual([1, 'wrong'])
  truncateSync(join(data, 'porchlight.db'), 20_000)
  expect((await check(env)).by.Database).toMatchObject({ state: 'wrong', todo: expect.stringContaining('restore') })
})

test('another key than that of the stored passwords is told, and the broker is not asked without its password', async () => {
  const data = join(root, 'data')
  {
    await using appliance = await startAppliance({ data })
    await appliance.signIn()
    const address = `http://127.0.0.1:${freePort()}`
    const login = { brand: 'hikvision', name: 'Barn', ip_web: address, username: 'admin', password: 'Zaunkoenig-1' }
    await appliance.call('POST', '/api/devices', login)
  }
  const env = { PORCHLIGHT_DATA: data, PORCHLIGHT_MQTT_URL: `mqtt://127.0.0.1:${freePort()}` }
  expect((await check(env)).states).toMatchObject({ 'Secret key': 'fine', Broker: 'wrong' })
  writeFileSync(join(data, 'secret.key'), Buffer.alloc(32, 7))
  const { code, by } = await check(env)
  expect([code, by['Secret key']?.state, by['Secret key']?.found]).toEqual([
    ...[1, 'wrong', expect.stringContaining('under another one')],
  ])
  expect(by).not.toHaveProperty('Broker')
})

test.skipIf(!Bun.which('openssl'))('a certificate is held against its time and its name', async () => {
  const [cert, key] = [join(root, 'cert.pem'), join(root, 'key.pem')]
  const make = (days: number) => {
    const made = Bun.spawnSync([
      ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', String(days), '-subj', '/CN=house.example', '-addext', 'subjectAltName=DNS:house.example'],
      ...['-out', cert, '-keyout', key],
    ])
    if (!made.success) throw new Error('openssl made no certificate')
  }
  const env = { PORCHLIGHT_DATA: join(root, 'data'), PORCHLIGHT_TLS_CERT: cert, PORCHLIGHT_TLS_KEY: key }
  const found = async (more = {}) => (await check({ ...env, ...more })).by.Certificate
  expect(await found()).toMatchObject({ state: 'wrong', found: expect.stringContaining('cannot be read') })
  make(60)
  expect(await found({ PORCHLIGHT_PUBLIC_URL: 'https://house.example' })).toMatchObject({ state: 'fine' })
  expect(await found({ PORCHLIGHT_PUBLIC_URL: 'https://other.example' })).toMatchObject({ state: 'wrong' })
  make(3)
  expect(await found()).toMatchObject({ state: 'warning', todo: expect.stringContaining('Renew it') })
})

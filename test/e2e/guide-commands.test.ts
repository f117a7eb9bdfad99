// The commands that the guides print, run as they stand there: beside an appliance, with small stand-ins for Docker, sudo and npm.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../core/testing/free-port.ts'
import { type Broker, hasMosquitto, startBroker } from '../../core/testing/mosquitto.ts'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { blockOf, changed, runIn, saidIn, startIn } from '../examples.ts'
import { read, root } from '../tree.ts'

setDefaultTimeout(120_000)

let scratch: string
let recorder: Simulator
let broker: Broker | null = null
let app: TestApp
/** Of who types the commands. */
let variables: Record<string, string>

const OURS = `exec "${process.execPath}" --no-orphans "${join(root, 'main.ts')}" "$@"`
const STAND_INS = {
  // Who sits at a terminal is asked for the passphrase; here it comes from a file.
  porchlight: `case "$1 $*" in
    *--passphrase-file*) ;;
    backup*|restore*) set -- "$@" --passphrase-file "$TYPED" ;;
  esac
  ${OURS}`,
  // What a container's shell would be told: the image has the program under that name, and as its entrypoint.
  docker: `case "$1 $2 $3 $4" in
    "compose exec porchlight porchlight" | "compose run --rm porchlight") shift 4; exec porchlight "$@" ;;
  esac
  exit 9`,
  sudo: '[ "$1 $2" = "-u porchlight" ] && shift 2 && exec env "$@"; exit 9',
  // What package.json and scripts/run.mjs make of these; they would look whether everything is installed, too.
  npm: `case "$1 $2 $3" in
    "run porchlight --") shift 3; exec porchlight "$@" ;;
    "run simulator --") shift 3; exec "${process.execPath}" "${join(root, 'plugins/hikvision/simulator/main.ts')}" "$@" ;;
  esac
  exit 9`,
}

const PASSPHRASE = 'a porch in the evening'

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'porchlight-commands-'))
  const bin = join(scratch, 'bin')
  mkdirSync(bin)
  for (const [name, script] of Object.entries(STAND_INS))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const typed = join(scratch, 'passphrase')
  writeFileSync(typed, `${PASSPHRASE}\n`)
  recorder = await startSimulator({ model: 'nvr8', channels: 2, rtsp: false })
  if (hasMosquitto) broker = await startBroker()
  const port = String(freePort())
  const env = { PORCHLIGHT_PORT: port, ...(broker && { PORCHLIGHT_MQTT_URL: broker.url }) }
  app = await createTestApp([hikvision], env)
  await add('Shop', recorder.url, recorder)
  await until('it is reached', async () => (await phaseOf('Shop')) === 'online')
  variables = {
    ...{ ...env, PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_ALLOW_LOOPBACK: '1', PORCHLIGHT_DATA: app.folder },
    ...{ PATH: `${bin}:${process.env.PATH}`, TYPED: typed },
  }
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await recorder?.[Symbol.asyncDispose]()
  await broker?.[Symbol.asyncDispose]()
  rmSync(scratch, { recursive: true, force: true })
})

interface Login {
  user: string
  password: string
}
const devices = async () =>
  (await app.ask('GET', '/api/devices')).body as { id: number; name: string; state: { phase: string } }[]
const phaseOf = async (name: string) => (await devices()).find((one) => one.name === name)?.state.phase
const add = (name: string, address: string, { user, password }: Login) =>
  app.ask('POST', '/api/devices', { brand: 'hikvision', name, ip_web: address, username: user, password })
const remove = async (name: string) =>
  app.ask('DELETE', `/api/devices/${(await devices()).find((one) => one.name === name)?.id}`)

const guide = (name: string, piece: string) =>
  read(name === 'README' ? 'README.md' : `docs/guide/${name}.md`).then((text) => blockOf(text, 'sh', piece))
const shell = (script: string, env: Record<string, string> = {}) =>
  saidIn(scratch, ['sh', '-ec', script], { ...variables, ...env })
const lines = (script: string) => script.trim().split('\n')
const backups = () => readdirSync(join(app.folder, 'backups'))

test('in a container, and beside systemd, the appliance is checked and a backup is made', async () => {
  const inContainer = changed(await guide('install-container', 'exec porchlight porchlight check'), {
    '/data/': `${app.folder}/`,
  })
  const bySystemd = changed(await guide('install-linux', 'porchlight backup'), { '/var/lib/porchlight': app.folder })
  const said = await Promise.all([shell(inContainer), shell(bySystemd)])
  for (const one of said) expect(one).toMatch(/^ok +Appliance +runs[\s\S]*Made and checked: .*1 devices/m)
  expect(backups().sort()).toEqual([
    'house.porchlight-backup',
    expect.stringMatching(/^porchlight-.*\.porchlight-backup$/),
  ])
  rmSync(join(app.folder, 'backups/house.porchlight-backup'))
})

test('a backup from a container’s shell is brought back there: what was done since is undone', async () => {
  const script = changed(await guide('backup', 'run --rm porchlight restore'), { '/data/': `${app.folder}/` })
  const [backup = '', stop, restore = '', start, ...more] = lines(script)
  expect([stop, start, more]).toEqual(['docker compose stop porchlight', 'docker compose up -d', []])
  await shell(backup)
  await remove('Shop')
  expect(await devices()).toEqual([])
  await app.restart(async () => void (await shell(restore)))
  const { status, body } = await app.ask(
    'POST',
    '/api/auth/login',
    { username: 'owner', password: 'porchlight-owner' },
    null,
  )
  expect(status).toBe(200)
  app.token = body.token
  await until('the recorder is reached again', async () => (await phaseOf('Shop')) === 'online')
})

test('a backup of a checkout is brought back into an empty data folder', async () => {
  const changes = { '/mnt/nas/': `${scratch}/` }
  const [backup = '', restore = ''] = lines(changed(await guide('backup', 'npm run porchlight -- backup'), changes))
  await shell(changed(backup, { '/root/passphrase': variables.TYPED ?? '' }))
  const fresh = join(scratch, 'fresh')
  await shell(restore, { PORCHLIGHT_DATA: fresh })
  expect(existsSync(join(fresh, 'porchlight.db'))).toBe(true)
})

/** State and name of each line of the table, without what differs from house to house. */
const table = (text: string) =>
  [...text.matchAll(/^(ok|look|BAD|-) +((?:Device )?\w+(?: [a-z]\w*)?) {2,}\S/gm)].map(([, state, name]) => [
    state,
    name,
  ])

test.skipIf(!hasMosquitto)('`check` says what the guide prints, line by line', async () => {
  const page = await read('docs/guide/check.md')
  const [, printed = ''] = /```\n(Porchlight [\s\S]*?)```/.exec(page) ?? []
  await using attic = await startSimulator({ model: 'camera', rtsp: false })
  await add('Attic', attic.url, { user: attic.user, password: 'a wrong one' })
  await until('its login is refused', async () => (await phaseOf('Attic')) === 'refused')
  const { code, said } = await runIn(scratch, ['sh', '-ec', blockOf(page, 'sh', 'porchlight check')], variables)
  await remove('Attic')
  expect(table(said)).toEqual(table(printed))
  expect(table(printed)).toHaveLength(11)
  const ends = (text: string) => text.split('\n').filter((line) => /^(Not everything| +->)/.test(line))
  expect([code, ends(said)]).toEqual([1, ends(printed)])
})

test('a capture is taken, and stands in for its device', async () => {
  await using camera = await startSimulator({ model: 'camera', rtsp: false })
  // It waits between its questions, since devices are slow.
  const changes = { 'http://192.0.2.5': camera.url, '--user admin': `--user ${camera.user} --pause 0` }
  const take = changed(await guide('capture', 'dump-device'), changes)
  // npm and a shell differ in where they stand; a file is written where the person does.
  await shell(take, { PORCHLIGHT_DUMP_PASSWORD: camera.password, INIT_CWD: scratch })
  const [file = ''] = readdirSync(scratch).filter((name) => /^capture-.*\.json$/.test(name))
  const replay = changed(await guide('capture', 'replay.ts'), { 'capture-DS-7608NXI-I2.json': join(scratch, file) })
  await using stand = startIn(root, ['sh', '-ec', `exec ${replay}`])
  const said = await until('it says where it is', () => /^(\S+) user (\S+), password (.+) \(/.exec(stand.said()))
  const [, address = '', user = '', password = ''] = said
  await add('Capture', address, { user, password })
  await until('it is taken for the camera', async () => (await phaseOf('Capture')) === 'online')
  await remove('Capture')
})

test('README: the simulator starts with the options that are printed, and the help names what the line says', async () => {
  const start = lines(await guide('README', 'npm run simulator')).find((line) => line.includes('simulator'))
  const ports = changed(start ?? '', { '--port 8080': '--port 0', '--rtsp-port 8554': '--rtsp-port 0' })
  await using simulator = startIn(scratch, ['sh', '-ec', `exec ${ports}`], variables)
  const { url } = JSON.parse(await until('it says where it is', () => /^\{.*\}$/m.exec(simulator.said())?.[0]))
  const [, user = '', password = ''] = /--user (\S+) --password (\S+)/.exec(ports) ?? []
  await add('Simulated', url, { user, password })
  await until('it is reached', async () => (await phaseOf('Simulated')) === 'online')
  await remove('Simulated')

  const [help = '', what] = (
    lines(await guide('README', '-- --help')).find((line) => line.includes('--help')) ?? ''
  ).split('#')
  const said = await shell(help)
  expect(what).toBe(' check, backup, restore, a forgotten password, a capture of a device')
  for (const verb of ['check', 'backup', 'restore', 'reset-password', 'dump-device'])
    expect(said).toMatch(new RegExp(`^ *(?:porchlight )?${verb}\\b`, 'm'))
})

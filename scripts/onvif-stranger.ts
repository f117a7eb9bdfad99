// Shows what our ONVIF driver finds at an address, for trying it by hand against any camera or server: docs/testing.md.
import { lookup } from 'node:dns/promises'
import { parseArgs } from 'node:util'
import { type DeviceSession, type DriverContext, Fault, type Target } from '../core/plugin/index.ts'
import { askPassword } from '../plugins/hikvision/capture/password.ts'
import { driver } from '../plugins/onvif/driver.ts'

const USAGE = `node_modules/.bin/bun scripts/onvif-stranger.ts --address ADDRESS --user USER [options]

Signs in once, reads what the camera tells, listens to its events, and prints it all. It changes nothing.

  --address ADDRESS  http://192.0.2.70, camera.lan:8080, https://192.0.2.70
  --user USER        an ONVIF user of the camera
  --seconds N        how long to listen to events (10)
  --move             also moves every head to the right for half a second
  --help             this text

The password is asked for, or taken from PORCHLIGHT_CAMERA_PASSWORD.`

const { values } = parseArgs({
  options: {
    address: { type: 'string' },
    user: { type: 'string', default: '' },
    seconds: { type: 'string', default: '10' },
    move: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help || !values.address) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}
const address = new URL(/^[a-z]+:\/\//i.test(values.address) ? values.address : `http://${values.address}`)
const seconds = Number(values.seconds)
const password = process.env.PORCHLIGHT_CAMERA_PASSWORD ?? (await askPassword(`Password of ${values.user}: `))
if (password === null) process.exit(2)

let requests = 0
const context: DriverContext = {
  signal: new AbortController().signal,
  limit(work) {
    requests++
    return work()
  },
  shown: () => row('certificate', 'shown, and taken as it is'),
  resolve: async (host) => (await lookup(host)).address,
  now: () => new Date(),
  log: { debug() {}, info() {}, warn: (message) => row('warning', message) },
}
const target: Target = {
  ...{ address, streamHost: null, username: values.user, password, verifyTls: false, pinnedCertificate: null },
}

function row(name: string, ...cells: unknown[]): void {
  const told = cells.map((cell) => (typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell)))
  console.log(`${name.padEnd(22)} ${told.join('  ')}`)
}

/** One line of the table; what the camera refuses is one too. */
async function show<T>(name: string, asking: Promise<T> | undefined, told: (found: T) => unknown = (found) => found) {
  if (asking === undefined) return row(name, 'not offered')
  try {
    row(name, told(await asking))
  } catch (error) {
    row(name, error instanceof Fault ? `${error.kind}: ${error.message}` : error)
  }
}

/** The login stays out of what may be copied into a report. */
const withoutLogin = (stream: string) => stream.replace(/\/\/[^/]*@/, '//…@')

async function showChannel(session: DeviceSession, key: string): Promise<void> {
  const { live, snapshot, ptz, imaging } = session
  for (const quality of ['main', 'sub'] as const)
    await show(`  ${quality}`, live?.source(key, quality), (found) => withoutLogin(found.address))
  await show('  snapshot', snapshot?.take(key), (jpeg) => `${jpeg.length} bytes`)
  await show('  can be moved', ptz?.abilities(key))
  await show('  looks', ptz?.position(key))
  await show('  presets', ptz?.presets(key))
  await show('  picture', imaging?.read(key))
  if (!values.move || !ptz) return
  await show('  moves', ptz.move(key, { pan: 0.5, tilt: 0, zoom: 0 }, 0.5), () => 'to the right')
  await Bun.sleep(1500)
  await show('  looks', ptz.position(key))
}

async function listen(session: DeviceSession): Promise<void> {
  if (!session.alarms) return row('events', 'not offered')
  const signal = AbortSignal.timeout(seconds * 1000)
  const onOpen = () => row('events', `listening for ${seconds} s`)
  for await (const { kind, active, sourceKey, rawType, time, target: seen } of session.alarms.watch({ signal, onOpen }))
    row(`  ${kind}`, active ? 'begins' : 'ends', sourceKey, rawType, time?.toISOString(), seen ?? '')
}

try {
  const session = await driver.connect(target, context)
  row('requests to sign in', requests)
  for (const [name, value] of Object.entries(await session.info())) row(name, value)
  for (const { sourceKey, number, name, can } of await session.channels()) {
    row(`channel ${number}`, name, sourceKey, can)
    await showChannel(session, sourceKey)
  }
  await show('clock', session.clock?.read())
  await show('users', session.users?.list(), (users) => users.map((user) => `${user.name} (${user.role})`).join(', '))
  await show('inputs', session.inputs?.list())
  await show('outputs', session.outputs?.list())
  await listen(session).catch((error: unknown) => row('events', error instanceof Fault ? error.message : error))
  await session.close()
} catch (error) {
  row(error instanceof Fault ? error.kind : 'failed', error instanceof Error ? error.message : error)
  process.exitCode = 1
}

// The demo: two simulated recorders, a camera that moves, a broker, and an appliance that knows them, until Ctrl-C.
import { writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../core/config.ts'
import { freePort, isFree } from '../core/testing/free-port.ts'
import { type Client, type Device, signIn } from './demo-client.ts'
import { type DemoFolder, openFolder, parseOptions, USAGE } from './demo-options.ts'
import { createProcesses, type Processes } from './demo-processes.ts'

const root = join(import.meta.dir, '..')
const RECORDERS = { nvr8: 8, dvr4: 4 }
/** One that speaks ONVIF and turns its head. */
const CAMERA = { model: 'dome', name: 'Terrace' }
/** The channel of a model that has no picture by itself. */
const AWAY: Record<string, number> = { nvr8: 8, dvr4: 4 }
const LOGIN = { user: 'admin', password: 'porchlight-demo' }
const ONLINE_TIMEOUT_MS = 45_000

class Interrupted extends Error {}

const options = readOptions()
const interrupted = Promise.withResolvers<never>()
interrupted.promise.catch(() => {})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.reject(new Interrupted()))

let code = 0
try {
  using folder = openFolder(options)
  await using processes = createProcesses(root, folder.own)
  await Promise.race([run(folder, processes), interrupted.promise, processes.lost]).catch((error) => {
    if (error instanceof Interrupted) console.log('\nStopping …')
    else throw error
  })
} catch (error) {
  console.error(`\n${(error as Error).message}`)
  code = 1
}
process.exit(code)

/** Starts everything and prints how to use it; never resolves by itself after that. */
async function run(folder: DemoFolder, processes: Processes): Promise<never> {
  const { memory } = folder
  const config = readConfig({ ...process.env, PORCHLIGHT_PORT: String(options.port), PORCHLIGHT_DATA: folder.data })
  const wildcard = ['0.0.0.0', '::'].includes(config.host)
  if (options.port && !isFree(options.port, config.host))
    throw new Error(`Port ${options.port} is taken. Choose another: npm run demo -- --port ${options.port + 1}`)
  console.log('Starting two simulated recorders, a camera, a broker and Porchlight …')

  const mqttUrl = config.mqttUrl ?? (await startBroker(folder, processes))
  const devices = await Promise.all([
    ...Object.keys(RECORDERS).map(async (model) => {
      return { model, brand: 'Hikvision', name: null, address: await startRecorder(model, folder, processes) }
    }),
    startCamera(folder, processes).then((address) => ({ ...CAMERA, brand: 'ONVIF', address })),
  ])
  const account = config.admin ?? { username: 'demo', password: memory.password }
  const [, listening = ''] = await processes.start(
    'porchlight',
    [process.execPath, 'main.ts'],
    /"url":"(https?:[^"]+)"/,
    {
      PORCHLIGHT_PORT: String(options.port),
      PORCHLIGHT_DATA: folder.data,
      PORCHLIGHT_ALLOW_LOOPBACK: '1',
      PORCHLIGHT_ADMIN_USER: account.username,
      PORCHLIGHT_ADMIN_PASSWORD: account.password,
      ...(process.env.PORCHLIGHT_MQTT_URL_FILE ? {} : { PORCHLIGHT_MQTT_URL: mqttUrl }),
    },
  )
  const url = new URL(listening)
  if (wildcard) url.hostname = '127.0.0.1'
  const client = await signIn(url.origin, account.username, account.password)
  for (const { model, ...device } of devices) {
    const known = memory.recorders[model]
    const uuid = await client.add({ ...device, ...LOGIN }, known?.uuid)
    if (known) known.uuid = uuid
  }
  folder.save()
  const shown = await online(client)

  if (wildcard) url.hostname = 'localhost'
  console.log(`
  Open      ${[url.origin, ...(wildcard ? lanAddresses(url) : [])].join('  or, from your phone, ')}
  User      ${account.username}
  Password  ${config.admin ? 'as in PORCHLIGHT_ADMIN_PASSWORD' : account.password}

${shown.map((device) => `  ${describe(device)}`).join('\n')}
  Each raises an alarm about every ten seconds. ${CAMERA.name} can be turned: open its picture, and press "Move the camera".

  To watch what a home hub is told:
  ${watchCommand(mqttUrl)}

  Logs are in ${folder.own}
  Ctrl-C ends everything.
`)
  return await new Promise<never>(() => {})
}

/** On loopback only, and without persistence: the appliance announces everything anew at its start. */
async function startBroker(folder: DemoFolder, processes: Processes): Promise<string> {
  const { mqttPort: last } = folder.memory
  const port = last && isFree(last) ? last : freePort()
  folder.memory.mqttPort = port
  const file = join(folder.own, 'mosquitto.conf')
  // Changing its user would cut the tie by which it ends with us when we are killed.
  const user = process.getuid?.() === 0 ? 'user root\n' : ''
  writeFileSync(file, `${user}listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest stderr\n`)
  await processes.start('mosquitto', ['mosquitto', '-c', file], /mosquitto version \S+ running/)
  return `mqtt://127.0.0.1:${port}`
}

/** Starts a plugin's simulator; resolves to its port, that of last time where it is free. */
async function startSimulator(
  plugin: string,
  model: string,
  events: string,
  folder: DemoFolder,
  processes: Processes,
): Promise<number> {
  const ports = folder.memory.recorders[model] ?? { port: 0, rtspPort: 0 }
  folder.memory.recorders[model] = ports
  const lastOrAny = (port: number) => String(isFree(port) ? port : 0)
  const flags = [
    ['--model', model, '--events', events],
    ['--port', lastOrAny(ports.port), '--rtsp-port', lastOrAny(ports.rtspPort)],
    ['--user', LOGIN.user, '--password', LOGIN.password],
  ].flat()
  const main = `plugins/${plugin}/simulator/main.ts`
  const [said] = await processes.start(model, [process.execPath, main, ...flags], /^\{"listening":true.*\}$/m)
  // It takes its ports itself: one that we found free would be anybody's until it gets there.
  const { url, rtsp } = JSON.parse(said) as { url: string; rtsp: string }
  ports.port = Number(new URL(url).port)
  ports.rtspPort = Number(new URL(rtsp).port)
  return ports.port
}

/** Resolves to the address and port under which the appliance reaches it. */
async function startCamera(folder: DemoFolder, processes: Processes): Promise<string> {
  return `127.0.0.1:${await startSimulator('onvif', CAMERA.model, 'motion', folder, processes)}`
}

/** The same of a recorder. */
async function startRecorder(model: string, folder: DemoFolder, processes: Processes): Promise<string> {
  const port = await startSimulator('hikvision', model, 'random', folder, processes)
  // The models have a camera that is away, which tests need and a newcomer would take for a fault.
  const away = AWAY[model]
  if (away) {
    const mended = await fetch(`http://127.0.0.1:${port}/sim/channels/${away}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"online":true}',
    })
    if (!mended.ok) throw new Error(`Channel ${away} of the simulated ${model} cannot be switched on: ${mended.status}`)
  }
  return `127.0.0.1:${port}`
}

/** Waits until all have answered with all their channels; goes on without one that takes too long. */
async function online(client: Client): Promise<Device[]> {
  const wanted = Object.values(RECORDERS).reduce((sum, count) => sum + count, 1)
  const end = performance.now() + ONLINE_TIMEOUT_MS
  for (;;) {
    const devices = await client.devices()
    const channels = devices.reduce((sum, device) => sum + device.channel_count, 0)
    const ready = devices.every((device) => device.state.phase === 'online') && channels >= wanted
    if (ready || performance.now() > end) return devices
    await Bun.sleep(200)
  }
}

function describe({ name, model, channel_count, state }: Device): string {
  const title = name ?? model ?? 'A device'
  if (state.phase !== 'online') return `${title} is not online: ${state.reason ?? state.phase}`
  return `${title} with ${channel_count} ${channel_count === 1 ? 'channel' : 'channels'} is online.`
}

/** Where another device in the same network finds us: the first address that is not this machine's own. */
function lanAddresses({ protocol, port }: URL): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const lan = all.find((item) => item.family === 'IPv4' && !item.internal)
  return lan ? [`${protocol}//${lan.address}:${port}`] : []
}

function watchCommand(mqttUrl: string): string {
  const { protocol, hostname, port, username } = new URL(mqttUrl)
  const secure = ['mqtts:', 'ssl:'].includes(protocol)
  const where = `-h ${hostname} -p ${port || (secure ? 8883 : 1883)}${secure ? ' --capath /etc/ssl/certs' : ''}`
  const who = username ? ` -u ${decodeURIComponent(username)} -P '<its password>'` : ''
  return `mosquitto_sub ${where}${who} -V 5 --retain-as-published -q 1 -t '#' -F %j`
}

function readOptions() {
  try {
    const parsed = parseOptions(process.argv.slice(2), process.env)
    if (parsed) return parsed
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    process.exit(2)
  }
}

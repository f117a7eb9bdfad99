// What goes wrong in a real house: wrong passwords, unplugged recorders, power cuts, brokers that go away.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, ffmpegOf, startAppliance, until } from './appliance.ts'
import { startBroker } from './broker.ts'

const login = { user: 'admin', password: 'quite-s3cret' }

interface Device {
  id: number
  state: { phase: string; kind: string | null; reason: string | null }
}
interface Channel {
  id: number
  device_id: number
  channel_no: number
}

async function addRecorder(appliance: Appliance, url: string): Promise<{ device: Device; channel: Channel }> {
  await appliance.signIn()
  const host = new URL(url).host
  const added = await appliance.call<Device>('POST', '/api/devices', {
    ip_nvr: new URL(url).hostname,
    ip_web: host,
    username: login.user,
    password: login.password,
    brand: 'hikvision',
  })
  expect(added.status).toBe(201)
  const device = await phase(appliance, added.body.id, 'online')
  const channels = await until('its channels are known', async () => {
    const { body } = await appliance.call<Channel[]>('GET', `/api/devices/${device.id}/channels`)
    return body.length > 0 && body
  })
  return { device, channel: channels[0] as Channel }
}

function phase(appliance: Appliance, id: number, wanted: string, seconds = 30): Promise<Device> {
  return until(
    `device ${id} is ${wanted}`,
    async () => {
      const { body } = await appliance.call<Device>('GET', `/api/devices/${id}`)
      return body.state.phase === wanted && body
    },
    seconds,
  )
}

test('a wrong password given once, with a live view open, is one refused login, HTTP and RTSP together', async () => {
  await using simulator = await startSimulator({ model: 'nvr8', ...login, events: 'none' })
  await using appliance = await startAppliance()
  const { device, channel } = await addRecorder(appliance, simulator.url)
  const opened = await appliance.call<{ hls_url: string }>('GET', `/api/device/${device.id}/channel/${channel.id}/live`)
  expect((await fetch(appliance.url + opened.body.hls_url)).status).toBe(200)
  expect(simulator.stats.refusedLogins.total).toBe(0)

  const changed = await appliance.call('PUT', `/api/devices/${device.id}`, { password: 'wrong-wrong' })
  expect(changed.status).toBe(204)
  const refused = await phase(appliance, device.id, 'refused')
  expect(refused.state.kind).toBe('device-refused-login')
  // Everything that could try again is asked to: the player, a snapshot, a new live view, time.
  await fetch(appliance.url + opened.body.hls_url)
  const snapshot = await appliance.call('GET', `/api/channels/${channel.id}/snapshot`)
  expect(snapshot.status).toBe(502)
  await appliance.call('GET', `/api/device/${device.id}/channel/${channel.id}/live`)
  await until('no FFmpeg is left', async () => (await ffmpegOf(appliance.pid)).length === 0)
  await Bun.sleep(4000) // longer than the first pauses of sessions and relays
  expect(simulator.stats.refusedLogins.total).toBe(1)

  await appliance.call('PUT', `/api/devices/${device.id}`, { password: login.password })
  await phase(appliance, device.id, 'online')
  expect(simulator.stats.refusedLogins.total).toBe(1)
}, 120_000)

test('a recorder that is unplugged and back: one line each way, hub told, alarms flow again', async () => {
  await using broker = await startBroker()
  await using simulator = await startSimulator({ model: 'nvr8', ...login, events: 'none' })
  await using appliance = await startAppliance({ env: { PORCHLIGHT_MQTT_URL: broker.url } })
  const { device } = await addRecorder(appliance, simulator.url)
  await using watch = await broker.watch()
  const status = () =>
    watch
      .seen()
      .filter((seen) => /\/n[a-z0-9]+\/status$/.test(seen.topic))
      .at(-1)?.payload
  await until('the hub sees it online', () => status() === 'online')

  await simulator.unplug()
  await phase(appliance, device.id, 'away', 60)
  await until('the hub sees it offline', () => status() === 'offline')
  await simulator.plug()
  await phase(appliance, device.id, 'online', 90)
  await until('the hub sees it online again', () => status() === 'online')
  await until('an alarm arrives', async () => {
    await simulator.raise({ type: 'linedetection', channel: 1, duration: 1 })
    await Bun.sleep(500)
    const { body } = await appliance.call<{ items: unknown[] }>('GET', '/api/user/alarm?event=line_crossing')
    return body.items.length > 0
  })
  const about = appliance.lines().filter((line) => line.deviceId === device.id || line.device === device.id)
  expect(about.filter((line) => line.level === 'warn')).toHaveLength(1)
  expect(about.filter((line) => line.level === 'info' && /back|again/.test(String(line.msg)))).toHaveLength(1)
}, 240_000)

test('a broker that goes away and comes back without its memory has everything again', async () => {
  await using broker = await startBroker()
  await using simulator = await startSimulator({ model: 'dvr4', ...login, events: 'none' })
  await using appliance = await startAppliance({ env: { PORCHLIGHT_MQTT_URL: broker.url } })
  const { device } = await addRecorder(appliance, simulator.url)
  const configs = async () => {
    await using watch = await broker.watch()
    return await until('configurations and the status came', () => {
      const seen = watch.seen()
      const configs = seen.filter((line) => line.topic.endsWith('/config') && line.payload)
      const topics = [...new Set(configs.map((line) => line.topic))]
      return (
        topics.length >= 6 &&
        seen.some((line) => /^porchlight\/[a-z0-9]+\/status$/.test(line.topic) && line.payload === 'online') &&
        topics.sort()
      )
    })
  }
  const before = await configs()
  await broker.stop()
  await simulator.raise({ type: 'VMD', channel: 1, duration: 1 })
  await until('the alarm is stored without a broker', async () => {
    const { body } = await appliance.call<{ items: unknown[] }>('GET', `/api/user/alarm?device_id=${device.id}`)
    return body.items.length > 0
  })
  await broker.start()
  expect(await configs()).toEqual(before)
}, 120_000)

test('after a power cut nothing runs on, nothing is lost, and open alarms are closed', async () => {
  await using simulator = await startSimulator({ model: 'nvr8', ...login, events: 'none' })
  const first = await startAppliance()
  const { device, channel } = await addRecorder(first, simulator.url)
  const opened = await first.call<{ hls_url: string }>('GET', `/api/device/${device.id}/channel/${channel.id}/live`)
  await fetch(first.url + opened.body.hls_url)
  await simulator.raise({ type: 'VMD', channel: 1, duration: 600 })
  interface Alarms {
    items: { ended_at: string | null; end_reason: string | null }[]
  }
  await until(
    'the alarm is open',
    async () => (await first.call<Alarms>('GET', '/api/user/alarm')).body.items.length === 1,
  )
  const children = await ffmpegOf(first.pid)
  expect(children.length).toBeGreaterThan(0)
  await first.kill()
  const alive = async () =>
    (await Bun.$`ps -o stat= -p ${children.join(',')}`.nothrow().quiet().text())
      .split('\n')
      .filter((stat) => stat && !stat.startsWith('Z'))
  await until('no FFmpeg outlives it', async () => (await alive()).length === 0)

  await using second = await startAppliance({ data: first.data })
  try {
    await second.signIn()
    await phase(second, device.id, 'online')
    const { items } = (await second.call<Alarms>('GET', '/api/user/alarm')).body
    expect(items.some((item) => item.end_reason === 'restart')).toBe(true)
    expect((await second.call<Channel[]>('GET', `/api/devices/${device.id}/channels`)).body).toHaveLength(8)
  } finally {
    rmSync(first.data, { recursive: true, force: true })
  }
}, 120_000)

test('twenty unreachable recorders do not keep anybody waiting at the start', async () => {
  const first = await startAppliance()
  await first.signIn()
  for (let number = 1; number <= 20; number++)
    await first.call('POST', '/api/devices', {
      ip_nvr: `192.0.2.${number}`,
      ip_web: `192.0.2.${number}`,
      username: 'admin',
      password: 'whatever',
      brand: 'hikvision',
    })
  await first.stop()
  // A machine that tests has other things to do as well: the fastest start counts, beside the fastest without recorders.
  const start = async (data: string, count: number) => {
    const began = performance.now()
    await using next = await startAppliance({ data })
    expect((await next.call('GET', '/health')).status).toBe(200)
    const took = performance.now() - began
    await next.signIn()
    expect((await next.call<Device[]>('GET', '/api/devices')).body).toHaveLength(count)
    return took
  }
  const empty = mkdtempSync(join(tmpdir(), 'porchlight-e2e-'))
  let [none, twenty] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const isFast = () => twenty < 1000 || twenty < 1.5 * none
  try {
    for (let round = 0; round < 5 && !isFast(); round++) {
      none = Math.min(none, await start(empty, 0))
      twenty = Math.min(twenty, await start(first.data, 20))
    }
    expect({ none, twenty, isFast: isFast() }).toMatchObject({ isFast: true })
  } finally {
    for (const folder of [empty, first.data]) rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)

test('an orderly stop ends every FFmpeg and says so with exit code 0', async () => {
  await using simulator = await startSimulator({ model: 'camera', ...login, events: 'none' })
  await using appliance = await startAppliance()
  const { device, channel } = await addRecorder(appliance, simulator.url)
  const opened = await appliance.call<{ hls_url: string }>('GET', `/api/device/${device.id}/channel/${channel.id}/live`)
  await fetch(appliance.url + opened.body.hls_url)
  expect(await ffmpegOf(appliance.pid)).toHaveLength(1)
  expect(await appliance.stop()).toBe(0)
}, 120_000)

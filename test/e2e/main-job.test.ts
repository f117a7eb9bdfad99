// The main job, the whole way through: recorders on the network become pictures in a player and devices in a hub.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, ffmpegOf, startAppliance, until } from './appliance.ts'
import { type Broker, startBroker } from './broker.ts'

const checker = join(import.meta.dir, '../../../shared/mqtt/check-discovery')
const login = { user: 'admin', password: 'quite-s3cret' }

interface Device {
  id: number
  state: { phase: string }
  model: string | null
}
interface Channel {
  id: number
  device_id: number
  channel_no: number
  name: string
  online: boolean | null
  can: { live: boolean }
}

let nvr: Simulator
let dvr: Simulator
let broker: Broker
let appliance: Appliance
let devices: Device[] = []
let channels: Channel[] = []

beforeAll(async () => {
  ;[nvr, dvr, broker] = await Promise.all([
    startSimulator({ model: 'nvr8', ...login, events: 'none' }),
    startSimulator({ model: 'dvr4', ...login, events: 'none' }),
    startBroker(),
  ])
  appliance = await startAppliance({ env: { PORCHLIGHT_MQTT_URL: broker.url } })
  await appliance.signIn()
  for (const simulator of [nvr, dvr])
    await appliance.call('POST', '/api/devices', {
      ip_nvr: new URL(simulator.url).hostname,
      ip_web: new URL(simulator.url).host,
      username: login.user,
      password: login.password,
      brand: 'HIKVision',
    })
  devices = await until('both recorders are online', async () => {
    const list = (await appliance.call<Device[]>('GET', '/api/devices')).body
    return list.length === 2 && list.every((device) => device.state.phase === 'online') && list
  })
  channels = await until('all channels are known', async () => {
    const { body } = await appliance.call<Channel[]>('GET', '/api/channels')
    return body.length === 12 && body
  })
}, 120_000)

afterAll(async () => {
  await appliance?.[Symbol.asyncDispose]()
  await Promise.all([nvr, dvr, broker].map((part) => part?.[Symbol.asyncDispose]()))
}, 120_000)

const live = (channel: Channel, quality: string) =>
  appliance.call<{ hls_url: string; mse_url: string }>(
    'GET',
    `/api/device/${channel.device_id}/channel/${channel.id}/live?quality=${quality}`,
  )

test('all channels of both recorders are there, by number', () => {
  expect(
    channels.filter((channel) => channel.device_id === devices[0]?.id).map((channel) => channel.channel_no),
  ).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(channels.filter((channel) => channel.device_id === devices[1]?.id)).toHaveLength(4)
})

test('a channel becomes a moving picture in any HLS player, and two playlists show that it moves', async () => {
  const channel = channels.find((candidate) => candidate.online !== false && candidate.can.live) as Channel
  const { body } = await live(channel, 'sub')
  const list = await until('the playlist is there', async () => {
    const response = await fetch(appliance.url + body.hls_url)
    return response.ok && response.text()
  })
  const base = (appliance.url + body.hls_url).replace(/[^/]+$/, '')
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(list)?.[1]
  const segment = list.split('\n').find((line) => line && !line.startsWith('#'))
  const bytes = await Promise.all(
    [init, segment].map(async (name) => new Uint8Array(await (await fetch(base + name)).arrayBuffer())),
  )
  const file = join(mkdtempSync(join(tmpdir(), 'porchlight-segment-')), 'part.mp4')
  writeFileSync(file, Buffer.concat(bytes))
  const probe =
    await Bun.$`ffprobe -v error -count_frames -show_entries stream=codec_name,nb_read_frames -of json ${file}`
      .quiet()
      .json()
  expect(probe.streams[0].codec_name).toBe('h264')
  expect(Number(probe.streams[0].nb_read_frames)).toBeGreaterThan(10)
  await until('the list has moved on', async () => (await (await fetch(appliance.url + body.hls_url)).text()) !== list)
  await appliance.call('POST', `/api/device/${channel.device_id}/channel/${channel.id}/stop`)
  await until('the relay is gone', async () => (await ffmpegOf(appliance.pid)).length === 0)
}, 120_000)

test('sixteen viewers of one channel share one FFmpeg, and after their stop none is left', async () => {
  const channel = channels.find((candidate) => candidate.channel_no === 3) as Channel
  const path = `/api/device/${channel.device_id}/channel/${channel.id}`
  const viewers = await Promise.all(Array.from({ length: 16 }, () => live(channel, 'sub')))
  await Promise.all(
    viewers.map((viewer) => fetch(appliance.url + viewer.body.hls_url).then((response) => response.text())),
  )
  expect(await ffmpegOf(appliance.pid)).toHaveLength(1)
  for (const _ of viewers) await appliance.call('POST', `${path}/stop`)
  await until('the relay is gone', async () => (await ffmpegOf(appliance.pid)).length === 0)
}, 160_000)

test('an alarm on the wire is an alarm in the list, with its end', async () => {
  await nvr.raise({ type: 'VMD', channel: 2, duration: 1, inactive: true })
  interface Alarms {
    items: { event: string; channel_id_in_device: string; device_id: number; ended_at: string | null }[]
  }
  const alarm = await until('the alarm has ended', async () => {
    const { body } = await appliance.call<Alarms>('GET', '/api/user/alarm?event=motion_detection')
    return body.items.find((item) => item.ended_at)
  })
  expect(alarm).toMatchObject({ event: 'motion_detection', channel_id_in_device: '2', device_id: devices[0]?.id })
}, 120_000)

test('what a hub sees has no fault', async () => {
  if (!existsSync(checker)) {
    console.warn('skipped: ../shared/mqtt/check-discovery is not here')
    return
  }
  await using watch = await broker.watch()
  await dvr.raise({ type: 'VMD', channel: 1, duration: 1, inactive: true })
  await until('the motion came and went', () => {
    const states = watch.seen().filter((seen) => seen.topic.endsWith('/ch1/motion') && !seen.retain)
    const all = watch.seen().filter((seen) => seen.topic.endsWith('/ch1/motion'))
    return [...states, ...all].some((seen) => seen.payload === 'ON') && all.at(-1)?.payload === 'OFF'
  })
  const report = () => {
    const check = Bun.spawn([checker], { stdin: new Blob([watch.lines()]), stdout: 'pipe' })
    return new Response(check.stdout).text()
  }
  // What was announced has its value a moment later.
  await until('every state has been told', async () => !/never received a value$/m.test(await report()))
  expect(await report()).toMatch(/^\d{2,} configs, 0 faults$/m)
}, 120_000)

test('nothing secret is in the log', () => {
  const log = appliance.log()
  for (const secret of [login.password, encodeURIComponent(login.password), 'correct horse battery'])
    expect(log).not.toContain(secret)
  expect(log).not.toMatch(/eyJ[\w-]+\.[\w-]+\./)
})

test('a removed recorder leaves nothing on the broker', async () => {
  const removed = devices[1] as Device
  await using watch = await broker.watch()
  const key = await until('its configuration is seen', () => {
    const config = watch
      .seen()
      .find((seen) => seen.topic.startsWith('homeassistant/device/') && seen.payload.includes('"ch4"'))
    const four = watch
      .seen()
      .map((seen) => /\/(n[a-z0-9]+)\/ch(\d)\/status$/.exec(seen.topic))
      .filter((match) => match !== null)
    const counts = Map.groupBy(four, (match) => match[1] as string)
    return config?.topic ?? [...counts].find(([, list]) => list.length === 4)?.[0]
  })
  expect((await appliance.call('DELETE', `/api/devices/${removed.id}`)).status).toBe(204)
  const owner = /n[a-z0-9]{4,8}/.exec(key.split('_').at(-1) ?? key)?.[0] ?? key
  await until('its topics are empty', async () => {
    await using fresh = await broker.watch()
    await until('retained messages have come', () => fresh.seen().length > 10)
    return !fresh.seen().some((seen) => seen.topic.includes(owner) && seen.payload !== '')
  })
}, 120_000)

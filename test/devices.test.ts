// The appliance and a simulated recorder: a wrong password, an unplugged recorder, a restart.
import { describe, expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

async function createStand(options: { rtsp?: boolean } = {}) {
  const simulator = await startSimulator({ model: 'dvr4', speed: 10, ...options })
  const porchlight = await createTestApp([hikvision, rtsp])
  const { ask } = porchlight
  const added = await ask('POST', '/api/devices', {
    ip_nvr: '127.0.0.1',
    ip_web: simulator.url,
    username: simulator.user,
    password: simulator.password,
    brand: 'HIKVision',
  })
  expect(added.status).toBe(201)
  const phase = async () => (await ask('GET', '/api/devices/1')).body.state.phase as string
  const become = (wanted: string, withinMs?: number) =>
    until(`the device is ${wanted}`, async () => (await phase()) === wanted, withinMs)
  return {
    simulator,
    porchlight,
    ask,
    phase,
    become,
    /** Messages of the log about the device. */
    told: () =>
      porchlight.lines
        .map((line) => JSON.parse(line) as { msg: string; device?: number; level: string })
        .filter(({ device, level }) => device === 1 && level !== 'debug')
        .map(({ msg }) => msg),
    async [Symbol.asyncDispose]() {
      await porchlight[Symbol.asyncDispose]()
      await simulator[Symbol.asyncDispose]()
    },
  }
}

describe('a simulated recorder', () => {
  test('is online with its channels soon after it was added, by one sign-in', async () => {
    await using stand = await createStand({ rtsp: false })
    await stand.become('online')
    const channels = await until('the channels are there', async () => {
      const { body } = await stand.ask('GET', '/api/devices/1/channels')
      return body.length > 0 && body
    })
    expect(channels.map((channel: { channel_no: number }) => channel.channel_no)).toEqual([1, 2, 3, 4])
    expect(channels[0].connected_type).toBe('analog')
    expect(stand.simulator.stats.refusedLogins.total).toBe(0)
    expect((await stand.ask('POST', '/api/devices/1/sync')).body).toEqual({
      message: 'Synced',
      channels: 4,
      changed: false,
    })
  }, 120_000)

  test('gets a wrong password once, HTTP and RTSP together, with a live view open', async () => {
    await using stand = await createStand()
    await stand.become('online')
    await until('there are channels', async () => (await stand.ask('GET', '/api/channels')).body.length > 0)
    const live = await stand.ask('GET', '/api/device/1/channel/1/live')
    expect(live.status).toBe(200)
    const list = () => fetch(stand.porchlight.url + live.body.hls_url)
    await until('the picture moves', async () => (await list()).status === 200)

    expect((await stand.ask('PUT', '/api/devices/1', { password: 'wrong-for-once' })).status).toBe(204)
    await stand.become('refused')
    // The viewer goes on asking, and so does everybody else.
    const end = performance.now() + 4000
    while (performance.now() < end) {
      await list()
      await stand.ask('GET', '/api/device/1/channel/2/live')
      await stand.ask('GET', '/api/channels/1/snapshot')
      await stand.ask('POST', '/api/devices/1/sync')
      await Bun.sleep(200)
    }
    expect(stand.simulator.stats.refusedLogins).toMatchObject({ total: 1 })
    const { state } = (await stand.ask('GET', '/api/devices/1')).body
    expect(state).toMatchObject({ phase: 'refused', kind: 'device-refused-login', retry_at: null })
    await stand.porchlight.restart()
    await stand.ask('POST', '/api/devices/1/sync')
    expect(await stand.phase()).toBe('refused')
    expect(stand.simulator.stats.refusedLogins.total).toBe(1)
    expect(stand.porchlight.lines.join('\n')).not.toContain('wrong-for-once')

    await stand.ask('PUT', '/api/devices/1', { password: stand.simulator.password })
    await stand.become('online')
    expect(stand.simulator.stats.refusedLogins.total).toBe(1)
  }, 120_000)

  test('whose password was changed on the device itself refuses one login and no more', async () => {
    await using stand = await createStand()
    await stand.become('online')
    await until('there are channels', async () => (await stand.ask('GET', '/api/channels')).body.length === 4)
    const { body: channels } = await stand.ask('GET', '/api/channels')
    const urls: string[] = []
    for (const { id, online } of channels)
      if (online) urls.push((await stand.ask('GET', `/api/device/1/channel/${id}/live?quality=sub`)).body.hls_url)
    expect(urls.length).toBeGreaterThan(1)
    const lists = () => Promise.all(urls.map(async (url) => (await fetch(stand.porchlight.url + url)).status))
    await until('all pictures move', async () => (await lists()).every((status) => status === 200))
    stand.simulator.setPassword('changed on the device')
    await stand.simulator.reboot(0.2)
    await stand.become('refused', 20_000)
    await Bun.sleep(3000)
    expect(stand.simulator.stats.refusedLogins.total).toBe(1)
  }, 120_000)

  test('that was unplugged gives its alarms again when it is back, with one line of log each way', async () => {
    await using stand = await createStand({ rtsp: false })
    await stand.become('online')
    const alarms = async () => (await stand.ask('GET', '/api/user/alarm')).body.items.length as number
    const raised = (count: number) =>
      until(`${count} alarms are there`, async () => {
        if ((await alarms()) >= count) return true
        await stand.simulator.raise({ type: 'VMD', channel: count, duration: 0.1 })
        return false
      })
    await raised(1)
    await stand.simulator.unplug()
    await stand.become('away', 20_000)
    await stand.simulator.plug()
    await stand.become('online', 10_000)
    await raised(2)
    expect(stand.told()).toEqual(['Device connected', 'Device is away', 'Device is back'])
  }, 120_000)
})

test('a bare stream is a device with one channel, and a picture that moves', async () => {
  await using stand = await createStand()
  const { rtspPort, user, password } = stand.simulator
  const address = `rtsp://${user}:${encodeURIComponent(password)}@127.0.0.1:${rtspPort}/Streaming/Channels/101`
  const added = await stand.ask('POST', '/api/devices', { ip_web: address, username: '', password: '', brand: 'rtsp' })
  expect(added.body.ip_web).not.toContain(password)
  const list = await until('its channel is there', async () => {
    const { body } = await stand.ask('GET', '/api/devices/2/channels')
    return body.length > 0 && body
  })
  expect(list).toMatchObject([{ channel_no: 1, source_key: 'stream:1', can: { snapshot: false, live: true } }])
  const live = await stand.ask('GET', `/api/device/2/channel/${list[0].id}/live`)
  await until('it moves', async () => (await fetch(stand.porchlight.url + live.body.hls_url)).status === 200)
}, 120_000)

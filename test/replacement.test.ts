// A recorder that is replaced by a smaller one: what its owner, his hub and his users find afterwards, over a real broker.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { faultsWhenTold, hasChecker, hasMosquitto, startBroker } from '../core/testing/mosquitto.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type ModelId, startSimulator } from '../plugins/hikvision/simulator/index.ts'

setDefaultTimeout(300_000)
if (!hasMosquitto) console.warn('mosquitto is not installed: what a hub sees of a replaced recorder is not looked at.')

const LONG = 110_000
const login = { user: 'admin', password: 'quite-s3cret' }
interface Channel {
  id: number
  channel_no: number
  name: string
  source_key: string
  is_active: boolean
}

let stack = new AsyncDisposableStack()
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
})

const recorderOf = async (model: ModelId, port?: number) =>
  stack.use(await startSimulator({ model, ...login, events: 'none', rtsp: false, ...(port && { port }) }))

/** An appliance that has read a recorder of eight cameras, and named two of them. */
async function begin(env: Record<string, string> = {}) {
  const old = await recorderOf('nvr8')
  const { ask } = stack.use(await createTestApp([hikvision], env))
  const form = { ip_web: old.url, username: login.user, password: login.password, brand: 'hikvision' }
  expect((await ask('POST', '/api/devices', form)).status).toBeLessThan(300)
  const channels = async (): Promise<Channel[]> => (await ask('GET', '/api/channels')).body
  /** How the last round ended. */
  const round = async () => ((await ask('GET', '/api/logs')).body as { is_success: boolean; message: string }[])[0]
  await until('its first round is over', round, LONG)
  const [first, second] = await channels()
  for (const [channel, name] of [[first, 'Gate'] as const, [second, 'Shed'] as const])
    expect((await ask('PUT', `/api/channels/${channel?.id}`, { name })).status).toBe(200)
  const device = async () => (await ask('GET', '/api/devices/1')).body
  const disks = async () => (await ask('GET', '/api/device/1/infor/storage')).body
  return {
    ...{ old, ask, channels, device, disks },
    /** It is known who is there now, and a round of it has ended well. */
    async replaced() {
      await until('the new one is known', async () => (await device()).model?.startsWith('iDS-7204'), LONG)
      await until('it has been read', async () => /^Synced 4 channels/.test((await round())?.message ?? ''), LONG)
    },
  }
}

const facts = (all: Channel[]) => all.map(({ id, channel_no, name, is_active }) => [id, channel_no, name, is_active])

describe.skipIf(!hasMosquitto)('a recorder of eight channels replaced by one of four', () => {
  test.each(['device', 'entity'])(
    'at another address, form %s: ids and topics of the first four stay, the others leave the hub, nothing is doubled',
    async (form) => {
      const broker = stack.use(await startBroker())
      const capture = stack.use(await broker.watch())
      const { ask, channels, device, replaced } = await begin({
        PORCHLIGHT_MQTT_URL: broker.url,
        PORCHLIGHT_DISCOVERY: form,
      })
      const configs = () =>
        new Map([...capture.retained()].filter(([topic]) => /^homeassistant\/.*config$/.test(topic)))
      /** What they announce: the appliance, the recorder, its channels. */
      const places = () => new Set([...configs().keys()].map((topic) => /porchlight_\w+/.exec(topic)?.[0] ?? ''))
      const unique = () =>
        [...[...configs().values()].join().matchAll(/"(?:unique_id|uniq_id)":"([^"]+)"/g)].map(([, id]) => id ?? '')
      const topics = () => [...capture.retained().keys()].filter((topic) => topic.startsWith('porchlight/'))
      const ofChannel = (id: string) => /_ch[1-4]_(motion|snapshot|event|last_event|online|video_loss)$/.test(id)
      await until('eight channels are told', () => places().size === 10, LONG)
      await until(
        'their states are told',
        () => topics().filter((topic) => /ch[1-8]\/status$/.test(topic)).length === 8,
        LONG,
      )
      const before = {
        ids: unique().filter(ofChannel),
        places: [...places()],
        channels: await channels(),
        serial: (await device()).serial_number,
      }
      expect(before.ids.length).toBeGreaterThan(20)

      const dvr = await recorderOf('dvr4')
      expect((await ask('PUT', '/api/devices/1', { ip_web: dvr.url })).status).toBe(204)
      await replaced()
      await until('four of them have left', () => places().size === 6, LONG)
      await until('and their states with them', () => !topics().some((topic) => /\/ch[5-8]\//.test(topic)), LONG)

      expect([...places()].sort()).toEqual(before.places.filter((place) => !/ch[5-8]$/.test(place)).sort())
      expect(before.ids.filter((id) => !unique().includes(id))).toEqual([])
      expect(new Set(unique()).size).toBe(unique().length)
      const now = await channels()
      expect(now.map(({ id }) => id)).toEqual(before.channels.map(({ id }) => id))
      expect(now.map(({ source_key }) => source_key).slice(0, 4)).toEqual([
        'analog:1',
        'analog:2',
        'analog:3',
        'analog:4',
      ])
      expect(now.slice(0, 2).map(({ name }) => name)).toEqual(['Gate', 'Shed'])
      expect(now.map(({ is_active }) => is_active)).toEqual([true, true, true, true, false, false, false, false])

      const motion = () => [...capture.retained()].find(([topic]) => topic.endsWith('/ch2/motion'))?.[1]
      await until('alarms can arrive', () => topics().some((topic) => topic.endsWith('/alarm_stream')), LONG)
      await until(
        'the alarm of its channel 2 is one of ours',
        async () => {
          await dvr.raise({ type: 'VMD', channel: 2, duration: 1 })
          return motion() === 'ON'
        },
        LONG,
      )

      const { serial_number: serial, replaced: told } = await device()
      expect(told).toMatchObject({ before: 'DS-7608NI-PL2/8P', after: 'iDS-7204HQHI-PL1/S' })
      expect(serial).not.toBe(before.serial)
      const said = capture.lines.join('\n')
      for (const number of [serial, before.serial]) expect(said).not.toContain(number)
      if (hasChecker) expect(await faultsWhenTold(capture)).toEqual([])
    },
  )
})

test('at the same address: found by itself, and what is shown of disks and footage is the new one’s', async () => {
  const { old, ask, channels, device, disks, replaced } = await begin()
  const before = await channels()
  const disksBefore = await disks()
  expect(disksBefore.length).toBeGreaterThan(0)
  await old[Symbol.asyncDispose]()
  // Nobody changes a recorder in less than the second after which it is looked for again.
  await until('it is missed', async () => (await device()).state.phase === 'away', LONG)
  await recorderOf('dvr4', old.port)
  await replaced()
  const now = await channels()
  expect(facts(now).slice(0, 2)).toEqual(facts(before).slice(0, 2))
  expect(now.map(({ is_active }) => is_active)).toEqual([true, true, true, true, false, false, false, false])
  expect(await disks()).not.toEqual(disksBefore)
  expect((await device()).replaced.after).toBe('iDS-7204HQHI-PL1/S')
  const entries = (await ask('GET', '/api/activity')).body.data as { action: string }[]
  expect(entries.filter(({ action }) => action === 'replace_device')).toHaveLength(1)
})

// Pictures in the hub: real ones, as a camera makes them, through a real Mosquitto.
import { describe, expect, test } from 'bun:test'
import mqtt from 'mqtt'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { announced, configs, faults, hubTests, of, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { picture } from '../testing/picture.ts'
import { until } from '../testing/until.ts'

const { begin, use } = hubTests()
const IMAGES = `${ROOT}/img/n7c31/ch1`

/** What lies on the picture topics, with its bytes. */
async function pictures(url: string) {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5 })
  const seen: { topic: string; jpeg: Uint8Array }[] = []
  client.on('message', (topic, jpeg) => void seen.push({ topic, jpeg }))
  await client.subscribeAsync(`${ROOT}/img/#`, { qos: 0 })
  use({ [Symbol.asyncDispose]: () => client.endAsync(true) })
  return {
    seen,
    last: (topic: string) => seen.findLast((one) => one.topic === topic)?.jpeg,
  }
}

async function sizeOf(jpeg: Uint8Array | undefined) {
  const { width, height } = await new Bun.Image(jpeg!).metadata()
  return { width, height }
}

/** So tall that it is over 256 KB also at 640 wide. */
const TALL = picture(640, 10_000)
/** Begins like a picture, and is none. */
const ODD = new Uint8Array(400_000).fill(7)
ODD.set([0xff, 0xd8, 0xff, 0xe0])

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('an alarm brings a picture of 640 on either topic, and a second alarm soon after brings none', async () => {
    const settings = { hub_snapshot_seconds: 0 }
    const { broker, capture, stand } = await begin({ settings, picture: await picture(1920, 1080) })
    const { seen, last } = await pictures(broker.url)
    await until('the first picture is there', () => (last(`${IMAGES}/snapshot`)?.length ?? 0) > 5000)
    seen.length = 0
    stand.say('motion')
    await until('the alarm has its picture', () => last(`${IMAGES}/alarm_image`))
    expect(await sizeOf(last(`${IMAGES}/alarm_image`))).toEqual({ width: 640, height: 360 })
    stand.say('line_crossing')
    await until('the second alarm came', () => of(capture, 'n7c31/ch1/event').length === 2)
    await quiet(broker, capture)
    expect(seen.filter(({ topic }) => topic === `${IMAGES}/alarm_image`)).toHaveLength(1)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('the picture that the device sent along is the one of the alarm, whatever can be taken later', async () => {
    const later = Promise.withResolvers<Uint8Array>()
    const { broker, stand } = await begin({ picture: later.promise })
    const { last } = await pictures(broker.url)
    const isReal = (topic: string) => (last(topic)?.length ?? 0) > 5000
    stand.say('motion', true, 1, { picture: await picture(800, 600) })
    await until('the alarm has its picture', () => isReal(`${IMAGES}/alarm_image`))
    later.resolve(await picture(1920, 1080))
    await until('the camera has its picture', () => isReal(`${IMAGES}/snapshot`))
    expect(await sizeOf(last(`${IMAGES}/alarm_image`))).toEqual({ width: 640, height: 480 })
    expect(await sizeOf(last(`${IMAGES}/snapshot`))).toEqual({ width: 640, height: 360 })
  })

  test('no picture is larger than the broker takes, also those made for another broker', async () => {
    const generous = use(await startBroker())
    const mean = use(await startBroker('allow_anonymous true\nmax_packet_size 12000'))
    const [before, after] = [await pictures(generous.url), await pictures(mean.url)]
    const capture = use(await mean.watch())
    const { stand } = await begin({ picture: await picture(1920, 1080) })
    stand.set('mqtt_url', generous.url)
    await until('the picture is there', () => (before.last(`${IMAGES}/snapshot`)?.length ?? 0) > 12_000)
    stand.set('mqtt_url', mean.url)
    await announced(capture)
    stand.say('motion')
    await until('the alarm has its picture', () => (after.last(`${IMAGES}/alarm_image`)?.length ?? 0) > 1000)
    await quiet(mean, capture)
    expect(Math.max(...after.seen.map(({ jpeg }) => jpeg.length))).toBeLessThan(12_000)
    expect((await sizeOf(after.last(`${IMAGES}/alarm_image`))).width).toBeGreaterThan(100)
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null })
    expect(of(capture, 'status')).toEqual(['online'])
  })

  test('with MQTT 3.1.1, where the broker tells no limit, none is over 256 KB; with MQTT 5 the same broker gets it', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const { seen, last } = await pictures(broker.url)
    const none = { username: null, password: null, ca: null, certificate: null, key: null }
    const ownBroker = {
      login: () => ({ url: broker.url, protocol: 4, ...none }) as const,
      onChange: () => new DisposableStack(),
    }
    const settings = { hub_snapshot_seconds: 0 }
    const stand = use(startBridge({ url: null, settings, bridge: { ownBroker }, picture: TALL }))
    await announced(capture)
    expect(stand.bridge.state()).toMatchObject({ connected: true, protocol: 4 })
    const isReal = (topic: string) => (last(topic)?.length ?? 0) > 5000
    await until('the camera has its picture', () => isReal(`${IMAGES}/snapshot`))
    // One that cannot be made smaller is not sent.
    stand.say('motion', true, 1, { picture: ODD })
    await until('the alarm came', () =>
      of(capture, 'n7c31/ch1/last_event/attributes').some((one) => one?.includes('image')),
    )
    stand.say('motion', true, 2, { picture: await TALL })
    await until('another alarm has its picture', () => isReal(`${ROOT}/img/n7c31/ch2/alarm_image`))
    await quiet(broker, capture)
    expect(seen.filter(({ jpeg }) => jpeg.length > 100_000).length).toBeGreaterThan(0)
    expect(Math.max(...seen.map(({ topic, jpeg }) => topic.length + jpeg.length))).toBeLessThanOrEqual(256 * 1024)
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null })

    stand.set('mqtt_url', broker.url)
    const isLarge = () => (last(`${IMAGES}/snapshot`)?.length ?? 0) > 256 * 1024
    await until('MQTT 5 is spoken', () => stand.bridge.state().protocol === 5)
    await announced(capture, 2)
    stand.set('hub_snapshot_seconds', 10)
    await until('the large one is there', isLarge)
  })

  test('by setting the hub is told where a picture of an alarm lies, and gets it there without signing in', async () => {
    const settings = { hub_images: 'url' }
    const { broker, capture, stand } = await begin({ settings, picture: await picture(1920, 1080) })
    stand.say('motion')
    const addresses = () => of(capture, 'n7c31/ch1/alarm_image')
    await until('another address is told', () => addresses().length === 2)
    const [first, address] = addresses()
    const base = 'http://192.0.2.10:8000/media/'
    const secretOf = (url: string | undefined) => url?.slice(base.length).replace('/picture.jpg', '') ?? ''
    expect(first).toBe(`${base}no-picture.jpg`)
    expect(address).toBe(`${base}${secretOf(address)}/picture.jpg`)
    const { object } = stand.tickets.use(secretOf(address))
    expect(object.type === 'hub-picture' && (await sizeOf(object.picture.jpeg)).width).toBe(640)
    await quiet(broker, capture)
    expect([...capture.retained().keys()].filter((topic) => topic.endsWith('img/n7c31/ch1/alarm_image'))).toEqual([])
    expect(await faults(capture.lines)).toEqual([])

    const before = capture.messages.length
    stand.set('hub_images', 'image')
    await until('the picture itself is there', () => capture.retained().has(`${IMAGES}/alarm_image`))
    await quiet(broker, capture)
    expect(configs(capture.messages.slice(before)).length).toBe(2)
    expect(capture.retained().has(`${ROOT}/n7c31/ch1/alarm_image`)).toBe(false)
    expect(await faults(capture.lines)).toEqual([])
  })
})

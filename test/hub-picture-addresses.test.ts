// The addresses of alarm pictures that a hub is told, fetched as a hub fetches them: over a restart, over hours, and after the alarm is gone.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mediaRoutes } from '../core/http/media.ts'
import { startBridge } from '../core/testing/bridge-stand.ts'
import { createClock } from '../core/testing/clock.ts'
import { type Capture, hasMosquitto, startBroker } from '../core/testing/mosquitto.ts'
import { picture } from '../core/testing/picture.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'

if (!hasMosquitto) console.warn('Mosquitto is not installed: no hub is told of pictures.')
setDefaultTimeout(120_000)

const PUBLIC = 'http://porchlight.test'
const NOTHING = `${PUBLIC}/media/no-picture.jpg`
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})
function use<T extends AsyncDisposable>(thing: T): T {
  open.push(thing)
  return thing
}

/** What the hub was told for that channel, newest last. */
const told = (capture: Capture, channelNo: number) =>
  capture.messages.flatMap(({ topic, payload }) =>
    topic.endsWith(`/ch${channelNo}/alarm_image`) ? [payload ?? ''] : [],
  )

async function size(answer: Response): Promise<{ width: number; height: number }> {
  const { width, height } = await new Bun.Image(await answer.bytes()).metadata()
  return { width, height }
}

describe.skipIf(!hasMosquitto)('addresses of alarm pictures', () => {
  test('after a restart the hub holds one that shows the newest picture, and the grey one where there is none', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const recorder = use(await startSimulator({ model: 'nvr8', rtsp: false, events: 'none' }))
    const porchlight = use(
      await createTestApp([hikvision], { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_PUBLIC_URL: PUBLIC }),
    )
    const { ask } = porchlight
    const fetched = (address: string) => fetch(address.replace(PUBLIC, porchlight.url))
    await ask('PUT', '/api/settings/hub_images', { value: 'url' })
    await ask('PUT', '/api/settings/hub_snapshot_seconds', { value: 0 })
    const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'HIKVision' }
    await ask('POST', '/api/devices', login)
    await until('alarms can come', () => recorder.stats.alertStreams > 0, 60_000)
    await until('addresses are told', () => told(capture, 1).length > 0 && told(capture, 2).length > 0, 60_000)
    expect(told(capture, 2)).toEqual([NOTHING])
    expect(await size(await fetched(NOTHING))).toEqual({ width: 320, height: 180 })

    await recorder.raise({ type: 'linedetection', channel: 1, state: 'active', picture: true })
    const hasPicture = async () => (await ask('GET', '/api/user/alarm')).text.includes('picture.jpg')
    await until('the picture is kept', hasPicture)
    const before = await until('its address is told', () => told(capture, 1).find((one) => one !== NOTHING))
    const sent = await size(await fetched(before))
    expect(sent.width).toBe(640)

    const from = told(capture, 1).length
    await porchlight.restart()
    const after = await until('another one is told', () => told(capture, 1)[from], 60_000)
    expect(await size(await fetched(after))).toEqual(sent)
    expect((await fetched(before)).status).toBe(401)
    expect(new Set(told(capture, 2))).toEqual(new Set([NOTHING]))

    await ask('DELETE', '/api/user/alarm')
    await until('the grey one is told', () => told(capture, 1).at(-1) === NOTHING)
    expect((await fetched(after)).status).toBe(401)
  })

  test('a fresh one is told before the hour is over, also while it is used; not where nobody asks', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const clock = createClock()
    const settings = { hub_images: 'url', hub_snapshot_seconds: 0, hub_picture_idle_hours: 3, public_url: PUBLIC }
    const jpeg = await picture(800, 600)
    const stand = use(startBridge({ url: broker.url, clock, settings, picture: jpeg }))
    const routes = mediaRoutes({ services: { tickets: stand.tickets, alarms: stand.alarms }, events: {} } as never)
    routes.onError((error, c) => c.body(null, 'kind' in error && error.kind === 'not-signed-in' ? 401 : 500))
    const status = async (address: string) => (await routes.request(address.slice(PUBLIC.length))).status
    const meanwhile = (what: string, ask: () => boolean) =>
      until(what, async () => {
        await clock.advance(100)
        return ask()
      })
    await meanwhile('all is told', () => capture.messages.some(({ payload }) => payload === 'online'))
    stand.say('motion')
    const isNew = () => told(capture, 1).at(-1) !== NOTHING && told(capture, 1).length > 1
    await meanwhile('its address is told', isNew)
    let address = told(capture, 1).at(-1)!
    for (let hour = 1; hour <= 4; hour++) {
      for (let quarter = 1; quarter <= 3; quarter++) {
        expect([hour, quarter, await status(address)]).toEqual([hour, quarter, 200])
        await clock.advance(15 * 60_000)
      }
      const count = told(capture, 1).length
      await clock.advance(12 * 60_000)
      await until('a fresh one is told', () => told(capture, 1).length > count)
      expect(await status(address)).toBe(401)
      address = told(capture, 1).at(-1)!
      expect(address).not.toBe(NOTHING)
    }
    // Nobody has fetched it for longer than the setting says.
    await clock.advance(4 * 3_600_000)
    await until('there is no address any more', () => told(capture, 1).at(-1) === NOTHING)
    expect(stand.tickets.of({ kind: 'system' })).toEqual([])
    stand.bus.emit('live.changed', { channelId: 1 } as never)
    await until('somebody has asked', () => told(capture, 1).at(-1) !== NOTHING)
    address = told(capture, 1).at(-1)!
    expect(await status(address)).toBe(200)
    stand.say('line_crossing')
    await meanwhile('a newer alarm has its own', () => told(capture, 1).at(-1) !== address)
    expect([await status(address), await status(told(capture, 1).at(-1)!)]).toEqual([401, 200])
  })
})

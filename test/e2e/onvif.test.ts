// Cameras that speak ONVIF in the whole appliance: added in a browser, moved, heard by people and hubs, recorded, unplugged.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type Broker, type Capture, hasMosquitto, startBroker } from '../../core/testing/mosquitto.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { onvif } from '../../plugins/onvif/index.ts'
import { type OnvifCamera, type OnvifCameraOptions, startOnvifCamera } from '../../plugins/onvif/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, moving, type Seat, signIn, takeSeat } from './browser.ts'
import { filmsOf, packetsIn } from './recorded.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)
const NODE = 'k3f9x2ab'
const DESK: BrowserContextOptions = { colorScheme: 'dark' }
const SMALL: BrowserContextOptions = { ...PHONE, colorScheme: 'light' }

interface Channel {
  id: number
  name: string
  channel_no: number
  device_id: number
}

const scratch = mkdtempSync(join(tmpdir(), 'porchlight-onvif-'))
const stack = new AsyncDisposableStack()
stack.defer(() => rmSync(scratch, { recursive: true, force: true }))
let app: TestApp
let broker: Broker | null = null
let capture: Capture | null = null

beforeAll(async () => {
  const bundle = join(scratch, 'web')
  await buildWeb(bundle)
  if (hasMosquitto) {
    broker = stack.use(await startBroker())
    capture = stack.use(await broker.watch())
  } else console.warn('Mosquitto is not installed: what a hub is told of ONVIF cameras is not looked at.')
  const env: Record<string, string> = broker ? { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_NODE_ID: NODE } : {}
  app = stack.use(await createTestApp([hikvision, onvif], env, { bundle }))
})
afterAll(() => stack.disposeAsync(), 120_000)

const read = async (path: string) => (await app.ask('GET', path)).body

/** A camera of its own for each test, added by the API, which listens to it. */
async function add(name: string, options: OnvifCameraOptions) {
  const camera = await startOnvifCamera({ ...options, name })
  const login = { ip_web: camera.url, username: camera.user, password: camera.password, brand: 'onvif' }
  const { body, status } = await app.ask('POST', '/api/devices', { ...login, name })
  expect(status).toBeLessThan(300)
  const { id } = body
  await until('somebody listens to it', () => camera.subscriptions() > 0)
  const channels: Channel[] = await until('its channels are there', async () => {
    const found = (await read('/api/channels')).filter((one: Channel) => one.device_id === id)
    return found.length > 0 && found
  })
  const lines = (text: string) =>
    app.lines.filter((line) => line.includes(`"device":${id},`) && line.includes(`"msg":"${text}"`)).length
  return {
    ...{ camera, id: id as number, channels, lines },
    async [Symbol.asyncDispose]() {
      await app.ask('DELETE', `/api/devices/${id}`)
      await camera[Symbol.asyncDispose]()
    },
  }
}

const alarmsOf = async (device: number) => (await read(`/api/user/alarm?device_id=${device}`)).items

/** What a hub was told of a channel since it was announced; its place is found by the name of the device. */
function told(device: string, end: string): (string | undefined)[] {
  const config = capture?.messages.findLast(
    ({ topic, payload }) => topic.startsWith('homeassistant/device/') && payload?.includes(`"name":"${device}"`),
  )
  const key = /porchlight_k3f9x2ab_(\w+)\/config$/.exec(config?.topic ?? '')?.[1]
  return (capture?.messages ?? [])
    .filter(({ topic }) => topic === `porchlight/${NODE}/${key}/${end}`)
    .map(({ payload }) => payload)
}
const isAnnounced = (device: string, end: string) =>
  until(`${device} is announced`, () => capture === null || told(device, end).length > 0)

describe('alarms', () => {
  test('of the second lens are of the second channel: in the list within a second, and at the hub ON and OFF', async () => {
    await using yard = await add('Yard', { model: 'two-lens' })
    const [first, second] = yard.channels
    expect([first?.channel_no, second?.channel_no]).toEqual([1, 2])
    await isAnnounced('Yard', 'ch2/motion')
    const took: number[] = []
    // The quickest of some counts: a machine that tests has other things to do as well.
    while (took.length < 5 && !(Math.min(...took) < 1000)) {
      const began = performance.now()
      yard.camera.raise('motion', { number: 2 })
      const alarm = await until('it is in the list', async () => {
        const items = await alarmsOf(yard.id)
        return items.length > took.length && items[0]
      })
      took.push(performance.now() - began)
      expect(alarm).toMatchObject({ channel_id: second?.id, kind: 'motion', ended_at: null })
      await until('the hub is told', () => capture === null || told('Yard', 'ch2/motion').at(-1) === 'ON')
      yard.camera.raise('motion', { number: 2, on: false })
      await until('it is over', async () => (await alarmsOf(yard.id))[0].end_reason === 'inactive')
      await until('the hub is told', () => capture === null || told('Yard', 'ch2/motion').at(-1) === 'OFF')
    }
    expect(Math.min(...took)).toBeLessThan(1000)
    if (capture === null) return
    expect([...new Set(told('Yard', 'ch1/motion'))]).toEqual(['OFF'])
  })

  test('come again after the camera was unplugged, each way is one line of the log, and nothing stays on', async () => {
    await using gate = await add('Gate', { model: 'fixed', rtsp: false })
    await isAnnounced('Gate', 'ch1/motion')
    const isAt = (wanted: string) => () => capture === null || told('Gate', 'ch1/motion').at(-1) === wanted
    gate.camera.raise('motion')
    await until('the alarm is open', async () => (await alarmsOf(gate.id)).length === 1)
    await until('the hub shows it', isAt('ON'))
    await gate.camera.unplug()
    await until('it is away', () => gate.lines('Device is away') === 1)
    await until('the hub says so', () => capture === null || told('Gate', 'status').at(-1) === 'offline')
    gate.camera.raise('motion', { on: false })
    await gate.camera.plug()
    await until('it is heard again', () => gate.camera.subscriptions() > 0, 60_000)
    await until('the alarm is over', async () => (await alarmsOf(gate.id))[0].ended_at !== null)
    await until('nothing is on at the hub', isAt('OFF'))
    gate.camera.raise('motion')
    await until('the next one has come', async () => (await alarmsOf(gate.id)).length === 2)
    await until('the hub is told', isAt('ON'))
    expect([gate.lines('Device is away'), gate.lines('Device is back')]).toEqual([1, 1])
    expect(gate.camera.stats.refusedLogins.total).toBe(0)
  })

  test('make a clip where a channel is recorded at alarms', async () => {
    await using shed = await add('Shed', { model: 'dome' })
    const { id } = shed.channels[0]!
    await app.ask('PUT', `/api/cameras/${id}/recording`, { mode: 'alarm', pre_seconds: 2, post_seconds: 1 })
    const doing = async () => (await read(`/api/cameras/${id}/recording`)).data.state.doing
    await until('pictures come', () => (shed.camera.rtsp()?.sessions() ?? 0) > 0)
    await until('it waits', async () => (await doing()) === 'wait')
    shed.camera.raise('motion')
    await until('it records', async () => (await doing()) === 'record')
    shed.camera.raise('motion', { on: false })
    const [film] = await until('it is kept', () => {
      const films = filmsOf(app.folder).filter(({ channel }) => channel === id)
      return films.length > 0 && films
    })
    const { pictures, soundSeconds } = await packetsIn(film?.path ?? '')
    // Two seconds at least that the alarm is on, and one more.
    expect(pictures.length).toBeGreaterThan(2.5 * 25)
    expect(soundSeconds).toBeGreaterThan(2)
  })
})

if (!executablePath) console.warn('No Chromium on this machine: ONVIF cameras are not looked at in a browser.')

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = stack.adopt(await launchBrowser(), (one) => one.close())
  })

  async function open(path: string, options: BrowserContextOptions): Promise<Seat> {
    const seat = await takeSeat(browser, app.url + path, options)
    await signIn(seat.page, OWNER)
    return seat
  }

  /** For who wants to look: `ONVIF_SHOTS` names a folder. */
  async function photograph(page: Page, name: string): Promise<void> {
    const folder = process.env.ONVIF_SHOTS
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
  }

  async function fill(page: Page, camera: OnvifCamera, password: string): Promise<void> {
    await page.getByRole('radio', { name: 'Camera of any other make (ONVIF)' }).check()
    await page.getByLabel('Address in your network').fill(camera.url.replace('http://', ''))
    await page.getByLabel('User on the device').fill(camera.user)
    await page.getByLabel('Password on the device').fill(password)
  }

  test('a wrong password is told in words and refused once, the right one adds the camera, and its picture plays', async () => {
    await using camera = await startOnvifCamera({ model: 'dome', name: 'Form' })
    await using seat = await open('/devices/new', DESK)
    const { page, complaints } = seat
    await fill(page, camera, 'wrong')
    const tryIt = page.getByRole('button', { name: 'Test the connection' })
    const words = page.getByRole('alert').getByText('ONVIF often has users of its own', { exact: false })
    await tryIt.click()
    await words.waitFor()
    await tryIt.click()
    await words.waitFor()
    await check(page)
    await photograph(page, 'form')
    expect(camera.stats.refusedLogins.total).toBe(1)
    await page.getByLabel('Password on the device').fill(camera.password)
    await tryIt.click()
    await page.getByText('1 channel').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Front')
    await page.getByRole('button', { name: 'Add device' }).click()
    await page.getByText('Front').first().waitFor()
    const channel: Channel = await until('its channel is there', async () =>
      (await read('/api/channels')).find((one: Channel) => one.name === 'Form'),
    )
    await page.goto(`${app.url}/live/${channel.id}`)
    expect((await moving(page, 1))[0]).toBeGreaterThan(0)
    expect([camera.stats.refusedLogins.total, complaints]).toEqual([1, []])
    await app.ask('DELETE', `/api/devices/${channel.device_id}`)
  })

  test('where only the clock is in the way, the form says so', async () => {
    await using camera = await startOnvifCamera({
      model: 'fixed',
      rtsp: false,
      ahead: 3600,
      login: { ways: ['token'] },
    })
    await using seat = await open('/devices/new', SMALL)
    const { page } = seat
    await fill(page, camera, 'wrong')
    await page.getByRole('button', { name: 'Test the connection' }).tap()
    await page.getByRole('alert').getByText('Its clock is 60 min ahead', { exact: false }).waitFor()
    await check(page)
    await photograph(page, 'form-clock')
    expect(camera.stats.refusedLogins.total).toBe(1)
  })

  test('the head turns while a direction is held, keeps what it looks at, and goes back there', async () => {
    await using dome = await add('Dome', { model: 'dome' })
    await using seat = await open(`/live/${dome.channels[0]!.id}`, DESK)
    const { page, complaints } = seat
    const head = () => dome.camera.head()!
    const isAt = (pan: number) => Math.abs(head().position.pan - pan) < 1e-4 && !head().moving
    await page.getByRole('button', { name: 'Move the camera' }).click()
    const pad = page.getByRole('region', { name: /^Move / })
    await pad.getByRole('button', { name: 'Right', exact: true }).hover()
    await page.mouse.down()
    await until('it turns', () => head().moving)
    await page.mouse.up()
    await until('it stands', () => !head().moving)
    const { pan } = head().position
    expect(pan).toBeGreaterThan(0)
    await pad.focus()
    await page.keyboard.down('ArrowUp')
    await until('it looks up', () => head().position.tilt > 0)
    await page.keyboard.up('ArrowUp')
    await until('it stands', () => !head().moving)
    await pad.getByLabel('Name of this view').fill('Gate')
    await pad.getByRole('button', { name: 'Keep this view' }).click()
    const gate = pad.getByRole('button', { name: 'Gate', exact: true })
    await gate.waitFor()
    expect(head().presets.map(({ name }) => name)).toEqual(['Gate'])
    await photograph(page, 'pad')
    await pad.getByRole('button', { name: 'Home', exact: true }).click()
    await until('it is home', () => isAt(0))
    await gate.click()
    await until('it is back', () => isAt(pan))
    await pad.getByRole('button', { name: 'Remove preset Gate' }).click()
    await pad.getByText('No presets yet').waitFor()
    expect([head().presets, complaints]).toEqual([[], []])
  })

  test('its page shows its clock, inputs, relays and users, and nothing that it does not have', async () => {
    await using porch = await add('Porch', { model: 'dome', ahead: 3600, rtsp: false })
    expect(porch.camera.stats.refusedLogins.total).toBe(0)
    porch.camera.raise('input', { number: 2 })
    await until('it is told', async () => (await alarmsOf(porch.id)).length > 0)
    await using seat = await open(`/devices/${porch.id}/system`, SMALL)
    const { page, complaints } = seat
    const tabs = page.getByRole('navigation', { name: 'Parts of this device' })
    await tabs.waitFor()
    expect(await tabs.getByRole('link').allTextContents()).toEqual(['Overview', 'System', 'Channels', 'Users', 'Sync'])
    await page.getByText('60 minutes ahead').waitFor()
    await page.getByText('Porchlight leaves it as it is', { exact: false }).waitFor()
    const ports = page.locator('.port')
    const words = async () => (await ports.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim())
    await until('the inputs are told', async () => /At rest$/.test((await words())[0] ?? ''))
    expect((await words()).slice(0, 2)).toEqual(['Alarm input 1At rest', 'Alarm input 2Active'])
    expect(await page.getByText('not told').count()).toBe(1)
    await page.getByRole('switch', { name: 'Alarm output 1' }).click()
    await until('the relay is on', () => porch.camera.relays[0] === true)
    expect(await page.getByRole('heading', { name: 'Alarms of the device itself' }).count()).toBe(0)
    await check(page)
    await photograph(page, 'system')
    await tabs.getByRole('link', { name: 'Users' }).tap()
    await page.getByText('Administrator · used by Porchlight').waitFor()
    await check(page)
    await photograph(page, 'users')
    await tabs.getByRole('link', { name: 'Channels' }).tap()
    await page.getByText('Which of them are switched on is known to the device alone.').waitFor()
    await check(page)
    await photograph(page, 'channels')
    await tabs.getByRole('link', { name: 'Sync' }).tap()
    await page.getByText('What the device is, its channels and its clock are read from it.').waitFor()
    expect(await page.getByRole('button', { name: 'Read everything anew' }).count()).toBe(0)
    await check(page)
    await photograph(page, 'sync')
    await page.goto(`${app.url}/alarms`)
    await page.getByText('by the device’s clock', { exact: false }).first().waitFor()
    await page.getByRole('article').getByText('Porch', { exact: true }).first().waitFor()
    expect(await page.getByText('Porch · Porch').count()).toBe(0)
    await page.goto(`${app.url}/playback`)
    await page.getByRole('link', { name: 'Let Porchlight record' }).tap()
    await page.getByText('Not recorded here').first().waitFor()
    expect(complaints).toEqual([])
  })
})

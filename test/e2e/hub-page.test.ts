// The owner connects the home hub, sees how it stands, and mends an alarm that the recorder kept to itself.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { freePort } from '../../core/testing/free-port.ts'
import { until } from '../../core/testing/until.ts'
import { get } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { type Broker, startBroker } from './broker.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

const hasBroker = Bun.which('mosquitto', { PATH: `${process.env.PATH}:/usr/sbin` }) !== null
if (!executablePath || !hasBroker) console.warn('No Chromium or Mosquitto here: the page of the hub is not looked at.')

const TIMEOUT_MS = 120_000
const HELPER = { username: 'helper', password: 'a long password' }

describe.skipIf(!executablePath || !hasBroker)('the home hub in a browser', () => {
  let stand: Stand
  let broker: Broker

  beforeAll(async () => {
    ;[stand, broker] = await Promise.all([startStand('House', { model: 'nvr8', rtsp: false }), startBroker()])
    await stand.ask('POST', '/api/auth/register', { ...HELPER, role: 'operator' })
  }, TIMEOUT_MS)
  afterAll(async () => {
    await stand?.[Symbol.asyncDispose]()
    await broker?.[Symbol.asyncDispose]()
  }, 120_000)

  /** For who wants to look: `HUB_SHOTS` names a folder. */
  async function photograph(page: Page, name: string): Promise<void> {
    const folder = process.env.HUB_SHOTS
    if (!folder) return
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await page.locator('#content').evaluate((content) => content.scrollTo(0, 0))
    await page.screenshot({ path: join(folder, `${name}-top.png`) })
  }

  test(
    'a broker is entered, what is announced stands there, and what goes wrong is said in words',
    async () => {
      await using seat = await stand.open('/settings', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await page.getByRole('link', { name: 'Home hub' }).tap()
      const state = page.locator('#state')
      await state.getByText('No broker yet').waitFor()
      const form = page.locator('#broker')
      const save = form.getByRole('button', { name: 'Save' })
      await form.getByLabel('Address').fill('nonsense')
      await save.tap()
      await form.getByText('must be an address that begins with').first().waitFor()
      await form.getByLabel('Address').fill('mqtt://127.0.0.1:1')
      await save.tap()
      await state.getByText('Nothing answers at 127.0.0.1:1: is the broker running?').waitFor()
      await check(page)
      await form.getByLabel('Address').fill(broker.url)
      await form.getByLabel('User').fill('anna')
      await save.tap()
      await state.getByText('Connected', { exact: true }).waitFor()
      await state.getByText(/devices with \d+ entities/).waitFor()
      await state.getByText('MQTT 5').waitFor()
      await state.getByText(/^mosquitto version /).waitFor()
      await check(page)
      await photograph(page, 'hub-phone')
      await page.getByRole('button', { name: 'Announce again' }).tap()
      await page.getByText('Everything is announced again.').waitFor()
      expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
      expect((await stand.ask('GET', '/api/hub')).body).toMatchObject({
        connected: true,
        protocol: '5',
        stopped: false,
      })
    },
    TIMEOUT_MS,
  )

  test(
    'what the hub gets is chosen, and arrives at the broker in the other form',
    async () => {
      await using watch = await broker.watch()
      await using seat = await stand.open('/settings/hub', { colorScheme: 'dark' })
      const { page, complaints } = seat
      const form = page.locator('#sent')
      await form.getByLabel('Per entity').check()
      await form.getByLabel('Only look').check()
      await form.getByLabel('A new picture of each channel').fill('0')
      await form.getByText('Names of topics').click()
      await form.getByLabel('The hub says that it has begun at').fill('my house/born')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText('What the hub gets is saved.').waitFor()
      await page.locator('#state').getByText('per entity', { exact: true }).waitFor()
      const isSingle = (topic: string) => /^homeassistant\/sensor\/porchlight_\w+\/version\/config$/.test(topic)
      await until('it is announced by itself', () => watch.seen().some(({ topic }) => isSingle(topic)))
      const { data } = (await stand.ask('GET', '/api/settings')).body as { data: { key: string; value: unknown }[] }
      expect(data.find(({ key }) => key === 'hub_birth_topic')?.value).toBe('my house/born')
      await check(page)
      await photograph(page, 'hub-desk')
      expect(complaints).toEqual([])

      await using other = await stand.open('/settings/hub', {}, HELPER)
      await other.page.locator('#state').getByText('per entity', { exact: true }).waitFor()
      expect(await other.page.locator('#broker, #sent, #inside').count()).toBe(0)
      expect(await other.page.getByText(broker.url).count()).toBe(0)
    },
    TIMEOUT_MS,
  )

  test(
    'an alarm that the recorder keeps to itself is told with its reason, and mended after what will change was shown',
    async () => {
      await stand.ask('POST', '/api/channels/6/alarm-sources/sync')
      await using seat = await stand.open('/live/6', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByText('1 kind of alarm of this channel does not reach Porchlight.').waitFor()
      await check(page)
      await photograph(page, 'live-phone')
      await page.getByRole('link', { name: 'Why?' }).tap()
      const panel = page.locator('#alarms')
      await panel.getByRole('button', { name: 'Read anew' }).tap()
      const row = panel.getByRole('listitem').filter({ hasText: 'Camera covered or moved' })
      await row.getByText('The recorder keeps it to itself').waitFor()
      await check(page)
      await photograph(page, 'sources-phone')
      await row.getByRole('button', { name: 'Mend: Camera covered or moved' }).tap()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Tells us').waitFor()
      expect((await dialog.locator('dd').allTextContents()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
        'before Noafter Yes',
      ])
      await check(page)
      await photograph(page, 'mend-phone')
      await dialog.getByRole('button', { name: 'Write to the device' }).tap()
      await panel.getByRole('status').getByText('Written.').waitFor()
      await row.getByText('Reaches us').waitFor()
      expect((await get(stand.recorder.port, 'Event/triggers/tamper-6')).text).toContain('<id>center</id>')
      // This recorder gives no video, and so no pictures.
      expect(complaints.filter((text) => !text.includes('snapshot.jpg'))).toEqual([])

      await using other = await stand.open('/devices/1/channels?channel=6', {}, HELPER)
      await other.page.locator('#alarms').getByText('Reaches us').first().waitFor()
      expect(await other.page.getByRole('button', { name: /^Mend/ }).count()).toBe(0)
      await check(other.page)
      await photograph(other.page, 'sources-desk')
    },
    TIMEOUT_MS,
  )

  test(
    'a second Porchlight with the same id is told, and a new id ends the quarrel',
    async () => {
      const { node_id } = (await stand.ask('GET', '/api/hub')).body
      const other = Bun.spawn(
        ['mosquitto_sub', '-p', `${broker.port}`, '-i', `porchlight-${node_id}`, '-V', '5', '-t', 'nothing'],
        { stdout: 'ignore', stderr: 'ignore' },
      )
      try {
        await using seat = await stand.open('/settings/hub')
        const { page, complaints } = seat
        const state = page.locator('#state')
        await state.getByText('Stopped until somebody decides').waitFor()
        await state.getByText(/another Porchlight with the same id/).waitFor()
        await check(page)
        await photograph(page, 'hub-stopped')
        await state.getByRole('button', { name: 'Take a new id' }).click()
        await page.getByText(/^The new id is \w+\.$/).waitFor()
        await state.getByText('Connected', { exact: true }).waitFor()
        expect((await stand.ask('GET', '/api/hub')).body.node_id).not.toBe(node_id)
        expect(complaints).toEqual([])
      } finally {
        other.kill()
        await other.exited
      }
    },
    TIMEOUT_MS,
  )

  test(
    'the broker of our own is switched on with a password, and the hub’s broker is forgotten on request',
    async () => {
      await using seat = await stand.open('/settings/hub', { colorScheme: 'light' })
      const { page, complaints } = seat
      const inside = page.locator('#inside')
      await inside.getByLabel('Run it').check()
      await inside.getByLabel('Port').fill(`${freePort()}`)
      await inside.getByLabel('Password', { exact: true }).fill('a long password')
      await inside.getByRole('button', { name: 'Save' }).click()
      await inside.getByText(/^Runs, /).waitFor()
      await photograph(page, 'inside-desk')
      await check(page)
      await page.locator('#broker').getByRole('button', { name: 'Disconnect' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
      await page.getByText('The hub is disconnected.').waitFor()
      const keys = ['mqtt_url', 'mqtt_user', 'mqtt_password']
      const { data } = (await stand.ask('GET', '/api/settings')).body as { data: { key: string; value: unknown }[] }
      expect(data.filter(({ key }) => keys.includes(key)).map(({ value }) => value)).toEqual([null, null, null])
      await inside.getByLabel('Run it').uncheck()
      await inside.getByRole('button', { name: 'Save' }).click()
      await page.locator('#state').getByText('No broker yet').waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

// The first five minutes in a real browser: from no account to pictures and the hub, also where things go wrong on the way.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core'
import { createApp } from '../../core/app.ts'
import { readConfig } from '../../core/config.ts'
import { createLog } from '../../core/log.ts'
import type { Discovered, Driver } from '../../core/plugin/index.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Broker, startBroker } from './broker.ts'
import { executablePath, launchBrowser, moving, type Seat, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

const hasBroker = Bun.which('mosquitto', { PATH: `${process.env.PATH}:/usr/sbin` }) !== null
if (!executablePath || !hasBroker)
  console.warn('No Chromium or Mosquitto here: nobody is led through the first minutes.')

const TIMEOUT_MS = 240_000
const ANNA = { username: 'anna', password: 'a long sentence' }
const VERA = { username: 'vera', password: 'vera-only-1' }

describe.skipIf(!executablePath || !hasBroker)('the first five minutes', () => {
  const around = mkdtempSync(join(tmpdir(), 'porchlight-welcome-'))
  const bundle = join(around, 'web')
  let browser: Browser
  let recorder: Simulator
  let broker: Broker
  let refusing: Broker
  /** What answers a search; it goes on until `over` is called. */
  let answering: Discovered[] = []
  let over = () => {}

  beforeAll(async () => {
    ;[browser, recorder, broker, refusing] = await Promise.all([
      launchBrowser(),
      startSimulator({ model: 'nvr8', events: 'none', channels: 3 }),
      startBroker(),
      startBroker({ anonymous: false }),
      buildWeb(bundle),
    ])
    recorder.setChannel(3, { online: false })
  }, TIMEOUT_MS)
  afterAll(async () => {
    await browser?.close()
    for (const one of [recorder, broker, refusing]) await one?.[Symbol.asyncDispose]()
    rmSync(around, { recursive: true, force: true })
  }, 20_000)

  /** The real driver, with another network around it. */
  const driver: Driver = {
    ...(hikvision.driver as Driver),
    async *discover() {
      const ended = new Promise<void>((resolve) => {
        over = resolve
      })
      yield* answering
      await ended
    },
  }

  /** An appliance that nobody has entered yet. */
  const startHouse = () =>
    createApp(
      readConfig({
        PORCHLIGHT_DATA: mkdtempSync(join(around, 'data-')),
        PORCHLIGHT_HOST: '127.0.0.1',
        PORCHLIGHT_PORT: '0',
        PORCHLIGHT_ALLOW_LOOPBACK: '1',
        PORCHLIGHT_SEARCH_NETWORKS: 'off',
      }),
      [{ ...hikvision, driver }],
      { bundle, limited: true, log: createLog('error', () => {}) },
    )

  /** The first account is made, and what comes then is there. */
  async function begin(url: string, options: BrowserContextOptions): Promise<Seat> {
    const seat = await takeSeat(browser, url, { reducedMotion: 'reduce', ...options })
    const { page } = seat
    await page.getByRole('heading', { name: 'Welcome home' }).waitFor()
    await page.getByLabel('User name').fill(ANNA.username)
    await page.getByLabel('Password', { exact: true }).fill(ANNA.password)
    await page.getByLabel('Password once more').fill(ANNA.password)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await on(page, 'Devices')
    return seat
  }

  /** The step that one is on; its address says the same. */
  const on = (page: Page, name: string) =>
    page.locator('.way [aria-current=step]').getByText(name, { exact: true }).waitFor()
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const resume = (page: Page) => page.getByRole('link', { name: 'Continue setting up' })

  /** For who wants to look: `PORCHLIGHT_PHOTOS` names a folder. */
  async function look(page: Page, name: string): Promise<void> {
    await check(page)
    const folder = process.env.PORCHLIGHT_PHOTOS
    if (folder) await page.screenshot({ path: join(folder, `welcome-${name}.png`) })
  }

  test(
    'lead from no account to a moving picture and a connected hub, and are found again where they were left',
    async () => {
      answering = []
      await using house = await startHouse()
      await using seat = await begin(house.url, { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByText('Searching').waitFor()
      over()
      await page.getByText('Nothing answered').waitFor()
      await page.getByRole('alert').getByText('network_mode: host').waitFor()
      await look(page, 'find-none')

      const add = page.getByRole('button', { name: 'Add device' })
      await page.getByLabel('Address in your network').fill(new URL(recorder.url).host)
      await page.getByLabel('User on the device').fill(recorder.user)
      await page.getByLabel('Password on the device').fill('not this one')
      const before = recorder.stats.refusedLogins.total
      await add.click()
      await page.getByText('Does the same login open the device’s own page').waitFor()
      await page.getByText('Reached').waitFor()
      await look(page, 'refused')
      await page.getByLabel('Password on the device').fill(recorder.password)
      // The answer to another password says nothing of this one.
      await page.getByText('Reached').waitFor({ state: 'detached' })
      await add.click()
      await on(page, 'Picture')
      expect(recorder.stats.refusedLogins.total).toBe(before + 1)

      await moving(page, 1)
      await page.getByText(/ is live\.$/).waitFor()
      await look(page, 'picture')
      const other = page.getByLabel('Camera', { exact: true })
      const [, second = '', third = ''] = await other.locator('option').allTextContents()
      await other.selectOption({ label: third })
      await page.getByText('No moving picture yet.').waitFor()
      await page.getByText('Try another camera.').waitFor()
      await look(page, 'picture-none')
      await other.selectOption({ label: second })
      await page.getByText(`${second} is live.`).waitFor()
      await page.getByRole('link', { name: 'Next' }).click()
      await on(page, 'Hub')

      // Left in the middle, and the page loaded anew: the top line leads back to where one was.
      await page.getByRole('link', { name: /^Alarms/ }).click()
      await heading(page, 'Alarms')
      await page.reload()
      await resume(page).click()
      await on(page, 'Hub')
      await page.getByRole('heading', { level: 1, name: 'Set up' }).waitFor()
      expect(await resume(page).count()).toBe(0)

      const address = page.getByLabel('Address')
      const save = page.getByRole('button', { name: 'Save' })
      await address.fill('nonsense')
      await save.click()
      await page.getByText('must be an address that begins with').first().waitFor()
      await address.fill('mqtt://127.0.0.1:1')
      await save.click()
      await page.getByText('Nothing answers at 127.0.0.1:1: is the broker running?').waitFor()
      await address.fill(refusing.url)
      await save.click()
      await page.getByText('Not connected').waitFor()
      await page
        .getByText(/user name|password|not authori/i)
        .first()
        .waitFor()
      await look(page, 'hub-refused')
      await address.fill(broker.url)
      await save.click()
      await page.getByText('Connected', { exact: true }).waitFor()
      await look(page, 'hub')
      await page.getByRole('link', { name: 'Next' }).click()

      await heading(page, 'Where to go from here')
      await page.getByRole('link', { name: 'On the phone' }).waitFor()
      expect(await page.getByText('Still open:').count()).toBe(0)
      await look(page, 'done')
      await page.getByRole('link', { name: 'To the live pictures' }).click()
      await moving(page, 2)
      expect(await resume(page).count()).toBe(0)
      // Words that are no address were refused, and of a camera that is away there is no picture.
      expect(complaints.filter((text) => !/400|snapshot/.test(text))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'add what the search has found, go on without a hub, can be ended, and are nobody’s who may not add devices',
    async () => {
      answering = [
        { address: recorder.url, name: 'By the stairs', model: 'DS-7608NI-I2', serialNumber: null, activated: true },
      ]
      await using house = await startHouse()
      await using seat = await begin(house.url, { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await heading(page, 'By the stairs')
      over()
      await page.getByText('1 device answered').waitFor()
      // Nothing is owed: it can be ended, taken back while the word for it stands, and begun again from the empty page.
      const end = page.getByRole('button', { name: 'End it here' })
      await end.tap()
      await page.getByRole('button', { name: 'Undo' }).tap()
      await resume(page).tap()
      await end.tap()
      await heading(page, 'No cameras yet')
      expect(await resume(page).count()).toBe(0)
      await look(page, 'empty-phone')
      await page.getByRole('link', { name: 'Set up step by step' }).tap()
      await on(page, 'Devices')

      // On a phone the form is below what was found, and one press leads there.
      await page.getByRole('button', { name: 'Add one by its address' }).tap()
      await page.waitForFunction(() => document.activeElement?.matches('input[inputmode=url]'))

      const row = page.getByRole('list', { name: 'Devices that answered' }).getByRole('listitem')
      const dialog = page.getByRole('dialog')
      const login = async (password: string) => {
        await dialog.getByLabel('User on the device').fill(recorder.user)
        await dialog.getByLabel('Password on the device').fill(password)
        await dialog.getByRole('button', { name: 'Add it' }).tap()
      }
      await row.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Add …' }).tap()
      const before = recorder.stats.refusedLogins.total
      await login('nor this one')
      await row.getByText('Does the same login open the device’s own page').waitFor()
      expect(recorder.stats.refusedLogins.total).toBe(before + 1)
      await look(page, 'found-refused-phone')
      await row.getByRole('button', { name: 'Another login' }).tap()
      await login(recorder.password)
      await row.getByText('Added').waitFor()
      await look(page, 'found-phone')
      await page.getByRole('link', { name: 'Next' }).tap()
      await on(page, 'Picture')
      await moving(page, 1)
      await look(page, 'picture-phone')
      await page.getByRole('link', { name: 'Next' }).tap()
      await on(page, 'Hub')
      await look(page, 'hub-phone')
      await page.getByRole('button', { name: 'I have no hub' }).tap()
      await heading(page, 'Where to go from here')
      expect(await page.getByText('Still open:').count()).toBe(0)
      await look(page, 'done-phone')
      await page.getByRole('link', { name: 'Alarms', exact: true }).first().tap()
      await heading(page, 'Alarms')
      expect(await resume(page).count()).toBe(0)
      expect(complaints).toEqual([])

      const token = await page.evaluate(() => sessionStorage.getItem('porchlight.access'))
      const made = await fetch(`${house.url}/api/auth/register`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...VERA, role: 'viewer' }),
      })
      expect(made.status).toBe(200)
      await using guest = await takeSeat(browser, `${house.url}/welcome`, {})
      await signIn(guest.page, VERA)
      await guest.page.getByText('Only an admin of the household can add or change devices.').waitFor()
      await guest.page.getByRole('link', { name: 'Live' }).first().click()
      await heading(guest.page, 'No cameras yet')
      expect(await guest.page.getByRole('link', { name: /set(ting)? up/i }).count()).toBe(0)
      await guest.page.keyboard.press('/')
      await guest.page.getByRole('dialog').getByRole('combobox').fill('set up')
      await guest.page.getByText('Nothing is called “set up”.').waitFor()
      expect(await guest.page.getByRole('option', { name: /^Set up/ }).count()).toBe(0)
    },
    TIMEOUT_MS,
  )

  test(
    'call nobody back who goes elsewhere before they have begun',
    async () => {
      await using house = await startHouse()
      await using seat = await takeSeat(browser, house.url, {})
      const { page } = seat
      const [hub, script] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const held = (one: PromiseWithResolvers<void>) => (route: Route) => one.promise.then(() => route.continue())
      await page.route('**/api/hub', held(hub))
      await page.getByLabel('User name').fill(ANNA.username)
      await page.getByLabel('Password', { exact: true }).fill(ANNA.password)
      await page.getByLabel('Password once more').fill(ANNA.password)
      await page.getByRole('button', { name: 'Make the account' }).click()
      await page.getByRole('heading', { level: 1, name: 'Set up' }).waitFor()
      // The page of the settings is on its way; until it is there the first one stands.
      await page.route('**/*.js', held(script))
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.waitForURL('**/settings')
      const answered = page.waitForResponse('**/api/hub')
      hub.resolve()
      await answered
      script.resolve()
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    },
    TIMEOUT_MS,
  )
})

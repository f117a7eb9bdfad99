// The owner at the kitchen table: a real appliance, a simulated recorder and a real browser, from the first account on.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Browser, devices } from 'playwright-core'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { account, startAppliance, until } from './appliance.ts'
import { executablePath, freshPages, launchBrowser, moving, takeSeat } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: the main job is not done in a browser.')

const login = { user: 'admin', password: 'quite-s3cret' }
const TIMEOUT_MS = 240_000
/** Of the four inputs of the simulated recorder one has no camera. */
const CAMERAS = 3

const addressOf = ({ url }: Simulator) => new URL(url).host

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser
  let recorder: Simulator

  beforeAll(async () => {
    await freshPages()
    ;[browser, recorder] = await Promise.all([
      launchBrowser(),
      startSimulator({ model: 'dvr4', ...login, events: 'none' }),
    ])
    recorder.setChannel(4, { removed: true })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await recorder?.[Symbol.asyncDispose]()
  }, 120_000)

  test(
    'a recorder becomes moving pictures, sound and alarms, and goes without a trace',
    async () => {
      await using appliance = await startAppliance()
      await using seat = await takeSeat(browser, appliance.url, { colorScheme: 'dark' })
      const { page, complaints, answered } = seat

      await page.getByRole('heading', { name: 'Welcome home' }).waitFor()
      await page.getByLabel('User name').fill(account.username)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByLabel('Password once more').fill(account.password)
      await page.getByRole('button', { name: 'Make the account' }).click()
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await page.getByLabel('User name').fill(account.username)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByRole('button', { name: 'Sign in' }).click()

      await page.getByRole('link', { name: 'Live' }).first().click()
      await page.getByRole('link', { name: 'Add a device' }).click()
      await page.getByLabel('Address in your network').fill(addressOf(recorder))
      await page.getByLabel('User on the device').fill(login.user)
      await page.getByLabel('Password on the device').fill(login.password)
      await page.getByLabel('Name', { exact: true }).fill('Shop')
      await page.getByRole('button', { name: 'Test the connection' }).click()
      await page.getByText('Signed in').waitFor()
      await page.getByText(`${CAMERAS} channels`).waitFor()
      await page.getByRole('button', { name: 'Add device' }).click()
      await page.getByRole('link', { name: 'Open Shop' }).waitFor()

      await page.getByRole('link', { name: 'Live' }).first().click()
      const [small = 0] = await moving(page, CAMERAS)
      expect(await page.locator('.tile').count()).toBe(CAMERAS)

      await page.locator('.tile-link').first().click()
      await page.locator('.stage video').waitFor()
      const [big = 0] = await moving(page, 1)
      expect(big).toBeGreaterThan(small)
      await page.getByRole('button', { name: 'Sound on' }).click()
      await page.waitForFunction(() => {
        const video = document.querySelector('video') as HTMLVideoElement & { webkitAudioDecodedByteCount: number }
        return !video.muted && video.volume > 0 && video.webkitAudioDecodedByteCount > 0
      })

      await page.getByRole('link', { name: /^Alarms/ }).click()
      await page.getByRole('heading', { name: 'All quiet' }).waitFor()
      await until('the page listens', () => answered.has('events'), 60)
      await until('the recorder is listened to', () => recorder.stats.alertStreams > 0, 60)
      await recorder.raise({ type: 'VMD', channel: 2, duration: 1 })
      const alarm = page.getByRole('article').first()
      await alarm.getByRole('heading', { name: 'Motion' }).waitFor()
      await alarm.getByText('· Shop').waitFor()
      await alarm.getByText(/lasted/).waitFor()

      await page.getByRole('link', { name: 'Devices' }).click()
      await page.getByRole('link', { name: 'Open Shop' }).click()
      await page.getByRole('button', { name: 'Remove this device' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('heading', { name: 'No recorder yet' }).waitFor()
      await page.getByRole('link', { name: 'Live' }).first().click()
      await page.getByRole('heading', { name: 'No cameras yet' }).waitFor()
      expect(await page.locator('.tile').count()).toBe(0)
      await until('the recorder is left alone', () => recorder.stats.rtspSessions === 0, 60)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone the pictures move, one is opened with the thumb, and nothing sticks out',
    async () => {
      await using appliance = await startAppliance()
      await appliance.signIn()
      await appliance.call('POST', '/api/devices', {
        brand: 'hikvision',
        ip_web: addressOf(recorder),
        username: login.user,
        password: login.password,
        name: 'Shop',
      })
      await until(
        'the channels are known',
        async () => (await appliance.call<unknown[]>('GET', '/api/channels')).body.length === CAMERAS,
        60,
      )
      const { defaultBrowserType: _, ...phone } = devices['iPhone 14']
      await using seat = await takeSeat(browser, appliance.url, { ...phone, viewport: { width: 390, height: 844 } })
      const { page, complaints } = seat
      await page.getByLabel('User name').fill(account.username)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByRole('button', { name: 'Sign in' }).tap()
      await moving(page, CAMERAS)
      const first = page.locator('.tile-link').first()
      const name = (await first.textContent())?.replace(/^Open | in full$/g, '') ?? ''
      await first.tap()
      await page.getByRole('heading', { name }).waitFor()
      await moving(page, 1)
      const fits = () =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
      expect(await fits()).toBe(true)
      for (const [place, heading] of [
        ['Alarms', 'All quiet'],
        ['Devices', 'Shop'],
        ['Settings', `Signed in as ${account.username}`],
      ] as const) {
        if (place === 'Settings') await page.getByRole('button', { name: 'More', exact: true }).tap()
        await page.getByRole('link', { name: place, exact: true }).tap()
        await page.getByText(heading, { exact: true }).first().waitFor()
        expect(await fits()).toBe(true)
      }
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

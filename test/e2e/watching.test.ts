// Watching: nothing is loaded from elsewhere, the picture fills the screen, and a refused login is told and not repeated.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, account, ffmpegOf, startAppliance, until } from './appliance.ts'
import { executablePath, freshPages, launchBrowser, moving, signIn, takeSeat } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody watches in a browser.')

const login = { user: 'admin', password: 'quite-s3cret' }
const TIMEOUT_MS = 240_000

async function addRecorder(appliance: Appliance, recorder: Simulator): Promise<number> {
  await appliance.signIn()
  const { body } = await appliance.call<{ id: number }>('POST', '/api/devices', {
    brand: 'hikvision',
    ip_web: new URL(recorder.url).host,
    username: login.user,
    password: login.password,
    name: 'Shop',
  })
  const channels = () => appliance.call<unknown[]>('GET', '/api/channels')
  await until('the channels are known', async () => (await channels()).body.length > 0, 60)
  return body.id
}

/** One move through the pages by a link of the rail. */
const go = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click()

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser

  beforeAll(async () => {
    await freshPages()
    browser = await launchBrowser()
  }, 120_000)
  afterAll(() => browser?.close(), 120_000)

  test(
    'from the first account to the settings nothing is asked of any other host',
    async () => {
      await using recorder = await startSimulator({ model: 'camera', ...login, events: 'none' })
      await using appliance = await startAppliance()
      await using seat = await takeSeat(browser, 'about:blank', {})
      const { page, complaints } = seat
      const asked: string[] = []
      page.context().on('request', (request) => asked.push(request.url()))
      page.on('websocket', (socket) => asked.push(socket.url()))
      await page.goto(appliance.url)
      await page.getByRole('heading', { name: 'Welcome home' }).waitFor()
      await page.getByLabel('User name').fill(account.username)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByLabel('Password once more').fill(account.password)
      await page.getByRole('button', { name: 'Make the account' }).click()
      await page.getByRole('heading', { level: 1, name: 'Set up' }).waitFor()
      await go(page, 'Live')
      await page.getByRole('link', { name: 'Add a device' }).waitFor()
      await addRecorder(appliance, recorder)
      await page.reload()
      await moving(page, 1)
      await page.locator('.tile-link').first().click()
      await page.locator('.stage video').waitFor()
      await moving(page, 1)
      await until('alarms can come', () => recorder.stats.alertStreams > 0)
      await recorder.raise({ type: 'VMD', channel: 1, duration: 1 })
      await go(page, /^Alarms/)
      await page.getByRole('article').first().waitFor()
      await go(page, 'Devices')
      await go(page, 'Open Shop')
      await page.getByRole('button', { name: 'Remove this device' }).waitFor()
      await go(page, 'Settings')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await signIn(page, account)
      await page.getByRole('button', { name: 'Sign out' }).waitFor()

      const { host } = new URL(appliance.url)
      // What is made in the page itself has no host.
      const away = asked.filter((url) => !/^(blob|data|about):/.test(url) && new URL(url).host !== host)
      expect(away).toEqual([])
      expect(asked.filter((url) => url.endsWith('/mse')).length).toBeGreaterThan(0)
      expect(asked.some((url) => url.endsWith('/events'))).toBe(true)
      const elsewhere = await page.evaluate(() =>
        performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host),
      )
      expect(new Set(elsewhere)).toEqual(new Set([host]))
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the big picture fills the screen and comes back, by button and by key, and goes on moving',
    async () => {
      await using recorder = await startSimulator({ model: 'camera', ...login, events: 'none' })
      await using appliance = await startAppliance()
      await addRecorder(appliance, recorder)
      await using seat = await takeSeat(browser, appliance.url, {})
      const { page, complaints } = seat
      await signIn(page, account)
      await page.locator('.tile-link').first().click()
      await page.locator('.stage video').waitFor()
      await moving(page, 1)

      const share = () =>
        page.evaluate(() => {
          const full = document.fullscreenElement
          const video = full?.querySelector('video')?.getBoundingClientRect()
          return video ? Math.max(video.width / innerWidth, video.height / innerHeight) : 0
        })
      /** The window grows a moment after the browser has said that it will. */
      const fills = () => until('the picture fills the screen', async () => Math.abs((await share()) - 1) < 0.005)
      await page.getByRole('button', { name: 'Full screen' }).click()
      await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
      await fills()
      await moving(page, 1)
      await page.getByRole('button', { name: 'Leave full screen' }).click()
      await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor()
      expect(await share()).toBe(0)

      await page.keyboard.press('f')
      await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
      await fills()
      await page.keyboard.press('f')
      await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor()
      // Still the same page, with its picture.
      await page.locator('.stage video').waitFor()
      await moving(page, 1)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a login that is refused while somebody watches is told in the picture, asked once, and mended without a reload',
    async () => {
      await using recorder = await startSimulator({ model: 'camera', ...login, events: 'none' })
      await using appliance = await startAppliance()
      const id = await addRecorder(appliance, recorder)
      await using grid = await takeSeat(browser, appliance.url, {})
      await signIn(grid.page, account)
      await moving(grid.page, 1)
      await using big = await takeSeat(browser, appliance.url, {})
      await signIn(big.page, account)
      await big.page.locator('.tile-link').first().click()
      await big.page.locator('.stage video').waitFor()
      await moving(big.page, 1)
      expect(recorder.stats.refusedLogins.total).toBe(0)

      await appliance.call('PUT', `/api/devices/${id}`, { password: 'wrong-wrong' })
      const reason = await until('the refusal is known', async () => {
        const { body } = await appliance.call<{ state: { kind: string; reason: string } }>('GET', `/api/devices/${id}`)
        return body.state.kind === 'device-refused-login' && body.state.reason
      })
      expect(reason).toMatch(/password/)
      for (const { page } of [grid, big]) {
        await page.getByText(/Sign-in refused since/).waitFor()
        await page.getByText(reason).waitFor()
        await page.getByRole('link', { name: 'Enter the password' }).waitFor()
      }
      await until('no FFmpeg is left', async () => (await ffmpegOf(appliance.pid)).length === 0, 60)
      // Whoever watches may try what they like: another look, another page, the whole page anew.
      await big.page.reload()
      await big.page.getByText(/Sign-in refused since/).waitFor()
      await go(grid.page, 'Devices')
      await go(grid.page, 'Live')
      await grid.page.getByText(/Sign-in refused since/).waitFor()
      // Longer than the first pauses of sessions, relays and players.
      await Bun.sleep(5000)
      const { http, rtsp, total } = recorder.stats.refusedLogins
      expect([http + rtsp, total]).toEqual([1, 1])

      await appliance.call('PUT', `/api/devices/${id}`, { password: login.password })
      for (const { page } of [grid, big]) await moving(page, 1)
      expect(recorder.stats.refusedLogins.total).toBe(1)
    },
    TIMEOUT_MS,
  )
})

// The owner has put another recorder in place of the old one, and looks at its page: it says so, with both models.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: the page of a replaced recorder is not looked at.')

const TIMEOUT_MS = 120_000

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand
  let other: Simulator

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', rtsp: false })
    const { user, password } = stand.recorder
    other = await startSimulator({ model: 'dvr4', rtsp: false, user, password })
  }, TIMEOUT_MS)
  afterAll(async () => {
    await stand?.[Symbol.asyncDispose]()
    await other?.[Symbol.asyncDispose]()
  }, 120_000)

  test(
    'a replaced recorder names both models, and its page lists the channels that are no longer there',
    async () => {
      await using seat = await stand.open('/devices/1')
      const { page, complaints } = seat
      const said = page.getByText(/Another device has been here since/)
      await page.getByText('DS-7608', { exact: false }).first().waitFor()
      expect(await said.count()).toBe(0)
      await stand.ask('PUT', '/api/devices/1', { ip_web: other.url })
      await until('the new one is known', async () => (await stand.ask('GET', '/api/devices/1')).body.replaced, 60_000)
      await page.reload()
      await said.waitFor()
      expect(await said.textContent()).toContain('iDS-7204HQHI-PL1/S in place of DS-7608NI-PL2/8P')
      expect(await page.getByText('no longer on the device').count()).toBe(4)
      await check(page)
      await page.setViewportSize(PHONE.viewport)
      await check(page)
      // A long word beside a name stays inside its box.
      const right = (locator: string) =>
        page.locator(locator).evaluate((element) => Math.round(element.getBoundingClientRect().right))
      expect(await right('.channel-list')).toBeLessThan(await right('.panel:has(.channel-list)'))
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

// Finding devices in a real browser: a search, one login for all that are picked, and another one for the device that refused it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Discovered, Driver } from '../../core/plugin/index.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-find-'))
let browser: Browser
let app: TestApp
let recorders: Simulator[] = []
/** What answers a search; it goes on until `over` is called. */
let answering: Discovered[] = []
let over: (() => void) | null = null
const shots = process.env.PORCHLIGHT_PHOTOS
const photograph = (page: Page, name: string) =>
  shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : Promise.resolve()

const found = (address: string, more: Partial<Discovered> = {}): Discovered => ({
  ...{ address, name: null, model: 'DS-2CD2143G2-I', serialNumber: null, activated: true },
  ...more,
})

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

/** The page says that it searches a moment before the driver does. */
async function endSearch(): Promise<void> {
  const end = await until('the network is searched', () => over)
  over = null
  end()
}

describe.skipIf(!executablePath)('finding devices', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    app = await createTestApp([{ ...hikvision, driver }], {}, { bundle, limited: true })
    const make = (name: string, password?: string) =>
      startSimulator({ model: 'camera', name, rtsp: false, ...(password !== undefined && { password }) })
    recorders = await Promise.all([make('Porch'), make('Garden', 'another-Secret1'), make('Known')])
    const [, , known] = recorders as [Simulator, Simulator, Simulator]
    const login = { username: known.user, password: known.password, brand: 'hikvision' }
    await app.ask('POST', '/api/devices', { ...login, ip_web: known.url, name: 'Known' })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    for (const one of recorders) await one[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  test('says that nothing answered, and what can be done', async () => {
    answering = []
    await using seat = await takeSeat(browser, `${app.url}/devices`, { ...PHONE, colorScheme: 'light' })
    const { page } = seat
    await signIn(page, OWNER)
    await page.getByRole('link', { name: 'Search the network' }).click()
    await page.getByText('Not searched yet').waitFor()
    await check(page)
    await page.getByRole('button', { name: 'Search the network' }).click()
    await page.getByText('Searching').waitFor()
    await endSearch()
    await page.getByText('Nothing answered').waitFor()
    await page.getByText('network_mode: host').waitFor()
    await page.getByRole('link', { name: 'Add one by its address' }).waitFor()
    await check(page)
    await photograph(page, 'find-none-phone')
    expect(seat.complaints).toEqual([])
  })

  test('adds those that are picked, and one more with a login of its own', async () => {
    const [porch, garden, known] = recorders as [Simulator, Simulator, Simulator]
    answering = [
      found(porch.url, { name: 'By the door' }),
      found(garden.url, { name: 'By the pond' }),
      found(known.url, { name: 'Known to us' }),
      found('http://127.0.0.1:9', { name: 'Fresh from its box', activated: false }),
    ]
    await using seat = await takeSeat(browser, `${app.url}/devices/find`, { colorScheme: 'dark' })
    const { page } = seat
    await signIn(page, OWNER)
    const row = (name: string) =>
      page.getByRole('list', { name: 'Devices that answered' }).getByRole('listitem').filter({ hasText: name })
    await page.getByRole('button', { name: 'Search again' }).click()
    // What has answered is there before the search is over.
    await row('By the pond').waitFor()
    await endSearch()
    await page.getByText('4 devices answered').waitFor()
    await row('Known to us').getByRole('link', { name: 'Open Known' }).waitFor()
    await row('Fresh from its box').getByText('Has never been set up').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(3)

    // By the keyboard alone.
    await page.getByLabel('Pick all new ones').focus()
    await page.keyboard.press('Space')
    await check(page)
    await photograph(page, 'find-picked-desk')
    await page.getByRole('button', { name: 'Add …' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: 'Add 2 devices' }).waitFor()
    await check(page)
    await dialog.getByLabel('User on the device').fill(porch.user)
    await dialog.getByLabel('Password on the device').fill(porch.password)
    await page.keyboard.press('Enter')
    await row('By the door').getByText('Added').waitFor()
    await row('By the pond').getByRole('alert').waitFor()
    // The button is gone, and the keyboard is not lost.
    await page.waitForFunction(() => document.activeElement !== document.body)
    expect(await row('By the pond').getByRole('alert').textContent()).toContain('refused')
    await photograph(page, 'find-results-desk')

    await row('By the pond').getByRole('button', { name: 'Another login' }).click()
    await dialog.getByRole('heading', { name: 'Add By the pond' }).waitFor()
    expect(await dialog.getByLabel('User on the device').inputValue()).toBe(porch.user)
    await dialog.getByLabel('Password on the device').fill(garden.password)
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await row('By the pond').getByText('Added').waitFor()
    await row('By the pond').getByRole('link').waitFor()
    await check(page)
    await photograph(page, 'find-added-desk')
    expect((await app.ask('GET', '/api/devices')).body).toHaveLength(3)
    expect(seat.complaints).toEqual([])
  })
})

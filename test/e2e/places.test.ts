// Getting about: the rail of a wide screen, the bar of five on a phone with the rest under More, and what a person may not use.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const VIEWER = { username: 'a-viewer', password: 'a long password' }
/** For whoever wants to look at it himself. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-places-'))
let browser: Browser
let app: TestApp

describe.skipIf(!executablePath)('the places', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    app = await createTestApp([], {}, { bundle })
    await app.ask('POST', '/api/auth/register', { ...VIEWER, role: 'viewer' })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  async function open(options: BrowserContextOptions, person = OWNER) {
    const seat = await takeSeat(browser, `${app.url}/alarms`, options)
    await signIn(seat.page, person)
    await seat.page.getByRole('heading', { name: 'All quiet' }).waitFor()
    const rail = seat.page.getByRole('navigation', { name: 'Main' })
    return {
      ...seat,
      rail,
      places: () => rail.getByRole('link').allInnerTexts(),
      /** Waits until the rest under More is shown, or gone. */
      rest: (shown: boolean) => rail.locator(`.rail-more[aria-expanded=${shown}]`).waitFor(),
      [Symbol.asyncDispose]: () => seat[Symbol.asyncDispose](),
    }
  }

  test('a wide screen shows every place', async () => {
    await using seat = await open({ colorScheme: 'dark' })
    const places = await seat.places()
    expect(places.slice(0, 5)).toEqual(['Live', 'Playback', 'Alarms', 'Devices', 'People'])
    expect(places).toContain('System')
    expect(places.slice(-2)).toEqual(['Settings', 'My account'])
    expect(await seat.rail.getByRole('button', { name: 'More' }).count()).toBe(0)
    await check(seat.page)
    if (PICTURES) await seat.page.screenshot({ path: join(PICTURES, 'places-desktop.png') })
  })

  test('a phone shows five, and the rest behind the last of them', async () => {
    await using seat = await open({ ...PHONE, colorScheme: 'light' })
    const { page, rail } = seat
    const more = rail.getByRole('button', { name: 'More' })
    const fixed = ['Live', 'Playback', 'Alarms', 'Devices']
    expect(await seat.places()).toEqual(fixed)
    await more.tap()
    await seat.rest(true)
    const all = await seat.places()
    expect(all.slice(0, 4)).toEqual(fixed)
    expect(all).toContain('People')
    expect(all.slice(-2)).toEqual(['Settings', 'My account'])
    await check(page)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, 'places-phone.png') })
    await page.keyboard.press('Escape')
    await seat.rest(false)
    expect(await seat.places()).toEqual(fixed)
    await more.press('Enter')
    await seat.rest(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await seat.rest(false)
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true)

    await more.tap()
    await rail.getByRole('link', { name: 'People' }).tap()
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
    await seat.rest(false)
    expect(await seat.places()).toEqual(fixed)
    expect(await rail.locator('[data-here=true]').count()).toBe(1)
    await more.tap()
    await seat.rest(true)
    expect(await rail.locator('[aria-current=page]').allInnerTexts()).toEqual(['People'])
    await page.getByRole('heading', { name: 'People', level: 1 }).tap()
    await seat.rest(false)
    expect(await seat.places()).toEqual(fixed)
    expect(seat.complaints).toEqual([])
  })

  test('who may not use a place does not see it', async () => {
    const forAll = ['Live', 'Playback', 'Alarms', 'Devices']
    await using wide = await open({}, VIEWER)
    const places = await wide.places()
    expect(places.slice(0, 4)).toEqual(forAll)
    for (const closed of ['People', 'Activity', 'System']) expect(places).not.toContain(closed)
    await using narrow = await open({ ...PHONE, colorScheme: 'dark' }, VIEWER)
    expect(await narrow.places()).toEqual(forAll)
    await narrow.rail.getByRole('button', { name: 'More' }).tap()
    await narrow.rest(true)
    expect(await narrow.places()).toEqual(places)
    await check(narrow.page)
  })
})

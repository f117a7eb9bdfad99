// Picture settings of a camera in a real browser: read by a button, changed by a slider, and taken by the camera.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { onvif } from '../../plugins/onvif/index.ts'
import { type OnvifCamera, startOnvifCamera } from '../../plugins/onvif/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-imaging-page-'))
let browser: Browser
let app: TestApp
let camera: OnvifCamera
const shots = process.env.PORCHLIGHT_PHOTOS
const photograph = (page: Page, name: string) =>
  shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : Promise.resolve()

describe.skipIf(!executablePath)('picture settings', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    camera = await startOnvifCamera({ rtsp: false })
    app = await createTestApp([onvif], {}, { bundle, limited: true })
    const login = { ip_web: camera.url, username: camera.user, password: camera.password, brand: 'onvif' }
    await app.ask('POST', '/api/devices', login)
    await until('its camera is there', async () => (await app.ask('GET', '/api/cameras/1')).status === 200, 60_000)
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    await camera?.[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  test('are read when asked for, and written after what will change is shown', async () => {
    await using seat = await takeSeat(browser, `${app.url}/devices/1/channels`, { ...PHONE, colorScheme: 'light' })
    const { page } = seat
    await signIn(page, OWNER)
    const panel = page.getByRole('region', { name: 'Picture', exact: true })
    await panel.getByRole('button', { name: 'Read from the camera' }).waitFor()
    // Opening the page asked the camera nothing of this.
    expect(camera.stats.operations.GetImagingSettings).toBeUndefined()
    await check(page)
    await panel.getByRole('button', { name: 'Read from the camera' }).click()
    const brightness = panel.getByLabel('Brightness')
    await brightness.waitFor()
    expect(await brightness.inputValue()).toBe('50')
    // By the keyboard.
    await brightness.focus()
    for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowRight')
    await panel.getByLabel('In, for the day').check()
    const will = panel.getByRole('region', { name: 'What will change' })
    await will.getByText('60 of 100').waitFor()
    await check(page)
    await will.scrollIntoViewIfNeeded()
    await photograph(page, 'imaging-phone')
    expect(camera.imaging()).toMatchObject({ Brightness: 50, IrCutFilter: 'AUTO' })
    await panel.getByRole('button', { name: 'Write to the camera' }).click()
    await page.getByText('The camera has taken it.').waitFor()
    expect(camera.imaging()).toMatchObject({ Brightness: 60, IrCutFilter: 'ON' })
    expect(seat.complaints).toEqual([])

    await using desk = await takeSeat(browser, `${app.url}/devices/1/channels`, { colorScheme: 'dark' })
    await signIn(desk.page, OWNER)
    await desk.page.getByRole('button', { name: 'Read from the camera' }).click()
    await desk.page.getByLabel('Brightness').waitFor()
    await check(desk.page)
    await photograph(desk.page, 'imaging-desk')
  })
})

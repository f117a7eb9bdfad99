// Recording by Porchlight in a real browser: set on a camera, seen at work, and listed as a recording that plays.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-recorder-page-'))
let browser: Browser
let app: TestApp
let camera: Camera
const shots = process.env.PORCHLIGHT_PHOTOS
const photograph = (page: Page, name: string) =>
  shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : Promise.resolve()

describe.skipIf(!executablePath)('recording by ourselves', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    app = await createTestApp([rtsp], {}, { bundle })
    camera = await startCamera()
    for (const [number, name] of ['Porch', 'Garden'].entries())
      await app.ask('POST', '/api/cameras', { name, rtsp_url: camera.address(`/${number + 1}/main/audio`) })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    await camera?.[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  test('a camera is recorded always, another one on certain nights, and both say what they do', async () => {
    await using seat = await takeSeat(browser, `${app.url}/playback/recorder`, { colorScheme: 'dark' })
    const { page } = seat
    await signIn(page, OWNER)
    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
    await row('Porch').getByText('Not recorded here').waitFor()
    await page.getByRole('button', { name: 'What is recorded of Porch' }).click()
    const dialog = page.getByRole('dialog')
    await check(page)
    await photograph(page, 'recorder-dialog-desk')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Porch')
      .getByText(/Recorded always · Kept for 14 days · Records since \d/)
      .waitFor()

    await page.getByRole('button', { name: 'What is recorded of Garden' }).click()
    await dialog.getByLabel('At certain times').check()
    await dialog.getByLabel('Only around alarms').check()
    await dialog.getByLabel('Keep it for').selectOption('7')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Garden')
      .getByText(/^Around alarms: .*22:00–06:00.* · Kept for 7 days/)
      .waitFor()
    await check(page)
    await photograph(page, 'recorder-desk')
    const rules = (await app.ask('GET', '/api/recorder-rules')).body.data
    expect(rules).toMatchObject([
      { mode: 'continuous', retention_days: 14 },
      { mode: 'schedule', schedule: [{ start: '22:00', end: '06:00', record: 'alarm' }], retention_days: 7 },
    ])

    await using phone = await takeSeat(browser, `${app.url}/playback/recorder`, { ...PHONE, colorScheme: 'light' })
    await signIn(phone.page, OWNER)
    await phone.page.getByText(/Records since/).waitFor()
    await check(phone.page)
    await photograph(phone.page, 'recorder-phone')

    await page.getByRole('button', { name: 'What is recorded of Porch' }).click()
    await dialog.getByLabel('Nothing').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Porch').getByText('Not recorded here').waitFor()
    await until('it is a recording', async () => (await app.ask('GET', '/api/recordings')).body.data.length === 1)
    expect(seat.complaints).toEqual([])
  })
})

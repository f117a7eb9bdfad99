// A camera by its stream addresses in a real browser: tried, added with a second one, and changed.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const scratch = mkdtempSync(join(tmpdir(), 'porchlight-rtsp-'))
let browser: Browser
let app: TestApp
let camera: Camera

describe.skipIf(!executablePath)('a camera by its stream addresses', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    const bundle = join(scratch, 'web')
    await buildWeb(bundle)
    app = await createTestApp([hikvision, rtsp], {}, { bundle, limited: true })
    camera = await startCamera()
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    await camera?.[Symbol.asyncDispose]()
    rmSync(scratch, { recursive: true, force: true })
  })

  test('is tried, told in words, added, and tried again with the stored login', async () => {
    const bare = (path: string) => `rtsp://127.0.0.1:${camera.source.port}${path}`
    await using seat = await takeSeat(browser, `${app.url}/devices/new`, { ...PHONE, colorScheme: 'light' })
    const { page, complaints } = seat
    await signIn(page, OWNER)
    await page.getByRole('radio', { name: 'Another camera (RTSP)' }).check()
    await page.getByLabel('Stream address', { exact: true }).fill(bare('/1/main/audio'))
    await page.getByLabel('User on the device').fill('admin')
    await page.getByLabel('Password on the device').fill('wrong')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('alert').getByText('refused the login').waitFor()
    await page.getByLabel('Password on the device').fill(camera.login.password)
    // What was said of another login is gone.
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByLabel('Second stream address').fill(bare('/1/sub/h265'))
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('H.264, 1280 × 720, 25 pictures a second').waitFor()
    await page.getByText('with sound (G.711)').waitFor()
    await page.getByText('H.265, 640 × 360').waitFor()
    await page.getByText('Not every browser plays this').waitFor()
    await check(page)
    await page.getByLabel('Second stream address').fill(bare('/1/sub'))
    await page.getByLabel('Name', { exact: true }).fill('Yard')
    await page.getByRole('button', { name: 'Add device' }).click()
    await page.getByText('Yard').first().waitFor()
    const shown = await until('it is there', async () => {
      const { body } = await app.ask('GET', '/api/cameras')
      return body.data[0]?.status === 'online' && body.data[0]
    })
    expect(shown.sub_rtsp_url).toBe(bare('/1/sub').replace('//', '//***:***@'))

    await page.goto(`${app.url}/devices/1`)
    const second = page.getByLabel('Second stream address')
    await second.waitFor()
    expect(await second.inputValue()).toBe(shown.sub_rtsp_url)
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('H.264, 640 × 360').waitFor()
    await second.fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    expect((await app.ask('GET', '/api/cameras')).body.data[0].sub_rtsp_url).toBeNull()
    // The wrong password that was typed, and nothing else.
    expect(camera.refused).toHaveLength(1)
    expect(complaints.filter((line) => !line.includes('/api/cameras/probe'))).toEqual([])
  })
})

// The owner says how long alarms are kept and how long they last, and a mark on the wall outlives a reload.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { faint, nameless, overflowing } from '../../web/testing/page-checks.ts'
import { until } from './appliance.ts'
import { executablePath, launchBrowser, takeSeat } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: the settings of alarms are not looked at in a browser.')

const TIMEOUT_MS = 120_000
/** More than a page of the list. */
const MANY = 30

describe.skipIf(!executablePath)('in a browser', () => {
  const bundle = mkdtempSync(join(tmpdir(), 'porchlight-alarms-'))
  let browser: Browser
  let recorder: Simulator
  let porchlight: TestApp

  beforeAll(async () => {
    ;[browser, recorder] = await Promise.all([
      launchBrowser(),
      startSimulator({ model: 'nvr8', rtsp: false }),
      buildWeb(join(bundle, 'web')),
    ])
    porchlight = await createTestApp([hikvision], {}, { bundle: join(bundle, 'web') })
    const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
    await porchlight.ask('POST', '/api/devices', { ...login, name: 'House' })
    await porchlight.ask('POST', '/api/auth/register', { username: 'viewer', password: 'viewer-only', role: 'viewer' })
    await until('the alert stream is open', () => recorder.stats.alertStreams > 0, 60)
  }, TIMEOUT_MS)
  afterAll(async () => {
    await porchlight?.[Symbol.asyncDispose]()
    await Promise.all([browser?.close(), recorder?.[Symbol.asyncDispose]()])
    rmSync(bundle, { recursive: true, force: true })
  }, 20_000)

  async function visit(path: string, width = 1280, username = 'owner', password = 'porchlight-owner') {
    const viewport = { width, height: 844 }
    const seat = await takeSeat(browser, `${porchlight.url}${path}`, { colorScheme: 'dark', viewport })
    await seat.page.getByLabel('User name').fill(username)
    await seat.page.getByLabel('Password', { exact: true }).fill(password)
    await seat.page.getByRole('button', { name: 'Sign in' }).click()
    return seat
  }
  async function stored(key: string): Promise<unknown> {
    const { body } = await porchlight.ask('GET', '/api/settings')
    return body.data.find((one: { key: string }) => one.key === key).value
  }
  const set = (key: string, value: unknown) => porchlight.ask('PUT', `/api/settings/${key}`, { value })
  const say = (type: string, channel: number, state: 'active' | 'inactive') => recorder.raise({ type, channel, state })

  test(
    'how long alarms are kept is chosen, and asked about before any go',
    async () => {
      await using seat = await visit('/settings', 390)
      const { page, complaints } = seat
      const section = page.locator('#alarms')
      const save = section.getByRole('button', { name: 'Save' }).first()
      await section.getByLabel('365 days').check()
      await save.click()
      await page.getByText('How long alarms are kept is saved.').waitFor()
      expect(await stored('alarm_retention')).toEqual({ days: 365, count: 100_000 })

      await section.getByLabel('1,000', { exact: true }).check()
      await save.click()
      const dialog = page.getByRole('dialog', { name: 'Keep fewer alarms?' })
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      expect(await stored('alarm_retention')).toEqual({ days: 365, count: 100_000 })
      await save.click()
      await dialog.getByRole('button', { name: 'Keep fewer' }).click()
      await dialog.waitFor({ state: 'detached' })
      expect(await stored('alarm_retention')).toEqual({ days: 365, count: 1000 })
      for (const look of [nameless, overflowing, faint]) expect(await page.evaluate(look)).toEqual([])
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'how long a kind lasts is typed in, and what the page does not show stays',
    async () => {
      await set('alarm_hold', { motion: { min_on: 0 } })
      await using seat = await visit('/settings')
      const { page, complaints } = seat
      const section = page.locator('#alarms')
      await section.getByText('How long an alarm lasts').click()
      await section.getByLabel('Motion', { exact: true }).fill('many')
      await section.getByText('A number of seconds from 0 to 86,400, please.').waitFor()
      await section.getByLabel('Motion', { exact: true }).fill('0')
      await section.getByLabel('Picture lost').fill('2,5')
      await section.getByRole('button', { name: 'Save' }).last().click()
      await page.getByText('How long alarms last is saved.').waitFor()
      expect(await stored('alarm_hold')).toEqual({ motion: { min_on: 0, hold: 0 }, video_loss: { hold: 2.5 } })
      for (const look of [nameless, overflowing, faint]) expect(await page.evaluate(look)).toEqual([])
      expect(complaints).toEqual([])

      await using other = await visit('/settings', 1280, 'viewer', 'viewer-only')
      await other.page.getByRole('button', { name: 'Sign out' }).waitFor()
      expect(await other.page.locator('#alarms').count()).toBe(0)
      expect(other.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a mark on the wall is there after a reload, however many alarms came since, and goes when the alarm ends',
    async () => {
      // Until the recorder says so, and not a moment longer.
      const untilSaid = { hold: 0, min_on: 0 }
      await set('alarm_hold', { motion: untilSaid, tamper: untilSaid })
      await say('shelteralarm', 3, 'active')
      for (let index = 0; index < MANY; index++) {
        await say('VMD', 2, 'active')
        await say('VMD', 2, 'inactive')
      }
      const list = async () => (await porchlight.ask('GET', '/api/user/alarm?event=motion_detection')).body
      await until('more than a page has come', async () => (await list()).has_more, 60)
      await using seat = await visit('/')
      const { page } = seat
      const mark = page.locator('.tile[data-alarm=true]')
      await mark.getByText(/^Camera covered or moved since/).waitFor()
      await page.reload()
      await mark.getByText(/^Camera covered or moved since/).waitFor()
      expect(await mark.count()).toBe(1)
      await say('shelteralarm', 3, 'inactive')
      await mark.waitFor({ state: 'detached' })
    },
    TIMEOUT_MS,
  )
})

// Pictures in a real browser: kept from the live page, found among the recordings, opened big, protected and removed.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody keeps pictures in a browser.')

const TIMEOUT_MS = 120_000
/** Where the pictures of the pages are kept, for who wants to look at them. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('pictures in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Barn', { model: 'nvr8', channels: 2 })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const look = async (page: Page, name: string) => {
    await check(page)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
  const shown = (page: Page, inside: string) => page.locator(`${inside} img[data-ready=true]`)
  const kept = async () => (await stand.ask('GET', '/api/recordings?kind=picture')).body.data ?? []

  test(
    'what a camera shows is kept from its live page, and the toast leads to it',
    async () => {
      await using seat = await stand.open('/playback/recordings', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByLabel('Pictures').check()
      await page.getByText('No picture yet').waitFor()
      expect(new URL(page.url()).search).toBe('?kind=picture')
      await look(page, 'pictures-none')
      await page.goto(`${stand.url}/live/1`)
      await page.getByRole('button', { name: 'Keep a picture' }).click()
      await page.getByText(/^The picture of .* is kept\.$/).waitFor()
      await look(page, 'pictures-kept')
      await page.getByRole('link', { name: 'Show it' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('taken by hand').waitFor()
      await shown(page, 'dialog').waitFor()
      await look(page, 'pictures-big')
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Save' }).click(),
      ])
      expect(saved.suggestedFilename()).toEndWith('.jpg')
      await dialog.getByRole('button', { name: 'Protect', exact: true }).click()
      await dialog.getByRole('button', { name: 'No longer protect' }).waitFor()
      expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
      expect((await kept()).map((one: { protected: boolean }) => one.protected)).toEqual([true])
      await dialog.getByRole('button', { name: 'Close' }).click()
      await dialog.waitFor({ state: 'detached' })
      expect(new URL(page.url()).search).toBe('?kind=picture')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone the picture of an alarm is opened from the alarm, looked through and removed',
    async () => {
      await until('alarms can come', () => stand.recorder.stats.alertStreams > 0, 60_000)
      await stand.recorder.raise({ type: 'linedetection', channel: 1, picture: true })
      const ofAlarm = async () => (await stand.ask('GET', '/api/user/alarm')).body.items?.[0]?.recording_id
      await until('its picture is kept', ofAlarm, 60_000)
      await stand.ask('POST', '/api/cameras/2/snapshot', {})
      await using seat = await stand.open('/alarms', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await shown(page, '.alarm').waitFor()
      await page.getByRole('link', { name: /^Show the picture: Line crossed/ }).click()
      const dialog = page.getByRole('dialog').first()
      await dialog.getByText('came with an alarm').waitFor()
      await shown(page, 'dialog').waitFor()
      await look(page, 'pictures-big-phone')
      await dialog.getByRole('button', { name: 'Newer picture' }).click()
      await dialog.getByText('taken by hand').waitFor()
      await page.keyboard.press('ArrowRight')
      await dialog.getByText('came with an alarm').waitFor()
      const before = (await kept()).length
      await dialog.getByRole('button', { name: 'Remove' }).click()
      const question = page.getByRole('dialog', { name: 'Remove this picture?' })
      await question.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('The picture is removed.').waitFor()
      expect((await kept()).length).toBe(before - 1)
      const list = page.getByRole('list', { name: 'Pictures' })
      await shown(page, '.picture-card').first().waitFor()
      await until('it has left the list', async () => (await list.getByRole('listitem').count()) === before - 1)
      await look(page, 'pictures-phone')
      await page.reload()
      await list.waitFor()
      await page.goto(`${stand.url}/alarms`)
      await page.getByRole('article').waitFor()
      expect(await page.getByRole('link', { name: /^Show the picture/ }).count()).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'several pictures are picked, saved as a ZIP and removed at once',
    async () => {
      for (const camera of [1, 2]) {
        const before = (await kept()).length
        // A picture of the last seconds is not taken twice.
        await until('one more is kept', async () => {
          await stand.ask('POST', `/api/cameras/${camera}/snapshot`, {})
          return (await kept()).length > before
        })
      }
      await using seat = await stand.open('/playback/recordings?kind=picture', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await shown(page, '.picture-card').nth(2).waitFor()
      await look(page, 'pictures')
      await page.getByLabel('Pick this page').check()
      const bar = page.getByRole('region', { name: 'What is picked' })
      await bar.getByText(/pictures, /).waitFor()
      expect(await bar.getByRole('button', { name: 'As one film' }).count()).toBe(0)
      await bar.getByRole('button', { name: 'As a ZIP' }).click()
      await page.getByRole('button', { name: 'Save Export' }).waitFor()
      await page.getByLabel('Pick this page').check()
      await bar.getByRole('button', { name: 'Remove' }).click()
      const question = page.getByRole('dialog', { name: /^Remove \d+ pictures\?$/ })
      await question.getByText('Protected ones stay.').waitFor()
      await question.getByRole('button', { name: 'Remove' }).click()
      await until('only the protected one is there', async () => (await kept()).length === 1)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

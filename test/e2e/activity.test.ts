// An admin sees in the browser who did what, and brings back what was changed on the recorder.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: activity is not looked at in a browser.')

const TIMEOUT_MS = 120_000
/** Where the pictures of the pages are kept, for who wants to look at them. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const look = async (page: Page, name: string) => {
    await check(page)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
  const infor = '/api/device/1/channel/1/infor'
  const rate = async () => {
    expect((await stand.ask('GET', `${infor}/sync`)).status).toBe(200)
    return (await stand.ask('GET', infor)).body.vbr_upper_cap
  }
  const set = async (kbps: number) => expect((await stand.ask('PUT', infor, { vbr_upper_cap: kbps })).status).toBe(200)

  test(
    'what was changed on the recorder is found, read before and after, and brought back',
    async () => {
      const former = await rate()
      await set(2048)
      await using seat = await stand.open('/', { colorScheme: 'dark' })
      const { page } = seat
      await page.getByRole('link', { name: 'Activity' }).click()
      const list = page.getByRole('list', { name: 'What was done' })
      await list.getByRole('heading', { name: 'Signed in' }).first().waitFor()
      await check(page)
      await page.getByLabel('What', { exact: true }).selectOption({ label: 'Settings of a camera changed' })
      await page.waitForURL(/what=update_channel_config/)
      await list.getByText('Signed in').first().waitFor({ state: 'detached' })
      const row = list.getByRole('article').first()
      await row.getByText(`${former}`).waitFor()
      await row.getByText('2048').waitFor()
      await row.getByRole('button', { name: 'Undo' }).click()
      const dialog = page.getByRole('dialog', { name: 'Bring the former state back?' })
      await dialog.getByText('Highest bit rate').waitFor()
      await check(page)
      await dialog.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('It is as it was before.').waitFor()
      expect(await rate()).toBe(former)
      await list.getByText(/Undone /).waitFor()
      expect(await list.getByRole('button', { name: 'Undo' }).count()).toBe(1)
      await page.reload()
      await list.getByText(/Undone /).waitFor()
      await check(page)
      expect(seat.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'what was changed again since is said, and brought back only when one insists',
    async () => {
      const former = await rate()
      await set(1024)
      await set(512)
      await using seat = await stand.open('/activity?what=update_channel_config', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      const row = page
        .getByRole('article')
        .filter({ hasText: `${former}` })
        .filter({ hasText: '1024' })
        .first()
      await row.getByRole('button', { name: 'Undo' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Undo' }).click()
      await dialog.getByText('It was changed again since').waitFor()
      expect(await rate()).toBe(512)
      await check(page)
      await dialog.getByRole('button', { name: 'Write it back all the same' }).click()
      await page.getByText('It is as it was before.').waitFor()
      expect(await rate()).toBe(former)
      await page.getByLabel('How it went').selectOption({ label: 'Failed' })
      await page.getByText('Nothing like that was done').waitFor()
      await check(page)
      await page.getByRole('link', { name: 'Show everything' }).click()
      await page.getByRole('heading', { name: 'Recorder added' }).waitFor()
      await check(page)
      expect(complaints.filter((text) => !/409/.test(text))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'older entries are cleared, after it was said how many they are',
    async () => {
      const DAY_MS = 86_400_000
      using db = new Database(join(stand.folder, 'porchlight.db'))
      db.run('pragma busy_timeout = 5000')
      const old = db.prepare(
        `insert into activity (household_id, caller_kind, action, success, created_at)
         select household_id, 'system', 'settings_update', 1, ? from users limit 1`,
      )
      for (const days of [8, 40, 41, 100]) old.run(Date.now() - days * DAY_MS)
      await using seat = await stand.open('/activity', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByRole('button', { name: 'Clear older …' }).click()
      const dialog = page.getByRole('dialog', { name: 'Clear older entries?' })
      await dialog.getByText(/^1 entry from before /).waitFor()
      await look(page, 'activity-clear')
      await dialog.getByLabel('365 days').check()
      await dialog.getByText(/^There is nothing from before /).waitFor()
      expect(await dialog.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
      await dialog.getByLabel('30 days').check()
      await dialog.getByText(/^3 entries from before /).waitFor()
      await dialog.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('3 old entries are removed.').waitFor()
      await page.getByRole('heading', { name: 'Old activity removed' }).waitFor()
      const weekAgo = new Date(Date.now() - 7 * DAY_MS).toISOString()
      expect((await stand.ask('GET', `/api/activity?endDate=${weekAgo}`)).body.pagination.total).toBe(1)
      await look(page, 'activity')
      await page.setViewportSize(PHONE.viewport)
      await look(page, 'activity-phone')
      await page.getByRole('button', { name: 'Clear older …' }).click()
      await dialog.getByText(/^There is nothing from before /).waitFor()
      await look(page, 'activity-clear-phone')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'an operator is told that this is for admins, and finds no way there',
    async () => {
      const olga = { username: 'olga', password: 'olga-only-1' }
      await stand.ask('POST', '/api/auth/register', { ...olga, role: 'operator' })
      await using seat = await stand.open('/activity', {}, olga)
      await seat.page.getByText('Only an admin of this household sees who did what.').waitFor()
      expect(await seat.page.getByRole('link', { name: 'Activity', includeHidden: true }).count()).toBe(0)
    },
    TIMEOUT_MS,
  )
})

// An admin sees in the browser who did what, and brings back what was changed on the recorder.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: activity is not looked at in a browser.')

const TIMEOUT_MS = 120_000

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 20_000)

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

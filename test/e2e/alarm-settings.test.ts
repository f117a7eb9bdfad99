// The owner says how long alarms are kept and how long they last, and a mark on the wall outlives a reload.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: the settings of alarms are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const VIEWER = { username: 'viewer', password: 'viewer-only' }
/** More than a page of the list. */
const MANY = 30

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    await stand.ask('POST', '/api/auth/register', { ...VIEWER, role: 'viewer' })
    await until('the alert stream is open', () => stand.recorder.stats.alertStreams > 0, 60_000)
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  async function stored(key: string): Promise<unknown> {
    const { body } = await stand.ask('GET', '/api/settings')
    return body.data.find((one: { key: string }) => one.key === key).value
  }
  const set = (key: string, value: unknown) => stand.ask('PUT', `/api/settings/${key}`, { value })
  const say = (type: string, channel: number, state: 'active' | 'inactive') =>
    stand.recorder.raise({ type, channel, state })

  test(
    'how long alarms are kept is chosen, and asked about before any go',
    async () => {
      await using seat = await stand.open('/settings/alarms', { ...PHONE, colorScheme: 'dark' })
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
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'how long pictures are kept and how much they may take is chosen beside it, and asked about, too',
    async () => {
      await using seat = await stand.open('/settings', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await page.getByRole('searchbox').fill('pictures for')
      await page.getByRole('link', { name: 'Keep pictures for' }).click()
      const section = page.locator('#pictures')
      await section.getByLabel('2 GB').waitFor()
      expect(await section.getByLabel('2 GB').isChecked()).toBe(true)
      await section.getByLabel('10 GB').check()
      await section.getByLabel('7 days', { exact: true }).check()
      await section.getByRole('button', { name: 'Save' }).click()
      const dialog = page.getByRole('dialog', { name: 'Keep fewer pictures?' })
      await dialog.getByRole('button', { name: 'Keep fewer' }).click()
      await page.getByText('How long pictures are kept is saved.').waitFor()
      expect(await stored('picture_retention')).toEqual({ days: 7, bytes: 10e9 })
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'how long a kind lasts is typed in, and what the page does not show stays',
    async () => {
      await set('alarm_hold', { motion: { min_on: 0 } })
      await using seat = await stand.open('/settings/alarms')
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
      await check(page)
      expect(complaints).toEqual([])

      await using other = await stand.open('/settings/alarms', {}, VIEWER)
      await other.page.getByText('Only an admin of the household sets this.').waitFor()
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
      const list = async () => (await stand.ask('GET', '/api/user/alarm?event=motion_detection')).body
      await until('more than a page has come', async () => (await list()).has_more, 60_000)
      const goingOn = async () => (await stand.ask('GET', '/api/user/alarm?open=true')).body.items
      await until('all but one are over', async () => (await goingOn()).length === 1)
      await using seat = await stand.open('/')
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

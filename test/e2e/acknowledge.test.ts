// Alarms that somebody has seen to, in a real browser: said by an operator, shown to everybody at once, kept, and taken back.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: no alarm is seen to in a browser.')

const TIMEOUT_MS = 120_000
const HELPER = { username: 'helper', password: 'a long password' }
/** Where the pictures of the pages are kept, for who wants to look at them. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('an alarm that somebody has seen to, in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Barn', { model: 'dvr4' })
    await stand.ask('POST', '/api/auth/register', { ...HELPER, role: 'operator' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const look = async (page: Page, name: string) => {
    await check(page)
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
  const alarm = async () => (await stand.ask('GET', '/api/user/alarm')).body.items[0]

  test(
    'an operator says so, the owner sees it by himself, and what the recorder says later changes nothing',
    async () => {
      await until('alarms can come', () => stand.recorder.stats.alertStreams > 0, 60_000)
      await stand.recorder.raise({ type: 'VMD', channel: 1, state: 'active' })
      const { id } = await until('it is there', alarm)
      await using owner = await stand.open('/alarms', { colorScheme: 'dark' })
      await using helper = await stand.open('/alarms', { ...PHONE, colorScheme: 'light' }, HELPER)
      const mark = (page: Page) => page.getByRole('button', { name: /^Mark as seen to: Motion/ })
      await mark(owner.page).waitFor()
      await look(helper.page, 'acknowledge-open-phone')
      await mark(helper.page).click()
      await helper.page.getByText('Seen to by helper').waitFor()
      await owner.page.getByText('Seen to by helper').waitFor()
      expect(await mark(owner.page).getAttribute('aria-pressed')).toBe('true')
      expect((await alarm()).acknowledged_by).toBe('helper')
      await until('it has ended', async () => (await alarm()).ended_at !== null, 60_000)
      await owner.page.getByText('going on').waitFor({ state: 'detached' })
      await owner.page.getByText('Seen to by helper').waitFor()
      await look(owner.page, 'acknowledge-seen')
      await look(helper.page, 'acknowledge-seen-phone')
      await mark(owner.page).click()
      await helper.page.getByText('Seen to by helper').waitFor({ state: 'detached' })
      expect((await stand.ask('GET', `/api/events/${id}`)).body.data.acknowledged).toBe(false)
      expect([...owner.complaints, ...helper.complaints]).toEqual([])
    },
    TIMEOUT_MS,
  )
  test(
    'a recorder that is lost is listed among the other events by itself, seen to, ends there, and is removed',
    async () => {
      await until('alarms can come', () => stand.recorder.stats.alertStreams > 0, 60_000)
      await stand.recorder.raise({ type: 'linedetection', channel: 1 })
      await using owner = await stand.open('/alarms', { colorScheme: 'dark' })
      await using phone = await stand.open('/alarms?what=all', { ...PHONE, colorScheme: 'light' })
      const { page } = owner
      await page.getByRole('article').filter({ hasText: 'Line crossed' }).waitFor()
      const before = (await stand.ask('GET', '/api/user/alarm')).body.items.length
      await page.getByRole('navigation', { name: 'What is listed' }).getByRole('link', { name: 'Other events' }).click()
      await page.waitForURL(/what=events$/)
      const own = async () => (await stand.ask('GET', '/api/events?source=own')).body.data
      const known = (await own()).length
      const listed = page.getByRole('article')
      await until('they are listed', async () => (await listed.count()) === known)
      await look(page, 'events-before')
      const device = (await stand.ask('GET', '/api/devices')).body[0]
      const login = { ip_web: device.ip_web, username: device.username, brand: 'hikvision' }
      await stand.ask('PUT', '/api/devices/1', { ...login, password: 'not-the-password' })
      const row = page.getByRole('article').filter({ hasText: 'Barn refuses our sign-in' })
      await row.getByText('going on').waitFor()
      await row.getByText('serious').waitFor()
      await row.getByRole('button', { name: /^Mark as seen to: Trouble/ }).click()
      await row.getByText('Seen to by owner').waitFor()
      await look(page, 'events')
      // Beside the alarms, on the other page too.
      await phone.page.getByText('Barn refuses our sign-in').waitFor()
      await phone.page.getByText('Seen to by owner').waitFor()
      expect(await phone.page.getByRole('article').count()).toBe(before + known + 1)
      await look(phone.page, 'events-all-phone')
      await stand.ask('PUT', '/api/devices/1', { ...login, password: stand.recorder.password })
      await row.getByText('going on').waitFor({ state: 'detached' })
      await stand.ask('POST', '/api/events', { type: 'parcel', severity: 'warning', message: 'A parcel came' })
      await page.getByRole('article').filter({ hasText: 'A parcel came' }).getByText('warning').waitFor()
      await page.reload()
      await page.getByText('A parcel came').waitFor()
      await row.getByRole('button', { name: /^Remove this event/ }).click()
      await page.getByText('Event removed').waitFor()
      await phone.page.getByText('Barn refuses our sign-in').waitFor({ state: 'detached' })
      expect(await own()).toHaveLength(known + 1)
      expect((await stand.ask('GET', '/api/user/alarm')).body.items).toHaveLength(before)
      expect([...owner.complaints, ...phone.complaints]).toEqual([])
    },
    TIMEOUT_MS,
  )
})

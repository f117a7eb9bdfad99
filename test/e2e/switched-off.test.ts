// A recorder's unused input in a real browser: switched off here, gone from the wall and the mark, found again and brought back.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: no channel is switched off in a browser.')

const TIMEOUT_MS = 120_000
const HELPER = { username: 'helper', password: 'a long password' }
/** Where the pictures of the pages are kept, for who wants to look at them. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('a channel that is not used, in a browser', () => {
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
  const tiles = (page: Page) => page.locator('.wall .tile').count()
  const mark = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const stored = async () =>
    (await stand.ask('GET', '/api/channels')).body.map((one: { in_use: boolean }) => one.in_use)

  test(
    'off, it leaves the wall and the mark at once, on every page that is open; on again it is back',
    async () => {
      await using wall = await stand.open('/')
      await mark(wall.page, '1 thing needs a look').waitFor()
      await until('the wall has four', async () => (await tiles(wall.page)) === 4)
      await using seat = await stand.open('/devices/1/channels?channel=4')
      const { page, complaints } = seat
      await page.getByRole('heading', { name: 'In use here' }).waitFor()
      await look(page, 'in-use')
      await page.getByRole('button', { name: 'Switch off here' }).click()
      const question = page.getByRole('dialog', { name: 'Switch off “Camera 04” here?' })
      await look(page, 'question')
      await question.getByRole('button', { name: 'Cancel' }).click()
      expect(await stored()).toEqual([true, true, true, true])
      await page.getByRole('button', { name: 'Switch off here' }).click()
      await question.getByRole('button', { name: 'Switch off' }).click()
      const place = page.getByRole('group', { name: 'Camera 04' })
      await place.getByText('Switched off here').waitFor()
      const isHere = () => place.evaluate((one) => one === document.activeElement)
      await until('the keyboard goes on here', isHere)
      await mark(page, 'Everything well').waitFor()
      const nav = page.getByRole('navigation', { name: 'Channel' })
      await nav.locator('h3').waitFor()
      expect(await nav.locator('h3 ~ a').allTextContents()).toEqual(['4Camera 04'])
      expect(await nav.getByRole('link').count()).toBe(4)
      expect(await stored()).toEqual([true, true, true, false])
      await look(page, 'off')
      await until('the wall has three', async () => (await tiles(wall.page)) === 3)
      await mark(wall.page, 'Everything well').waitFor()
      await page.getByRole('link', { name: 'Overview' }).click()
      await page.getByText('switched off here', { exact: true }).waitFor()
      await look(page, 'overview')
      await page.getByRole('link', { name: 'Camera 04' }).click()
      await page.getByRole('heading', { name: 'Switched off here' }).waitFor()
      expect(await page.locator('video').count()).toBe(0)
      await look(page, 'live')
      await page.getByRole('link', { name: 'See the channel' }).click()
      await page.getByRole('button', { name: 'Switch on' }).press('Enter')
      await page.getByRole('button', { name: 'Switch off here' }).waitFor()
      await until('the keyboard goes on here', isHere)
      await nav.locator('h3').waitFor({ state: 'detached' })
      await look(page, 'back')
      await until('the wall has four', async () => (await tiles(wall.page)) === 4)
      expect([complaints, await stored()]).toEqual([[], [true, true, true, true]])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone all of them can be off, and an operator sees which, without the buttons',
    async () => {
      const { body } = await stand.ask('GET', '/api/channels')
      for (const { id, channel_no } of body) await stand.ask('PUT', `/api/channels/${id}`, { in_use: channel_no === 4 })
      await using seat = await stand.open('/devices/1/channels', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByRole('heading', { name: 'Camera 04' }).waitFor()
      const chooser = page.getByRole('combobox', { name: 'Channel' })
      await until('three are off', async () => (await chooser.locator('optgroup option').count()) === 3)
      await page.getByRole('button', { name: 'Switch off here' }).scrollIntoViewIfNeeded()
      await look(page, 'phone-in-use')
      await page.getByRole('button', { name: 'Switch off here' }).tap()
      await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).tap()
      // The page stays with it, though the address names none and another one is the first of the list now.
      await page.getByRole('group', { name: 'Camera 04' }).getByText('Switched off here').waitFor()
      await until('all of them are off', async () => (await chooser.locator('optgroup option').count()) === 4)
      expect(await chooser.inputValue()).toBe(String(body[3].id))
      expect(await stored()).toEqual([false, false, false, false])
      await look(page, 'phone-all-off')
      await page.goto(stand.url)
      await page.getByRole('heading', { name: 'All channels are switched off here' }).waitFor()
      await look(page, 'phone-wall')
      await page.goto(`${stand.url}/playback`)
      // What was recorded of them is still there.
      await page.locator('tr[data-channel]').first().waitFor()
      await look(page, 'phone-playback')
      await using other = await stand.open('/devices/1/channels', {}, HELPER)
      await other.page.getByText('Switched off here').waitFor()
      expect(await other.page.getByRole('button', { name: /^Switch o/ }).count()).toBe(0)
      await look(other.page, 'operator')
      expect([complaints, other.complaints]).toEqual([[], []])
    },
    TIMEOUT_MS,
  )

  test(
    'what was recorded of it is found where one looks for it, and it is not what is missing',
    async () => {
      const { body } = await stand.ask('GET', '/api/channels')
      for (const { id, channel_no } of body)
        await stand.ask('PUT', `/api/channels/${id}`, { in_use: ![2, 4].includes(channel_no) })
      const ids: number[] = body.map(({ id }: { id: number }) => id)
      await using seat = await stand.open('/playback')
      const { page, complaints } = seat
      const row = (index: number) => page.locator(`tr[data-channel="${ids[index]}"]`)
      // The fourth has no footage at all.
      for (const index of [0, 1, 2]) await row(index).waitFor()
      expect(await row(3).count()).toBe(0)
      const asked = async (path: string, go: () => Promise<unknown>) => {
        const request = page.waitForRequest((one) => new URL(one.url()).pathname === path)
        await go()
        return new URL((await request).url()).searchParams.get('channel_ids')
      }
      const [first, second, third] = ids
      const gaps = (of: string) => asked('/api/footage/gaps', () => page.goto(`${stand.url}/playback/gaps${of}`))
      expect(await gaps('')).toBe(`${first},${third}`)
      expect(await gaps(`?channel=${second}`)).toBe(`${second}`)
      const lanes = (of: unknown) => asked('/api/footage/ranges', () => page.goto(`${stand.url}/playback/${of}`))
      expect(await lanes(first)).toBe(`${first},${third}`)
      expect(await lanes(second)).toBe(`${first},${second},${third}`)
      await page.goto(`${stand.url}/playback/recordings`)
      const filter = page.getByRole('combobox', { name: 'Channel' })
      await until('all can be looked for', async () => (await filter.locator('option').count()) === 5)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

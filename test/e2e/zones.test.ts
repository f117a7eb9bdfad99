// Zones of a camera in a real browser: drawn by mouse, by touch and by the keyboard, named, switched off, saved and removed.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

setDefaultTimeout(120_000)

let it: Stand
const shots = process.env.PORCHLIGHT_PHOTOS
const photograph = (page: Page, name: string) =>
  shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : Promise.resolve()
const stored = async () => (await it.ask('GET', '/api/cameras/1/zones')).body.data
const corners = (page: Page) => page.getByRole('button', { name: /^Corner \d/ })

async function middleOf(page: Page, name: string | RegExp): Promise<{ x: number; y: number }> {
  const box = await page.getByRole('button', { name }).boundingBox()
  if (!box) throw new Error(`${name} is not to be seen`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

describe.skipIf(!executablePath)('zones', () => {
  beforeAll(async () => {
    it = await startStand('Garage', { model: 'nvr8', events: 'none' })
  })
  afterAll(() => it?.[Symbol.asyncDispose]())

  test('are drawn with the mouse over what the camera shows, and saved together', async () => {
    await using seat = await it.open('/live/1', { colorScheme: 'dark' })
    const { page } = seat
    await page.getByRole('link', { name: 'Zones of this picture' }).click()
    await page.getByText('There are no zones').waitFor()
    await check(page)
    await page.getByRole('button', { name: 'New zone' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Drive')
    const from = await middleOf(page, /^Corner 1:/)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x - 100, from.y - 50, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Add a corner after corner 2' }).click()
    expect(await corners(page).count()).toBe(5)
    await page.getByRole('button', { name: 'New zone' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Street')
    await page.getByLabel('Counts').uncheck()
    await check(page)
    await photograph(page, 'zones-desk')
    await page.getByRole('button', { name: 'Save zones' }).click()
    await page.getByText('Zones saved.').waitFor()
    const [drive, street] = await stored()
    expect(drive).toMatchObject({ id: 'zone-1', name: 'Drive', enabled: true })
    expect(drive.polygon).toHaveLength(5)
    expect(drive.polygon[0].x).toBeLessThan(0.29)
    expect(drive.polygon[0].y).toBeLessThan(0.29)
    expect(drive.polygon[1]).toEqual({ x: 0.7, y: 0.3 })
    expect(street).toMatchObject({ name: 'Street', enabled: false })
    expect(seat.complaints).toEqual([])
  })

  test('are changed by the keyboard alone', async () => {
    await using seat = await it.open('/live/1/zones', { colorScheme: 'light' })
    const { page } = seat
    await corners(page).first().waitFor()
    const [before] = await stored()
    await page.getByRole('button', { name: /^Corner 2:/ }).focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toStartWith('Corner 2: 73 %')
    await page.getByRole('button', { name: /^Corner 3:/ }).focus()
    await page.keyboard.press('Delete')
    expect(await corners(page).count()).toBe(4)
    await check(page)
    await photograph(page, 'zones-desk-light')
    await page.getByRole('button', { name: 'Save zones' }).press('Enter')
    await page.getByText('Zones saved.').waitFor()
    const [after] = await stored()
    expect(after.polygon[1]).toEqual({ x: 0.73, y: 0.35 })
    expect(after.polygon).toHaveLength(before.polygon.length - 1)
    expect(seat.complaints).toEqual([])
  })

  test('are moved and removed by touch on a phone, and what is not saved is asked about', async () => {
    await using seat = await it.open('/live/1/zones', { ...PHONE, colorScheme: 'dark' })
    const { page } = seat
    await page.getByRole('button', { name: /^Street/ }).tap()
    await page.getByRole('button', { name: 'Remove Street' }).waitFor()
    await check(page)
    await photograph(page, 'zones-phone')
    const { x, y } = await middleOf(page, /^Corner 1:/)
    const touch = await page.context().newCDPSession(page)
    const say = (type: 'touchStart' | 'touchMove' | 'touchEnd', to?: { x: number; y: number }) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: to ? [to] : [] })
    const label = await page.getByRole('button', { name: /^Corner 1:/ }).getAttribute('aria-label')
    await say('touchStart', { x, y })
    for (const step of [10, 20, 30]) await say('touchMove', { x: x - step, y })
    await say('touchEnd')
    await page.getByRole('button', { name: /^Corner 1:/ }).waitFor()
    expect(await page.getByRole('button', { name: /^Corner 1:/ }).getAttribute('aria-label')).not.toBe(label)
    // A browser that still glides takes the first tap for the end of that, as every phone does; a person taps again.
    const remove = page.getByRole('button', { name: 'Remove Street' })
    const isGone = async () => (await remove.count()) === 0
    const tap = async () => {
      if (!(await isGone())) await remove.tap({ timeout: 2000 }).catch(() => {})
      return isGone()
    }
    await until('the zone is removed', tap, 60_000)
    await photograph(page, 'zones-phone-removed')
    await page.getByRole('button', { name: /^Street/ }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Back to the camera' }).tap()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save zones' }).tap()
    await page.getByText('Zones saved.').waitFor()
    expect((await stored()).map(({ name }: { name: string }) => name)).toEqual(['Drive'])
    expect(seat.complaints).toEqual([])
  })
})

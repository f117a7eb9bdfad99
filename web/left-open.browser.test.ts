// Pages that are left open, and left, in a real browser against a pretend appliance: what stays of them, and what does not.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import { type MockOptions, startMock } from './testing/mock-server.ts'
import { executablePath, launchBrowser, visit, waitFor } from './testing/seat.ts'

setDefaultTimeout(120_000)

const web = mkdtempSync(join(tmpdir(), 'porchlight-left-'))
let browser: Browser

describe.skipIf(!executablePath)('a page that is left', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(join(web, 'dist'))
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(web, { recursive: true, force: true })
  })
  const start = (options: MockOptions = {}) => startMock({ web: join(web, 'dist'), still: true, ...options })
  const rows = (page: Page) => page.getByRole('article')
  const user = (page: Page) => page.getByLabel('User name')
  async function signOut(page: Page) {
    await page.getByRole('link', { name: 'My account' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await user(page).waitFor()
  }
  async function signIn(page: Page) {
    await user(page).fill('ben')
    await page.getByLabel('Password', { exact: true }).fill('long enough')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
  }

  test('who signs out has done what he was told was done, and leaves no word for whoever comes next', async () => {
    await using mock = start()
    await using seat = await visit(browser, mock, 'alarms')
    const { page } = seat
    await rows(page).nth(24).waitFor()
    await waitFor(() => mock.watchers() === 1)
    const { id } = mock.alarm()
    const announced = page.locator('.shell > [role=status]').first()
    await page.locator(`[data-alarm="${id}"]`).waitFor()
    expect(await announced.textContent()).not.toBe('')
    await page
      .locator(`[data-alarm="${id}"]`)
      .getByRole('button', { name: /^Remove/ })
      .click()
    await signOut(page)
    const deeds = mock.asked.filter((asked) => asked === `DELETE /api/user/alarm/${id}` || asked.endsWith('/logout'))
    expect(deeds).toEqual([`DELETE /api/user/alarm/${id}`, 'POST /api/auth/logout'])
    await signIn(page)
    expect(await announced.textContent()).toBe('')
    expect(await page.locator('.toast').count()).toBe(0)
    expect(seat.complaints).toEqual([])
  })

  test('an appliance that does not answer keeps nobody signed in, and lets the next one in when it is back', async () => {
    await using mock = start()
    await using seat = await visit(browser, mock, 'settings', {
      prepare: (page) => page.route('**/api/auth/logout', () => {}),
    })
    const { page } = seat
    await signOut(page)
    expect(await page.evaluate(() => localStorage.getItem('porchlight.sign-in'))).toBeNull()
    await signIn(page)
  })
})

// Pages that are left open, and left, in a real browser against a pretend appliance: what stays of them, and what does not.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type MockOptions, startMock } from './testing/mock-server.ts'
import { executablePath, visit, waitFor } from './testing/seat.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('a page that is left', () => {
  const built = builtPages()
  const start = (options: MockOptions = {}) => startMock({ web: built.dist, still: true, ...options })
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
    await using seat = await visit(built.browser, mock, 'alarms')
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

  test('a word that offers to undo stays while somebody points at it or has the focus in it, and then its whole time', async () => {
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'alarms', { prepare: (page) => page.clock.install() })
    const { page } = seat
    await rows(page).nth(24).waitFor()
    const remove = rows(page)
      .first()
      .getByRole('button', { name: /^Remove/ })
    const undo = page.locator('.toast').getByRole('button', { name: 'Undo' })
    const deeds = () => mock.asked.filter((asked) => asked.startsWith('DELETE /api/user/alarm/')).length
    await remove.click()
    // The word itself may lie over what somebody wants to press next.
    await page.locator('.toast span').hover({ timeout: 8000 })
    await page.clock.runFor(7000)
    await undo.waitFor({ state: 'detached' })
    await waitFor(() => deeds() === 1)
    await remove.click()
    await undo.hover({ timeout: 8000 })
    await page.clock.runFor(20_000)
    expect([await undo.count(), deeds()]).toEqual([1, 1])
    await undo.focus()
    await page.mouse.move(5, 5)
    await page.clock.runFor(20_000)
    expect([await undo.count(), deeds()]).toEqual([1, 1])
    await undo.press('Enter')
    await undo.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    await remove.click()
    await undo.hover({ timeout: 8000 })
    await page.clock.runFor(20_000)
    await page.mouse.move(5, 5)
    await page.clock.runFor(1000)
    expect([await undo.count(), deeds()]).toEqual([1, 1])
    await page.clock.runFor(6000)
    await undo.waitFor({ state: 'detached' })
    await waitFor(() => deeds() === 2)
    expect(seat.complaints).toEqual([])
  })

  test('an appliance that does not answer keeps nobody signed in, and lets the next one in when it is back', async () => {
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'settings', {
      prepare: (page) => page.route('**/api/auth/logout', () => {}),
    })
    const { page } = seat
    await signOut(page)
    expect(await page.evaluate(() => localStorage.getItem('porchlight.sign-in'))).toBeNull()
    await signIn(page)
  })

  test('the sound of alarms is fetched before there is one, since an update may have taken it away by then', async () => {
    await using mock = start()
    const files = readdirSync(built.dist).filter((name) => name.endsWith('.js'))
    const chime = files.find((name) => readFileSync(join(built.dist, name), 'utf8').includes('createOscillator'))
    const asked: string[] = []
    await using seat = await visit(built.browser, mock, 'devices', {
      signedIn: false,
      async prepare(page) {
        page.on('request', (request) => asked.push(request.url()))
        await page.addInitScript(() => localStorage.setItem('porchlight.alarm-sound', 'critical'))
      },
    })
    await signIn(seat.page)
    await waitFor(() => asked.some((url) => url.endsWith(`/${chime}`)))
  })

  test('what gathers alarms to be dealt with ends where another filter is chosen: no others are chosen than were meant', async () => {
    await using mock = start()
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    await using seat = await visit(built.browser, mock, 'alarms', {
      prepare: (page) =>
        page.route('**/api/user/alarm?*cursor_id=*', async (route) => {
          await held
          await route.continue()
        }),
    })
    const { page } = seat
    await rows(page).nth(24).waitFor()
    const choose = page.getByRole('button', { name: 'Choose', exact: true })
    const bar = page.getByRole('region', { name: 'What is picked' })
    await choose.click()
    await bar.getByRole('button', { name: 'All that match' }).click()
    await bar.getByRole('button', { name: 'Working' }).waitFor()
    await page.getByLabel('Where').selectOption('All of House')
    await bar.waitFor({ state: 'detached' })
    const older = page.waitForResponse(/cursor_id=/)
    release()
    await older
    await rows(page).first().waitFor()
    await choose.click()
    await bar.getByText('0 chosen').waitFor()
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0)
  })

  test('who goes from camera to camera by keys is not held up by one that is away', async () => {
    await using mock = start({ scenario: 'troubled' })
    await using seat = await visit(built.browser, mock, '')
    const { page } = seat
    const away = page.locator('.tile[data-away=true]').first()
    await away.waitFor()
    const id = await away.getAttribute('data-channel')
    await page.goto(`${mock.url}live/${id}`)
    await page.locator('.away-words').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL((url) => /\/live\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`))
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(`**/live/${id}`)
    await page.locator('.away-words').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => url.pathname === '/')
  })

  test('a page in the background lets its line go, and knows what happened meanwhile when somebody looks again', async () => {
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'devices', { prepare: (page) => page.clock.install() })
    const { page } = seat
    const show = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, isHidden)
    await waitFor(() => mock.watchers() === 1)
    await page.locator('.rail').getByRole('link', { name: 'Alarms', exact: true }).waitFor()
    await show(true)
    await page.clock.fastForward(61_000)
    await waitFor(() => mock.watchers() === 0)
    mock.alarm()
    await show(false)
    await waitFor(() => mock.watchers() === 1)
    await page.locator('.rail').getByRole('link', { name: 'Alarms, 1 new alarm', exact: true }).waitFor()
    expect(seat.complaints).toEqual([])
  })

  test('what befalls all pictures of a wall is not read out for each, and that of a single one is', async () => {
    // No picture is ready: each says so.
    await using mock = start({ still: false })
    await using seat = await visit(built.browser, mock, '')
    const { page } = seat
    await page.locator('.tile .player-word').nth(4).waitFor()
    expect(await page.locator('.wall [role=status]').count()).toBe(0)
    await page.goto(`${mock.url}live/12`)
    await page.locator('.stage .player-word[role=status]').waitFor()
  })
})

// The page of alarms in a real browser against a pretend appliance: arriving, filtering, many at once, keys, sound, and what is new where.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type Mock, type MockOptions, startMock } from './testing/mock-server.ts'
import { faint, nameless, overflowing } from './testing/page-checks.ts'
import { executablePath, PHONE, type Seat, type SeatOptions, visit, waitFor } from './testing/seat.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('the page of alarms', () => {
  const built = builtPages()

  const start = (options: MockOptions = {}) => startMock({ web: built.dist, still: true, ...options })
  const open = (mock: Mock, path = 'alarms', options?: SeatOptions) => visit(built.browser, mock, path, options)
  const rowsOf = (page: Page) => page.getByRole('article')
  const alarmsLink = (page: Page, name: string) => page.locator('.rail').getByRole('link', { name, exact: true })
  async function check({ page, complaints }: Seat) {
    expect(complaints).toEqual([])
    for (const fault of [nameless, overflowing, faint]) expect(await page.evaluate(fault)).toEqual([])
  }

  test('an alarm arrives by itself, is counted elsewhere, is removed and taken back', async () => {
    await using mock = start()
    await using seat = await open(mock)
    const { page } = seat
    const rows = rowsOf(page)
    await rows.nth(24).waitFor()
    await waitFor(() => mock.watchers() > 0)
    const { id } = mock.alarm()
    await rows.nth(25).waitFor()
    expect(await rows.first().textContent()).toContain('going on')
    await rows
      .first()
      .getByRole('button', { name: /^Remove this alarm/ })
      .click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await rows.nth(25).waitFor()
    expect(mock.asked).not.toContain(`DELETE /api/user/alarm/${id}`)
    await page.getByRole('link', { name: 'Devices' }).click()
    mock.alarm()
    await alarmsLink(page, 'Alarms, 1 new alarm').waitFor()
  })

  test('what one page of a person has shown is new on none of his, and a page that is merely left open shows nothing to anybody', async () => {
    await using mock = start()
    await using tablet = await open(mock)
    await rowsOf(tablet.page).nth(24).waitFor()
    await using phone = await open(mock, 'devices', PHONE_SEAT)
    await waitFor(() => mock.watchers() === 2)
    await alarmsLink(phone.page, 'Alarms').waitFor()
    mock.alarm()
    const barred = tablet.page.locator('.alarm[data-new=true]')
    await barred.waitFor()
    await alarmsLink(phone.page, 'Alarms, 1 new alarm').waitFor()
    // Somebody comes by and touches the tablet: he has seen it, and still sees which it was.
    await tablet.page.locator('main').dispatchEvent('pointermove')
    await alarmsLink(phone.page, 'Alarms').waitFor()
    expect(await barred.count()).toBe(1)
    mock.alarm()
    await alarmsLink(phone.page, 'Alarms, 1 new alarm').click()
    await alarmsLink(phone.page, 'Alarms').waitFor()
    await alarmsLink(tablet.page, 'Alarms').waitFor()
    // As new again, from the third one on.
    await phone.page.getByRole('button', { name: 'Choose', exact: true }).click()
    await phone.page.getByRole('checkbox').nth(2).check()
    await phone.page.getByRole('button', { name: 'New again' }).click()
    await alarmsLink(tablet.page, 'Alarms, 3 new alarms').waitFor()
    await phone.page.reload()
    await alarmsLink(phone.page, 'Alarms').waitFor()
    await check(phone)
    await check(tablet)
  })

  test('where a browser has counted for itself, its account counts on from there, and anew where none has', async () => {
    await using mock = start()
    const kept = (page: Page) => page.evaluate(() => localStorage.getItem('porchlight.alarms-seen'))
    await using known = await open(mock, 'devices', {
      prepare: (page) =>
        page.addInitScript(() => localStorage.setItem('porchlight.alarms-seen', String(Date.now() - 60 * 60_000))),
    })
    const counted = known.page.locator('.rail').getByRole('link', { name: /^Alarms, \d new alarms$/ })
    await counted.waitFor()
    await waitFor(async () => (await kept(known.page)) === null)
    await counted.click()
    await known.page.locator('.alarm[data-new=true]').nth(1).waitFor()
    await using fresh = start()
    await using stranger = await open(fresh, 'devices')
    await waitFor(() => fresh.asked.includes('PUT /api/user/alarm/seen'))
    await alarmsLink(stranger.page, 'Alarms').waitFor()
  })

  test('older alarms come by scrolling, down to the last one; filters are kept in the address, and a reload keeps them', async () => {
    await using mock = start()
    // Today is half over there, and so it has had some of each kind.
    await using seat = await open(mock, 'alarms', { timezoneId: middayZone(new Date()) })
    const { page } = seat
    const rows = rowsOf(page)
    await rows.nth(24).waitFor()
    await waitFor(async () => {
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
      return (await rows.count()) === 70
    })
    await page.getByText('Nothing older').waitFor()
    const kinds = page.getByRole('button', { name: /^Kind:/ })
    await kinds.click()
    await page.getByRole('checkbox', { name: 'Sound' }).check()
    await waitFor(async () => (await rows.count()) < 25)
    const sounds = await rows.count()
    await page.getByRole('checkbox', { name: 'Intrusion' }).check()
    await waitFor(async () => (await rows.count()) > sounds)
    await page.keyboard.press('Escape')
    expect(await kinds.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.getByLabel('When').selectOption('Today')
    await page.getByLabel('Where').selectOption('All of House')
    await page.waitForURL(/device=1&kind=intrusion,sound&when=today$/)
    await page.reload()
    await page.getByRole('button', { name: 'Kind: 2 kinds' }).waitFor()
    await rows.first().waitFor()
    expect(await page.getByLabel('Where').inputValue()).toBe('device 1')
    expect(await page.getByLabel('When').inputValue()).toBe('today')
    expect(await rows.count()).toBeLessThan(20)
    await page.getByLabel('When').selectOption('Certain days')
    await page.getByLabel('From').fill('2020-01-01')
    await page.getByLabel('To', { exact: true }).fill('2020-01-02')
    await page.getByText('Nothing matches').waitFor()
    await check(seat)
    await page.getByRole('link', { name: 'Show all alarms' }).click()
    await rows.nth(24).waitFor()
  })

  test('several are chosen, seen to and removed at once, by pointer and by keys', async () => {
    await using mock = start()
    await using seat = await open(mock)
    const { page } = seat
    const rows = rowsOf(page)
    await rows.nth(24).waitFor()
    const bar = page.getByRole('region', { name: 'What is picked' })
    const marked = page.getByText('Seen to by anna')
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByRole('checkbox').first().check()
    await page
      .getByRole('checkbox')
      .nth(4)
      .click({ modifiers: ['Shift'] })
    await bar.getByText('5 chosen').waitFor()
    await check(seat)
    await bar.getByRole('button', { name: 'Seen to', exact: true }).click()
    await waitFor(async () => (await marked.count()) === 5)
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitFor(async () => (await marked.count()) === 0)
    expect(mock.asked.filter((asked) => asked.includes('events'))).toEqual(
      Array(2).fill('POST /api/events/acknowledge'),
    )

    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-alarm'))
    const keyOf = (row: number) => rows.nth(row).getAttribute('data-alarm')
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    expect(await focused()).toBe(await keyOf(1))
    await page.keyboard.press('e')
    await rows.nth(1).getByText('Seen to by anna').waitFor()
    await page.keyboard.press('x')
    for (let row = 0; row < 3; row++) await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await bar.getByText('4 chosen').waitFor()
    const next = await keyOf(5)
    await page.keyboard.press('Delete')
    expect(await focused()).toBe(next)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
    await page.keyboard.press('k')
    // Enter does what the row's first action says; the pretend recorders keep no footage.
    const watch = page.locator('.alarm:focus [data-watch]')
    expect(await watch.textContent()).toBe('Watch live')
    const way = (await watch.getAttribute('href')) ?? ''
    expect(way).toMatch(/^\/live\/\d+$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(({ pathname }) => pathname === way)

    await page.goBack()
    await rows.nth(24).waitFor()
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await bar.getByRole('button', { name: 'All that match' }).click()
    await bar.getByText('70 chosen').waitFor()
    await bar.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('heading', { name: 'All quiet' }).waitFor()
    await page.getByText('70 alarms removed').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await rows.nth(69).waitFor()
    expect(mock.asked).not.toContain('POST /api/events/remove')
  })

  test('a new alarm is heard on every page where somebody wants that, and the browser’s wish for a touch is told', async () => {
    await using mock = start()
    const countNotes = () => {
      const { start } = OscillatorNode.prototype
      OscillatorNode.prototype.start = function (at) {
        document.documentElement.dataset.notes = String(Number(document.documentElement.dataset.notes ?? 0) + 1)
        return start.call(this, at)
      }
      // What a test asks of a page counts as a touch of it; here nothing does but a press.
      const activation = { hasBeenActive: false }
      Object.defineProperty(navigator, 'userActivation', { value: activation })
      addEventListener('pointerdown', () => Object.assign(activation, { hasBeenActive: true }), true)
    }
    const notes = ({ page }: Seat) => page.evaluate(() => Number(document.documentElement.dataset.notes ?? 0))
    await using first = await open(mock, 'alarms', { prepare: (page) => page.addInitScript(countNotes) })
    await rowsOf(first.page).nth(24).waitFor()
    await waitFor(() => mock.watchers() === 1)
    mock.alarm()
    await rowsOf(first.page).nth(25).waitFor()
    expect(await notes(first)).toBe(0)
    // It is heard as it is chosen.
    await first.page.getByRole('heading', { name: 'Alarms' }).click()
    await first.page.getByRole('button', { name: 'Sound for a new alarm: None' }).click()
    await first.page.getByRole('radio', { name: 'Every alarm' }).check()
    await waitFor(async () => (await notes(first)) === 2)

    const kept = await first.page.context().storageState()
    await using later = await open(mock, 'devices', {
      storageState: kept,
      prepare: (page) => page.addInitScript(countNotes),
    })
    await later.page.getByText('Press anywhere once').waitFor()
    await waitFor(() => mock.watchers() === 2)
    mock.alarm()
    await alarmsLink(later.page, 'Alarms, 1 new alarm').waitFor()
    expect(await notes(later)).toBe(0)
    await later.page.getByRole('heading', { name: 'Devices' }).click()
    mock.alarm()
    await waitFor(async () => (await notes(later)) === 2)
    await check(later)
  })

  test('removing all alarms asks first', async () => {
    await using mock = start()
    await using seat = await open(mock, 'alarms', PHONE_SEAT)
    const { page } = seat
    await page.getByRole('button', { name: 'Remove all' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove all alarms?' })
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Kind:/ }).click()
    await page.getByRole('checkbox', { name: 'Sound' }).waitFor()
    await check(seat)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByRole('checkbox').first().check()
    await check(seat)
    await page.getByRole('button', { name: 'Remove all' }).click()
    await dialog.getByRole('button', { name: 'Remove all' }).click()
    await page.getByRole('heading', { name: 'All quiet' }).waitFor()
    await page.getByText('70 alarms removed').waitFor()
  })
})

const PHONE_SEAT: SeatOptions = { viewport: PHONE, colorScheme: 'light' }

/** A zone where it is between twelve and one now. The sign of these names is turned. */
function middayZone(now: Date): string {
  const ahead = 12 - now.getUTCHours()
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

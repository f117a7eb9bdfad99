// Walls of live pictures in a real browser: chosen, made, arranged by mouse, finger and keys, and left alone on a screen.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type Mock, type MockOptions, startMock, TOKEN } from './testing/mock-server.ts'
import { faint, nameless, overflowing } from './testing/page-checks.ts'
import { executablePath, PHONE, visit as visitBy } from './testing/seat.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('walls of live pictures', () => {
  const built = builtPages()
  const start = (options: MockOptions = {}) => startMock({ web: built.dist, still: true, ...options })
  const visit = (mock: Mock, path = '', options: BrowserContextOptions = {}, before?: (page: Page) => unknown) =>
    visitBy(built.browser, mock, path, { ...options, prepare: async (page) => before?.(page) })

  /** Asked of the appliance as another screen would. */
  async function ask(mock: Mock, method: string, path: string, body?: object) {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const answer = await fetch(mock.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return (await answer.json()).data
  }
  const stored = async (mock: Mock) => (await ask(mock, 'GET', 'api/walls'))[0]
  const makeWall = (mock: Mock, name: string, channel_ids: number[]) =>
    ask(mock, 'POST', 'api/walls', { name, channel_ids })

  /** Names of the pictures as they are seen, from left to right and down. */
  const seen = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.wall .tile')]
        .map((tile) => ({ box: tile.getBoundingClientRect(), name: tile.querySelector('.tile-name')?.textContent }))
        .sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left)
        .map(({ name }) => name),
    )
  const middleOf = async (page: Page, name: string) => {
    const box = await page.locator('.wall .tile').filter({ hasText: name }).boundingBox()
    if (!box) throw new Error(`${name} is not seen`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  test('a wall is made from what is seen, arranged by keys and mouse, kept at once, and every deed can be undone', async () => {
    await using mock = start()
    await using seat = await visit(mock)
    const { page } = seat
    await page.getByLabel('Which pictures').selectOption({ label: 'Barn and yard' })
    await waitFor(async () => (await seen(page)).join() === 'Barn,Yard,Stable,Gate')
    expect(await page.getByLabel('Which pictures').evaluate((select) => select === document.activeElement)).toBe(true)

    await page.getByRole('button', { name: 'Make a wall of your own' }).click()
    await page.getByLabel('Name of the wall').fill('Night')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Done' }).waitFor()
    expect((await stored(mock)).channel_ids).toEqual([21, 22, 23, 24])

    await page.getByRole('button', { name: 'Move Barn' }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.getByText('Barn, place 2 of 4').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowDown')
    await waitFor(async () => (await seen(page)).join() === 'Yard,Stable,Gate,Barn')
    await page.keyboard.press('Escape')
    await page.getByText('Barn is back, place 1 of 4').waitFor({ state: 'attached' })
    await waitFor(async () => (await seen(page)).join() === 'Barn,Yard,Stable,Gate')
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await page.getByText('Wall arranged').waitFor()
    expect((await stored(mock)).channel_ids).toEqual([22, 21, 23, 24])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Barn')

    const [from, to] = [await middleOf(page, 'Gate'), await middleOf(page, 'Yard')]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    // A hand is never still, and the page hears it a moment after it has taken hold.
    await waitFor(async () => {
      await page.mouse.move(to.x + (Math.round(performance.now()) % 2), to.y)
      return (await seen(page)).join() === 'Gate,Yard,Barn,Stable'
    })
    await page.mouse.up()
    await waitFor(async () => (await stored(mock)).channel_ids.join() === '24,22,21,23')
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitFor(async () => (await stored(mock)).channel_ids.join() === '22,21,23,24')

    await page.getByRole('button', { name: 'Take Stable out' }).click()
    await page.getByRole('button', { name: 'Put Garage on the wall' }).click()
    await page.getByText('Garage is on the wall').waitFor()
    await page.getByLabel('Side by side').selectOption('2')
    await page.getByLabel('Name of the wall').fill('At night')
    await page.getByLabel('Name of the wall').blur()
    await page.getByText('Wall renamed').waitFor()
    await waitFor(async () => {
      const { name, channel_ids, columns } = await stored(mock)
      return Bun.deepEquals(
        { name, channel_ids, columns },
        { name: 'At night', channel_ids: [22, 21, 24, 13], columns: 2 },
      )
    })

    await page.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await page.locator('.tile-link').nth(3).waitFor()
    expect(await seen(page)).toEqual(['Yard', 'Barn', 'Gate', 'Garage'])
    expect(await page.title()).toContain('At night')

    await page.getByRole('button', { name: 'Arrange this wall' }).click()
    await page.getByRole('button', { name: 'Remove this wall' }).click()
    await page.locator('.tile-link').nth(11).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('.tile-link').nth(3).waitFor()
    expect(mock.asked.filter((one) => one.startsWith('DELETE'))).toEqual([])
    expect(seat.complaints).toEqual([])
  })

  test('a camera that was opened from a wall leads to its neighbours there and back to the wall, also after a reload', async () => {
    await using mock = start()
    await makeWall(mock, 'Night', [24, 12, 21])
    await using seat = await visit(mock, '?wall=1')
    const { page } = seat
    await page.getByRole('link', { name: 'Open Gate in full' }).click()
    await page.getByRole('heading', { name: 'Gate' }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'Night' }).waitFor()
    await page.getByRole('button', { name: 'Next camera' }).click()
    await page.getByRole('heading', { name: 'Driveway' }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('heading', { name: 'Gate' }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('heading', { name: 'Barn' }).waitFor()
    await page.keyboard.press('Escape')
    await waitFor(async () => (await seen(page)).join() === 'Gate,Driveway,Barn')
    expect(seat.complaints).toEqual([])
  })

  test('a key that is pressed as soon as the next camera is there is obeyed', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'live/11')
    const { page } = seat
    await page.getByRole('heading', { name: 'Front door' }).waitFor()
    const seen = await page.evaluate(() => {
      const names: string[] = []
      const press = () =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
      return new Promise<string[]>((resolve) => {
        const heading = document.querySelector('h1')
        const observer = new MutationObserver(() => {
          names.push(heading?.textContent ?? '')
          if (names.length < 4) press()
          else resolve(names)
        })
        if (heading) observer.observe(heading, { characterData: true, childList: true, subtree: true })
        press()
      })
    })
    expect(seen).toEqual(['Driveway', 'Garage', 'Garden', 'Terrace'])
  })

  test('a wall that is refused says why and is as it was; one that is not there says so', async () => {
    await using mock = start()
    await makeWall(mock, 'Day', [11, 12])
    await makeWall(mock, 'Night', [12])
    await using seat = await visit(mock, '?wall=1&mode=arrange')
    const { page } = seat
    await page.getByLabel('Name of the wall').fill('Night')
    await page.keyboard.press('Enter')
    await page.getByText('You have a wall “Night” already.').waitFor()
    await page.route('**/api/walls/1', (route) => route.fulfill({ status: 500, json: { detail: 'Internal error' } }))
    await page.getByRole('button', { name: 'Take Driveway out' }).click()
    await page.getByText('Internal error').waitFor()
    await page.getByRole('button', { name: 'Take Driveway out' }).waitFor()
    await page.goto(`${mock.url}?wall=9`)
    await page.getByText('This wall is not there').waitFor()
    await page.getByRole('link', { name: 'All cameras' }).click()
    await page.locator('.tile-link').nth(11).waitFor()
  })

  test('on a phone a finger on the grip moves a picture, and elsewhere it scrolls', async () => {
    await using mock = start()
    await makeWall(mock, 'Yard', [11, 12, 13, 14])
    for (const colorScheme of ['dark', 'light'] as const) {
      await using seat = await visit(mock, '?wall=1&mode=arrange', { viewport: PHONE, hasTouch: true, colorScheme })
      const { page } = seat
      await page.getByRole('button', { name: 'Move Front door' }).waitFor()
      expect(await page.evaluate(nameless)).toEqual([])
      expect(await page.evaluate(overflowing)).toEqual([])
      expect(await page.evaluate(faint)).toEqual([])
      expect(seat.complaints).toEqual([])
      if (colorScheme === 'light') continue
      const cdp = await page.context().newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
        cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
      const grip = await page.getByRole('button', { name: 'Move Front door' }).boundingBox()
      if (!grip) throw new Error('There is no grip')
      const from = { x: grip.x + 20, y: grip.y + 20 }
      await touch('touchStart', from)
      for (let step = 1; step <= 5; step++) await touch('touchMove', { x: from.x, y: from.y + step * 44 })
      await waitFor(async () => {
        await touch('touchMove', { x: from.x + (Math.round(performance.now()) % 2), y: from.y + 220 })
        return (await seen(page))[1] === 'Front door'
      })
      await touch('touchEnd')
      await waitFor(async () => (await stored(mock)).channel_ids.join() === '12,11,13,14')
      const top = () => page.locator('main').evaluate((main) => main.scrollTop)
      const before = await top()
      const picture = { x: 200, y: 560 }
      await touch('touchStart', picture)
      for (let step = 1; step <= 5; step++) await touch('touchMove', { x: picture.x, y: picture.y - step * 40 })
      await touch('touchEnd')
      await waitFor(async () => (await top()) > before)
      expect((await stored(mock)).channel_ids).toEqual([12, 11, 13, 14])
    }
  })

  test('on a screen there are only pictures, which take turns and stay awake, until Escape or the button', async () => {
    await using mock = start()
    await makeWall(mock, 'Hall', [11, 12, 13, 14, 15])
    await using seat = await visit(mock, '?wall=1&mode=wall&each=2&every=10', {}, async (page) => {
      await page.clock.install()
      await page.addInitScript(() => {
        const asked: string[] = []
        Object.assign(globalThis, { asked })
        navigator.wakeLock.request = async (type) => {
          asked.push(String(type))
          return { released: false, release: async () => {} } as unknown as WakeLockSentinel
        }
      })
    })
    const { page } = seat
    await page.getByRole('dialog', { name: 'Only pictures: Hall' }).waitFor()
    expect(await seen(page)).toEqual(['Front door', 'Driveway'])
    expect(await page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual(['screen'])
    await page.clock.runFor(10_000)
    await waitFor(async () => (await seen(page)).join() === 'Garage,Garden')
    await page.keyboard.press('ArrowRight')
    await waitFor(async () => (await seen(page)).join() === 'Terrace')
    await page.clock.runFor(10_000)
    await waitFor(async () => (await seen(page)).join() === 'Front door,Driveway')
    // Controls fade, and come with a touch.
    const bar = page.locator('.screen-bar')
    const isHidden = async () => (await bar.evaluate((element) => getComputedStyle(element).opacity)) === '0'
    await waitFor(isHidden)
    await page.mouse.move(300, 300)
    await waitFor(async () => !(await isHidden()))
    await page.getByLabel('Pictures at once').selectOption({ label: '4 pictures' })
    await waitFor(async () => (await seen(page)).length === 4)
    expect(page.url()).toContain('each=4')
    await page.keyboard.press('Escape')
    await page.locator('.tile-link').nth(4).waitFor()
    await page.keyboard.press('w')
    await page.getByRole('dialog').waitFor()
    await page.mouse.move(310, 310)
    await page.getByRole('button', { name: 'Back to the page' }).click()
    await page.locator('.tile-link').nth(4).waitFor()
    expect(seat.complaints).toEqual([])
  })

  test('without HTTPS a screen says once that it may go dark', async () => {
    await using mock = start()
    await using seat = await visit(mock, '?mode=wall', {}, (page) =>
      page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false })),
    )
    const { page } = seat
    await page.getByText('This screen may go dark by itself.', { exact: false }).waitFor()
    await page.reload()
    await page.getByRole('dialog').locator('.tile').nth(11).waitFor()
    expect(await page.getByText('This screen may go dark by itself.', { exact: false }).count()).toBe(0)
  })

  test('a screen says when something is not well', async () => {
    await using mock = start({ scenario: 'troubled' })
    await using seat = await visit(mock, '?mode=wall')
    const status = seat.page.getByRole('dialog').locator('.screen-status')
    await status.getByText(/things? needs? a look$/).waitFor()
  })

  test('of sixty-four pictures only those play that are on the page', async () => {
    await using mock = start({ scenario: 'large' })
    await using seat = await visit(mock)
    const { page } = seat
    const count = (state: string) => page.locator(`.tile video[data-state=${state}]`).count()
    await page.locator('.tile').nth(63).waitFor()
    await waitFor(async () => (await count('starting')) > 0)
    expect(await count('starting')).toBeLessThan(40)
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
    await page.locator('[data-channel="664"] video[data-state=starting]').waitFor()
    await page.locator('[data-channel="601"] video[data-state=idle]').waitFor()
  })
})

/** Waits for a condition, a minute at most. */
async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await condition()); await Bun.sleep(20))
    if (performance.now() > end) throw new Error('It did not happen within a minute')
}

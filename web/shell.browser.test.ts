// The shell in a real browser against a pretend appliance: search, keys, what stays when a page breaks, and how fast pages change.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type Mock, startMock } from './testing/mock-server.ts'
import { faint, nameless, overflowing } from './testing/page-checks.ts'
import { executablePath, PHONE, type SeatOptions, visit as visitBy, waitFor } from './testing/seat.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('the shell', () => {
  const built = builtPages()
  const start = () => startMock({ web: built.dist, still: true })
  const visit = (mock: Mock, path: string, options?: SeatOptions) => visitBy(built.browser, mock, path, options)
  const search = (page: Page) => page.getByRole('combobox', { name: 'Find anything' })
  const options = (page: Page) => page.getByRole('listbox', { name: 'Find anything' }).getByRole('option')
  const answers = (page: Page) => options(page).allTextContents()
  const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

  test('the search leads to cameras, footage, pages and settings by keys alone, and remembers where one went', async () => {
    await using mock = start()
    const walls = { success: true, data: [{ id: 4, name: 'Night', channel_ids: [12], columns: null }] }
    await using seat = await visit(mock, 'settings', {
      prepare: (page) => page.route('**/api/walls', (route) => route.fulfill({ json: walls })),
    })
    const { page } = seat
    // In a field these are letters.
    const field = page.getByRole('searchbox', { name: 'Search the settings' })
    await field.focus()
    await page.keyboard.type('/?gd')
    expect(await field.inputValue()).toBe('/?gd')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await field.blur()

    await page.keyboard.press('/')
    await search(page).waitFor()
    await page.keyboard.type('garáge')
    await page
      .getByRole('option', { name: /^Garage/ })
      .first()
      .waitFor()
    expect((await answers(page))[0]).toBe('GarageHouse')
    expect(await page.evaluate(nameless)).toEqual([])
    expect(await page.evaluate(faint)).toEqual([])
    await page.keyboard.press('Enter')
    await title(page, 'Garage')

    await page.keyboard.press('Control+k')
    await search(page).waitFor()
    expect((await answers(page))[0]).toBe('GarageHouse')
    await page.keyboard.type('devices clock')
    await page.getByRole('option', { name: /^Set the devices’ clocks/ }).waitFor()
    await page.keyboard.press('Enter')
    await title(page, 'Sync')
    expect(page.url()).toContain('setting=settings.sync.clock')

    // But for one slip; and by the recorder's name and a part of the camera's.
    await page.keyboard.press('Control+k')
    for (const typed of ['drvieway', 'drivway', 'house drive']) {
      await search(page).fill(typed)
      expect([typed, (await answers(page))[0]]).toEqual([typed, 'DrivewayHouse'])
    }
    await search(page).fill('xyzzy')
    await page.getByText('Nothing is called “xyzzy”.').waitFor()
    await search(page).fill('night')
    await page.getByRole('option', { name: 'Night' }).click()
    await title(page, 'Night')
    expect(page.url()).toEndWith('/?wall=4')

    await page.keyboard.press('/')
    await search(page).fill('stor')
    await page.keyboard.press('ArrowUp')
    expect(await page.getByRole('listbox').locator('[aria-selected=true]').textContent()).toBe(
      (await answers(page)).at(-1) ?? '',
    )
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await title(page, 'System')
    expect(new URL(page.url()).pathname).toBe('/system/storage')
  })

  test('on a phone the search is opened by a button, holds every page, and gives the focus back', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'alarms', { viewport: PHONE, hasTouch: true })
    const { page } = seat
    await page.getByRole('button', { name: '1 thing needs a look' }).waitFor()
    await page.getByRole('button', { name: 'Find anything' }).tap()
    await page.getByRole('option', { name: 'My account' }).waitFor()
    expect(await page.evaluate(overflowing)).toEqual([])
    await page.keyboard.press('Escape')
    await search(page).waitFor({ state: 'detached' })
    await waitFor(async () => (await focused(page)) === 'Find anything')
    await page.getByRole('button', { name: 'Find anything' }).tap()
    await page.getByRole('option', { name: 'Devices', exact: true }).tap()
    await title(page, 'Devices')
  })

  test('nobody is offered what he may not open', async () => {
    await using mock = start()
    await using seat = await visit(mock, '', { prepare: asViewer })
    const { page } = seat
    await title(page, 'Live pictures')
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.keyboard.press('/')
    await search(page).waitFor()
    for (const typed of ['people', 'mqtt', 'webhook', 'activity']) {
      await search(page).fill(typed)
      await page.getByText(`Nothing is called “${typed}”.`).waitFor()
    }
    await search(page).fill('theme')
    await page.getByRole('option', { name: /^Theme/ }).waitFor()
    await page.keyboard.press('Escape')
    await title(page, 'Live pictures')
    expect(mock.asked).not.toContain('GET /api/users')
  })

  test('keys change the page, are listed, and leave those of the browser and of a page in peace', async () => {
    await using mock = start()
    await using seat = await visit(mock, '')
    const { page } = seat
    const go = async (letter: string, name: string) => {
      await page.keyboard.press('g')
      await page.keyboard.press(letter)
      await title(page, name)
    }
    await title(page, 'Live pictures')
    await go('p', 'Playback')
    await go('t', 'Settings')
    await go('d', 'Devices')
    await go('e', 'People')
    await page.keyboard.press('Control+g')
    await page.keyboard.press('a')
    await go('l', 'Live pictures')

    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keys' })
    await list.waitFor()
    expect(await list.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'Live pictures',
      'Everywhere',
      'Go to a page',
    ])
    await list.getByText('Find anything').waitFor()
    expect(await page.evaluate(overflowing)).toEqual([])
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await title(page, 'Live pictures')
    expect(await page.getByRole('link', { name: 'Devices', exact: true }).getAttribute('title')).toBe(
      'Devices (G, then D)',
    )
  })

  test('a letter after g leads on, however soon after the change of a page g is pressed', async () => {
    await using mock = start()
    await using seat = await visit(mock, '')
    const { page } = seat
    await title(page, 'Live pictures')
    // A page that has been there is there again at once.
    for (const [path, name] of [
      ['playback', 'Playback'],
      ['', 'Live pictures'],
    ] as const) {
      await page.evaluate(routeTo, mock.url + path)
      await title(page, name)
    }
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          // All at one time: how long somebody takes for the letter is not asked here.
          const timeStamp = performance.now()
          const press = (key: string) => {
            const event = new KeyboardEvent('keydown', { key, bubbles: true })
            document.body.dispatchEvent(Object.defineProperty(event, 'timeStamp', { value: timeStamp }))
          }
          const watch = new MutationObserver(() => {
            if (document.querySelector('h1')?.textContent !== 'Playback') return
            watch.disconnect()
            press('g')
            const afterwards = () => {
              press('d')
              resolve()
            }
            // What the page does after it has been drawn is done by then.
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(afterwards)))
          })
          watch.observe(document.body, { childList: true, characterData: true, subtree: true })
          press('g')
          press('p')
        }),
    )
    await title(page, 'Devices')
  })

  test('a page that breaks leaves the shell, whether or not it had begun to draw', async () => {
    await using mock = start()
    await using seat = await visit(mock, '', {
      prepare: async (page) => {
        const broken = { success: true, data: null }
        await page.route(/\/api\/users\/7$/, (route) => route.fulfill({ json: broken }))
        await page.route(/\/api\/users\?/, (route) =>
          route.fulfill({ json: { success: true, data: [null, null], pagination: { totalPages: 1 } } }),
        )
      },
    })
    const { page } = seat
    await title(page, 'Live pictures')
    const broke = page.getByRole('alert').getByText('This page has stopped working.')
    for (const path of ['people', 'people/7']) {
      await page.evaluate(routeTo, mock.url + path)
      await broke.waitFor()
      await page.getByRole('link', { name: 'Settings', exact: true }).click()
      await title(page, 'Settings')
      expect(await broke.count()).toBe(0)
    }
  })

  test('a page whose script is gone is loaded anew once, and says what to do where that does not help', async () => {
    await using mock = start()
    await using seat = await visit(mock, '', { prepare: withoutFetchingAhead })
    const { page } = seat
    await title(page, 'Live pictures')
    const known = new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)))
    let refused = 0
    await page.route(/\.js$/, (route) => {
      if (known.has(route.request().url())) return route.fallback()
      refused++
      return route.abort()
    })
    const loads: string[] = []
    page.on('load', () => loads.push(page.url()))
    await page.getByRole('link', { name: 'Devices', exact: true }).click()
    await page.getByText('This page could not be loaded.').waitFor()
    await page.waitForFunction(() => sessionStorage.getItem('porchlight.reloaded'))
    await page.getByRole('link', { name: 'Alarms', exact: true }).waitFor()
    await page.unroute(/\.js$/)
    await page.getByRole('button', { name: 'Load again' }).click()
    await page.getByRole('link', { name: 'Open House' }).waitFor()
    expect(refused).toBeGreaterThan(0)
    // What is to be seen may be there before the browser calls the page loaded.
    await waitFor(() => loads.length >= 2)
    expect(loads.length).toBe(2)
  })

  test('pages that are there change within a tenth of a second', async () => {
    await using mock = start()
    await using seat = await visit(mock, '')
    const { page } = seat
    await title(page, 'Live pictures')
    const times = await page.evaluate(
      measure,
      ADDRESSES.map((path) => mock.url + path),
    )
    const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
    console.log(
      `Page change: median ${median.toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${times.length}`,
    )
    expect(median).toBeLessThan(100)
  })
})

/** To another address without a press. */
function routeTo(address: string): void {
  history.pushState(null, '', address)
  dispatchEvent(new PopStateEvent('popstate'))
}

/** No two neighbours are the same page, so that each change makes a new one. */
const ADDRESSES = [
  'alarms',
  'playback',
  'playback/find',
  'playback/recordings',
  'playback/recorder',
  'playback/rules',
  'playback/gaps',
  'devices',
  'devices/1',
  'live/11',
  '',
  'devices/new',
  'people',
  'system',
  'activity',
  'settings',
  'settings/look',
  'account',
]

/** The shortest of five ways to each of them, from the click to the picture with it: what else the machine does is not our business. */
async function measure(addresses: string[]): Promise<number[]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const change = async (href: string) => {
    const before = document.querySelector('main')
    const link = Object.assign(document.createElement('a'), { href })
    document.body.append(link)
    const began = performance.now()
    link.click()
    while (document.querySelector('main') === before) await frame()
    await frame()
    link.remove()
    return performance.now() - began
  }
  const rounds: number[][] = []
  // The first round only fetches what is not there yet.
  for (let round = 0; round < 6; round++) {
    const times: number[] = []
    for (const address of addresses) times.push(await change(address))
    if (round > 0) rounds.push(times)
  }
  return addresses.map((_, at) => Math.min(...rounds.map((times) => times[at] ?? Number.NaN)))
}

async function asViewer(page: Page): Promise<void> {
  await page.route('**/api/auth/me', async (route) => {
    const answer = await route.fetch()
    const { data, ...rest } = await answer.json()
    await route.fulfill({ json: { ...rest, data: { ...data, role: 'viewer', founder: false } } })
  })
}

/** Holds back what the page fetches once it stands. */
async function withoutFetchingAhead(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const wait = window.setTimeout
    window.setTimeout = ((act: TimerHandler, ms = 0) => wait(act, ms === 1500 ? 3_600_000 : ms)) as typeof setTimeout
  })
}

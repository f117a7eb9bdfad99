// The timeline in a real browser: past and live without a break, by sockets and by HLS, by wheel, fingers and keys.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath, moving } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody looks at a timeline in a browser.')

const TIMEOUT_MS = 120_000
const DAY_MS = 86_400_000

describe.skipIf(!executablePath)('the timeline in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', channels: 3, footage: { days: 10, perDay: 96, gapMonths: [] } })
    recorder = stand.recorder
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const threeDaysAgo = () => `${new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10)}T04:00:00Z`
  /** The instant that the page says it shows. */
  const shown = async (page: Page) =>
    Date.parse((await page.locator('.transport-at time').getAttribute('datetime')) ?? '')
  /** Minutes that the address says are shown. */
  const span = (page: Page) => page.evaluate(() => Number(new URLSearchParams(location.search).get('span') ?? 24 * 60))
  const ruler = (page: Page) => page.locator('.ruler').innerHTML()
  /** Pixels between two lines of the ruler: how close one looks, wherever. */
  const between = (page: Page) =>
    page.evaluate(() => {
      const [first, second] = [...document.querySelectorAll('.ruler span')].map(
        (tick) => tick.getBoundingClientRect().left,
      )
      return Math.round((second ?? 0) - (first ?? 0))
    })
  const press = (page: Page, key: string) => page.keyboard.press(key)
  const live = async (page: Page) => {
    await page.waitForURL(/[?&]at=now/)
    await page.locator('.pill[data-live="true"]').waitFor()
  }
  const still = () => until('the recorder plays to nobody', () => recorder.stats.playbacks === 0)

  /** Counts from now on how often the stage was without any picture at the moment of drawing, and notes whether it held one of another channel. */
  const watchForGaps = (page: Page) =>
    page.evaluate(() => {
      const stage = document.querySelector('.day-stage') as HTMLElement
      stage.dataset.gaps = '0'
      const look = () => {
        const held = stage.querySelector<HTMLCanvasElement>('.player-still')
        const videos = [...stage.querySelectorAll('video')].filter(
          ({ videoWidth, readyState, seeking }) => videoWidth > 0 && (readyState > 1 || seeking),
        )
        if (held?.hidden === false && held.dataset.of === 'other') stage.dataset.strange = 'true'
        if (held?.hidden !== false && videos.length === 0) stage.dataset.gaps = String(Number(stage.dataset.gaps) + 1)
        requestAnimationFrame(look)
      }
      look()
    })
  const gaps = (page: Page) => page.locator('.day-stage').getAttribute('data-gaps')

  /** Notes from now on how far behind now the written moment is when it is first called live. */
  const watchForLive = (page: Page) =>
    page.evaluate(() => {
      const place = document.querySelector('.transport-at') as HTMLElement
      const observer = new MutationObserver(() => {
        if (!place.querySelector('.pill[data-live="true"]')) return
        const moment = Date.parse(place.querySelector('time')?.dateTime ?? '')
        place.dataset.behind = String(Date.now() - moment)
        observer.disconnect()
      })
      observer.observe(place, { subtree: true, childList: true, attributes: true })
    })

  test(
    'from live to the past and back there is always a picture, and the recorder is let go',
    async () => {
      await using seat = await stand.open('/playback/1?at=now')
      const { page, complaints } = seat
      await live(page)
      await moving(page, 1)
      await check(page)
      await watchForGaps(page)
      await page.getByRole('button', { name: 'One minute back' }).click()
      await page.waitForURL(/at=\d{4}-/)
      await moving(page, 1)
      expect(Date.now() - (await shown(page))).toBeGreaterThan(40_000)
      expect(recorder.stats.playbacks).toBe(1)
      const button = page.getByRole('button', { name: 'Live', exact: true })
      await watchForLive(page)
      await button.click()
      await live(page)
      expect(Number(await page.locator('.transport-at').getAttribute('data-behind'))).toBeLessThan(15_000)
      expect(await button.getAttribute('aria-pressed')).toBe('true')
      await moving(page, 1)
      await still()
      expect(Date.now() - (await shown(page))).toBeLessThan(15_000)
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.waitForURL(/at=\d{4}-/)
      await page.locator('.player-still').waitFor()
      await press(page, 'l')
      await live(page)
      await page.locator('.player-still').waitFor({ state: 'hidden' })
      expect(await gaps(page)).toBe('0')
      await page.reload()
      await live(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'who leaves the big live picture for its past sees it until the first one of the past is there',
    async () => {
      await using seat = await stand.open('/live/1')
      const { page, complaints } = seat
      await moving(page, 1)
      // The recorder is never heard of.
      await page.routeWebSocket(/\/mse$/, () => {})
      await page.getByRole('button', { name: 'One minute back' }).click()
      await page.locator('.past[data-phase="starting"] .player-still').waitFor()
      await page.locator('.day-view .past-words', { hasText: 'Asking the recorder' }).waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'what is played up to now goes on as the live picture by itself',
    async () => {
      await using seat = await stand.open('/playback/1?at=now')
      const { page, complaints } = seat
      await live(page)
      // The recorder has nothing newer, from the moment on at which it is asked to fall silent.
      let end = () => {}
      await page.routeWebSocket(/\/mse$/, (socket) => {
        const server = socket.connectToServer()
        let isOver = false
        server.onMessage((message) => isOver || socket.send(message))
        end = () => {
          isOver = true
          socket.send('{"ended":true}')
        }
      })
      await page.getByRole('button', { name: 'One minute back' }).click()
      await page.waitForURL(/at=\d{4}-/)
      await moving(page, 1)
      end()
      await live(page)
      await moving(page, 1)
      await still()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'from channel to channel there is always a picture, and one of another channel is not taken for its own',
    async () => {
      await using seat = await stand.open(`/playback/1?at=${threeDaysAgo()}&with=2`)
      const { page, complaints } = seat
      await moving(page, 1)
      await watchForGaps(page)
      for (const [key, id] of [
        ['ArrowDown', 2],
        ['ArrowUp', 1],
      ] as const) {
        await press(page, key)
        await page.waitForURL(new RegExp(`/playback/${id}\\?`))
        // Noted, since it may be over before anybody looks.
        const stage = page.locator('.day-stage[data-strange="true"]')
        await stage.waitFor()
        await page.locator('.player-still').waitFor({ state: 'hidden' })
        await stage.evaluate((one) => one.removeAttribute('data-strange'))
        await moving(page, 1)
      }
      expect(await gaps(page)).toBe('0')
      expect(await page.locator('.player-still').getAttribute('data-of')).toBe(null)
      // Where the other one has nothing to show, nothing is shown.
      const reason = 'This channel has no recording at this time or after it.'
      await page.routeWebSocket(/\/mse$/, (socket) => socket.close({ code: 4404, reason }))
      await press(page, 'ArrowDown')
      await page.getByText(reason).waitFor()
      expect(await page.locator('.player-still').isHidden()).toBe(true)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'where no socket comes through, footage plays by HLS, is sought and let go',
    async () => {
      await using seat = await stand.open('/playback')
      const { page, complaints } = seat
      await page.locator('tr[data-channel="1"]').waitFor()
      await page.routeWebSocket(/\/mse$/, (socket) => socket.close())
      const at = threeDaysAgo()
      await page.goto(`${stand.url}/playback/1?at=${at}&span=60`)
      await moving(page, 1)
      const before = await shown(page)
      expect(Math.abs(before - Date.parse(at))).toBeLessThan(60_000)
      await watchForGaps(page)
      const begins = page.waitForFunction(
        () => document.querySelector('.past')?.getAttribute('data-phase') === 'starting',
      )
      await press(page, 'Shift+ArrowRight')
      await begins
      await moving(page, 1)
      expect(await shown(page)).toBeGreaterThan(before + 59_000)
      await until('the recorder plays to us alone', () => recorder.stats.playbacks === 1)
      await press(page, 'Space')
      await still()
      expect(await gaps(page)).toBe('0')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'every key does what the page says of it',
    async () => {
      await using seat = await stand.open(`/playback/1?at=${threeDaysAgo()}&with=2&span=120`)
      const { page, complaints } = seat
      await moving(page, 1)
      await press(page, ' ')
      await still()
      const paused = await shown(page)
      for (const [key, seconds] of [
        ['ArrowRight', 10],
        ['Shift+ArrowRight', 70],
        ['ArrowLeft', 60],
        ['Shift+ArrowLeft', 0],
      ] as const) {
        await press(page, key)
        await until(`${key} has moved it`, async () => (await shown(page)) === paused + seconds * 1000)
      }
      const [wide, drawn] = [await between(page), await ruler(page)]
      await press(page, '+')
      await until('it is closer', async () => (await ruler(page)) !== drawn && (await between(page)) !== wide)
      await press(page, '-')
      await until('it is as wide as before', async () => Math.abs((await between(page)) - wide) <= 1)

      const begin = page.getByRole('button', { name: 'Range begins here' })
      const end = page.getByRole('button', { name: 'Range ends here' })
      const pressed = async () => [await begin.getAttribute('aria-pressed'), await end.getAttribute('aria-pressed')]
      await press(page, '[')
      await press(page, 'ArrowRight')
      await press(page, ']')
      expect(await pressed()).toEqual(['true', 'true'])
      expect(await page.locator('.marked[data-from="true"][data-to="true"]').count()).toBe(1)
      await press(page, 'e')
      await page.getByRole('dialog', { name: 'Export this range' }).waitFor()
      await press(page, 'Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      // The page hears keys again a moment after the dialog has gone.
      const unmark = async () => {
        await press(page, 'Escape')
        return !(await pressed()).includes('true')
      }
      await until('nothing is marked', unmark)

      await press(page, 'f')
      await page.waitForFunction(() => document.fullscreenElement !== null)
      await press(page, 'f')
      await page.waitForFunction(() => document.fullscreenElement === null)
      await press(page, 'ArrowDown')
      await page.waitForURL(/\/playback\/2\?/)
      await press(page, 'ArrowUp')
      await page.waitForURL(/\/playback\/1\?/)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'alarms stand on the lane: a click plays their moment, keys go from one to the other',
    async () => {
      await until('alarms can come', () => recorder.stats.alertStreams > 0)
      await using seat = await stand.open('/alarms')
      const { page, complaints } = seat
      await page.getByRole('heading', { name: 'All quiet' }).waitFor()
      await recorder.raise({ type: 'VMD', channel: 1 })
      // From one that goes on to its beginning no key leads: what is before it is meant. The page is told of its end; who
      // asks for it again and again is asked to wait, and the page with him.
      await page.getByRole('link', { name: 'Watch that moment' }).waitFor()
      const began = Date.parse((await page.locator('.alarm time').first().getAttribute('datetime')) ?? '')
      await page.goto(`${stand.url}/playback/1?at=${threeDaysAgo()}`)
      await moving(page, 1)
      await press(page, 'l')
      await live(page)
      const mark = page.locator('.strip[data-lane="1"] .strip-alarm')
      await mark.waitFor()
      expect(await mark.getAttribute('aria-label')).toMatch(/^Motion at \d\d:\d\d:\d\d/)
      await press(page, 'p')
      await until('it is at the alarm', async () => Math.abs((await shown(page)) - began) < 5000)
      await press(page, 'l')
      await live(page)
      await mark.click()
      await until('it is at the alarm again', async () => Math.abs((await shown(page)) - began) < 5000)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  for (const [where, options, isDown] of [
    ['a phone', PHONE, true],
    ['a tablet', { viewport: { width: 1180, height: 820 }, hasTouch: true }, false],
  ] as const)
    test(
      `two fingers zoom around what lies between them on ${where}`,
      async () => {
        await using seat = await stand.open(`/playback/1?at=${threeDaysAgo()}&span=120`, options)
        const { page, complaints } = seat
        await moving(page, 1)
        await press(page, 'Space')
        await still()
        const box = await page.locator('.strips').boundingBox()
        if (!box) throw new Error('no timeline')
        const fingers = await page.context().newCDPSession(page)
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
          fingers.send('Input.dispatchTouchEvent', {
            type,
            touchPoints:
              type === 'touchEnd'
                ? []
                : [-apart, apart].map((off, id) => ({
                    id,
                    x: middle.x + (isDown ? 0 : off),
                    y: middle.y + (isDown ? off : 0),
                  })),
          })
        const pinch = async (from: number, to: number) => {
          await touch('touchStart', from)
          for (let step = 1; step <= 10; step++) await touch('touchMove', from + ((to - from) * step) / 10)
          await touch('touchEnd', to)
        }
        const before = await shown(page)
        const zoomed = async (from: number, to: number) => {
          const old = await ruler(page)
          await pinch(from, to)
          await until('the ruler has changed', async () => (await ruler(page)) !== old)
          // The address tells how much is shown as soon as the playhead moves.
          await press(page, 'ArrowRight')
          await press(page, 'ArrowLeft')
          return span(page)
        }
        const close = await zoomed(30, 90)
        expect(close).toBeGreaterThan(35)
        expect(close).toBeLessThan(48)
        expect(await zoomed(90, 30)).toBeGreaterThan(100)
        // Nothing was taken for a tap.
        expect(await shown(page)).toBe(before)
        expect(recorder.stats.playbacks).toBe(0)
        expect(complaints).toEqual([])
      },
      TIMEOUT_MS,
    )

  test(
    'what was recorded at motion only is paler, and the page says so',
    async () => {
      await using seat = await stand.open(`/playback/1?at=${threeDaysAgo()}`)
      const { page } = seat
      const fill = (lane: number, look: string) =>
        page.locator(`.strip[data-lane="${lane}"] .${look}`).evaluate((path) => getComputedStyle(path).fill)
      const [always, motion] = [await fill(1, 'strip-footage'), await fill(3, 'strip-motion')]
      expect(always).not.toBe(motion)
      expect(await page.locator('.strip[data-lane="1"] .strip-motion').count()).toBe(0)
      const legend = page.getByRole('list', { name: 'What the lanes show' })
      expect(await legend.getByRole('listitem').allTextContents()).toEqual([
        'recorded',
        'at motion only',
        'missing',
        'our copy',
      ])
      await check(page)
    },
    TIMEOUT_MS,
  )
})

// Somebody who has never seen it: from an empty appliance to yesterday's alarm on the recorder's footage, each click counted.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { account, startAppliance } from './appliance.ts'
import { executablePath, freshPages, launchBrowser, signIn, takeSeat } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody comes anew in a browser.')

const TIMEOUT_MS = 240_000
const MOST = 12
const DAY_MS = 86_400_000
const login = { user: 'admin', password: 'quite-s3cret' }
/** Who looks for an alarm of yesterday means his own day: there browser and recorder stand in one zone. */
const HERE = { timezone: 'CST-0:00:00', timezoneId: 'UTC' }
/** Never with summer time. */
const AWAY = { timezoneId: 'Asia/Ho_Chi_Minh', hours: 7 }

const dayBefore = (at: number) => new Date(at - DAY_MS).toISOString().slice(0, 10)
/** The month in which it is there. */
const monthThere = (at: number) => new Date(at + AWAY.hours * 3_600_000).toISOString().slice(0, 7)

/** A hand that counts: each click, and each key but those that write into the field one is in. */
function handOf(page: Page, count = 0) {
  const hand = {
    count,
    async click(one: Locator) {
      await one.click()
      hand.count++
    },
    async press(key: string) {
      await page.keyboard.press(key)
      hand.count++
    },
    /** Points at each field of a form, writes, and sends it with Enter. */
    async fill(fields: Record<string, string>) {
      for (const [label, text] of Object.entries(fields)) {
        const field = page.getByLabel(label, { exact: true })
        await hand.click(field)
        await page.keyboard.type(text)
        expect(await field.inputValue()).toBe(text)
      }
      await hand.press('Enter')
    },
  }
  return hand
}

describe.skipIf(!executablePath)('a newcomer', () => {
  let browser: Browser
  let recorder: Simulator

  beforeAll(async () => {
    await freshPages()
    const footage = { days: 3, perDay: 12, everyDay: true, gapMonths: [] }
    ;[browser, recorder] = await Promise.all([
      launchBrowser(),
      startSimulator({ model: 'nvr8', ...login, timezone: HERE.timezone, footage }),
    ])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await recorder?.[Symbol.asyncDispose]()
  }, 60_000)

  /** Pictures are decoded and time goes on; the instant that the page says it shows. */
  async function playing(page: Page): Promise<number> {
    const figures = () =>
      page.evaluate(() => {
        const video = [...document.querySelectorAll('video')].find(
          ({ paused, videoWidth }) => !paused && videoWidth > 0,
        )
        return { at: video?.currentTime ?? 0, frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0 }
      })
    await page.waitForFunction(() =>
      [...document.querySelectorAll('video')].some(({ currentTime, paused }) => !paused && currentTime > 0),
    )
    const before = await figures()
    await page.waitForFunction(
      ({ at, frames }) =>
        [...document.querySelectorAll('video')].some(
          (video) => video.currentTime > at + 0.5 && video.getVideoPlaybackQuality().totalVideoFrames > frames,
        ),
      before,
    )
    return Date.parse((await page.locator('.transport-at time').getAttribute('datetime')) ?? '')
  }

  /** What the recorder kept at that moment because something moved. */
  const movedAt = (at: number) =>
    Array.from({ length: 8 }, (_, index) => recorder.footage.onDay(index + 1, dayBefore(at + DAY_MS)))
      .flat()
      .some(({ kind, start, end }) => kind === 'motion' && +start <= at + 1000 && at < +end)

  test(
    `finds yesterday's alarm on the footage of a recorder that nobody knew, with at most ${MOST} clicks and keys`,
    async () => {
      await using appliance = await startAppliance()
      await using seat = await takeSeat(browser, appliance.url, { timezoneId: HERE.timezoneId, locale: 'en-GB' })
      const { page, complaints } = seat
      const hand = handOf(page)
      /** Midnight may have passed since it began. */
      const yesterdays = [dayBefore(Date.now())]
      const seesAlarm = async (where: Page) => {
        const moment = await playing(where)
        expect([...yesterdays, dayBefore(Date.now())]).toContain(dayBefore(moment + DAY_MS))
        expect(movedAt(moment)).toBe(true)
        expect(recorder.stats.playbacks).toBeGreaterThan(0)
      }

      await page.getByRole('heading', { name: 'Welcome home' }).waitFor()
      await hand.fill({
        'User name': account.username,
        Password: account.password,
        'Password once more': account.password,
      })

      await page.getByRole('heading', { name: 'Which recorders and cameras are there?' }).waitFor()
      await hand.fill({
        'Address in your network': new URL(recorder.url).host,
        'User on the device': login.user,
        'Password on the device': login.password,
      })
      await page.getByRole('heading', { name: 'Does a picture move?' }).waitFor()
      const added = hand.count

      // Where one looks for alarms.
      await hand.click(page.getByRole('link', { name: 'Alarms' }))
      await page.getByRole('heading', { name: 'All quiet' }).waitFor()
      await hand.click(page.getByRole('link', { name: 'Look on the recorder' }))
      await hand.click(page.getByRole('link', { name: /^Play / }).first())
      await seesAlarm(page)
      console.log(`A newcomer’s clicks and keys up to yesterday’s alarm: ${hand.count}`)
      expect(hand.count).toBeLessThanOrEqual(MOST)

      // And where one looks for a day, seven hours away from the recorder: its calendar has the recorder's days.
      await page.close()
      await using far = await takeSeat(browser, appliance.url, { timezoneId: AWAY.timezoneId, locale: 'en-GB' })
      await signIn(far.page, account)
      const farHand = handOf(far.page, added)
      await farHand.click(far.page.getByRole('link', { name: 'Playback', exact: true }))
      const yesterday = dayBefore(Date.now())
      if (yesterday.slice(0, 7) !== monthThere(Date.now()))
        await farHand.click(far.page.getByRole('button', { name: 'Month before' }))
      const motion = far.page
        .getByRole('row')
        .filter({ has: far.page.getByRole('rowheader', { name: 'Einfahrt Süd' }) })
      const date = new RegExp(`^[^:]*\\b${Number(yesterday.slice(8))}\\b[^:]*: .*of 24 h`)
      await farHand.click(motion.getByRole('gridcell', { name: date }))
      await farHand.click(far.page.getByRole('link', { name: /^\d\d:\d\d:\d\d to / }).first())
      await seesAlarm(far.page)
      console.log(`And by the calendar: ${farHand.count}`)
      expect(farHand.count).toBeLessThanOrEqual(MOST)
      expect([...complaints, ...far.complaints]).toEqual([])
    },
    TIMEOUT_MS,
  )
})

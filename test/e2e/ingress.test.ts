// Every page in Home Assistant's frame, below the path that its ingress gives us.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { OWNER } from '../../core/testing/test-app.ts'
import { executablePath, signIn, takeSeat } from './browser.ts'
import { STOPS } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'
import { BASE, type Hub, startHub } from './ingress.ts'

describe.skipIf(!executablePath)("in Home Assistant's frame", () => {
  let house: House
  let hub: Hub

  beforeAll(async () => {
    house = await startHouse()
    hub = startHub(house.url)
  }, WALK_MS)
  afterAll(async () => {
    hub?.[Symbol.dispose]()
    await house?.[Symbol.asyncDispose]()
  }, 20_000)

  test(
    'every page opens, asks for nothing elsewhere, leads nowhere else, and pictures move',
    async () => {
      await using seat = await takeSeat(house.browser, 'about:blank', { reducedMotion: 'reduce' })
      const { page, complaints } = seat
      const elsewhere: string[] = []
      page.on('request', (request) => {
        const { protocol, pathname } = new URL(request.url())
        if (/^(http|ws)/.test(protocol) && pathname !== '/' && !pathname.startsWith(`${BASE}/`))
          elsewhere.push(pathname)
      })
      await page.goto(hub.url)
      const frame = page.frames().at(-1)
      if (!frame) throw new Error('There is no frame')
      await signIn(frame, OWNER)
      await frame.locator('.tile').first().waitFor()
      for (const stop of STOPS) {
        await goTo(frame, { ...stop, path: BASE + stop.path })
        const away = await frame.evaluate(
          (base) =>
            [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
              .filter(({ origin, pathname }) => origin === location.origin && !`${pathname}/`.startsWith(`${base}/`))
              .map(({ pathname }) => pathname),
          BASE,
        )
        expect({ page: stop.path, away }).toEqual({ page: stop.path, away: [] })
      }
      // One of the stops plays, by a socket through both servers.
      expect(hub.sockets()).toBeGreaterThan(0)
      // The frame alone is loaded anew, at an address within us, and somebody is still signed in.
      await frame.goto(`${hub.url}${BASE}/settings/about`)
      await frame.getByRole('heading', { name: 'About', level: 1 }).waitFor()
      expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] })
    },
    WALK_MS,
  )
})

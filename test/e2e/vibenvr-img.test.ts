// What an element of a page shows by the cookie of a sign-in to VibeNVR's API, in a real browser: at home, and nowhere else.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { OWNER } from '../../core/testing/test-app.ts'
import { type House, startHouse } from '../vibenvr-house.ts'
import { executablePath, launchBrowser } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: no element shows a camera.')

setDefaultTimeout(120_000)

/** A name as in a network at home: over plain HTTP the browser does not say there which site a request comes from. */
const AT_HOME = 'porch.test'

describe.skipIf(!executablePath)('an <img>', () => {
  let house: House
  let browser: Browser
  let other: ReturnType<typeof Bun.serve>
  /** Below a mount: a picture of now, one that was kept, and one out of a film. */
  let paths: string[]

  beforeAll(async () => {
    house = await startHouse()
    const kept = await house.keep()
    const events = (await house.ask('GET', '/events', house.bearer(house.owner))).body
    const places = events.flatMap(({ id, file_path, thumbnail_path }: Record<string, string>) =>
      Number(id) === kept ? [file_path] : Number(id) === house.films[0] ? [thumbnail_path] : [],
    )
    expect(places).toHaveLength(2)
    paths = [
      `/cameras/${house.first}/frame`,
      ...places.map((place: string) => place.replace('/var/lib/vibe/recordings/', '/media/')),
      `/events/${kept}/download`,
    ]
    browser = await launchBrowser(`--host-resolver-rules=MAP ${AT_HOME} 127.0.0.1`)
    const headers = { 'content-type': 'text/html' }
    other = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: () => new Response('<!doctype html><title>Elsewhere</title>', { headers }),
    })
  })
  afterAll(async () => {
    await browser?.close()
    await other?.stop(true)
    await house?.[Symbol.asyncDispose]()
  })

  /** Pages of ours forbid what a page of VibeNVR's, in front of the same address, may. */
  const newContext = () => browser.newContext({ bypassCSP: true })

  /** How wide each is shown; 0 = not at all. No answer of before is used. */
  const widths = (page: Page, at: string, policy = '') =>
    page.evaluate(
      ([urls, referrerPolicy]) =>
        Promise.all(
          urls.map(async (url) => {
            const image = new Image()
            image.referrerPolicy = referrerPolicy
            image.src = `${url}?t=${performance.now()}`
            document.body.append(image)
            await image.decode().catch(() => {})
            return image.naturalWidth
          }),
        ),
      [paths.map((path) => at + path), policy] as const,
    )

  const post = (page: Page, path: string, account?: typeof OWNER) =>
    page.evaluate(
      async ([url, form]) => {
        const { status } = await fetch(url, { method: 'POST', ...(form && { body: new URLSearchParams(form) }) })
        return status
      },
      [path, account] as const,
    )

  /** Where a page of the same address lies. */
  async function openAt(context: BrowserContext, at: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${at}/auth/status`)
    return page
  }

  const NONE = [0, 0, 0, 0]
  const shown = (list: number[]) => list.map((width) => width > 0)
  const named = (at: string, host: string) => at.replace('127.0.0.1', host)

  for (const where of ['mount', 'port'] as const)
    test(`shows what a camera sees and what was kept by the cookie alone, until the sign-out (${where})`, async () => {
      for (const at of [house[where], named(house[where], AT_HOME)]) {
        await using context = await newContext()
        const page = await openAt(context, at)
        expect(await widths(page, at)).toEqual(NONE)
        expect(await post(page, `${at}/auth/login`, OWNER)).toBe(200)
        expect(shown(await widths(page, at))).toEqual([true, true, true, true])
        expect((await widths(page, `${at}/api`))[0]).toBe(160)
        expect(shown(await widths(page, at, 'no-referrer'))).toEqual([true, true, true, true])
        const names = (await context.cookies(`${at}/media/x`)).map(({ name, httpOnly }) => [name, httpOnly])
        expect(names.sort()).toEqual([
          ['auth_token', true],
          ['media_token', true],
        ])
        expect(await page.evaluate(() => document.cookie)).toBe('')
        expect(await post(page, `${at}/auth/logout`)).toBe(200)
        expect(await widths(page, at)).toEqual(NONE)
        expect(await context.cookies(`${at}/media/x`)).toEqual([])
      }
    })

  for (const where of ['mount', 'port'] as const)
    test(`shows nothing in a page of another origin, whatever that page says of itself (${where})`, async () => {
      for (const host of ['127.0.0.1', AT_HOME]) {
        const at = named(house[where], host)
        await using context = await newContext()
        const own = await openAt(context, at)
        expect(await post(own, `${at}/auth/login`, OWNER)).toBe(200)
        expect(shown(await widths(own, at))).toEqual([true, true, true, true])
        // Another port of the same host, and other names of the same machine.
        for (const elsewhere of ['127.0.0.1', 'localhost', AT_HOME]) {
          const page = await context.newPage()
          await page.goto(named(other.url.origin, elsewhere))
          for (const policy of ['', 'no-referrer'])
            expect([host, elsewhere, policy, await widths(page, at, policy)]).toEqual([host, elsewhere, policy, NONE])
        }
        // Nor of the other mount: that is another port, too.
        const neighbour = await openAt(context, named(where === 'mount' ? house.port : house.mount, host))
        expect(await widths(neighbour, at)).toEqual(NONE)
        expect(shown(await widths(own, at))).toEqual([true, true, true, true])
      }
    })
})

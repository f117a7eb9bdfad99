// How long pages take, by the clock of the page itself: from the first byte asked for, and from one page to another.
import type { BrowserContext, Page } from 'playwright-core'

/** Called before the page's own script: keeps when so many pictures had a place on the screen, in ms after it was asked for. */
export function watchLoad(count: number): void {
  const look = () => {
    if (document.querySelectorAll('.tile[data-channel]').length < count) return requestAnimationFrame(look)
    // Drawn by the time the next frame begins.
    requestAnimationFrame(() => {
      document.documentElement.dataset.stoodAt = String(performance.now())
    })
  }
  requestAnimationFrame(look)
}

/** Until all places of the grid stand. */
export async function loaded(page: Page, url: string): Promise<number> {
  await page.goto(url)
  const stood = await page.waitForFunction(() => document.documentElement.dataset.stoodAt)
  return Number(await stood.jsonValue())
}

/** A picture of half a kilobyte: what a browser and its connection cost by themselves. */
export async function bareLoad(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${url}/icon.svg`)
  const took = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? Number.NaN)
  await page.close()
  return took
}

export interface Change {
  path: string
  /** Until its title has been drawn, in ms. */
  stands: number
  /** Until nothing on it waits for an answer any more. */
  filled: number
}

/** From the press on a place in the rail. */
function changed(page: Page, path: string): Promise<Change> {
  return page.evaluate(
    (wanted) =>
      new Promise<Change>((done, fail) => {
        const link = document.querySelector<HTMLAnchorElement>(`.rail a[href="${wanted}"]`)
        if (!link) return fail(new Error(`Nothing leads to ${wanted}`))
        const before = document.querySelector('h1')
        const text = before?.textContent
        const began = performance.now()
        const isThere = () => {
          const title = document.querySelector('h1')
          return !!title && (title !== before || title.textContent !== text)
        }
        const isFilled = () => !document.querySelector('main .waiting, main [aria-busy="true"]')
        const when = (ready: () => boolean, then: (ms: number) => void) => {
          // Drawn by the time the next frame begins.
          if (ready()) requestAnimationFrame(() => then(performance.now() - began))
          else requestAnimationFrame(() => when(ready, then))
        }
        link.click()
        when(isThere, (stands) => when(isFilled, (filled) => done({ path: wanted, stands, filled })))
      }),
    path,
  )
}

/** As long as somebody looks at a page at least. */
const GLANCE_MS = 300

/** Round after round through all places of the rail, from the live pictures back to them. */
export async function changes(page: Page, rounds: number): Promise<Change[]> {
  const links = page.locator('.rail a')
  const [live = '', ...others] = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const all: Change[] = []
  for (let round = 0; round < rounds; round++)
    for (const path of [...others, live]) {
      all.push(await changed(page, path))
      await Bun.sleep(GLANCE_MS)
    }
  return all
}

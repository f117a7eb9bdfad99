// How the walks look at what is on the screen: in each size and theme, by eye and by axe-core.
import type { Page } from 'playwright-core'
import { cut, overlapping } from '../../web/testing/box-checks.ts'
import { faint, nameless, overflowing } from '../../web/testing/page-checks.ts'
import { bringAxe, faults } from './axe.ts'
import type { Seat } from './browser.ts'
import type { Stop } from './every-page.ts'
import { goTo } from './every-page-house.ts'
import { PHONE } from './stand.ts'

export const DESKTOP = { width: 1280, height: 800 }
/** Held upright: wider than a phone, and too narrow for what stands side by side on a desk. */
export const TABLET = { width: 820, height: 1180 }

/** All of axe-core once in each theme and on desk and phone, and what a theme or a size alone can spoil in the others. */
const LOOKS = [
  { name: 'desktop, dark', viewport: DESKTOP, colorScheme: 'dark', whole: true },
  { name: 'desktop, light', viewport: DESKTOP, colorScheme: 'light', whole: false },
  { name: 'tablet, light', viewport: TABLET, colorScheme: 'light', whole: false },
  { name: 'phone, light', viewport: PHONE.viewport, colorScheme: 'light', whole: true },
  { name: 'phone, dark', viewport: PHONE.viewport, colorScheme: 'dark', whole: false },
] as const

/** So wide and high, and what measures its room has done so: it is told with the next picture, and draws with the one after. */
export async function resize(page: Page, viewport: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(viewport)
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame)
  })
}

/** What is wrong with the dialog that is open, or else with the page, in each look. It is on a desk again afterwards. */
export async function flawsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { name, viewport, colorScheme, whole } of LOOKS) {
    await resize(page, viewport)
    await page.emulateMedia({ colorScheme })
    const grave = await faults(page, whole ? undefined : ['color-contrast'])
    for (const flaws of [nameless, overflowing, faint, cut, overlapping])
      grave.push(...(await page.evaluate(flaws)).map((flaw) => `${flaws.name}: ${flaw}`))
    found.push(...grave.map((flaw) => `${name}: ${flaw}`))
  }
  await resize(page, DESKTOP)
  return found
}

/** What is wrong with each of `stops`, one after the other, and what the browser complained of on the way. */
export async function flawsOnTheWay({ page, complaints }: Seat, stops: readonly Stop[]): Promise<string[]> {
  await bringAxe(page)
  const found: string[] = []
  for (const stop of stops) {
    await goTo(page, stop)
    found.push(...(await flawsOf(page)).map((flaw) => `${stop.path}, ${flaw}`))
  }
  return [...found, ...complaints]
}

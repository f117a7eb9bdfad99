// Somebody who has a keyboard alone: where Tab leads on a page, and whether it is to be seen.
import type { Page } from 'playwright-core'

/** More controls than any page of the walk has: whoever is still on his way then goes in circles. */
const MOST = 400

export interface Tabbed {
  /** Addresses within the app that Enter would lead to. */
  links: string[]
  /** Where the focus cannot be seen, and what a mouse alone can work. */
  flaws: string[]
}

/** Once through the page, from the end of the rail on. */
export async function tabThrough(page: Page): Promise<Tabbed> {
  await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.rail a')].at(-1)?.focus())
  const links = new Set<string>()
  const flaws = new Set<string>(await page.evaluate(mouseOnly))
  for (let pressed = 0; ; pressed++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(focused)
    if (!at) break
    if (pressed === MOST) flaws.add(`No end at ${at.html}`)
    if (pressed === MOST) break
    if (at.link) links.add(at.link)
    if (at.flaw) flaws.add(`${at.flaw}: ${at.html}`)
  }
  return { links: [...links], flaws: [...flaws] }
}

/** Presses Tab until a control whose name begins so has the focus; `name` is a pattern. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < MOST; pressed++) {
    await page.keyboard.press('Tab')
    const is = await page.evaluate((wanted) => {
      const at = document.activeElement
      const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : []
      return [at?.getAttribute('aria-label'), at?.textContent, ...labels.map((one) => one.textContent)].some((text) =>
        new RegExp(`^${wanted}`).test(text?.trim() ?? ''),
      )
    }, name)
    if (is) return
  }
  throw new Error(`Tab does not come to “${name}”`)
}

/** The control in focus; null at the end of the page and in the rail, where it begins again. */
function focused() {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body || at.closest('.rail, .skip')) return null
  const ringed = (element: Element | null | undefined) => {
    if (!element) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  }
  const box = at.getBoundingClientRect()
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const isRinged =
    ringed(at) || ringed(at.closest('label')) || ringed(at.nextElementSibling) || ringed(at.parentElement)
  return {
    html: at.outerHTML.slice(0, 120),
    link: at instanceof HTMLAnchorElement && at.origin === location.origin ? at.pathname : null,
    flaw: isRinged ? (isInSight ? null : 'out of sight') : 'no ring',
  }
}

/** What looks as if it were there to be clicked, and no key comes to. */
function mouseOnly() {
  const worked = 'a[href], button, input, select, textarea, summary, label, option, [tabindex]'
  return [...document.querySelectorAll<HTMLElement>('.page *')]
    .filter((element) => element.checkVisibility() && getComputedStyle(element).cursor === 'pointer')
    .filter((element) => !element.closest(worked))
    .map((element) => `only by mouse: ${element.outerHTML.slice(0, 120)}`)
}

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

/** Presses Tab until a control whose name begins so has the focus; `name` is a pattern. It may still have to come. */
export async function tabTo(page: Page, name: string): Promise<void> {
  await page.waitForFunction(named, { name, within: CONTROLS })
  for (let pressed = 0; pressed < MOST; pressed++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(named, { name, within: ':focus' })) return
  }
  throw new Error(`Tab does not come to “${name}”`)
}

const CONTROLS = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]'

/** Whether one of these has such a name. */
function named({ name, within }: { name: string; within: string }): boolean {
  const wanted = new RegExp(`^(?:${name})`)
  return [...document.querySelectorAll<HTMLElement>(within)].some((one) => {
    const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? [...(one.labels ?? [])] : []
    const texts = [one.getAttribute('aria-label'), one.textContent, ...labels.map((label) => label.textContent)]
    return texts.some((text) => wanted.test(text?.trim() ?? ''))
  })
}

/** A key, a control that Tab is pressed for until its name begins so, or what is typed. */
export type Press = string | { to: string } | { type: string }

/** Presses one after the other, as somebody does who looks where the focus is; where he cannot see it. */
export async function work(page: Page, presses: readonly Press[]): Promise<string[]> {
  const flaws: string[] = []
  for (const press of presses)
    if (typeof press === 'string') await page.keyboard.press(press)
    else if ('type' in press) await page.keyboard.type(press.type)
    else {
      await tabTo(page, press.to)
      const at = await page.evaluate(focused)
      if (at?.flaw) flaws.push(`${at.flaw}: ${at.html}`)
    }
  return flaws
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

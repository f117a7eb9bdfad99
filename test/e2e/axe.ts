// What axe-core finds in a page: faults that keep somebody from using it.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const source = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8')

interface Node {
  html: string
  any: { message: string }[]
}
interface Axe {
  run(of: Document | Element, options: object): Promise<{ violations: { id: string; impact: string; nodes: Node[] }[] }>
}

/** Once for each page that is loaded; by the debugger's way, which its policy does not concern. */
export const bringAxe = (page: Page): Promise<void> => page.evaluate(source)

/** The serious and critical faults, in the dialog that is open or else in the page; `rules`: these alone are looked at. */
export const faults = (page: Page, rules?: string[]): Promise<string[]> =>
  page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: Axe }
    const options = { resultTypes: ['violations'], ...(only && { runOnly: { type: 'rule', values: only } }) }
    const { violations } = await axe.run(document.querySelector('dialog[open]') ?? document, options)
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    return grave.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message.slice(0, 160) ?? ''}`),
    )
  }, rules)

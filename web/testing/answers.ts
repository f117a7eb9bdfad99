// Answers that one page gets in place of the pretend appliance's, by method and path.
import type { Page } from 'playwright-core'

export interface Asked {
  /** `/api/users/2`. */
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
}

/** What the appliance says; `null`: nobody answers. */
type Said = { status?: number; body: unknown } | null
export type Answers = Record<string, (asked: Asked) => Said | Promise<Said>>

/** Keys are `GET /api/users/2` or `GET /api/users/*`. What is in no key goes to the pretend appliance. Must come before the page is opened. */
export const answering = (answers: Answers) => (page: Page) =>
  page.route('**/api/**', async (route) => {
    const request = route.request()
    const { pathname: path, searchParams: query } = new URL(request.url())
    const asked = `${request.method()} ${path}`
    const answer = answers[asked] ?? answers[asked.replace(/[^/]+$/, '*')]
    if (!answer) return route.fallback()
    const said = await answer({ path, query, body: request.postDataJSON() ?? {} })
    if (said) await route.fulfill({ status: said.status ?? 200, json: said.body })
    else await route.abort('connectionrefused')
  })

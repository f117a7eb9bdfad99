// The description of the API for programs (`/openapi.json`) and for people (`/docs`), without a word from outside.
import { Hono } from 'hono'
import { shipped } from '../../shipped.ts'
import type { Env } from '../guard.ts'
import { type Description, describeApi } from '../openapi.ts'
import { route } from '../route.ts'
import { docsPage } from './page.ts'

const tags = ['System']
const STYLE = shipped('core/http/docs/style.css')

/** Routes over all routes of an app but those below `mounts`; what they say is worked out at the first request. */
export function docsRoutes(app: () => Hono, version: string, mounts: readonly string[]): Hono<Env> {
  let known: Promise<Description> | null = null
  const description = () => {
    known ??= describeApi(app(), version, mounts)
    return known
  }
  return new Hono<Env>()
    .get(
      '/openapi.json',
      route({
        summary: 'This description as OpenAPI 3.1',
        right: 'public',
        tags,
        answers: { 200: { type: 'application/json', description: 'OpenAPI 3.1' } },
      }),
      async (c) => c.json(await description()),
    )
    .get(
      '/docs',
      route({
        summary: 'This description as a page',
        right: 'public',
        tags,
        answers: { 200: { type: 'text/html', description: 'The page' } },
      }),
      async (c) => c.html(docsPage(await description())),
    )
    .get(
      '/docs.css',
      route({
        summary: 'How that page looks',
        right: 'public',
        tags,
        answers: { 200: { type: 'text/css', description: 'Style sheet' } },
      }),
      async (c) =>
        c.body(await Bun.file(STYLE).text(), 200, {
          'content-type': 'text/css; charset=utf-8',
          'cache-control': 'no-cache',
        }),
    )
}

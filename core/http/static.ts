// The web bundle: hashed files for ever, the page itself fresh each time and with our base path written in.
import { join } from 'node:path'
import { Hono } from 'hono'
import { serveStatic } from 'hono/bun'
import { withBase } from './base-path.ts'
import type { Env } from './guard.ts'
import { route } from './route.ts'

const HASHED = /-[a-z0-9]{8,}\.\w+$/i
const MISSING =
  'The web interface has not been built yet. Run "npm run setup" in the folder of Porchlight; the API works without it.'

/** True where a browser goes to a page, not for what a page or program loads. */
function isNavigation(request: Request): boolean {
  const mode = request.headers.get('sec-fetch-mode')
  return mode ? mode === 'navigate' : (request.headers.get('accept') ?? '').includes('text/html')
}

export interface Bundle {
  routes: Hono<Env>
  /** The page for a deep link (`/devices`), or null for a request that is not one. */
  deepLink(request: Request, path: string, base: string): Promise<Response | null>
}

/** `folder` holds `index.html` and what it needs, each with a `.gz` beside it. It may be missing, or come later. */
export function createBundle(folder: string): Bundle {
  async function page(base: string): Promise<Response> {
    const file = Bun.file(join(folder, 'index.html'))
    const found = await file.exists()
    if (!found) return new Response(MISSING, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } })
    return new Response(withBase(await file.text(), base), {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    })
  }

  const words = route({
    summary: 'The web interface',
    right: 'public',
    tags: ['System'],
    answers: { 200: { type: 'text/html', description: 'The page' } },
  })
  const routes = new Hono<Env>()
    .get('/', words, (c) => page(c.get('base')))
    .get('/index.html', words, (c) => page(c.get('base')))
    .get(
      '/*',
      words,
      // No file of ours has such a name, and the file system throws at some of them.
      (c, next) => (/%|\0/.test(c.req.path) || c.req.path.length > 200 ? c.notFound() : next()),
      serveStatic({
        root: folder,
        precompressed: true,
        onFound: (path, c) =>
          c.header('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
      }),
    )
  return {
    routes,
    async deepLink(request, path, base) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return null
      if (/\.\w+$/.test(path) || !isNavigation(request)) return null
      return page(base)
    },
  }
}

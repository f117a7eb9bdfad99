// Pretend MediaMTX and go2rtc, written after their own descriptions of their APIs: what they hold, and switches for trouble.
import { serve } from 'bun'

export interface PretendRestreamer extends AsyncDisposable {
  /** Of its API. */
  url: string
  /** What each path reads. */
  readonly paths: Map<string, string>
  /** `METHOD name` of what changed something, in order. */
  readonly writes: string[]
  readonly requests: number
  /** False: every connection is cut off. */
  answers: boolean
  /** Asked for by Basic; null = by nobody. */
  login: string | null
  /** Part of an address that it does not take. */
  refuses: string | null
}

type Handle = (it: PretendRestreamer, request: Request, url: URL) => Response | Promise<Response>

function start(handle: Handle): PretendRestreamer {
  let requests = 0
  const server = serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request, server) {
      requests++
      if (!it.answers) {
        server.timeout(request, 1)
        return new Response(null, { status: 503 })
      }
      const given = request.headers.get('authorization')
      if (it.login !== null && given !== `Basic ${Buffer.from(it.login).toString('base64')}`)
        return Response.json({ error: 'authentication error' }, { status: 401 })
      return handle(it, request, new URL(request.url))
    },
  })
  const it: PretendRestreamer = {
    url: `http://127.0.0.1:${server.port}`,
    paths: new Map(),
    writes: [],
    get requests() {
      return requests
    },
    answers: true,
    login: null,
    refuses: null,
    [Symbol.asyncDispose]: () => server.stop(true),
  }
  return it
}

const wrong = (status: number, error: string) => Response.json({ error }, { status })
const ok = () => Response.json({ status: 'ok' })
/** Of the fields of a path, those that a client of ours may know; any other one is refused, as MediaMTX does. */
const FIELDS = ['source', 'sourceOnDemand', 'rtspTransport']

export const startPretendMediamtx = (): PretendRestreamer =>
  start(async (it, request, url) => {
    const found = /^\/v3\/config\/paths\/(list|add|patch|delete)(?:\/(.+))?$/.exec(url.pathname)
    if (!found) return new Response('404 page not found', { status: 404 })
    const [, verb, name = ''] = found
    if (verb === 'list') {
      const size = Number(url.searchParams.get('itemsPerPage') ?? 100)
      const page = Number(url.searchParams.get('page') ?? 0)
      const items = [...it.paths]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, source]) => ({ name, source, sourceOnDemand: true, record: false }))
      const pageCount = Math.ceil(items.length / size)
      return Response.json({ itemCount: items.length, pageCount, items: items.slice(page * size, (page + 1) * size) })
    }
    if (verb === 'delete') {
      if (request.method !== 'DELETE' || !it.paths.delete(name)) return wrong(404, 'path configuration not found')
      it.writes.push(`DELETE ${name}`)
      return ok()
    }
    const body = (await request.json()) as Record<string, unknown>
    const unknown = Object.keys(body).find((key) => !FIELDS.includes(key))
    if (unknown) return wrong(400, `json: unknown field "${unknown}"`)
    if (verb === 'add' && it.paths.has(name)) return wrong(400, 'path already exists')
    if (verb === 'patch' && !it.paths.has(name)) return wrong(404, 'path configuration not found')
    const source = String(body.source)
    if (body.sourceOnDemand !== true) return wrong(400, 'reads the camera all the time')
    if (it.refuses !== null && source.includes(it.refuses)) return wrong(400, `'${source}' is not a valid URL`)
    it.paths.set(name, source)
    it.writes.push(`${verb === 'add' ? 'POST' : 'PATCH'} ${name}`)
    return ok()
  })

export const startPretendGo2rtc = (): PretendRestreamer =>
  start((it, request, url) => {
    if (url.pathname !== '/api/streams') return new Response('404 page not found', { status: 404 })
    const [source, name] = [url.searchParams.get('src'), url.searchParams.get('name')]
    if (request.method === 'GET' && source === null)
      return Response.json(
        Object.fromEntries([...it.paths].map(([name, url]) => [name, { producers: [{ url }], consumers: null }])),
      )
    if (request.method === 'PUT' && source !== null) {
      if (/\s/.test(source) || (it.refuses !== null && source.includes(it.refuses)))
        return new Response(null, { status: 400 })
      it.paths.set(name ?? source, source)
      it.writes.push(`PUT ${name}`)
      return new Response(null)
    }
    if (request.method === 'DELETE' && source !== null) {
      if (it.paths.delete(name ?? source)) it.writes.push(`DELETE ${name}`)
      return new Response(null)
    }
    return new Response(null, { status: 405 })
  })

// A pretended Home Assistant that shows us in a frame: its core and its supervisor, one behind the other, as one server.
import type { ServerWebSocket } from 'bun'

/** Drawn by the supervisor for each add-on. */
const TOKEN = 'kQ-9x_Zr2Vb7'
export const BASE = `/api/hassio_ingress/${TOKEN}`
/** What says to the supervisor that somebody is signed in to Home Assistant. */
const SESSION = 'ingress_session=of-somebody-in-the-house'

/** What neither of the two hands on. */
const NOT_TO_US = ['content-length', 'content-encoding', 'transfer-encoding', 'sec-websocket-extensions']
const NOT_BACK = ['content-length', 'content-encoding', 'transfer-encoding']

interface Line {
  to: string
  headers: Record<string, string>
  /** Ours, as soon as it is open; what comes before waits. */
  ours: WebSocket | null
  waiting: (string | Uint8Array<ArrayBuffer>)[]
}

export interface Hub extends Disposable {
  url: string
  /** How many sockets were led through. */
  sockets(): number
}

export function startHub(appliance: string): Hub {
  let sockets = 0

  function headersOf(request: Request, browser: string): Record<string, string> {
    const kept = [...request.headers].filter(([name]) => !NOT_TO_US.includes(name))
    return {
      ...Object.fromEntries(kept),
      'x-ingress-path': BASE,
      // The second is the core, as the supervisor sees it.
      'x-forwarded-for': `${browser}, 172.30.32.1`,
      'x-forwarded-host': request.headers.get('host') ?? '',
      'x-forwarded-proto': 'http',
    }
  }

  const server = Bun.serve<Line>({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request, self) {
      const { pathname, search } = new URL(request.url)
      if (pathname === '/')
        return new Response(
          `<!doctype html><title>Home</title><link rel="icon" href="data:,"><style>*{margin:0;border:0}iframe{width:100vw;height:100vh}</style><iframe src="${BASE}/"></iframe>`,
          { headers: { 'content-type': 'text/html', 'set-cookie': `${SESSION}; Path=/api/hassio_ingress/; HttpOnly` } },
        )
      if (!pathname.startsWith(`${BASE}/`)) return new Response('Home Assistant knows no such page', { status: 404 })
      if (!request.headers.get('cookie')?.includes(SESSION)) return new Response('', { status: 401 })
      const to = pathname.slice(BASE.length) + search
      const headers = headersOf(request, self.requestIP(request)?.address ?? '')
      if (request.headers.get('upgrade') === 'websocket') {
        const data = { to: appliance.replace('http', 'ws') + to, headers, ours: null, waiting: [] }
        return self.upgrade(request, { data }) ? undefined : new Response('', { status: 400 })
      }
      const { method, body, signal } = request
      // What is packed comes unpacked, since the two read it.
      const answer = await fetch(appliance + to, { method, headers, body, signal, redirect: 'manual' })
      const back = new Headers(answer.headers)
      for (const name of NOT_BACK) back.delete(name)
      return new Response(answer.body, { status: answer.status, headers: back })
    },
    websocket: {
      idleTimeout: 0,
      open(theirs: ServerWebSocket<Line>) {
        sockets += 1
        const { to, headers, waiting } = theirs.data
        const { cookie = '', origin = '', 'x-ingress-path': path = '' } = headers
        const ours = new WebSocket(to, { headers: { cookie, origin, 'x-ingress-path': path } } as unknown as string[])
        ours.binaryType = 'arraybuffer'
        ours.onopen = () => {
          for (const message of waiting.splice(0)) ours.send(message)
          theirs.data.ours = ours
        }
        ours.onmessage = ({ data }) => void theirs.send(data)
        ours.onclose = () => theirs.close()
      },
      message({ data }, message) {
        const said = typeof message === 'string' ? message : Uint8Array.from(message)
        if (data.ours) data.ours.send(said)
        else data.waiting.push(said)
      },
      close: ({ data }) => data.ours?.close(),
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    sockets: () => sockets,
    [Symbol.dispose]: () => void server.stop(true),
  }
}

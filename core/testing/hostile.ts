// What any app of ours must pass: no body, path or query that a stranger to the API sends is ever a 500.
import { expect, test } from 'bun:test'
import type { Hono } from 'hono'
import { declaredRoutes } from '../http/route.ts'

const BODIES: Record<string, string | Uint8Array<ArrayBuffer>> = {
  'no body': '',
  'half a document': '{"a":',
  'a number': '7',
  null: 'null',
  'a list': '[]',
  'a text': '"x"',
  'an empty object': '{}',
  'bad UTF-8': new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  depth: `${'{"a":'.repeat(20000)}1${'}'.repeat(20000)}`,
  'lists in depth': `${'['.repeat(100000)}${']'.repeat(100000)}`,
  'NUL in every text': everyField('a\\u0000b'),
  'line ends in every text': everyField('a\\r\\nSet-Cookie: x=1\\n'),
  'text that is too long': everyField('x'.repeat(20_000)),
  'lone surrogates': everyField('\\ud800\\udfff\\ud800'),
  'markup and quotes': everyField(`'; DROP TABLE users; -- <script>\\"`),
  'wrong types':
    '{"username":{},"password":[],"path":7,"name":false,"value":{"a":[1]},"refreshToken":{"$gt":""},"is_checked":"x","ip_web":[],"brand":{}}',
  'polluting names': '{"__proto__":{"admin":true},"constructor":{"prototype":{}},"toString":1}',
  'huge numbers': '{"username":1e400,"password":-1e400,"value":1e308,"name":9007199254740993}',
  'names given twice': '{"username":"a","username":"b","password":"x","password":"y"}',
  'more than the limit': `{"username":"${'x'.repeat(1_100_000)}"}`,
}

const TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  ';;;',
  'text/plain',
]

/** A body whose every field that any route knows holds the same text (as it is written in JSON). */
function everyField(text: string): string {
  const names = ['username', 'password', 'email', 'role', 'path', 'name', 'value', 'refreshToken', 'old_password']
  const more = ['new_password', 'brand', 'ip_web', 'ip_nvr', 'quality', 'expires_at']
  return `{${[...names, ...more].map((name) => `"${name}":"${text}"`).join(',')}}`
}

const SEGMENTS = [
  '4711',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  '%00',
  '%ff',
  '..%2f..',
  "'--",
  'x'.repeat(3000),
  '%F0%9F%90%88',
]
const QUERIES = [
  '?page=1abc',
  '?limit=1e2&limit=2',
  '?cursor=%00',
  '?cursor=1.2.3',
  '?cursor_time=x&cursor_id=1',
  '?quality=huge',
  '?%ff=%fe',
  `?x=${'y'.repeat(5000)}`,
]

export interface Hostage {
  root: Hono
  /** Of an admin: what comes after the lock is what is tested. */
  token: string
  /** Lines of the log so far. */
  lines: string[]
  close: () => Promise<void>
}

/** Registers tests over every route that is there. */
export function describeHostile(name: string, start: () => Promise<Hostage>): void {
  const routesOf = (root: Hono) => declaredRoutes(root).filter(({ path }) => !path.includes('logout'))

  async function expectCalm({ root, token, lines }: Hostage, asks: [string, string, RequestInit][]): Promise<void> {
    const bad: string[] = []
    for (const [method, path, init] of asks) {
      const headers = new Headers(init.headers)
      headers.set('authorization', `Bearer ${token}`)
      const answer = await root.request(path, { ...init, method, headers })
      // A stream of events has no end.
      if (answer.headers.get('content-type') === 'text/event-stream') await answer.body?.cancel()
      const body = (await answer.json().catch(() => null)) as { detail?: unknown } | null
      const worded = answer.status < 400 || typeof body?.detail === 'string'
      if (answer.status >= 500 || !worded) bad.push(`${method} ${path.slice(0, 100)} → ${answer.status}`)
    }
    expect(bad).toEqual([])
    expect(lines.filter((line) => line.includes('A request failed'))).toEqual([])
  }

  for (const [what, body] of Object.entries(BODIES))
    test(`${name}: ${what} sent to any route is never a 500`, async () => {
      const hostage = await start()
      const asks = routesOf(hostage.root)
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }): [string, string, RequestInit] => [
          method,
          path.replace(/:key\b/, 'alarm_hold').replace(/:\w+(\{[^}]*\})?/g, '4711'),
          { body, headers: { 'content-type': 'application/json' } },
        ])
      await expectCalm(hostage, asks)
      await hostage.close()
    })

  test(`${name}: other content types are never a 500`, async () => {
    const hostage = await start()
    const asks = routesOf(hostage.root)
      .filter(({ method }) => method !== 'GET')
      .flatMap(({ method, path }) =>
        TYPES.map((type): [string, string, RequestInit] => [
          method,
          path.replace(/:\w+(\{[^}]*\})?/g, '4711'),
          { body: 'username=anna', headers: { 'content-type': type } },
        ]),
      )
    await expectCalm(hostage, asks)
    await hostage.close()
  })

  test(`${name}: odd paths and queries are never a 500`, async () => {
    const hostage = await start()
    const asks = routesOf(hostage.root).flatMap(({ method, path }) => [
      ...(path.includes(':') ? SEGMENTS : []).map((segment): [string, string, RequestInit] => [
        method,
        path.replace(/:\w+(\{[^}]*\})?/g, () => segment),
        {},
      ]),
      ...(method === 'GET' && path !== '/*' ? QUERIES : []).map((query): [string, string, RequestInit] => [
        method,
        path.replace(/:\w+(\{[^}]*\})?/g, '4711') + query,
        {},
      ]),
    ])
    await expectCalm(hostage, asks)
    await hostage.close()
  })
}

// The requests that our documents name, held against the description of the API: each is one that is answered.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { ourFiles, read } from './tree.ts'

const METHODS = 'GET|POST|PUT|PATCH|DELETE|HEAD'
/** What other products' APIs have stands on pages of theirs; decisions tell what was once so. */
const documents = [
  'README.md',
  ...ourFiles('docs/**/*.md'),
  ...ourFiles('plugins/{hikvision,onvif,rtsp}/README.md'),
].filter((path) => !/^docs\/(api|adr)\//.test(path))

/** LightNVR's own, measured beside ours; that of the plugin that a guide builds; go2rtc's. */
const OF_OTHERS = ['/api/webrtc?src=', 'GET /api/timeline/segments', 'GET /api/health', '/api/glance']

let app: TestApp
/** `GET /api/devices/{}` and so on. */
let answered: Set<string>

const shape = (path: string) =>
  path
    .replace(/[?#].*$/, '')
    .replace(/\/(\{[^}]*\}|:\w+|\$\w+|…|\d+)(?=\/|$)/g, '/{}')
    .replace(/\/$/, '')

beforeAll(async () => {
  app = await createTestApp([hikvision])
  const { paths } = (await app.ask('GET', '/api/openapi.json')).body as { paths: Record<string, object> }
  answered = new Set(
    Object.entries(paths).flatMap(([path, ways]) =>
      Object.keys(ways).map((method) => `${method.toUpperCase()} ${shape(path)}`),
    ),
  )
})
afterAll(() => app?.[Symbol.asyncDispose]())

const isAnswered = (method: string, path: string) => {
  const wanted = shape(path).split('/')
  return [...answered].some((one) => {
    const [way = '', known = ''] = one.split(' ')
    const parts = known.split('/')
    const fits = parts.every((part, index) => part === '{}' || part === wanted[index] || wanted[index] === '{}')
    // Without a method a place may be meant, below which there is more.
    if (method === '' && wanted.every((part, index) => part === parts[index])) return true
    return (method === '' || way === (method === 'HEAD' ? 'GET' : method)) && parts.length === wanted.length && fits
  })
}

/** `GET /api/…` in the text, and addresses below `/api` wherever they stand. */
function requestsOf(text: string): [method: string, path: string][] {
  const named = text.matchAll(new RegExp(`\\b(${METHODS}) (/api/[^\\s\`'"),;]+)`, 'g'))
  const addresses = text.matchAll(/porchlight\.lan:8000(\/api\/[^\s`'"),;]+)|["'`](\/api\/[^\s`'"),;]+)/g)
  return [
    ...[...named].map(([, method = '', path = '']): [string, string] => [method, path]),
    ...[...addresses].map(([, whole, alone]): [string, string] => ['', whole ?? alone ?? '']),
  ]
}

test('every request that a document names is one that we answer', async () => {
  const unknown: string[] = []
  let known = 0
  for (const document of documents)
    for (const [method, path] of requestsOf(await read(document)))
      if (isAnswered(method, path)) known++
      else if (!OF_OTHERS.includes(`${method} ${path}`.trim())) unknown.push(`${document}: ${method} ${path}`)
  expect(unknown).toEqual([])
  expect(known).toBeGreaterThan(80)
})

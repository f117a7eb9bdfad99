// The examples of LightNVR's document, run as they are printed: only host and account are ours. Without the document this is skipped.
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import type { Browser, Page } from 'playwright-core'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { lightnvr } from '../../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { executablePath, launchBrowser } from './browser.ts'

setDefaultTimeout(120_000)

const root = join(import.meta.dir, '..', '..')
/** The document's own name, with a password long enough. */
const ACCOUNT = { username: 'admin', password: 'a-long-enough-one' }
/** As the example adds it; what it says of the picture holds until the picture was seen. */
const CAMERA = {
  ...{ name: 'New Camera', url: 'rtsp://192.168.1.103:554/stream1', enabled: true, priority: 5, record: true },
  ...{ width: 1280, height: 720, fps: 10, codec: 'h264' },
}

const text = document()
let it: TestApp
let port: string
let folder: string
let browser: Browser | null

beforeAll(async () => {
  if (text !== null && executablePath) browser = await launchBrowser()
})
afterAll(() => browser?.close())

// Each begins with a recorder of two channels and nothing else.
beforeEach(async () => {
  if (text === null) return
  const driver = createFakeDriver()
  driver.add('192.0.2.7', 2)
  folder = mkdtempSync(join(tmpdir(), 'porchlight-examples-'))
  it = await createTestApp([lightnvr, rtsp, { id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_LIGHTNVR_PORT: '0' })
  port = it.app.dialectPorts[0]?.url ?? ''
  const { status } = await it.ask('POST', '/api/auth/register', { ...ACCOUNT, role: 'admin' })
  expect(status).toBe(200)
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' }
  expect((await it.ask('POST', '/api/devices', device)).status).toBe(201)
  await until('its channels are there', async () => (await it.ask('GET', '/api/channels')).body.length === 2)
})
afterEach(async () => {
  if (text === null) return
  await it?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** The document's text; null, with a word, where it is not here. */
function document(): string | null {
  const place = join(root, '..', 'shared', 'seeds')
  const [file] = new Glob('001_*.txt').scanSync({ cwd: place, onlyFiles: true, throwErrorOnBrokenSymlink: false })
  if (!file) console.warn('skipped: ../shared/seeds is not here')
  return file ? readFileSync(join(place, file), 'utf8') : null
}

/** The last block of the document has no end. */
const printed = (language: string) =>
  [...(text ?? '').matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)(?:\`\`\`|$)`, 'g'))].map(
    ([, block = '']) => block,
  )

/** Host and account of the document are replaced, and nothing else. */
const here = (example: string) =>
  example
    .replaceAll('http://your-lightnvr-ip:8080', port)
    .replaceAll('admin:admin', `${ACCOUNT.username}:${ACCOUNT.password}`)
    .replaceAll('"password":"yourpassword"', `"password":"${ACCOUNT.password}"`)

/** Each command of a block by itself. */
const commands = (block: string) =>
  block
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.startsWith('curl'))

async function shell(command: string) {
  const child = Bun.spawn(['sh', '-c', command], { cwd: folder, stdout: 'pipe', stderr: 'ignore' })
  const said = await new Response(child.stdout).text()
  return { command, code: await child.exited, answer: JSON.parse(said) }
}

const there = (example: string) => {
  const hasCurl = Bun.which('curl') !== null
  if (!hasCurl) console.warn(`skipped: ${example} needs curl`)
  return hasCurl && text !== null
}

test('every line of curl that the document prints does what is said of it', async () => {
  if (!there('the line of curl')) return
  const lines = printed('bash').flatMap(commands).map(here)
  expect(lines).toHaveLength(5)
  const answers: Awaited<ReturnType<typeof shell>>[] = []
  for (const line of lines) answers.push(await shell(line))
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
  const [login, byCookie, byName, system, added] = answers.map(({ answer }) => answer)
  expect(login).toEqual({ success: true, redirect: '/index.html' })
  expect(byCookie.streams).toHaveLength(2)
  expect(byName).toEqual(byCookie)
  expect(system).toMatchObject({ version: expect.any(String), uptime: expect.any(Number), memory: expect.any(Object) })
  expect(added).toMatchObject({ success: true })
  const list = await shell(here(`curl -u admin:admin http://your-lightnvr-ip:8080/api/streams`))
  expect(list.answer.streams).toHaveLength(3)
  expect(list.answer.streams).toContainEqual(expect.objectContaining(CAMERA))
})

/** A page of its own origin, for as long as it is used. */
async function pageAt(
  url: string,
): Promise<{ page: Page; said: Promise<unknown>; [Symbol.asyncDispose](): Promise<void> }> {
  const context = await (browser as Browser).newContext()
  const page = await context.newPage()
  const said = Promise.withResolvers<unknown>()
  page.on('console', async (message) => {
    if (message.type() === 'log') said.resolve(await message.args()[0]?.jsonValue())
    if (message.type() === 'error') said.reject(new Error(message.text()))
  })
  page.on('pageerror', (error) => said.reject(error))
  said.promise.catch(() => {})
  await page.goto(url)
  return { page, said: said.promise, [Symbol.asyncDispose]: () => context.close() }
}

test('what the document prints for browsers runs in one, from a page of another origin', async () => {
  if (!browser) return
  using other = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => new Response('<!doctype html><title>Elsewhere</title>', { headers: { 'content-type': 'text/html' } }),
  })
  const [list = '', add = '', component, ...rest] = printed('javascript')
  expect([component?.includes('StreamsList'), rest]).toEqual([true, []])
  const run = async (example: string) => {
    await using seat = await pageAt(other.url.href)
    await seat.page.addScriptTag({ content: here(example) })
    return (await seat.said) as { streams: unknown[]; success?: boolean }
  }
  expect((await run(list)).streams).toHaveLength(2)
  expect(await run(add)).toMatchObject({ success: true })
  const { streams } = await run(list)
  expect(streams).toHaveLength(3)
  expect(streams).toContainEqual(expect.objectContaining(CAMERA))
})

/** The component of the document in a page, and what it imports. */
async function bundled(component: string): Promise<string> {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const shown = `${component}\nimport { render } from 'preact'\nrender(<StreamsList />, document.body)\n`
  await Bun.write(join(folder, 'page.jsx'), shown)
  await Bun.write(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment' } }),
  )
  const { outputs, success } = await Bun.build({ entrypoints: [join(folder, 'page.jsx')], target: 'browser' })
  expect(success).toBe(true)
  return (await outputs[0]?.text()) ?? ''
}

test('the component that the document prints shows the streams to who has signed in', async () => {
  if (!browser) return
  const script = await bundled(printed('javascript')[2] ?? '')
  // As a proxy serves somebody’s pages and our port under one name.
  using front = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname, host } = new URL(request.url)
      if (pathname === '/')
        return new Response('<!doctype html><body></body>', { headers: { 'content-type': 'text/html' } })
      if (!pathname.startsWith('/api/')) return new Response(null, { status: 404 })
      const headers = new Headers(request.headers)
      headers.set('x-forwarded-host', host)
      const body = request.method === 'GET' ? null : await request.arrayBuffer()
      return fetch(port + pathname, { method: request.method, headers, body, redirect: 'manual' })
    },
  })
  await using seat = await pageAt(front.url.href)
  const { page } = seat
  await page.evaluate(async (account) => {
    await fetch('/api/auth/login', { method: 'POST', body: JSON.stringify(account) })
  }, ACCOUNT)
  await page.addScriptTag({ content: script })
  await page.locator('.streams-list li').nth(1).waitFor()
  expect(await page.locator('.streams-list li').allInnerTexts()).toEqual([
    expect.stringMatching(/ - connected\s+URL: [\s\S]*Resolution: \d+x\d+ @ \d+fps/),
    expect.stringMatching(/ - connected/),
  ])
})

// The examples of VibeNVR's document and those of our guide for scripts, run as they are printed: only host and secrets are ours.
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { OWNER } from '../../core/testing/test-app.ts'
import { blockOf, blocksOf, python, runIn, saidIn } from '../examples.ts'
import { read, root } from '../tree.ts'
import { type House, startHouse } from '../vibenvr-house.ts'
import { executablePath, launchBrowser } from './browser.ts'

setDefaultTimeout(120_000)

const guide = await read('docs/guide/scripts.md')
const text = seedText()
const hasAll = python !== undefined && Bun.which('curl') !== null
if (!hasAll) console.warn('skipped: curl or Python with its package requests is not here, so no example runs')

let house: House
let key: string
let folder: string

beforeAll(async () => {
  if (hasAll || executablePath) house = await startHouse()
})
afterAll(() => house?.[Symbol.asyncDispose]())

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-scripts-'))
  if (hasAll || executablePath) key = (await house.key())['x-api-key'] ?? ''
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The document's text; empty, with a word, where it is not here. */
function seedText(): string {
  const place = join(root, '..', 'shared', 'seeds')
  const [file] = new Glob('003_*.txt').scanSync({ cwd: place, onlyFiles: true, throwErrorOnBrokenSymlink: false })
  if (!file) console.warn('skipped: ../shared/seeds is not here')
  return file ? readFileSync(join(place, file), 'utf8') : ''
}

const variables = (env?: Record<string, string>) => ({ KEY: key, PASSWORD: OWNER.password, ...env })
const run = (command: string[], env?: Record<string, string>) => runIn(folder, command, variables(env))
const saidBy = (command: string[], env?: Record<string, string>) => saidIn(folder, command, variables(env))
const shell = (script: string, env?: Record<string, string>) => saidBy(['sh', '-ec', script], env)
const snake = (script: string, env?: Record<string, string>) => saidBy([python ?? '', '-c', script], env)
const size = (file: string) => statSync(join(folder, file)).size

test.skipIf(!hasAll || text === '')(
  'what the document prints for Python and cURL runs at both mounts, with only host and secret replaced',
  async () => {
    const printed = { python: blocksOf(text, 'python'), curl: blocksOf(text, 'bash') }
    expect([printed.python.length, printed.curl.length]).toEqual([1, 1])
    for (const at of house.both) {
      const here = (example = '') =>
        example
          .replaceAll('http://localhost:8080', at)
          .replaceAll('YOUR_JWT_TOKEN', house.owner)
          .replaceAll('YOUR_VIBENVR_API_KEY', key)
      const figures = await run(['sh', '-ec', here(printed.curl[0])])
      expect([figures.code, JSON.parse(figures.said)]).toEqual([
        0,
        expect.objectContaining({
          active_cameras: 4,
          storage: expect.objectContaining({ used_gb: expect.any(Number), total_gb: expect.any(Number) }),
          uptime: expect.any(String),
        }),
      ])
      // Python prints the object in its own words.
      expect(await snake(here(printed.python[0]))).toStartWith("{'active_cameras': 4, ")
    }
  },
)

test.skipIf(!executablePath || text === '')(
  'the element that the document prints shows a kept picture to who has signed in, and to nobody else',
  async () => {
    const picture = await house.keep()
    const events = (await house.ask('GET', '/events?type=snapshot', house.bearer(house.owner))).body
    const { file_path } = events.find(({ id }: { id: number }) => id === picture)
    const place = file_path.replace('/var/lib/vibe/recordings/', '')
    const [element = ''] = blocksOf(text, 'html')
    expect(element).toContain('<img')
    await using all = new AsyncDisposableStack()
    const browser = all.adopt(await launchBrowser(), (one) => one.close())
    for (const at of house.both) {
      const page = await (await browser.newContext()).newPage()
      // A page of the same origin, whatever it is.
      await page.goto(`${at}/health`)
      const width = () =>
        page.evaluate(
          async (html) => {
            document.body.innerHTML = html
            const image = document.querySelector('img') as HTMLImageElement
            await image.decode().catch(() => {})
            return image.naturalWidth
          },
          element.replace('http://localhost:8080', at).replace('Camera1/2026-02-21/snap.jpg', place),
        )
      expect(await width()).toBe(0)
      await page.evaluate(
        async ([url, account]) => {
          await fetch(`${url}/auth/login`, { method: 'POST', body: new URLSearchParams(account) })
        },
        [at, OWNER] as const,
      )
      expect(await width()).toBe(160)
    }
  },
)

const here = (example: string, at: string) => example.replaceAll('http://porchlight.lan:8000/vibenvr', at)
const block = (language: string, named: string) => blockOf(guide, language, named)
/** All that are run below. */
const SHELL = ['"scope":"read"', '-X DELETE', '/stats', '-o now.jpg', '/snapshot', '-r 0-999', '-c cookies']
const PYTHON = ['vibenvr/cameras"', 'vibenvr/stats"', 'def events', 'newest.mp4', 'session.post']

test('every example of the guide is one that is run', () => {
  const named = (language: string, names: string[]) => {
    const left = blocksOf(guide, language).filter((one) => !names.some((name) => one.includes(name)))
    expect(left).toEqual([])
    expect(blocksOf(guide, language)).toHaveLength(names.length)
  }
  named('sh', SHELL)
  named('python', PYTHON)
  const languages = new Set([...guide.matchAll(/^```(\w+)$/gm)].map(([, language]) => language))
  expect([...languages].sort()).toEqual(['python', 'sh'])
})

test.skipIf(!hasAll)('the guide’s way to a key: it is made, listed, may not write, and is deleted', async () => {
  for (const at of house.both) {
    const made = JSON.parse(await shell(here(block('sh', '"scope":"read"'), at)))
    expect([made.name, typeof made.token, made.scope, made.is_active]).toEqual(['Weather page', 'string', 'read', true])
    const days = (Date.parse(made.expires_at) - Date.parse(made.created_at)) / 86_400_000
    expect(Math.round(days)).toBe(90)
    const shown = { 'x-api-key': made.token }
    expect((await house.ask('GET', '/cameras', shown, undefined, at)).status).toBe(200)
    const written = await house.ask('POST', '/groups', shown, { name: 'Yard' }, at)
    expect(written.status).toBe(403)
    const said = await shell(here(block('sh', '-X DELETE'), at), { TOKEN: house.owner, ID: String(made.id) })
    const [list, deleted] = said.replace(']{', ']\n{').split('\n')
    expect(JSON.parse(list ?? '')).toContainEqual(expect.objectContaining({ id: made.id, token: null }))
    expect(JSON.parse(deleted ?? '')).toEqual({ status: 'deleted' })
    expect((await house.ask('GET', '/cameras', shown, undefined, at)).status).toBe(401)
  }
})

test.skipIf(!hasAll)('the guide’s figures, cameras and pictures of now', async () => {
  for (const at of house.both) {
    expect(JSON.parse(await shell(here(block('sh', '/stats'), at)))).toMatchObject({ active_cameras: 4 })
    const figures = await snake(here(block('python', 'vibenvr/stats"'), at), { TOKEN: house.owner })
    // Python prints the object in its own words.
    expect(figures).toStartWith("{'active_cameras': 4, ")
    const cameras = await snake(here(block('python', 'vibenvr/cameras"'), at))
    expect(cameras.trim().split('\n')).toEqual(
      (await house.ask('GET', '/cameras', { 'x-api-key': key })).body.map(
        ({ id, name, status }: Record<string, unknown>) => `${id} ${name} ${status}`,
      ),
    )
    await shell(here(block('sh', '-o now.jpg'), at))
    expect(size('now.jpg')).toBe(house.jpeg.length)
    const asked = JSON.parse(await shell(here(block('sh', '/snapshot'), at)))
    expect(asked).toMatchObject({ status: 'success' })
  }
})

test.skipIf(!hasAll)('the guide’s pages of events: each comes once, the newest first', async () => {
  const script = block('python', 'def events')
  for (const at of house.both) {
    const said = await snake(here(script, at))
    const ids = said
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]))
    expect(ids).toEqual([...house.films].reverse())
    const more = 'print(*[event["id"] for event in events(at_once=2, type="video")], "by two")'
    expect(await snake(`${here(script, at)}\n${more}`)).toEndWith(`${ids.join(' ')} by two\n`)
  }
})

test.skipIf(!hasAll)('the guide’s downloads are whole, also one that broke off', async () => {
  const event = String(house.films.at(-1))
  for (const at of house.both) {
    await snake(here(block('python', 'newest.mp4'), at))
    const whole = await Bun.file(join(folder, 'newest.mp4')).bytes()
    expect(new TextDecoder().decode(whole.slice(4, 8))).toBe('ftyp')
    rmSync(join(folder, 'film.mp4'), { force: true })
    await shell(here(block('sh', '-r 0-999'), at), { EVENT: event })
    expect(Buffer.compare(await Bun.file(join(folder, 'film.mp4')).bytes(), whole)).toBe(0)
  }
})

test.skipIf(!hasAll)('the guide’s cookies open pictures, by cURL and by Python, until the sign-out', async () => {
  for (const at of house.both) {
    const token = await house.tokenOf(OWNER.username, OWNER.password)
    await shell(here(block('sh', '-c cookies'), at), { TOKEN: token })
    expect([size('by-cookie.jpg'), size('by-hand.jpg')]).toEqual([house.jpeg.length, house.jpeg.length])
    const said = await snake(here(block('python', 'session.post'), at))
    expect(said).toBe(`image/jpeg ${house.jpeg.length}\n`)
  }
})

// The page stands whatever stands between it and the appliance, and whatever the browser's store says to keeping it.
import { expect, test } from 'bun:test'
import { createShell, type Stores } from './shell.ts'

const SCOPE = 'https://hub.example/porchlight/'
const SCRIPT = 'main-3nd5yb3x.js'
const STYLES = 'main-1bjjr18v.css'
const TEXTS = 'texts-de-3y490eef.js'

/** As a browser gives it, which says how it came; status 0: a redirect that only the browser may follow. */
function answer(text: string, type: string, more: { status?: number; redirected?: boolean; type?: ResponseType } = {}) {
  const made = new Response(text, { status: more.status || 200, headers: { 'content-type': `${type}; charset=utf-8` } })
  const told = {
    redirected: more.redirected ?? false,
    type: more.type ?? 'basic',
    clone: () => answer(text, type, more),
  }
  if (more.status === 0) Object.assign(told, { status: 0, ok: false })
  for (const [key, value] of Object.entries(told)) Object.defineProperty(made, key, { value })
  return made
}

const page = (files = [SCRIPT, STYLES]) => answer(`<!doctype html>${files.join(' ')}`, 'text/html')
const script = (text = 'script') => answer(text, 'text/javascript')
const signInPage = (more = {}) => answer('<!doctype html>Who are you?', 'text/html', more)
const badGateway = (status = 502) => answer('<!doctype html>Bad gateway', 'text/html', { status })

/** `full`: what a browser says whose disk is. `shut`: one that keeps nothing for anybody. */
function fakeStores() {
  const kept = new Map<string, Map<string, Response>>()
  const is = { full: false, shut: false }
  const shut = () => {
    if (is.shut) throw new DOMException('Not here', 'SecurityError')
  }
  const stores: Stores = {
    async open(name) {
      shut()
      const store = kept.get(name) ?? new Map<string, Response>()
      kept.set(name, store)
      return {
        match: async (url) => store.get(url)?.clone(),
        async put(url, given) {
          if (is.full) throw new DOMException('No room', 'QuotaExceededError')
          store.set(url, given)
        },
      }
    },
    async match(url) {
      shut()
      return [...kept.values()]
        .find((store) => store.has(url))
        ?.get(url)
        ?.clone()
    },
    keys: async () => [...kept.keys()],
    delete: async (name) => kept.delete(name),
  }
  const names = () =>
    [...kept.values()].flatMap((store) => [...store.keys()].map((url) => url.slice(SCOPE.length))).sort()
  return { stores, is, names }
}

function stand(name = 'one', beside = fakeStores()) {
  const web: Record<string, () => Response | Promise<Response>> = {
    '': page,
    [SCRIPT]: script,
    [STYLES]: () => answer('styles', 'text/css'),
    [TEXTS]: script,
  }
  const asked: string[] = []
  const fetch = async (request: string | Request) => {
    const path = (typeof request === 'string' ? request : request.url).slice(SCOPE.length)
    asked.push(path)
    const given = web[path] ?? web['']
    if (!given) throw new TypeError('Failed to fetch')
    return given()
  }
  const shell = createShell({ scope: SCOPE, files: [SCRIPT, STYLES], name, stores: beside.stores, fetch })
  const work: Promise<unknown>[] = []
  const ask = async (path: string, mode: RequestMode = 'no-cors') => {
    const request = { url: SCOPE + path, method: 'GET', mode } as Request
    const given = await shell.answerTo(request, (more) => work.push(more))
    await Promise.all(work)
    return given
  }
  const open = async (path = 'alarms') => (await ask(path, 'navigate'))?.text()
  const away = () => {
    for (const path of Object.keys(web)) delete web[path]
  }
  return { ...beside, web, asked, shell, ask, open, away }
}

test('what the network answered is shown where the browser has no room to keep it', async () => {
  const { is, ask, open, names } = stand()
  is.full = true
  expect(await (await ask(TEXTS))?.text()).toBe('script')
  expect(names()).toEqual([])
  is.shut = true
  expect(await (await ask(TEXTS))?.text()).toBe('script')
  expect(await open()).toContain(SCRIPT)
})

test('where neither network nor store answers, what the network said is said, not what the store did', async () => {
  const { is, open, away, web } = stand()
  is.shut = true
  web[''] = () => badGateway()
  expect(await open()).toContain('Bad gateway')
  away()
  await expect(open()).rejects.toThrow('Failed to fetch')
})

test('a file is kept only where it came straight and is what its name says', async () => {
  const { web, ask, names, shell } = stand()
  const wrong = [
    signInPage({ redirected: true }),
    answer('script', 'text/javascript', { redirected: true }),
    answer('script', 'text/javascript', { type: 'cors' }),
    signInPage(),
    badGateway(),
    answer('styles', 'text/css'),
    answer('', 'text/javascript', { status: 206 }),
  ]
  for (const given of wrong) {
    web[TEXTS] = () => given.clone()
    expect(await (await ask(TEXTS))?.text()).toBe(await given.clone().text())
    await shell.keepLoaded([SCOPE + TEXTS]).catch(() => {})
    expect(names().filter((name) => name === TEXTS)).toEqual([])
  }
  web[TEXTS] = script
  await ask(TEXTS)
  expect(names()).toContain(TEXTS)
})

test('no sign-in of somebody before us is kept as our page, and the next page makes up for it', async () => {
  for (const instead of [signInPage({ redirected: true }), signInPage(), page([SCRIPT]), badGateway()]) {
    const { web, shell, names } = stand()
    web[''] = () => instead.clone()
    await expect(shell.keepShell()).rejects.toThrow(SCOPE)
    expect(names()).toEqual([])
    web[''] = page
    await shell.keepLoaded([SCOPE + TEXTS])
    expect(names()).toEqual(['', STYLES, SCRIPT, TEXTS])
  }
})

test('one file that cannot be kept leaves the others kept', async () => {
  const { web, shell, names } = stand()
  await shell.keepShell()
  web['part-q7ncqn1b.js'] = () => Promise.reject(new TypeError('Failed to fetch'))
  await shell.keepLoaded([`${SCOPE}part-q7ncqn1b.js`, SCOPE + TEXTS])
  expect(names()).toEqual(['', STYLES, SCRIPT, TEXTS])
})

test('an appliance behind a proxy that says it is away opens the kept page; any other answer is shown', async () => {
  const { web, shell, open } = stand()
  web[''] = () => badGateway()
  expect(await open()).toContain('Bad gateway')
  web[''] = page
  await shell.keepShell()
  for (const status of [502, 503, 504]) {
    web[''] = () => badGateway(status)
    expect([status, await open()]).toEqual([status, await page().text()])
  }
  for (const status of [404, 500]) {
    web[''] = () => badGateway(status)
    expect([status, await open()]).toEqual([status, await badGateway().text()])
  }
})

test("a proxy's sign-in elsewhere is the browser's to follow, also where a page is kept", async () => {
  const { web, shell, ask } = stand()
  await shell.keepShell()
  const led = answer('', 'text/html', { status: 0, type: 'opaqueredirect' })
  web[''] = () => led
  expect(await ask('alarms', 'navigate')).toBe(led)
})

test('the page of the version before stands in where this one could not be kept', async () => {
  const before = stand('before')
  await before.shell.keepShell()
  const { away, open, shell, is } = stand('one', before)
  is.full = true
  await shell.keepShell().catch(() => {})
  await shell.forgetFormer()
  away()
  expect(await open()).toContain(SCRIPT)
})

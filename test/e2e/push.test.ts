// Being told of alarms by a real browser, and its empty page where the appliance is away; below a path, as a hub mounts us.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { type PushBrowser, startPushService } from '../../core/testing/push-service.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'

setDefaultTimeout(120_000)

const BASE = '/hub/porchlight'
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** What stands before us in a home: it knows us below a path of its own. */
function startProxy(to: string) {
  let instead: (() => Response) | null = null
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 0,
    fetch(request) {
      const { pathname, search } = new URL(request.url)
      if (!pathname.startsWith(`${BASE}/`)) return new Response('Not ours', { status: 404 })
      if (instead) return instead()
      const headers = new Headers(request.headers)
      headers.set('x-ingress-path', BASE)
      headers.delete('host')
      const { method, body, signal } = request
      const init = { method, headers, body, signal, redirect: 'manual', decompress: false } as const
      return fetch(to + pathname.slice(BASE.length) + search, init)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}${BASE}/`,
    /** Whatever it is asked. */
    answer: (made: () => Response) => {
      instead = made
    },
    stop: () => server.stop(true),
  }
}

/** The browser of this machine has no maker whose push service it could ask: what it would be given is put in its place. */
const pretendToSubscribe = (page: Page, { subscription }: PushBrowser) =>
  page.addInitScript((given) => {
    const KEPT = 'pretend.subscription'
    const made = (key: string) => ({
      endpoint: given.endpoint,
      options: { applicationServerKey: Uint8Array.from(key.split(','), Number).buffer },
      toJSON: () => given,
      unsubscribe: async () => {
        localStorage.removeItem(KEPT)
        return true
      },
    })
    Object.assign(PushManager.prototype, {
      async subscribe({ applicationServerKey }: { applicationServerKey: Uint8Array }) {
        localStorage.setItem(KEPT, String(applicationServerKey))
        return made(String(applicationServerKey))
      },
      async getSubscription() {
        const kept = localStorage.getItem(KEPT)
        return kept ? made(kept) : null
      },
    })
  }, subscription)

/** What a push service would bring is handed to the worker as it came. */
async function pushes(page: Page): Promise<(data: string) => Promise<unknown>> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  const known = Promise.withResolvers<string>()
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const [registration] = registrations
    if (registration) known.resolve(registration.registrationId)
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await known.promise
  const { origin } = new URL(page.url())
  return (data) => devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
}

const notifications = (page: Page) =>
  page.evaluate(async () => {
    const { scope, ...shown } = await navigator.serviceWorker.ready.then(async (registration) => ({
      scope: registration.scope,
      list: await registration.getNotifications(),
    }))
    const sorted = shown.list.toSorted((one, other) => one.title.localeCompare(other.title))
    return sorted.map(({ title, body, icon }) => ({ title, body, icon: icon.slice(scope.length) }))
  })

interface Worker extends EventTarget {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (name: string, of: object) => Event
  shown?: number
}

/** Asked for its list while one is about to be shown, the browser forgets that one: so they are counted instead. */
function countShown() {
  const worker = globalThis as unknown as Worker
  const { registration } = worker
  const show = registration.showNotification.bind(registration)
  worker.shown = 0
  registration.showNotification = async (...given) => {
    await show(...given)
    worker.shown = (worker.shown ?? 0) + 1
  }
}
const countOf = () => (globalThis as unknown as Worker).shown

/** As a person does; what is made by a script may keep nobody waiting. */
async function click(title: string) {
  const worker = globalThis as unknown as Worker
  const shown = await worker.registration.getNotifications()
  const notification = shown.find((one) => one.title === title)
  const event = new worker.NotificationEvent('notificationclick', { notification })
  worker.dispatchEvent(Object.defineProperty(event, 'waitUntil', { value: () => {} }))
}

const cached = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map(({ url }) => url)
  })

describe.skipIf(!executablePath)('a browser with a secure connection', () => {
  const web = mkdtempSync(join(tmpdir(), 'porchlight-push-'))
  let browser: Browser
  let app: TestApp
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(join(web, 'dist'))
    browser = await launched
    stack.defer(() => browser.close())
    const driver = createFakeDriver()
    driver.add('192.0.2.7')
    app = stack.use(await createTestApp([{ id: 'fake', title: 'Fake', driver }], {}, { bundle: join(web, 'dist') }))
    const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
    await app.ask('POST', '/api/devices', device)
    await until('channels are there', async () => (await app.ask('GET', '/api/channels')).body.length > 0)
  })
  afterAll(async () => {
    await stack.disposeAsync()
    rmSync(web, { recursive: true, force: true })
  })

  const controlled = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  test('tells of an alarm in its own words and leads there, and nothing more after signing out', async () => {
    await using service = startPushService()
    await using proxy = { ...startProxy(app.url), [Symbol.asyncDispose]: async () => proxy.stop() }
    const push = await service.browser()
    await using seat = await takeSeat(browser, 'about:blank', {
      ...PHONE,
      permissions: ['notifications'],
      locale: 'en',
    })
    const { page } = seat
    await pretendToSubscribe(page, push)
    await page.goto(`${proxy.url}settings/notifications`)
    await signIn(page, OWNER)
    await page.getByRole('button', { name: 'Tell me on this device' }).click()
    await page.getByText('This browser tells you of alarms.', { exact: true }).waitFor()
    await page.getByText(/^It is told until .*\d{4}\./).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The test is on its way').waitFor()

    await page.getByText('Alarms of every kind').click()
    await page.getByLabel('Motion', { exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('What this browser tells you is saved.').waitFor()
    const { body } = await app.ask('GET', '/api/push')
    expect(body.data[0].kinds).not.toContain('motion')
    await page.reload()
    await page.getByText('This browser tells you of alarms.', { exact: true }).waitFor()

    const [channel] = (await app.ask('GET', '/api/channels')).body
    const what = { rawType: 'x', active: true, time: null, region: null, target: null, picture: null }
    for (const kind of ['motion', 'face'] as const)
      app.app.services.alarms.notice(1, { ...what, kind, sourceKey: channel.source_key })
    await until('it is told', () => push.got.length === 2)
    await controlled(page)
    const [worker] = page.context().serviceWorkers()
    await worker?.evaluate(countShown)
    const deliver = await pushes(page)
    for (const { text } of push.got) await deliver(text)
    await until('both are shown', async () => (await worker?.evaluate(countOf)) === 2)
    expect(await notifications(page)).toEqual([
      { title: 'Face', body: channel.name, icon: 'icon-192.png' },
      { title: 'Porchlight can reach you', body: 'Alarms will look like this.', icon: 'icon-192.png' },
    ])
    await worker?.evaluate(click, 'Face')
    await page.waitForURL(`${proxy.url}live/${channel.id}`)

    await page.goto(`${proxy.url}account`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect((await app.ask('GET', '/api/push')).body.data).toEqual([])
    expect(
      await page.evaluate(() => [
        localStorage.getItem('porchlight.push'),
        localStorage.getItem('pretend.subscription'),
      ]),
    ).toEqual([null, null])
    expect(seat.complaints).toEqual([])

    // Ended elsewhere, its sign-in takes along what was told; the next one at this browser brings it back as it was.
    await page.goto(`${proxy.url}settings/notifications`)
    await signIn(page, OWNER)
    await page.getByRole('button', { name: 'Tell me on this device' }).click()
    await page.getByText('This browser tells you of alarms.', { exact: true }).waitFor()
    await page.getByText('Alarms of every kind').click()
    await page.getByLabel('Motion', { exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('What this browser tells you is saved.').waitFor()
    await app.ask('DELETE', '/api/auth/sign-ins')
    expect((await app.ask('GET', '/api/push')).body.data).toEqual([])
    await page.reload()
    await signIn(page, OWNER)
    const [back] = await until('it is told again', async () => {
      const { data } = (await app.ask('GET', '/api/push')).body
      return data.length > 0 && data
    })
    expect([back.kinds.includes('motion'), back.kinds.includes('face')]).toEqual([false, true])
    await page.getByText('This browser tells you of alarms.', { exact: true }).waitFor()
    // Removed elsewhere while its sign-in lasts, it stays silent.
    await app.ask('DELETE', `/api/push/${back.id}`)
    await page.reload()
    await page.getByRole('button', { name: 'Tell me on this device' }).waitFor()
    await page.waitForFunction(() => localStorage.getItem('porchlight.push') === null)
    expect((await app.ask('GET', '/api/push')).body.data).toEqual([])
  })

  test('opens the empty page where the appliance is away, and keeps no picture and no answer', async () => {
    const proxy = startProxy(app.url)
    await using seat = await takeSeat(browser, proxy.url, {})
    const { page } = seat
    await signIn(page, OWNER)
    await page.getByRole('heading', { name: 'Live pictures' }).waitFor()
    await controlled(page)
    for (const path of ['alarms', 'devices', 'settings']) {
      await page.goto(proxy.url + path)
      await page.locator('h1').first().waitFor()
    }
    await until('it is all kept', async () => (await cached(page)).some((url) => url.includes('/texts-en-')))
    const odd = (await cached(page)).filter(
      (url) => url !== proxy.url && !/^[\w-]+-[a-z0-9]{8}\.(js|css)$/.test(url.slice(proxy.url.length)),
    )
    expect(odd).toEqual([])
    // Its own sign-in, at another address, which is followed; then nobody behind it.
    const elsewhere = `${app.url}/health`
    proxy.answer(() => Response.redirect(elsewhere))
    await page.goto(`${proxy.url}devices`)
    expect(page.url()).toBe(elsewhere)
    proxy.answer(() => new Response('Bad gateway', { status: 502 }))
    await page.goto(`${proxy.url}devices`)
    await page.getByRole('heading', { name: 'Porchlight cannot be reached' }).waitFor()
    await proxy.stop()
    for (const path of ['', 'alarms', 'playback/3?at=2026-01-01T00:00:00Z']) {
      await page.goto(proxy.url + path)
      await page.getByRole('heading', { name: 'Porchlight cannot be reached' }).waitFor()
    }
    const answer = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'there',
          () => 'away',
        ),
      `${proxy.url}api/devices`,
    )
    expect(answer).toBe('away')
  })

  test('can put us on its home screen', async () => {
    const proxy = startProxy(app.url)
    await using seat = await takeSeat(browser, proxy.url, {})
    const { page } = seat
    const devtools = await page.context().newCDPSession(page)
    const { errors, url } = await devtools.send('Page.getAppManifest')
    expect([errors, url]).toEqual([[], `${proxy.url}manifest.webmanifest`])
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toStartWith('application/manifest+json')
    // Asked for anew each time: else a browser stays with the worker of a version that is gone.
    const worker = await fetch(`${proxy.url}service-worker.js`)
    expect(['cache-control', 'content-type'].map((name) => worker.headers.get(name)?.split(';')[0])).toEqual([
      'no-cache',
      'text/javascript',
    ])
    const manifest = (await answer.json()) as { icons: { src: string; sizes: string }[] }
    for (const { src, sizes } of manifest.icons.filter(({ src }) => src.endsWith('.png'))) {
      const size = await page.evaluate(async (address) => {
        const picture = await createImageBitmap(await (await fetch(address)).blob())
        return `${picture.width}x${picture.height}`
      }, src)
      expect([src, size]).toEqual([src, sizes])
    }
    await proxy.stop()
  })
})

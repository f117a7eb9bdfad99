// What the pages' headers forbid, asked of a browser that obeys them: no page of ours needs it, and nobody else can do it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath, takeSeat } from './browser.ts'
import { type Stand, startStand } from './stand.ts'

setDefaultTimeout(240_000)

interface Seen {
  violations?: string[]
  ran?: boolean
}

/** From now on each page notes what its policy refuses. */
const noteViolations = (page: Page) =>
  page.addInitScript(() => {
    const seen = window as unknown as Seen
    seen.violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      seen.violations?.push(`${effectiveDirective} ${blockedURI}`),
    )
  })
const violationsOf = (page: Page) => page.evaluate(() => (window as unknown as Seen).violations ?? ['not noted'])

describe.skipIf(!executablePath)('the policy in a browser', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'camera', events: 'none' })
  })
  afterAll(() => stand[Symbol.asyncDispose]())

  test('no page of ours does what it forbids, playing pictures included', async () => {
    await using seat = await stand.open('/')
    const { page } = seat
    await page.locator('video[data-state=playing]').first().waitFor()
    await noteViolations(page)
    for (const path of ['', 'devices', 'devices/1', 'playback', 'alarms', 'hub', 'settings', 'api/docs']) {
      await page.goto(`${stand.url}/${path}`)
      await page.waitForLoadState('networkidle').catch(() => {})
      await page
        .locator(path === 'api/docs' ? 'h1' : 'main')
        .first()
        .waitFor()
      if (path === '') await page.locator('video[data-state=playing]').first().waitFor()
      expect([path, await violationsOf(page)]).toEqual([path, []])
    }
    expect(seat.complaints.filter((text) => /content security policy/i.test(text))).toEqual([])
  })

  test('script in the page, script from text and script, pictures and words from elsewhere are refused', async () => {
    await using seat = await stand.open('/')
    const { page } = seat
    await page.getByRole('link', { name: 'Devices' }).first().waitFor()
    await noteViolations(page)
    await page.goto(`${stand.url}/devices`)
    await page.locator('main').waitFor()
    await page.evaluate(async () => {
      const seen = window as unknown as Seen
      const add = (tag: string, values: object) =>
        document.body.append(Object.assign(document.createElement(tag), values))
      add('script', { textContent: 'window.ran = true' })
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = true">')
      add('script', { src: 'http://elsewhere.example/x.js' })
      add('img', { src: 'http://elsewhere.example/x.png' })
      add('iframe', { src: 'http://elsewhere.example/' })
      add('object', { data: '/icon.svg' })
      document.querySelector('base')?.setAttribute('href', 'http://elsewhere.example/')
      await fetch('http://elsewhere.example/?secret').catch(() => {})
      // Behind a timer it is the page's own code; what a debugger asks is let through.
      await new Promise<void>((resolve) =>
        setTimeout(() => {
          try {
            seen.ran = new Function('return true')()
          } catch {
            // As it should be.
          }
          resolve()
        }),
      )
    })
    const directives = ['base-uri', 'connect-src', 'frame-src', 'img-src', 'object-src', 'script-src']
    await page.waitForFunction((wanted) => {
      const all = ((window as unknown as Seen).violations ?? []).map((text) => text.split(' ')[0] ?? '')
      return wanted.every((name) => all.some((one) => one.startsWith(name)))
    }, directives)
    const found = await violationsOf(page)
    for (const one of ['script-src-elem inline', 'script-src-attr inline', 'script-src eval'])
      expect([one, found.includes(one)]).toEqual([one, true])
    expect(await page.evaluate(() => (window as unknown as Seen).ran ?? false)).toBe(false)
  })

  test('a page from elsewhere shows us in no frame, until its origin is named', async () => {
    const body = `<iframe src="${stand.url}/" name="us"></iframe>`
    const reply = () => new Response(body, { headers: { 'content-type': 'text/html' } })
    const elsewhere = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: reply })
    const framed = async () => {
      await using seat = await takeSeat(stand.browser, elsewhere.url.href, {})
      const us = seat.page.frame('us')
      if (!us) throw new Error('The page has no frame')
      // A browser puts its own page in the place of one that may not be shown.
      return await until('we or the refusal are there', async () => {
        if (us.url().startsWith('chrome-error:')) return { isShown: false }
        const isShown = await us.getByRole('button', { name: 'Sign in' }).isVisible()
        return isShown && { isShown }
      })
    }
    expect(await framed()).toEqual({ isShown: false })
    const named = await stand.ask('PUT', '/api/settings/embed_origins', { value: [elsewhere.url.origin] })
    expect(named.status).toBe(200)
    expect(await framed()).toEqual({ isShown: true })
    await stand.ask('PUT', '/api/settings/embed_origins', { value: null })
    expect(await framed()).toEqual({ isShown: false })
    await elsewhere.stop(true)
  })
})

// The settings in short pages: found by a word, opened at the right place, by old addresses too, and only those that are one's own.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const OPERATOR = { username: 'an-operator', password: 'a long password' }
/** For whoever wants to look at it himself. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-settings-'))
let browser: Browser
let app: TestApp

describe.skipIf(!executablePath)('the settings', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    app = await createTestApp([], {}, { bundle })
    await app.ask('POST', '/api/auth/register', { ...OPERATOR, role: 'operator' })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  async function open(path: string, options: BrowserContextOptions = {}, person = OWNER) {
    const seat = await takeSeat(browser, `${app.url}${path}`, options)
    await signIn(seat.page, person)
    const { page } = seat
    return {
      ...seat,
      title: (name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor(),
      listed: page.getByRole('list', { name: 'Settings' }).getByRole('link'),
      search: page.getByRole('searchbox', { name: 'Search the settings' }),
      results: page.getByRole('list', { name: 'Found settings' }).getByRole('link'),
      async photograph(name: string) {
        if (PICTURES) await page.screenshot({ path: join(PICTURES, `settings-${name}.png`), fullPage: true })
      },
      [Symbol.asyncDispose]: () => seat[Symbol.asyncDispose](),
    }
  }

  const looks = { desktop: { colorScheme: 'dark' }, phone: { ...PHONE, colorScheme: 'light' } } as const
  for (const [size, look] of Object.entries(looks))
    test(`each short page has an address, is whole and leads back, on a ${size}`, async () => {
      await using seat = await open('/settings', look)
      const { page, listed } = seat
      await listed.first().waitFor()
      await check(page)
      await seat.photograph(`list-${size}`)
      const titles = await listed.allInnerTexts()
      expect(titles).toEqual([
        ...['Appearance', 'Sync', 'Playback calendar', 'Alarms', 'Notifications', 'Home hub'],
        ...['Webhooks', 'Restreaming', 'Security', 'Backup', 'About'],
      ])
      for (const title of titles) {
        await listed.getByText(title, { exact: true }).click()
        await seat.title(title)
        await page.waitForFunction(() => !document.querySelector('.waiting'))
        await check(page)
        await seat.photograph(`${title.toLowerCase().replaceAll(' ', '-')}-${size}`)
        await page.reload()
        await seat.title(title)
        await page.locator('.top').getByRole('link', { name: 'Settings' }).click()
        await seat.title('Settings')
      }
      expect(seat.complaints).toEqual([])
    })

  test('a setting is searched for by what it says, also while the server is away, and pointed at', async () => {
    await using seat = await open('/settings', { colorScheme: 'dark' })
    const { page, results } = seat
    await seat.search.waitFor()
    await page.context().setOffline(true)
    await seat.search.pressSequentially('alarm lasts')
    await results.getByText('How long an alarm lasts').waitFor()
    await check(page)
    await seat.photograph('search-desktop')
    await page.context().setOffline(false)
    await page.reload()
    expect(await seat.search.inputValue()).toBe('alarm lasts')
    await results.getByText('How long an alarm lasts').click()
    await seat.title('Alarms')
    await page.locator('summary:focus', { hasText: 'How long an alarm lasts' }).waitFor()

    await page.goBack()
    await seat.search.fill('xyzzy')
    await page.getByText('No setting is called so.', { exact: false }).waitFor()
    await seat.search.fill('Our certificate')
    await page.keyboard.press('Enter')
    await seat.title('Home hub')
    const field = page.getByLabel('Our certificate')
    await until('the keyboard stands there', () => field.evaluate((element) => element === document.activeElement))
    expect(await page.locator('[data-sought=true]').count()).toBe(1)
    await check(page)
    await seat.photograph('sought-desktop')
    await page.keyboard.press('Tab')
    await page.locator('[data-sought]').waitFor({ state: 'detached' })
  })

  test('on a phone the answers fit, and what belongs to the account leads there', async () => {
    await using seat = await open('/settings', looks.phone)
    const { page, results } = seat
    await seat.search.fill('password')
    await results.first().waitFor()
    await check(page)
    await seat.photograph('search-phone')
    await seat.search.fill('second factor')
    await results.first().tap()
    await seat.title('My account')
    expect(seat.complaints).toEqual([])
  })

  test('addresses of the one long page still lead to what they meant', async () => {
    await using seat = await open('/settings#sync')
    const { page } = seat
    for (const [hash, title] of [
      ['sync', 'Sync'],
      ['calendar', 'Playback calendar'],
      ['alarms', 'Alarms'],
      ['webhooks', 'Webhooks'],
      ['front-ends', 'Security'],
      ['backup', 'Backup'],
    ] as const) {
      if (hash !== 'sync') {
        await page.goto('about:blank')
        await page.goto(`${app.url}/settings#${hash}`)
      }
      await seat.title(title)
    }
    await page.goto(`${app.url}/settings/nothing`)
    await seat.title('There is no such page.')
    expect(seat.complaints).toEqual([])
  })

  test('how Porchlight is reached is set, found, and refused at the field in words', async () => {
    const stored = async (key: string) =>
      (await app.ask('GET', '/api/settings')).body.data.find((one: { key: string }) => one.key === key).value
    await using seat = await open('/settings', { colorScheme: 'dark' })
    const { page } = seat
    await seat.search.fill('address from outside')
    await seat.results.first().click()
    await seat.title('Security')
    const url = page.getByLabel('Address from outside')
    await url.fill('porchlight.example')
    const reach = page.locator('#reach')
    await reach.getByRole('button', { name: 'Save' }).click()
    await reach.getByText(/must be an address that begins with http/).waitFor()
    expect(await reach.getByRole('alert').count()).toBe(1)
    await check(page)
    await url.fill('https://porchlight.example/')
    await reach.getByLabel('For 1 day').check()
    await reach.getByRole('button', { name: 'Save' }).click()
    await page.getByText('How Porchlight is reached is saved.').waitFor()
    expect([await stored('public_url'), await stored('hsts_seconds')]).toEqual(['https://porchlight.example', 86_400])
    await reach.getByLabel('Not asked for').check()
    await url.fill('')
    await reach.getByRole('button', { name: 'Save' }).click()
    await until(
      'both are forgotten, one after the other',
      async () => (await stored('public_url')) === null && (await stored('hsts_seconds')) === null,
    )

    const frames = page.getByLabel('Pages that may show Porchlight in a frame, one a line')
    const others = page.locator('#front-ends')
    await frames.fill('hub.example')
    await others.getByRole('button', { name: 'Save' }).click()
    await others.getByText(/must be an origin/i).waitFor()
    await frames.fill('https://hub.example:8123')
    await others.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The addresses are saved.').waitFor()
    expect(await stored('embed_origins')).toEqual(['https://hub.example:8123'])

    const programs = page.locator('#dialects')
    for (const name of ['lightnvr', 'vibenvr'])
      await programs.getByText(new RegExp(`^At http://[^/]+/${name}$`)).waitFor()
    const answers = page.getByRole('switch', { name: 'Answer programs that were written for LightNVR' })
    const ofVibe = page.getByRole('switch', { name: 'Answer programs that were written for VibeNVR' })
    await answers.uncheck()
    await page.getByText('Programs that were written for LightNVR are answered no more.').waitFor()
    expect(await stored('dialects_off')).toEqual(['lightnvr'])
    // What was asked for before one is switched on comes after it, and takes nothing back of it.
    const [renewal, saving] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await page.route('**/api/settings', async (route) => {
      const response = await route.fetch()
      await renewal.promise
      await route.fulfill({ response })
    })
    await ofVibe.uncheck()
    await page.getByText('Programs that were written for VibeNVR are answered no more.').waitFor()
    expect(await stored('dialects_off')).toEqual(['lightnvr', 'vibenvr'])
    await page.route('**/dialects_off', (route) => saving.promise.then(() => route.continue()))
    await answers.check()
    const renewed = page.waitForResponse('**/api/settings')
    renewal.resolve()
    await renewed
    await ofVibe.check()
    saving.resolve()
    await until('they are answered again', async () => Bun.deepEquals(await stored('dialects_off'), []))

    await page.getByRole('switch', { name: 'Strangers may make an account here' }).check()
    await page.getByText('Strangers may make an account here now.').waitFor()
    expect(await stored('open_registration')).toBe(true)
    await page.getByRole('switch', { name: 'Strangers may make an account here' }).uncheck()
    await until('nobody may any more', async () => (await stored('open_registration')) === false)
    await check(page)
    // The browser names the refused requests.
    expect(seat.complaints.filter((one) => !one.includes('400'))).toEqual([])
  })

  test('what a variable sets is said to be set there', async () => {
    const env = { PORCHLIGHT_PUBLIC_URL: 'https://set.example' }
    await using other = await createTestApp([], env, { bundle })
    await using seat = await takeSeat(browser, `${other.url}/settings/security`, looks.phone)
    await signIn(seat.page, OWNER)
    await seat.page.getByText('Address from outside: Set by PORCHLIGHT_PUBLIC_URL').waitFor()
    expect(await seat.page.getByLabel('Address from outside').count()).toBe(0)
    await seat.page.getByText('Only by HTTPS').waitFor()
    await check(seat.page)
  })

  test('who may not set something neither sees nor finds it, and is told so at its address', async () => {
    await using seat = await open('/settings', { colorScheme: 'light' }, OPERATOR)
    const { page } = seat
    await seat.listed.first().waitFor()
    expect(await seat.listed.allInnerTexts()).toEqual(['Appearance', 'Sync', 'Notifications', 'Home hub', 'About'])
    await seat.search.fill('backup')
    await page.getByText('No setting is called so.', { exact: false }).waitFor()
    await page.goto(`${app.url}/settings/webhooks`)
    await page.getByText('Only an admin of the household sets this.').waitFor()
    await page.goto(`${app.url}/settings/backup`)
    await page.getByText('Only the founder of this Porchlight sets this.').waitFor()
    await check(page)
    expect(seat.complaints).toEqual([])
  })
})

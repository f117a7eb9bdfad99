// A person's own account in a real browser: a second factor, what it asks for at the door, and open sign-ins that are ended.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { createAuthenticator } from '../../core/testing/authenticator.ts'
import { createTestApp, type OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const bundle = mkdtempSync(join(tmpdir(), 'porchlight-account-'))
let browser: Browser
let app: TestApp
let camera: Camera

describe.skipIf(!executablePath)('my account', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(bundle)
    app = await createTestApp([rtsp], {}, { bundle })
    camera = await startCamera()
    await app.ask('POST', '/api/cameras', { name: 'Porch', rtsp_url: camera.address('/1/main/audio') })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    await camera?.[Symbol.asyncDispose]()
    rmSync(bundle, { recursive: true, force: true })
  })

  async function open(person: typeof OWNER, options: BrowserContextOptions = {}) {
    const seat = await takeSeat(browser, `${app.url}/account`, options)
    await signIn(seat.page, person)
    return seat
  }

  /** Somebody of his own for each test. */
  async function somebody(username: string) {
    const person = { username, password: 'a long sentence' }
    await app.ask('POST', '/api/auth/register', { ...person, role: 'admin' })
    return person
  }

  test('a second factor is set up by scanning, asked for at the door, and a recovery code opens it too', async () => {
    const person = await somebody('second')
    await using seat = await open(person, { ...PHONE, colorScheme: 'light' })
    const { page } = seat
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'password')
    await page.keyboard.type('wrong')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('Your password is incorrect').waitFor()
    // Said once, at the field.
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.getByLabel('Your password').fill(person.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    const picture = page.getByRole('img', { name: 'Square code for the authenticator app' })
    await picture.waitFor()
    // It has its place before it is there.
    expect(
      await picture.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth)),
    ).toBeGreaterThan(10)
    await check(page)
    const secret = (await page.locator('.factor-secret').textContent())?.replaceAll(' ', '')
    const code = createAuthenticator(`otpauth://totp/x?secret=${secret}`, () => new Date())
    // The keyboard stands in the field that each step wants, from the first to the last.
    await page.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'one-time-code')
    await page.keyboard.type(code())
    await page.keyboard.press('Enter')
    const shown = page.getByRole('dialog').locator('code')
    await shown.waitFor()
    const codes = (await shown.textContent())?.split('\n') ?? []
    expect(codes).toHaveLength(10)
    await check(page)
    // They never come again: no slip of the hand closes them.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await shown.isVisible()).toBe(true)
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes are left', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()

    await signIn(page, person)
    await page.getByLabel('Code').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'code')
    await page.getByLabel('Code').fill('000000')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('Invalid code', { exact: false }).waitFor()
    await page.getByLabel('Code').fill(codes[0] ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('9 recovery codes are left', { exact: false }).waitFor()

    await page.getByRole('button', { name: 'Switch off' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password').fill(person.password)
    await dialog.getByLabel('Code').fill(codes[1] ?? '')
    await dialog.getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('button', { name: 'Set up' }).waitFor()
    expect((await app.ask('POST', '/api/auth/login', person, null)).status).toBe(200)
    // The browser itself notes each refused answer: the wrong password, and the door that asked for a code, twice.
    expect(seat.complaints.filter((text) => !/40[01]/.test(text))).toEqual([])
  })

  test('a sign-in that is ended elsewhere stands at the door again at once', async () => {
    const person = await somebody('signed-in')
    await using phone = await open(person, { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1' })
    await phone.page.getByText('This one').waitFor()
    await using seat = await open(person)
    const { page } = seat
    await page.getByText('Safari on iPhone').waitFor()
    await check(page)
    await page.getByRole('button', { name: 'End the sign-in of Safari on iPhone' }).click()
    await phone.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await phone.page.getByText('You have been signed out', { exact: false }).waitFor()
    await page.getByText('Safari on iPhone').waitFor({ state: 'detached' })
    expect(seat.complaints).toEqual([])

    await app.ask('POST', '/api/auth/login', person, null)
    await page.reload()
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
    // The one that registered, and the one of just now.
    await page.getByText('2 sign-ins are ended.').waitFor()
  })

  test('a key says until when it is good, and the password is changed', async () => {
    const person = await somebody('keys')
    await using seat = await open(person)
    const { page } = seat
    await page.getByLabel('What is it for?').fill('Kitchen dashboard')
    await page.getByLabel('30 days').check()
    await page.getByRole('button', { name: 'Make a key' }).click()
    const key = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
    expect((await app.ask('GET', '/api/auth/me', undefined, key)).body.data.username).toBe('keys')
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText(/never used · until \d+ \w+ \d{4}|never used · until \w+ \d+, \d{4}/).waitFor()
    await page.getByLabel('Present password').fill(person.password)
    await page.getByLabel('New password').fill('another long sentence')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is changed.', { exact: false }).waitFor()
    const login = { ...person, password: 'another long sentence' }
    expect((await app.ask('POST', '/api/auth/login', login, null)).status).toBe(200)
    expect(seat.complaints).toEqual([])
  })

  test('no script of a page finds what renews the sign-in; another tab and another day need no password', async () => {
    const person = await somebody('cookie')
    await using seat = await open(person)
    const { page } = seat
    await page.getByText('Signed in as cookie').waitFor()
    const kept = () =>
      page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
    expect(await kept()).not.toMatch(/r_[\w-]{22}\./)
    const [cookie] = await page.context().cookies(`${app.url}/api/auth/refresh`)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/auth' })
    expect(await page.context().cookies(`${app.url}/api/devices`)).toEqual([])

    const other = await page.context().newPage()
    await other.goto(`${app.url}/account`)
    await other.getByText('Signed in as cookie').waitFor()
    // A day later: the access token is worth nothing.
    await page.evaluate(() => sessionStorage.setItem('porchlight.access', 'x.y.z'))
    await page.reload()
    await page.getByText('Signed in as cookie').waitFor()

    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await other.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.context().cookies(`${app.url}/api/auth/refresh`)).toEqual([])
    expect(await kept()).not.toMatch(/sign-in|access|r_/)
    expect(seat.complaints.filter((text) => !/401/.test(text))).toEqual([])
  })

  test('who was signed in with the pages of before stays signed in, and the token leaves the storage', async () => {
    const person = await somebody('before')
    const { body } = await app.ask('POST', '/api/auth/login', person, null)
    await using seat = await takeSeat(browser, `${app.url}/api/docs`, {})
    const { page } = seat
    const pair = JSON.stringify({ access: body.token, refresh: body.refresh_token })
    await page.evaluate((text) => localStorage.setItem('porchlight.sign-in', text), pair)
    await page.goto(`${app.url}/account`)
    await page.getByText('Signed in as before').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('porchlight.sign-in'))).toBe('here')
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    await page.getByText('Signed in as before').waitFor()
    expect(seat.complaints).toEqual([])
  })

  test('a stream link is made for another program, shown once, and taken back', async () => {
    const person = await somebody('links')
    await using seat = await open(person, { ...PHONE, colorScheme: 'light' })
    const { page } = seat
    await page.getByLabel('Camera').selectOption('Porch')
    await page.getByLabel('Where is it used?').fill('Home Assistant')
    await page.getByRole('button', { name: 'Make a link' }).click()
    const shown = (await page.getByRole('dialog').locator('code').textContent())?.split('\n') ?? []
    expect(shown).toHaveLength(2)
    expect((await fetch(shown[0] ?? '')).status).toBe(200)
    await check(page)
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('Porch · Sharp', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Take back the link “Home Assistant”?' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('The link is taken back.').waitFor()
    expect((await fetch(shown[0] ?? '')).status).toBe(401)
    expect(seat.complaints).toEqual([])
  })

  test('from a live picture a button leads to a link of that camera, and back', async () => {
    const [porch] = (await app.ask('GET', '/api/channels')).body
    const made = await app.ask('POST', '/api/cameras', { name: 'Yard', rtsp_url: camera.address('/1/sub') })
    const yard = made.body.data.channel_id as number
    await using seat = await open(await somebody('from-live'), { ...PHONE, colorScheme: 'dark' })
    const { page } = seat
    await page.getByText('Signed in as from-live').waitFor()
    for (const [id, name] of [
      [yard, 'Yard'],
      [porch.id, 'Porch'],
    ]) {
      await page.goto(`${app.url}/live/${id}`)
      const player = page.locator('.stage')
      await player.getByRole('link', { name: 'Zones of this picture' }).waitFor()
      await check(page)
      await player.getByRole('link', { name: 'Make a link for another program' }).click()
      const camera = page.getByLabel('Camera', { exact: true })
      await camera.waitFor()
      expect(await camera.evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.text)).toBe(name)
      expect((await camera.boundingBox())?.y).toBeLessThan(844)
      await page.getByRole('link', { name: 'Back to the picture' }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
    }
    expect(seat.complaints).toEqual([])
  })
})

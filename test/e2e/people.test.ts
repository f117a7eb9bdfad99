// An admin makes accounts in the browser and decides who sees what; whoever loses something loses it while he looks.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createAuthenticator } from '../../core/testing/authenticator.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: people are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const VERA = { username: 'vera', password: 'vera-only-1' }

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'somebody gets an account and a camera, loses it again, and is removed',
    async () => {
      const channels = (await stand.ask('GET', '/api/channels')).body as { id: number; name: string }[]
      const [first, second] = channels as [{ id: number; name: string }, { id: number; name: string }]
      await using seat = await stand.open('/people', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByText('It is only you so far').waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Add somebody' }).click()
      const dialog = page.getByRole('dialog', { name: 'Add somebody' })
      await dialog.getByLabel('User name').fill('OWNER')
      await dialog.getByLabel('Password', { exact: true }).fill(VERA.password)
      await dialog.getByRole('button', { name: 'Make the account' }).click()
      await dialog.getByRole('alert').getByText('Username already exists').waitFor()
      expect(await dialog.getByLabel('User name').getAttribute('aria-invalid')).toBe('true')
      await dialog.getByLabel('User name').fill(VERA.username)
      await dialog.getByLabel('Name', { exact: true }).fill('Vera')
      await check(page)
      await dialog.getByRole('button', { name: 'Make the account' }).click()

      await page.getByRole('heading', { name: 'Vera', level: 1 }).waitFor()
      const cell = (right: string, camera: string) =>
        page.getByRole('checkbox', { name: new RegExp(`^${right}, ${camera}: `) })
      await cell('Play back', first.name).click()
      await cell('Watch live', second.name).click()
      await page.getByText('2 cameras change').waitFor()
      await page.getByText(`${first.name}: nothing`).waitFor()
      expect(await cell('Watch live', first.name).getAttribute('aria-checked')).toBe('true')
      expect(await cell('Watch live', 'All cameras').getAttribute('aria-checked')).toBe('mixed')
      await cell('Watch live', 'All cameras').focus()
      await page.keyboard.press('ArrowDown')
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain(first.name)
      await check(page)
      const standing = () => page.evaluate(() => document.activeElement?.getAttribute('role'))
      await cell('Watch live', 'All cameras').click()
      await page.getByRole('button', { name: 'Forget the changes' }).click()
      expect(await standing()).toBe('checkbox')
      await cell('Play back', first.name).click()
      await cell('Watch live', second.name).click()
      await page.getByRole('button', { name: 'Grant this' }).click()
      await page.getByText('This is granted now.').waitFor()
      const { user_id: id } = (await stand.ask('GET', '/api/users?search=vera')).body.data[0]
      const granted = async () => (await stand.ask('GET', `/api/users/${id}/grants`)).body.data
      const both = [
        { channel_id: first.id, view: true, playback: true, export: false, ptz: false },
        { channel_id: second.id, view: true, playback: false, export: false, ptz: false },
      ]
      expect(await granted()).toEqual(both)

      await using hers = await stand.open('/', { ...PHONE, colorScheme: 'light' }, VERA)
      await hers.page
        .getByRole('link', { name: new RegExp(second.name) })
        .first()
        .waitFor()
      expect(await hers.page.getByRole('link', { name: 'People', includeHidden: true }).count()).toBe(0)

      await cell('Watch live', second.name).click()
      await page.getByRole('button', { name: 'Grant this' }).click()
      const lost = hers.page.getByRole('link', { name: new RegExp(second.name) })
      await lost.first().waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo' }).click()
      await lost.first().waitFor()
      await page.getByText('The grants are as they were before.').waitFor()
      expect(await granted()).toEqual(both)

      await page.getByRole('switch', { name: 'May sign in' }).uncheck()
      await page.getByText('This signs Vera out everywhere.').waitFor()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Saved.').waitFor()
      await hers.page.getByText('You have been signed out.').waitFor()

      await page.getByRole('link', { name: 'All people' }).click()
      const row = page.getByRole('listitem').filter({ hasText: 'Vera' })
      await row.getByText('May not sign in').waitFor()
      await check(page)
      await row.getByRole('link', { name: 'Open Vera' }).click()
      await page.getByLabel('New password').fill('short')
      await page.getByRole('button', { name: 'Set the password' }).click()
      await page.getByText('Password must be at least 8 characters').first().waitFor()
      await page.getByLabel('New password').fill('another one for vera')
      await page.getByRole('button', { name: 'Set the password' }).click()
      await page.getByText('The password is set.').waitFor()
      await page.getByRole('button', { name: 'Remove this account' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByText('It is only you so far').waitFor()
      // A browser writes each refused request on its console: the taken name, the short password.
      expect(complaints.filter((text) => !/40[09]/.test(text))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the second factor is taken off somebody who has lost it, after a question',
    async () => {
      const login = { username: 'nora', password: 'nora-only-1' }
      await stand.ask('POST', '/api/users', login)
      const switchOn = async (token: string) => {
        const { body } = await stand.ask('POST', '/api/auth/totp/setup', { password: login.password }, token)
        const code = createAuthenticator(body.data.otpauth_url, () => new Date())
        return stand.ask('POST', '/api/auth/totp/enable', { code: code() }, token)
      }
      const { token } = (await stand.ask('POST', '/api/auth/login', login, null)).body
      await using seat = await stand.open('/people', { ...PHONE, colorScheme: 'light' })
      const { page } = seat
      const takeOff = page.getByRole('button', { name: 'Take off the second factor' })
      await page.getByRole('link', { name: 'Open nora' }).click()
      await page.getByRole('button', { name: 'Set the password' }).waitFor()
      expect(await takeOff.count()).toBe(0)
      expect((await switchOn(token)).status).toBe(200)
      expect((await stand.ask('POST', '/api/auth/login', login, null)).body.totp_required).toBe(true)
      await page.reload()
      await takeOff.click()
      const dialog = page.getByRole('dialog', { name: 'Take the second factor off nora?' })
      await check(page)
      await dialog.getByRole('button', { name: 'Take it off' }).click()
      await page.getByText('The second factor is off.').waitFor()
      await takeOff.waitFor({ state: 'detached' })
      expect((await stand.ask('POST', '/api/auth/login', login, null)).status).toBe(200)
      expect(seat.complaints).toEqual([])
      await stand.ask('DELETE', `/api/users/${(await stand.ask('GET', '/api/users?search=nora')).body.data[0].id}`)
    },
    TIMEOUT_MS,
  )

  test(
    'among many people one is found by name, and a reload still shows who was sought',
    async () => {
      for (let number = 1; number <= 14; number++)
        await stand.ask('POST', '/api/users', { username: `guest-${number}`, password: 'a long sentence' })
      await using seat = await stand.open('/people', { ...PHONE, colorScheme: 'dark' })
      const { page } = seat
      await page.getByRole('searchbox', { name: 'Search the people' }).fill('guest 14')
      await page.getByRole('link', { name: 'Open guest-1', exact: true }).waitFor({ state: 'detached' })
      expect(await page.getByRole('listitem').count()).toBe(1)
      await check(page)
      await page.reload()
      await page.getByRole('link', { name: 'Open guest-14' }).waitFor()
      expect(await page.getByRole('listitem').count()).toBe(1)
      await page.getByRole('searchbox').fill('nobody at all')
      await page.getByText('Nobody here is called so.').waitFor()
      expect(seat.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the founder cannot lose the account here, and a change that is not written is asked about',
    async () => {
      await using seat = await stand.open('/people', { ...PHONE, colorScheme: 'light' })
      const { page } = seat
      await page.getByRole('link', { name: 'Open owner' }).click()
      await page.getByText('The founder of this appliance').waitFor()
      await page.getByRole('link', { name: 'Your password, second factor and keys' }).waitFor()
      for (const name of ['Remove this account', 'Set the password'])
        expect(await page.getByRole('button', { name }).count()).toBe(0)
      await page.getByLabel('E-mail address').fill('owner@example.org')
      await check(page)
      await page.getByRole('link', { name: 'All people' }).click()
      await page.getByRole('button', { name: 'Stay' }).click()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Saved.').waitFor()
      expect((await stand.ask('GET', '/api/users')).body.data[0].email).toBe('owner@example.org')
      expect(seat.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

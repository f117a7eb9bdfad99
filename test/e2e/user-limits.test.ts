// An admin says in the browser what a viewer sees by tags and from where an account is good; a trusted browser is ended by its owner.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createAuthenticator } from '../../core/testing/authenticator.ts'
import { until } from '../../core/testing/until.ts'
import { lightnvr } from '../../plugins/lightnvr-compat/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: limits of accounts are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const VERA = { username: 'vera', password: 'vera-only-1' }

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false }, [lightnvr])
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'a viewer sees the cameras with his tag as soon as that is set, and gets in from his networks alone',
    async () => {
      const [camera] = (await stand.ask('GET', '/api/channels')).body as [{ id: number; name: string }]
      await stand.ask('PUT', `/api/channels/${camera.id}`, { tags: ['garden'] })
      const { user_id: id } = (await stand.ask('POST', '/api/users', VERA)).body.data
      await using seat = await stand.open(`/people/${id}`, { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      const limits = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Limits' }) })
      await limits.getByText('Only the cameras that you grant below.').waitFor()
      await limits.getByRole('radio', { name: 'Cameras with a tag' }).check()
      await limits.getByText('Your cameras carry: garden.').waitFor()
      await limits.getByRole('button', { name: 'Set the limits' }).click()
      await limits.getByRole('alert').getByText('Name at least one tag').waitFor()
      await limits.getByLabel('Tags', { exact: true }).fill('garden')
      await limits.getByLabel('Signs in only from').fill('at home')
      await check(page)
      await limits.getByRole('button', { name: 'Set the limits' }).click()
      await limits.getByRole('alert').getByText('“at” is no address').waitFor()
      await limits.getByLabel('Signs in only from').fill('127.0.0.0/8')
      await limits.getByRole('switch', { name: 'Password locked' }).check()
      // What the page then asks for comes while somebody types on.
      const renewal = Promise.withResolvers<void>()
      await page.route(`**/api/users/${id}`, async (route) => {
        if (route.request().method() !== 'GET') return route.continue()
        const response = await route.fetch()
        await renewal.promise
        await route.fulfill({ response })
      })
      await limits.getByRole('button', { name: 'Set the limits' }).click()
      await page.getByText('Saved.').waitFor()
      const account = async () => (await stand.ask('GET', `/api/users/${id}`)).body.data
      expect(await account()).toMatchObject({
        ...{ sees: { tags: ['garden'] }, allowed_networks: ['127.0.0.0/8'], password_locked: true },
      })
      await check(page)

      // What is typed in one form stays while the other one is saved.
      await limits.getByLabel('Signs in only from').fill('127.0.0.1')
      renewal.resolve()
      await page.getByLabel('Name', { exact: true }).fill('Vera')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('heading', { name: 'Vera', level: 1 }).waitFor()
      expect(await limits.getByLabel('Signs in only from').inputValue()).toBe('127.0.0.1')
      await limits.getByRole('button', { name: 'Set the limits' }).click()
      await until('both are kept', async () => {
        const { full_name, allowed_networks } = await account()
        return full_name === 'Vera' && allowed_networks[0] === '127.0.0.1/32'
      })

      await using hers = await stand.open('/', { colorScheme: 'dark' }, VERA)
      const link = hers.page.getByRole('link', { name: new RegExp(camera.name) }).first()
      await link.waitFor()
      await stand.ask('PUT', `/api/channels/${camera.id}`, { tags: [] })
      await hers.page.reload()
      await hers.page.getByRole('main').waitFor()
      await link.waitFor({ state: 'detached' })
      // A browser writes each refused request on its console.
      expect(complaints.filter((text) => !/400/.test(text))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'another admin reads from where the founder signs in, and is not asked to change it',
    async () => {
      const [founder] = (await stand.ask('GET', '/api/users')).body.data as [{ id: number }]
      const login = { username: 'second', password: 'second-only-1' }
      await stand.ask('POST', '/api/users', { ...login, role: 'admin' })
      await using seat = await stand.open(`/people/${founder.id}`, { colorScheme: 'light' }, login)
      const { page, complaints } = seat
      await page.getByText('Nobody but the founder himself says from where').waitFor()
      expect(await page.getByLabel('Signs in only from').isDisabled()).toBe(true)
      expect(await page.getByRole('button', { name: 'Set the limits' }).count()).toBe(0)
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a browser that a page of LightNVR’s was let to remember is ended under Account',
    async () => {
      const login = { username: 'nora', password: 'nora-only-1' }
      await stand.ask('POST', '/api/users', login)
      const { token } = (await stand.ask('POST', '/api/auth/login', login)).body
      const { body } = await stand.ask('POST', '/api/auth/totp/setup', { password: login.password }, token)
      const clock = () => new Date()
      const code = createAuthenticator(body.data.otpauth_url, clock)
      const enabled = await stand.ask('POST', '/api/auth/totp/enable', { code: code(0) }, token)
      const first = { ...login, totp_code: code(1), remember_device: true }
      expect((await stand.ask('POST', '/lightnvr/api/auth/login', first)).status).toBe(200)
      const [recovery] = enabled.body.data.recovery_codes
      await using seat = await stand.open('/account', { ...PHONE, colorScheme: 'light' }, login)
      const { page } = seat
      await page.getByLabel('Code').fill(recovery)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { name: 'Trusted browsers' }).scrollIntoViewIfNeeded()
      await check(page)
      await page.getByRole('button', { name: /^Trust .* no more$/ }).click()
      await page.getByText('That browser is asked for a code again.').waitFor()
      await page.getByRole('heading', { name: 'Trusted browsers' }).waitFor({ state: 'detached' })
      expect((await stand.ask('POST', '/lightnvr/api/auth/login', login)).body).toMatchObject({ totp_required: true })
    },
    TIMEOUT_MS,
  )
})

// The pages in a real browser against a pretend appliance: every page, two sizes, two themes, and what people do there.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type Mock, type MockOptions, startMock, TOKEN } from './testing/mock-server.ts'
import { faint, nameless, overflowing } from './testing/page-checks.ts'
import { DESKTOP, executablePath, PHONE, type SeatOptions, visit as visitBy, waitFor } from './testing/seat.ts'
import { statesSeen } from './testing/states-seen.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('the pages', () => {
  const built = builtPages()

  const visit = (mock: Mock, path: string, options?: SeatOptions) => visitBy(built.browser, mock, path, options)
  const start = (options: MockOptions = {}) => startMock({ web: built.dist, ...options })

  async function check(page: Page, complaints: string[]) {
    expect(complaints).toEqual([])
    expect(await page.evaluate(nameless)).toEqual([])
    expect(await page.evaluate(overflowing)).toEqual([])
    expect(await page.evaluate(faint)).toEqual([])
  }

  const PAGES: [scenario: NonNullable<MockOptions['scenario']>, path: string, heading: string][] = [
    ['usual', '', 'Live pictures'],
    ['usual', 'live/12', 'Driveway'],
    ['usual', 'alarms', 'Alarms'],
    ['usual', 'devices/1', 'House'],
    ['usual', 'devices/new', 'Add a device'],
    ['usual', 'settings', 'Settings'],
    ['usual', 'settings?q=password', 'Settings'],
    ['usual', 'settings/look', 'Appearance'],
    ['usual', 'settings/alarms', 'Alarms'],
    ['usual', 'settings/security', 'Security'],
    ['usual', 'settings/about', 'About'],
    ['usual', 'account', 'My account'],
    ['usual', 'nowhere', 'There is no such page.'],
    ['troubled', '', 'Live pictures'],
    ['troubled', 'live/31', 'Shed'],
    ['troubled', 'devices', 'Devices'],
    ['troubled', 'devices/4', 'DS-7616NI-I2/16P'],
    ['troubled', 'devices/5', 'Workshop'],
    ['troubled', 'settings', 'Settings'],
    ['large', '', 'Live pictures'],
    ['large', 'live/605', 'Camera 5'],
    ['large', 'devices/6', 'Channels'],
    ['empty', '', 'No cameras yet'],
    ['empty', 'alarms', 'All quiet'],
    ['empty', 'devices', 'No recorder yet'],
    ['empty', 'settings', 'Settings'],
  ]
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE }))
    for (const colorScheme of ['dark', 'light'] as const)
      test(`every page is whole, named and legible on a ${size} in the ${colorScheme}`, async () => {
        for (const scenario of ['usual', 'troubled', 'large', 'empty'] as const) {
          await using mock = start({ scenario, still: true })
          await using seat = await visit(mock, '', { viewport, colorScheme })
          for (const [of, path, heading] of PAGES) {
            if (of !== scenario) continue
            await seat.page.evaluate((address) => {
              history.pushState(null, '', address)
              dispatchEvent(new PopStateEvent('popstate'))
            }, mock.url + path)
            await seat.page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
            await seat.page.waitForFunction(() => !document.querySelector('[aria-busy=true], .waiting'))
            await check(seat.page, seat.complaints)
          }
        }
      })

  test('a fault of the appliance is told in words, with a way to try again', async () => {
    await using mock = start({ scenario: 'broken' })
    for (const path of ['', 'alarms', 'devices']) {
      await using seat = await visit(mock, path)
      await seat.page.getByRole('alert').getByText('Internal error').waitFor()
      const before = mock.asked.length
      await seat.page.getByRole('button', { name: 'Try again' }).click()
      await waitFor(() => mock.asked.length > before)
      expect(await seat.page.getByRole('button', { name: 'Everything well' }).count()).toBe(0)
    }
  })

  test('the first account leads straight into the house, where it is set up', async () => {
    await using mock = start({ scenario: 'first' })
    await using seat = await visit(mock, '', { viewport: PHONE, signedIn: false })
    const { page } = seat
    await page.getByRole('heading', { name: 'Welcome home' }).waitFor()
    await page.getByRole('button', { name: 'Make the account' }).click()
    expect(await page.getByText('Please fill this in.').count()).toBe(2)
    await page.getByLabel('User name').fill('anna')
    await page.getByLabel('Password', { exact: true }).fill('a long sentence')
    await page.getByLabel('Password once more').fill('another sentence')
    await page.keyboard.press('Enter')
    await page.getByText('The two passwords differ.').waitFor()
    await check(page, seat.complaints)
    await page.getByLabel('Password once more').fill('a long sentence')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Set up' }).waitFor()
    await page.getByRole('link', { name: 'Live', exact: true }).click()
    await page.getByRole('link', { name: 'Add a device' }).waitFor()
  })

  test('a wrong password stays at the door, a right one leads to the page that was asked for, signing out leads back', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'devices', { signedIn: false })
    const { page } = seat
    await page.getByLabel('User name').fill('anna')
    await page.getByLabel('Password', { exact: true }).fill('wrong-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('Wrong user name or password').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('right')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Open House' }).waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.evaluate(() => localStorage.getItem('porchlight.sign-in'))).toBeNull()
  })

  test.skipIf(!Bun.which('ffmpeg'))(
    'pictures move in the grid and in full, and the keyboard leads there and back',
    async () => {
      await using mock = start({ video: true })
      await using seat = await visit(mock, '')
      const { page } = seat
      await page.locator('video[data-state=playing]').nth(5).waitFor({ state: 'attached' })
      const time = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
      const before = await time()
      await waitFor(async () => (await time()) > before + 0.5)
      await page.locator('.tile-link').first().focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Driveway' }).waitFor()
      await page.locator('video[data-state=playing]').waitFor({ state: 'attached' })
      await page.getByText(/^Live · \d\.\d s$/).waitFor()
      await page.keyboard.press('i')
      await page.getByText('MSE · H.264').waitFor()
      await page.getByText('640 × 360').waitFor()
      await page.keyboard.press('ArrowRight')
      await page.getByRole('heading', { name: 'Garage' }).waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.tile-link').nth(11).waitFor()
      await page.waitForFunction(() => document.activeElement?.textContent === 'Open Driveway in full')
      expect(seat.complaints).toEqual([])
    },
  )

  test.skipIf(!Bun.which('ffmpeg'))('a picture that breaks off comes back without a click', async () => {
    await using mock = start({ video: true })
    await using seat = await visit(mock, 'live/11')
    const player = seat.page.locator('video')
    await seat.page.locator('video[data-state=playing]').waitFor({ state: 'attached' })
    const seen = await statesSeen(player)
    mock.cut()
    await waitFor(async () => /waiting.*playing/.test(await seen()))
    const time = () => player.evaluate((element) => (element as HTMLVideoElement).currentTime)
    const later = (await time()) + 0.5
    await waitFor(async () => (await time()) > later)
  })

  test('the connection test answers step by step, a public address is warned of, and a device is added', async () => {
    await using mock = start({ scenario: 'empty' })
    await using seat = await visit(mock, 'devices/new', { viewport: PHONE })
    const { page } = seat
    const address = page.getByLabel('Address in your network')
    await page.getByRole('button', { name: 'Test the connection' }).click()
    expect(await page.getByText('Please fill this in.').count()).toBe(3)
    await address.fill('81.2.69.160')
    await page
      .getByRole('alert')
      .getByText(/never expose a recorder/i)
      .waitFor()
    await address.fill('192.168.1.99')
    await page.getByLabel('User on the device').fill('viewer')
    await page.getByLabel('Password on the device').fill('wrong')
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByText(/Nothing answers at this address/).waitFor()
    await address.fill('https://192.168.1.64')
    await page.getByLabel('Only accept a certificate that the system trusts').waitFor()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByText(/allows 4 more tries/).waitFor()
    await page.getByText('Reached').waitFor()
    await page.getByLabel('Password on the device').fill('right')
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByText('Signed in').waitFor()
    await page.getByText('8 channels').waitFor()
    await check(page, seat.complaints)
    await page.getByRole('button', { name: 'Add device' }).click()
    await page.getByText('https://192.168.1.64 is added.', { exact: false }).waitFor()
  })

  test('a device that refused the login takes a new password; another one is removed after a question', async () => {
    await using mock = start({ scenario: 'troubled' })
    await using seat = await visit(mock, 'devices/4')
    const { page } = seat
    await page.getByRole('button', { name: 'Change the login' }).click()
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'password')
    await page.keyboard.type('the right one')
    expect(await page.getByLabel('Password on the device').inputValue()).toBe('the right one')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Online').waitFor()
    await page.getByRole('button', { name: 'Remove this device' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('link', { name: 'Open House' }).waitFor()
    expect(mock.asked).toContain('DELETE /api/devices/4')
  })

  test('the dot in the top line says what is not well and leads there', async () => {
    await using mock = start({ scenario: 'troubled' })
    await using seat = await visit(mock, 'settings')
    const { page } = seat
    await page.getByRole('button', { name: '5 things need a look' }).click()
    await page.getByText(/Garden shed: Away since/).waitFor()
    await page.getByText('The home hub is disconnected').waitFor()
    await page.getByText('Barn and yard: 1 camera is away').waitFor()
    await page.getByRole('link', { name: 'Look at it' }).first().click()
    await page.getByRole('heading', { name: 'Garden shed' }).waitFor()
    mock.tell('device.state', {
      device_id: 3,
      state: { phase: 'online', since: new Date().toISOString(), reason: null, kind: null, retry_at: null },
    })
    await page.getByRole('button', { name: '4 things need a look' }).waitFor()
  })

  test('an API key is shown once, listed without itself, and removed', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'account')
    const { page } = seat
    await page.getByLabel('What is it for?').fill('Kitchen dashboard')
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByText('plk_7Qd2mEXAMPLEonly', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('Kitchen dashboard').waitFor()
    expect(await page.getByText('EXAMPLEonly', { exact: false }).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove the key “Kitchen dashboard”?' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No keys yet.', { exact: false }).waitFor()
  })

  test('a chosen theme is on the page before the program is', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'settings/look', { colorScheme: 'dark' })
    const { page } = seat
    await page.getByLabel('Light', { exact: true }).check()
    await page.route(/main-.*\.js/, (route) => route.abort())
    await page.reload()
    expect(await page.locator('#app').textContent()).toBe('')
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light')
  })

  test('a changed certificate is shown beside the remembered one, and only that one is trusted', async () => {
    await using mock = start({ scenario: 'troubled' })
    await using seat = await visit(mock, 'devices/5')
    const { page } = seat
    await page.getByText('3A:5E:5E:3A', { exact: false }).waitFor()
    await page.getByText('C7:5E:5E:C7', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Trust the new certificate' }).click()
    await page.getByText('Online').waitFor()
  })

  test('the alarms of a device that somebody removes leave the open list', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'alarms')
    const { page } = seat
    const theirs = page.getByRole('article').filter({ hasText: 'Barn and yard' })
    await theirs.first().waitFor()
    await waitFor(() => mock.watchers() > 0)
    await fetch(`${mock.url}api/devices/2`, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } })
    await waitFor(async () => (await theirs.count()) === 0)
    expect(await page.getByRole('article').count()).toBeGreaterThan(0)
  })

  test('a theme that was chosen holds over a reload, whatever the system says', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'settings/look', { colorScheme: 'dark' })
    const { page } = seat
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
    expect(await scheme()).toBe('dark')
    await page.getByLabel('Light', { exact: true }).check()
    expect(await scheme()).toBe('light')
    await page.reload()
    await page.getByRole('heading', { name: 'Appearance', level: 1 }).waitFor()
    expect(await scheme()).toBe('light')
  })

  test('below another path everything works: pages, links, lists, pictures, live updates', async () => {
    await using mock = start({ base: '/api/hassio_ingress/x1' })
    await using seat = await visit(mock, 'devices/1')
    const { page } = seat
    await page.getByRole('heading', { name: 'House' }).waitFor()
    await page.getByRole('link', { name: 'Alarms' }).click()
    await page.getByRole('article').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/api/hassio_ingress/x1/alarms')
    await page.locator('.alarm-picture img[data-ready=true]').first().waitFor()
    await waitFor(() => mock.watchers() > 0)
    await page.getByRole('link', { name: 'Live' }).first().click()
    await page.locator('.tile-link').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/api/hassio_ingress/x1/')
  })
})

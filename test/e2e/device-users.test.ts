// Users of a recorder and their rights in a real browser: tried, written, taken back, copied, forced, and left alone.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { call, edit, get } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { type Appliance, account, startAppliance, until } from './appliance.ts'
import { executablePath, freshPages, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: rights are not changed in a browser.')

const TIMEOUT_MS = 120_000
const OTHERS = 'porchlight-2'

async function openUsers(page: Page, device: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Devices' }).click()
  await page.getByRole('link', { name: `Open ${device}` }).click()
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  await page.getByText('Read from the device').waitFor()
}

describe.skipIf(!executablePath)('device users in a browser', () => {
  let browser: Browser
  let recorder: Simulator
  let appliance: Appliance

  beforeAll(async () => {
    await freshPages()
    ;[browser, recorder, appliance] = await Promise.all([
      launchBrowser(),
      startSimulator({ model: 'nvr8', rtsp: false }),
      startAppliance(),
    ])
    await appliance.signIn()
    await addDevice('House', recorder, recorder.user, recorder.password)
  }, 120_000)
  afterAll(async () => {
    await Promise.all([browser?.close(), recorder?.[Symbol.asyncDispose](), appliance?.[Symbol.asyncDispose]()])
  }, 120_000)

  async function addDevice(name: string, { url }: Simulator, username: string, password: string) {
    const login = { brand: 'hikvision', ip_web: new URL(url).host, username, password, name }
    const before = (await appliance.call<unknown[]>('GET', '/api/channels')).body.length
    expect((await appliance.call('POST', '/api/devices', login)).status).toBeLessThan(300)
    await until(
      'its channels are known',
      async () => (await appliance.call<unknown[]>('GET', '/api/channels')).body.length > before,
      60,
    )
  }

  /** What the recorder itself says, without what names the user. */
  async function rightsOf(id: number): Promise<string> {
    const { text } = await get(recorder.port, `Security/UserPermission/${id}`)
    return text.replace(/<(id|userID|userType)>[^<]*<\/\1>/, '').replace(/<(userID|userType)>[^<]*<\/\1>/g, '')
  }
  const writes = () => recorder.stats.writes.filter(({ path }) => path.includes('UserPermission'))

  test(
    'a change is shown, tried, written and taken back, and touches nothing else',
    async () => {
      await using seat = await takeSeat(browser, `${appliance.url}/devices`, { colorScheme: 'dark' })
      const { page, complaints } = seat
      await signIn(page, account)
      await openUsers(page, 'House')
      const before = await rightsOf(3)

      const playback = page.getByRole('checkbox', { name: /^guest: Playback on all channels, over the network/ })
      expect(await playback.getAttribute('aria-checked')).toBe('true')
      await page.getByRole('button', { name: 'Show the channels of guest' }).click()
      await page.getByRole('checkbox', { name: /^guest: Playback on Front door/ }).click()
      expect(await playback.getAttribute('aria-checked')).toBe('mixed')
      expect(await playback.getAttribute('aria-label')).toContain('allowed on 7 of 8 channels, changed')
      await page.getByRole('checkbox', { name: /^guest: Change settings, over the network/ }).click()
      const panel = page.getByRole('complementary', { name: '2 changes' })
      expect(await panel.getByRole('listitem').allInnerTexts()).toEqual([
        expect.stringMatching(/^Change settings\s+over the network\s+no\s+yes$/),
        expect.stringMatching(/^Playback, channel 1\s+over the network\s+yes\s+no$/),
      ])
      await check(page)

      // Not written yet: who leaves is asked.
      await page.locator('.tabs').getByRole('link', { name: 'System', exact: true }).click()
      await page.getByRole('dialog', { name: 'Leave without writing?' }).getByRole('button', { name: 'Stay' }).click()
      await panel.getByRole('button', { name: 'Check on the recorder' }).click()
      await panel.getByText('The device would take this. Nothing was written.').waitFor()
      expect(writes()).toEqual([])
      expect(await rightsOf(3)).toBe(before)

      await panel.getByRole('button', { name: 'Write' }).click()
      const written = page.getByRole('complementary', { name: 'Written' })
      await written.getByText('Change settings').waitFor()
      expect(writes()).toMatchObject([{ lost: [], moved: [], added: [] }])
      expect(writes()[0]?.changed).toHaveLength(2)
      const after = await rightsOf(3)
      expect(after).not.toBe(before)
      expect(await playback.getAttribute('aria-label')).toEndWith('allowed on 7 of 8 channels')

      await written.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('The rights are as they were before.').waitFor()
      expect(await rightsOf(3)).toBe(before)
      expect(await playback.getAttribute('aria-checked')).toBe('true')
      expect(await page.getByRole('checkbox', { name: /^admin/ }).count()).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone two users are compared and one gets the rights of the other; a reload keeps the place',
    async () => {
      await using seat = await takeSeat(browser, `${appliance.url}/devices`, { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await signIn(page, account)
      await openUsers(page, 'House')
      await page.getByRole('radio', { name: 'At its own screen' }).check()
      await page.getByRole('button', { name: 'Compare two users' }).tap()
      await page.getByText(/^They differ in \d+ rights: \d+ over the network, \d+ at its own screen\.$/).waitFor()
      await page.reload()
      await page.getByText(/^They differ in/).waitFor()
      expect(await page.getByRole('radio', { name: 'At its own screen' }).isChecked()).toBe(true)
      expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([
        expect.stringContaining('keeper'),
        expect.stringContaining('guest'),
      ])
      await check(page)
      await page.getByRole('button', { name: 'Give guest the rights of keeper' }).tap()
      await page.getByText('They may do the same.').waitFor()
      await page.getByRole('button', { name: 'Write' }).tap()
      const written = page.getByRole('complementary', { name: 'Written' })
      await written.waitFor()
      expect(await rightsOf(3)).toBe(await rightsOf(2))
      await check(page)
      await written.getByRole('button', { name: 'Undo' }).tap()
      await page.getByText(/^They differ in/).waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the account that Porchlight uses is changed only after a second yes',
    async () => {
      await using camera = await startSimulator({ model: 'camera', rtsp: false })
      await edit(camera.port, 'Security/users/2', '<userLevel>Operator', '<userLevel>Administrator')
      await addDevice('Yard', camera, 'keeper', OTHERS)
      await using seat = await takeSeat(browser, `${appliance.url}/devices`, { colorScheme: 'dark' })
      const { page, complaints } = seat
      await signIn(page, account)
      await openUsers(page, 'Yard')
      // A camera has no screen of its own.
      expect(await page.getByText('At its own screen').count()).toBe(0)
      await page.getByRole('checkbox', { name: /^keeper: Serial port, over the network/ }).press('Space')
      const write = page.getByRole('button', { name: 'Write' })
      await page.getByRole('button', { name: 'Check on the camera' }).click()
      await page.getByText(/^keeper is the account that Porchlight itself signs in with/).waitFor()
      expect(await write.isDisabled()).toBe(true)
      expect(camera.stats.writes.some(({ path }) => path.includes('UserPermission'))).toBe(false)
      await page.getByRole('switch', { name: 'Write it all the same' }).click()
      await write.click()
      await page.getByRole('complementary', { name: 'Written' }).waitFor()
      const { text } = await get(camera.port, 'Security/UserPermission/2')
      expect(text).toContain('<transParentChannel>false')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'arrow keys move through the table; what changed on the recorder meanwhile is read anew',
    async () => {
      await using seat = await takeSeat(browser, `${appliance.url}/devices`, { colorScheme: 'dark' })
      const { page, complaints } = seat
      await signIn(page, account)
      await openUsers(page, 'House')
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
      await page.getByRole('checkbox', { name: /^keeper: Live view, over/ }).focus()
      await page.keyboard.press('ArrowRight')
      expect(await focused()).toStartWith('keeper: Playback, over the network')
      await page.keyboard.press('ArrowDown')
      expect(await focused()).toStartWith('guest: Playback, over the network')
      await page.keyboard.press('End')
      expect(await focused()).toStartWith('guest: Move cameras on all channels')

      const talk = page.getByRole('checkbox', { name: /^guest: Two-way talk, over the network/ })
      expect(await talk.getAttribute('aria-checked')).toBe('false')
      await call(
        recorder.port,
        'PUT',
        'Security/UserPermission/3',
        (await get(recorder.port, 'Security/UserPermission/3')).text.replace('<voiceTalk>false', '<voiceTalk>true'),
      )
      await page.getByRole('button', { name: 'Read anew' }).click()
      await page.getByText('Users and rights are read anew.').waitFor()
      await until('the change is shown', async () => (await talk.getAttribute('aria-checked')) === 'true')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'who may not manage sees the rights and no way to change them; a recorder that is deaf or away says so',
    async () => {
      const operator = { username: 'night-shift', password: 'a long password', role: 'operator' }
      expect((await appliance.call('POST', '/api/auth/register', operator)).status).toBe(200)
      await using theirs = await takeSeat(browser, `${appliance.url}/devices`, { colorScheme: 'light' })
      await signIn(theirs.page, operator)
      await openUsers(theirs.page, 'House')
      await theirs.page.getByRole('img', { name: /^guest: Playback, over the network: allowed/ }).waitFor()
      expect(await theirs.page.getByRole('checkbox').count()).toBe(0)
      expect(theirs.complaints).toEqual([])

      await using seat = await takeSeat(browser, `${appliance.url}/devices`, { colorScheme: 'dark' })
      const { page } = seat
      await signIn(page, account)
      await openUsers(page, 'House')
      recorder.setQuirks(['forgets-writes'])
      await page.getByRole('checkbox', { name: /^guest: Serial port/ }).click()
      await page.getByRole('button', { name: 'Write' }).click()
      const deaf = page.getByRole('complementary', { name: 'Nothing changed' })
      await deaf.getByText('The device did not take over: Serial port over the network.').waitFor()
      expect(await deaf.getByRole('button', { name: 'Undo' }).count()).toBe(0)

      await page.getByRole('button', { name: 'Show the channels of guest' }).click()
      await page.getByRole('checkbox', { name: /^guest: Move cameras on Front door/ }).click()
      await page.getByRole('button', { name: 'Allow it there, too' }).click()
      await page.getByRole('complementary', { name: '2 changes' }).waitFor()
      await page.getByRole('button', { name: 'Forget them' }).click()

      await page.getByRole('checkbox', { name: /^guest: Update firmware/ }).click()
      await recorder.unplug()
      await page.getByRole('button', { name: 'Write' }).click()
      const panel = page.getByRole('complementary', { name: '1 change' })
      await panel.getByRole('alert').getByText('Failed to push permissions to device').waitFor()
      expect(await panel.getByRole('listitem').count()).toBe(1)
    },
    TIMEOUT_MS,
  )
})

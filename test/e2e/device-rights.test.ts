// Rights on all recorders in a real browser: looked at without asking any, compared, given, written where it can be, taken back.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { edit, get } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath)
  console.warn('No Chromium on this machine: rights on several recorders are not tried in a browser.')

const TIMEOUT_MS = 120_000
const OTHERS = [
  { user: 'guest', password: 'porchlight-2', level: 'Viewer' },
  { user: 'gardener', password: 'porchlight-2', level: 'Viewer' },
] as const

describe.skipIf(!executablePath)('rights on all recorders', () => {
  let stand: Stand
  let garage: Simulator

  beforeAll(async () => {
    ;[stand, garage] = await Promise.all([
      startStand('House', { model: 'nvr8', rtsp: false }),
      startSimulator({ model: 'dvr4', rtsp: false, accounts: OTHERS }),
    ])
    const login = { ip_web: garage.url, username: garage.user, password: garage.password, brand: 'hikvision' }
    expect((await stand.ask('POST', '/api/devices', { ...login, name: 'Garage' })).status).toBe(201)
    await until(
      'its channels are there',
      async () => (await stand.ask('GET', '/api/channels')).body.length === 12,
      60_000,
    )
    // The gardener of the garage may talk; nobody else does.
    await edit(garage.port, 'Security/UserPermission/3', '<voiceTalk>false', '<voiceTalk>true')
  }, 120_000)
  afterAll(async () => {
    await garage?.[Symbol.asyncDispose]()
    await stand?.[Symbol.asyncDispose]()
  }, 120_000)

  const both = () => [stand.recorder, garage]
  const asked = () => both().map(({ stats }) => stats.requests.filter(({ path }) => path.includes('Security/')).length)
  const writes = () =>
    both().map(({ stats }) => stats.writes.filter(({ path }) => path.includes('UserPermission')).length)
  const rightsOf = async (recorder: Simulator, user: number) =>
    (await get(recorder.port, `Security/UserPermission/${user}`)).text

  test(
    'one name is changed on both recorders at once; the one that is away is told, the other written and taken back',
    async () => {
      await using seat = await stand.open('/people', { colorScheme: 'dark' })
      const { page, complaints } = seat
      const before = asked()
      await page.getByRole('link', { name: 'On the recorders' }).click()
      await page.getByRole('heading', { name: 'Nothing is read yet' }).waitFor()
      expect(asked()).toEqual(before)
      await page.getByRole('button', { name: 'Read all anew' }).click()
      const playback = page.getByRole('checkbox', { name: /^guest: Playback on all channels of all recorders, over/ })
      await playback.waitFor()
      expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([
        expect.stringMatching(/^admin\s+on 2 recorders$/),
        expect.stringMatching(/^gardener\s+Garage · Viewer$/),
        expect.stringMatching(/^guest\s+on 2 recorders$/),
        expect.stringMatching(/^keeper\s+House · Operator$/),
      ])
      const [house, hut] = [await rightsOf(stand.recorder, 3), await rightsOf(garage, 2)]

      await playback.press('Space')
      expect(await playback.getAttribute('aria-label')).toEndWith('not allowed, changed, not yet written')
      await page.getByRole('button', { name: 'Show the recorders of guest' }).click()
      await page.getByRole('checkbox', { name: /^guest on Garage: Playback on all channels, over/ }).click()
      expect(await playback.getAttribute('aria-label')).toContain('allowed on 4 of 12 channels')
      expect(await playback.getAttribute('aria-label')).toEndWith('not the same on all recorders')
      await page.getByRole('checkbox', { name: /^guest: Two-way talk on all recorders, over/ }).click()
      const panel = page.getByRole('complementary', { name: '10 changes' })
      expect(await panel.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
        'guest on House',
        'guest on Garage',
      ])
      await check(page)
      await panel.getByRole('button', { name: 'Check on the recorders' }).click()
      await panel.getByText('The device would take this. Nothing was written.').nth(1).waitFor()
      expect(writes()).toEqual([0, 1])

      await stand.recorder.unplug()
      await panel.getByRole('button', { name: 'Write' }).click()
      const written = page.getByRole('complementary', { name: 'Written' })
      await written.getByRole('heading', { name: 'guest on Garage' }).waitFor()
      const left = page.getByRole('complementary', { name: '9 changes' })
      await left.getByRole('alert').getByText('Failed to push permissions to device').waitFor()
      expect(await left.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['guest on House'])
      expect(await rightsOf(garage, 2)).not.toBe(hut)
      await stand.recorder.plug()

      await until(
        'the recorder is back',
        async () => {
          const { body } = await stand.ask('GET', '/api/devices')
          return body.every(({ state }: { state: { phase: string } }) => state.phase === 'online')
        },
        60_000,
      )
      await left.getByRole('button', { name: 'Write' }).click()
      await written.getByRole('heading', { name: 'guest on House' }).waitFor()
      expect(writes()).toEqual([1, 2])
      await written.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('The rights are as they were before.').waitFor()
      expect([await rightsOf(stand.recorder, 3), await rightsOf(garage, 2)]).toEqual([house, hut])
      // The browser says itself that its page had been told of a recorder that does not answer.
      expect(complaints.filter((text) => !text.includes('502') && !text.includes('504'))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone what differs is filtered, a template is made of one, compared with another, and given to several',
    async () => {
      await using seat = await stand.open('/people/devices', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await page.getByRole('combobox', { name: 'Recorder' }).selectOption({ label: 'Garage' })
      await page.getByRole('searchbox', { name: 'Search the names' }).fill('gard')
      await page.getByRole('button', { name: 'Choose users' }).tap()
      await page.reload()
      await page.getByRole('rowheader').waitFor()
      expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([expect.stringMatching(/gardener/)])
      await page.getByRole('checkbox', { name: 'Choose gardener on Garage' }).check()
      await page.getByRole('button', { name: 'Keep as a template' }).tap()
      const dialog = page.getByRole('dialog', { name: 'Keep the rights of gardener on Garage as a template' })
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Who may talk')
      await dialog.getByText(/Two-way talk/).waitFor()
      await dialog.getByRole('button', { name: 'Save' }).tap()
      await page.getByText('The template is kept.').waitFor()

      await page.getByRole('searchbox', { name: 'Search the names' }).fill('')
      await page.getByRole('combobox', { name: 'Recorder' }).selectOption({ label: 'All recorders' })
      await page.getByRole('checkbox', { name: 'Choose guest on all recorders' }).check()
      await page.getByRole('checkbox', { name: 'Choose gardener on Garage' }).uncheck()
      await page.getByText('2 users chosen').waitFor()
      await page.getByLabel('Rights of …').selectOption({ label: 'gardener on Garage' })
      await page.getByText('1 thing cannot be given').tap()
      await page.getByText('gardener on Garage has no channels 5–8: there guest on House stays as it is.').waitFor()
      await page.getByLabel('Rights of …').selectOption({ label: 'Who may talk' })
      await page.getByRole('button', { name: 'Give them these rights' }).tap()
      const panel = page.getByRole('complementary', { name: '2 changes' })
      expect(await panel.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
        'guest on House',
        'guest on Garage',
      ])
      expect(await panel.getByRole('listitem').allInnerTexts()).toEqual(
        Array(2).fill(expect.stringMatching(/^Two-way talk\s+over the network\s+no\s+yes$/)),
      )
      await check(page)

      await page.getByRole('button', { name: 'Compare a user with the template Who may talk' }).tap()
      await page.getByLabel('Compare', { exact: true }).selectOption({ label: 'guest on House' })
      await page.getByText('They may do the same.').waitFor()
      await panel.getByRole('button', { name: 'Forget them' }).tap()
      await page.getByText('They differ in 1 right: 1 over the network.').waitFor()
      expect(await page.getByRole('columnheader').allInnerTexts()).toEqual([
        'User',
        'On the whole device',
        'Two-way talk',
      ])
      await check(page)
      await page.getByRole('button', { name: 'Show all users' }).tap()
      await page.getByLabel('Only what differs between recorders').check()
      await page.getByText('Nobody here is so. Take a filter away to see more.').waitFor()

      await page.getByRole('button', { name: 'Remove the template Who may talk' }).tap()
      await page.getByRole('button', { name: 'Undo' }).tap()
      await page.getByRole('button', { name: 'Rename the template Who may talk' }).waitFor()
      expect((await stand.ask('GET', '/api/templates')).body.data).toHaveLength(1)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'an operator sees the rights and no way to change them, and nobody else sees them',
    async () => {
      for (const role of ['operator', 'viewer']) {
        const person = { username: `some-${role}`, password: 'a long password', role }
        expect((await stand.ask('POST', '/api/auth/register', person)).status).toBe(200)
        await using seat = await stand.open('/people/devices', { colorScheme: 'light' }, person)
        const { page, complaints } = seat
        if (role === 'operator') {
          await page
            .getByRole('img', { name: /^guest: Playback on all recorders, over the network: allowed/ })
            .waitFor()
          expect(await page.getByRole('button', { name: /Choose users|template/ }).count()).toBe(0)
        } else await page.getByText('Only an admin or operator of this household sees').waitFor()
        expect(await page.getByRole('table').or(page.getByRole('grid')).getByRole('checkbox').count()).toBe(0)
        expect(complaints).toEqual([])
      }
    },
    TIMEOUT_MS,
  )
})

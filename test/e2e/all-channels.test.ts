// The settings of all channels of all recorders in a real browser: read, compared with a template, brought to it, taken back.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { get, texts } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: channels are not compared in a browser.')

const TIMEOUT_MS = 120_000
const HELPER = { username: 'helper', password: 'a long password' }
const PATH = '/devices/channels'

describe.skipIf(!executablePath)('all channels in a browser', () => {
  let stand: Stand
  let barn: Simulator

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    barn = await startSimulator({ model: 'dvr4', rtsp: false })
    const login = { ip_web: barn.url, username: barn.user, password: barn.password, brand: 'hikvision' }
    await stand.ask('POST', '/api/devices', { ...login, name: 'Barn' })
    await stand.ask('POST', '/api/auth/register', { ...HELPER, role: 'operator' })
    const isThere = async () => (await stand.ask('GET', '/api/channels')).body.length === 12
    await until('both recorders are there', isThere, 60_000)
  }, TIMEOUT_MS)
  afterAll(async () => {
    await barn?.[Symbol.asyncDispose]()
    await stand?.[Symbol.asyncDispose]()
  }, 120_000)

  /** What the recorder itself says of an encoding. */
  const has = async (recorder: Simulator, stream: number, element: string) =>
    texts((await get(recorder.port, `Streaming/channels/${stream}`)).text, element)[0]
  const lines = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('rowheader') })
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const part = (page: Page, name: string) => page.getByRole('group', { name })

  test(
    'are read when somebody says so, compared with a template, tried, written, and taken back',
    async () => {
      await using seat = await stand.open(PATH)
      const { page, complaints } = seat
      await button(page, 'Read the settings').waitFor()
      expect(await lines(page).count()).toBe(12)
      expect(await page.getByText('not read yet').first().isVisible()).toBe(true)
      await check(page)
      await button(page, 'Read the settings').click()
      // One camera is away, and its recorder says so.
      await page.getByText('1 channel has not been read yet', { exact: false }).waitFor()
      await page.getByText('Attic is away', { exact: false }).waitFor()
      const front = lines(page).filter({ hasText: 'Front door' })
      const before = await front.getByRole('cell').allTextContents()
      expect(before.slice(0, 3)).toEqual(['H.264', '1280 × 720', 'All'])

      await button(page, 'New template').click()
      await page.getByLabel('Name', { exact: true }).fill('Night')
      await part(page, 'Main stream').getByLabel('Picture size').selectOption('3840x2160')
      await part(page, 'Sub-stream').getByLabel('Highest bit rate').fill('3 Mbit')
      expect(await button(page, 'Save').isDisabled()).toBe(true)
      await part(page, 'Sub-stream').getByLabel('Highest bit rate').fill('300')
      await check(page)
      await button(page, 'Save').click()
      await page.getByText('The template “Night” is kept.').waitFor()
      await front.getByText('3840 × 2160').waitFor()
      expect(await page.getByRole('columnheader', { name: /Size, Main stream/ }).textContent()).toContain('11 differ')

      await page.getByLabel('Only those that differ').check()
      await page.getByLabel('Device', { exact: true }).selectOption({ label: 'House' })
      await page.getByText('7 of 12 channels').waitFor()
      await button(page, /^Sort by Size, Main/).click()
      await page.reload()
      // The address has kept all of it.
      await page.getByText('7 of 12 channels').waitFor()
      expect(await page.getByRole('columnheader', { name: /Size, Main/ }).getAttribute('aria-sort')).toBe('ascending')
      await check(page)

      await page.getByLabel('Choose Front door').check()
      await page.getByLabel('Choose Garden & Yard').check()
      await button(page, 'Bring to “Night”').click()
      await page.getByRole('heading', { name: 'Bring to “Night”' }).waitFor()
      expect(await button(page, /^Write/).count()).toBe(0)
      await button(page, 'Check on the devices').click()
      // 4K is more than this recorder encodes, and it is not changed to anything else unasked.
      await page.getByText('The nearest that it takes: Picture size: 2560 × 1440').first().waitFor()
      await check(page)
      await button(page, 'Take the nearest everywhere').click()
      await button(page, 'Check on the devices').click()
      await button(page, 'Write to 2 channels').waitFor()
      expect(await has(stand.recorder, 101, 'videoResolutionWidth')).toBe('1280')
      await button(page, 'Write to 2 channels').click()
      await page.getByText('2 channels written').waitFor()
      for (const stream of [101, 201]) expect(await has(stand.recorder, stream, 'videoResolutionWidth')).toBe('2560')
      expect(await has(stand.recorder, 102, 'vbrUpperCap')).toBe('300')
      expect(await has(stand.recorder, 301, 'videoResolutionWidth')).toBe('1280')
      await check(page)

      await button(page, 'Undo').click()
      await page.getByText('Everything is as it was before.').waitFor()
      expect(await has(stand.recorder, 101, 'videoResolutionHeight')).toBe('720')
      expect(await has(stand.recorder, 102, 'vbrUpperCap')).toBe('512')
      await button(page, 'Back to all channels').click()
      // It differs again, and stands among those that do once the table has been read anew.
      await front.waitFor()
      expect((await front.getByRole('cell').allTextContents()).at(2)).toBe(before[2])
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'are brought to a template as far as their recorders are there, on a phone as well; whoever may not write only looks',
    async () => {
      const document = { sub: { vbr_upper_cap: 256 } }
      const made = await stand.ask('POST', '/api/templates', { kind: 'channels', name: 'Thin', document })
      const { id } = made.body.data
      await using seat = await stand.open(`${PATH}?template=${id}&differs=1`, PHONE)
      const { page } = seat
      await page.getByText('11 of 12 channels').waitFor()
      await check(page)
      await page.getByLabel('Choose all that are shown').check()
      await button(page, 'Bring to “Thin”').click()
      await button(page, 'Check on the devices').click()
      await button(page, 'Write to 11 channels').waitFor()
      await barn[Symbol.asyncDispose]()
      await button(page, 'Write to 11 channels').click()
      await page.getByText('7 channels written, 4 not written').waitFor()
      expect(await page.getByText('Not written:').count()).toBe(4)
      expect(await has(stand.recorder, 202, 'vbrUpperCap')).toBe('256')
      await check(page)

      await using guest = await stand.open(PATH, {}, HELPER)
      await lines(guest.page).first().waitFor()
      expect(await button(guest.page, 'New template').count()).toBe(0)
      expect(await guest.page.getByRole('checkbox').count()).toBe(0)
      await guest.page.getByLabel('Find by name or value').fill('garden 256')
      await guest.page.getByText('1 of 12 channels').waitFor()
      await check(guest.page)
      expect(guest.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

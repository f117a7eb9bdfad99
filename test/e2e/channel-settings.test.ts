// Settings of channels and their recording schedule in a real browser: looked at, changed, refused, and left to who may not.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { get } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: channels are not changed in a browser.')

const TIMEOUT_MS = 120_000
const HELPER = { username: 'helper', password: 'a long password' }

describe.skipIf(!executablePath)('channels in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    recorder = stand.recorder
    await stand.ask('POST', '/api/auth/register', { ...HELPER, role: 'operator' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const isapi = async (path: string) => (await get(recorder.port, path)).text
  const factOf = (page: Page, name: string) => page.locator('.facts div').filter({ hasText: name }).locator('dd')

  test(
    'settings are changed on the recorder after what will change was shown, and nothing else is',
    async () => {
      await using seat = await stand.open('/devices/1/channels')
      const { page, complaints } = seat
      const list = page.getByRole('navigation', { name: 'Channel' })
      await list.getByRole('link', { name: 'Einfahrt Süd' }).click()
      await page.getByText('Read from the device').first().waitFor()
      expect(new URL(page.url()).search).toBe('?channel=3')
      await check(page)
      await page.getByRole('button', { name: 'Change settings' }).click()
      const write = page.getByRole('button', { name: 'Write to the device' })
      await page.getByText('Nothing yet.').waitFor()
      expect(await write.isDisabled()).toBe(true)
      await page.getByLabel('Name on the device').fill('Drive & Gate')
      await page.getByLabel('Frame rate').selectOption({ label: '15 frames a second' })
      await page.getByLabel('Highest bit rate').fill('90000')
      await page.getByText('This channel takes 32 to 8,192 kbit/s.').waitFor()
      expect(await write.isDisabled()).toBe(true)
      await page.getByLabel('Highest bit rate').fill('2048')
      await page.getByLabel('Motion detection').uncheck()
      const will = page.getByRole('region', { name: 'What will change' })
      expect((await will.locator('ins').allTextContents()).map((text) => text.replace('after', '').trim())).toEqual([
        'Drive & Gate',
        '15 frames a second',
        '2,048 kbit/s',
        'Off',
      ])
      await check(page)
      const from = recorder.stats.writes.length
      await write.click()
      await page.getByText('Written. The device has it.').waitFor()
      await factOf(page, 'Frame rate').and(page.getByText('15 frames a second')).waitFor()
      await list.getByRole('link', { name: 'Drive & Gate' }).waitFor()
      const writes = recorder.stats.writes.slice(from)
      expect(writes.flatMap(({ lost, added, moved }) => [...lost, ...added, ...moved])).toEqual([])
      expect(writes.flatMap(({ changed }) => changed).length).toBe(4)
      expect(await isapi('Streaming/channels/301')).toContain('<maxFrameRate>1500</maxFrameRate>')
      expect(await isapi('ContentMgmt/InputProxy/channels/3')).toContain('Drive &amp; Gate')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'what the recorder ignores is told, and when it is away the reason stands beside the button',
    async () => {
      recorder.setQuirks(['ignores-bitrate'])
      await using seat = await stand.open('/devices/1/channels?channel=1', { ...PHONE, colorScheme: 'light' })
      const { page } = seat
      await page.getByRole('button', { name: 'Change settings' }).tap()
      await page.getByLabel('Highest bit rate').fill('1024')
      await page.getByRole('button', { name: 'Write to the device' }).tap()
      await page.getByText(/Highest bit rate: asked for 1,024 kbit\/s, the device has [\d,]+ kbit\/s\./).waitFor()
      await check(page)
      recorder.setQuirks(['reboot-required'])
      await page.getByRole('button', { name: 'Change settings' }).tap()
      await page.getByLabel('Highest bit rate').fill('1536')
      await page.getByRole('button', { name: 'Write to the device' }).tap()
      await page.getByRole('status').getByText('The device will only act on it after a restart.').waitFor()
      recorder.setQuirks([])
      await page.getByRole('button', { name: 'Change settings' }).tap()
      await page.getByLabel('Quality').selectOption({ index: 0 })
      await check(page)
      await recorder.unplug()
      await page.getByRole('button', { name: 'Write to the device' }).tap()
      await page.getByRole('alert').getByText('Nothing was saved.').waitFor()
      await check(page)
      const chooser = page.getByRole('combobox', { name: 'Channel' })
      await chooser.selectOption({ index: 4 })
      await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).tap()
      expect(await chooser.inputValue()).toBe('1')
      await page.getByRole('alert').getByText('Nothing was saved.').waitFor()
      await chooser.selectOption({ index: 4 })
      await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).tap()
      await page.getByRole('alert').getByText('Failed to fetch configuration from device').waitFor()
      await check(page)
      await recorder.plug()
      const phase = async () => (await stand.ask('GET', '/api/devices/1')).body.state.phase
      await stand.ask('PUT', '/api/devices/1', { name: 'House' })
      await until('it is back', async () => (await phase()) === 'online', 60_000)
    },
    TIMEOUT_MS,
  )

  test(
    'a change that is not written is not lost by a link, the way back or a reload before that was asked',
    async () => {
      await using seat = await stand.open('/devices/1/channels?channel=1')
      const { page, complaints } = seat
      await page.locator('.tabs').getByRole('link', { name: 'System' }).click()
      await page.getByRole('heading', { name: 'System information' }).waitFor()
      await page.getByRole('link', { name: 'Channels' }).click()
      await page.getByRole('button', { name: 'Change settings' }).click()
      const name = page.getByLabel('Name on the device')
      // Nothing is changed yet, so nothing is asked.
      await page.getByRole('link', { name: 'Schedule' }).click()
      await page.getByText('all day, continuously').first().waitFor()
      await page.goBack()
      await page.getByRole('button', { name: 'Change settings' }).click()
      await name.fill('Half done')

      const question = page.getByRole('dialog', { name: 'Leave without writing?' })
      await page.getByRole('link', { name: 'Schedule' }).click()
      await question.waitFor()
      await check(page)
      await question.getByRole('button', { name: 'Stay' }).click()
      expect([await name.inputValue(), new URL(page.url()).pathname]).toEqual(['Half done', '/devices/1/channels'])
      await page.evaluate(() => history.back())
      await question.waitFor()
      await page.keyboard.press('Escape')
      await question.waitFor({ state: 'detached' })
      expect([await name.inputValue(), new URL(page.url()).pathname]).toEqual(['Half done', '/devices/1/channels'])
      let asked = 0
      page.once('dialog', (dialog) => {
        asked++
        void dialog.dismiss()
      })
      await page.evaluate(() => location.reload())
      await until('the browser asks', () => asked === 1)
      expect(await name.inputValue()).toBe('Half done')

      await page.evaluate(() => history.back())
      await question.getByRole('button', { name: 'Leave' }).click()
      await page.getByRole('heading', { name: 'System information' }).waitFor()
      await page.getByRole('link', { name: 'Channels' }).click()
      await page.getByRole('button', { name: 'Change settings' }).click()
      await page.getByLabel('Name on the device').fill('Half done')
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('link', { name: 'Schedule' }).click()
      await page.getByText('all day, continuously').first().waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the week of every channel is drawn and told, and its schedule is switched on the recorder',
    async () => {
      await using seat = await stand.open('/devices/1/schedule', { colorScheme: 'dark' })
      const { page, complaints } = seat
      const week = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
      await week('Front door').getByText('all day, continuously').waitFor()
      expect(await week('Front door').locator('.week-hours i').count()).toBe(7)
      // A night that wraps is drawn in two rows and told as one.
      expect(await page.locator('.week').nth(3).locator('.week-hours i').count()).toBe(14)
      await page.locator('.week').nth(3).getByText('20:00–06:30 the next day, on motion or alarm').waitFor()
      await page.locator('.week').nth(4).getByText('Schedule off').waitFor()
      await page.locator('.week').nth(5).getByText('nothing', { exact: true }).waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Switch off the schedule of Front door' }).press('Enter')
      const dialog = page.getByRole('dialog')
      expect(await dialog.locator('dd').textContent()).toMatch(/On\s+Off/)
      await check(page)
      await dialog.getByRole('button', { name: 'Write to the device' }).press('Enter')
      await page.getByRole('button', { name: 'Switch on the schedule of Front door' }).waitFor()
      expect(await isapi('ContentMgmt/record/tracks/101')).toContain('<enableSchedule>false</enableSchedule>')
      const asked = () => recorder.stats.requests.filter(({ path }) => path.includes('record/tracks')).length
      const before = asked()
      await page.reload()
      await week('Front door').getByText('Schedule off').waitFor()
      expect(asked()).toBe(before)
      await page.getByRole('button', { name: 'Read anew' }).click()
      await until('the recorder was asked', () => asked() >= before + 8)
      await page.setViewportSize(PHONE.viewport)
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'an operator looks and reads anew, and sees nothing that writes',
    async () => {
      await using seat = await stand.open('/devices/1/channels', {}, HELPER)
      const { page, complaints } = seat
      await page.getByRole('region', { name: 'Front door' }).getByRole('button', { name: 'Read anew' }).click()
      await factOf(page, 'Codec').waitFor()
      expect(await page.getByRole('button', { name: 'Change settings' }).count()).toBe(0)
      await page.getByRole('link', { name: 'Schedule' }).click()
      await page.getByText('all day, continuously').first().waitFor()
      expect(await page.getByRole('button', { name: /^Switch o/ }).count()).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

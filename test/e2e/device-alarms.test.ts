// The owner sees on the recorder's own page which of its alarms do not come, and mends one on the device.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { edit, get } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn("No Chromium on this machine: a device's own alarms are not looked at in a browser.")

const TIMEOUT_MS = 120_000
const CENTER = /<EventTriggerNotification[^>]*>\s*<id>center<\/id>[\s\S]*?<\/EventTriggerNotification>/
const HELPER = { username: 'helper', password: 'a long password' }

describe.skipIf(!executablePath)('the alarms of a device itself, in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    await stand.ask('POST', '/api/auth/register', { ...HELPER, role: 'operator' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  /** For who wants to look: `ALARM_SHOTS` names a folder. */
  async function photograph(page: Page, name: string): Promise<void> {
    const folder = process.env.ALARM_SHOTS
    if (!folder) return
    await page.locator('#alarms').scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(folder, `${name}.png`) })
  }

  test(
    'one that the recorder keeps to itself is told, and mended after what will change was shown',
    async () => {
      const { port } = stand.recorder
      await edit(port, 'Event/triggers/illaccess', CENTER, '')
      await using seat = await stand.open('/devices/1/system', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const panel = page.locator('#alarms')
      await panel.getByRole('heading', { name: 'Alarms of the device itself' }).waitFor()
      await panel.getByRole('button', { name: 'Read anew' }).tap()
      const row = panel.getByRole('listitem').filter({ hasText: 'Refused sign-in at the recorder' })
      await row.getByText('The recorder keeps it to itself').first().waitFor()
      await check(page)
      await photograph(page, 'phone')
      await row.getByRole('button', { name: /^Mend/ }).tap()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('What else is linked to the alarm there stays as it is.', { exact: false }).waitFor()
      expect((await dialog.locator('dd').allTextContents()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
        'before Noafter Yes',
      ])
      await check(page)
      await photograph(page, 'mend-phone')
      await dialog.getByRole('button', { name: 'Write to the device' }).tap()
      await panel.getByRole('status').getByText('Written.').waitFor()
      await row.getByText('Reaches us').waitFor()
      expect((await get(port, 'Event/triggers/illaccess')).text).toContain('<id>center</id>')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the rule that an alarm broke, and the input that it came from, stand in the list of alarms',
    async () => {
      const { recorder } = stand
      await until('alarms can come', () => recorder.stats.alertStreams > 0, 60_000)
      await recorder.raise({ type: 'fielddetection', channel: 1, rule: 'Front garden', state: 'active' })
      await recorder.raise({ type: 'IO', channel: 0, input: 1, state: 'active' })
      await recorder.raise({ type: 'IO', channel: 0, input: 2, state: 'active' })
      await using seat = await stand.open('/alarms', PHONE)
      const { page } = seat
      await page.getByText('rule Front garden', { exact: false }).waitFor()
      await page.getByText('input 1', { exact: false }).waitFor()
      await page.getByText('input 2', { exact: false }).waitFor()
      await check(page)
      if (process.env.ALARM_SHOTS) await page.screenshot({ path: join(process.env.ALARM_SHOTS, 'list.png') })
    },
    TIMEOUT_MS,
  )

  test(
    'how long an alarm lasts is set for one channel, and given back',
    async () => {
      await using seat = await stand.open('/devices/1/channels?channel=1', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const panel = page.locator('#holds')
      const row = panel.getByRole('listitem').filter({ hasText: 'Motion' })
      await row.getByText('Stays on for 10 s after the last sign').waitFor()
      await row.getByRole('button', { name: 'Change how long it lasts: Motion' }).tap()
      const dialog = page.getByRole('dialog')
      const field = dialog.getByLabel('Stays on after the last sign, in seconds')
      await field.fill('much')
      await dialog.getByText('A number of seconds').waitFor()
      expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
      await field.fill('45')
      await check(page)
      await photograph(page, 'hold-dialog-phone')
      await dialog.getByRole('button', { name: 'Save' }).tap()
      await row.getByText('Stays on for 45 s after the last sign').waitFor()
      await row.getByText('Set for this channel').waitFor()
      await check(page)
      if (process.env.ALARM_SHOTS) {
        await panel.scrollIntoViewIfNeeded()
        await page.screenshot({ path: join(process.env.ALARM_SHOTS, 'holds-phone.png') })
      }
      const holds = async () => (await stand.ask('GET', '/api/channels/1/alarm-holds')).body.data
      expect((await holds())[0]).toMatchObject({ kind: 'motion', own: { hold: 45 } })
      await row.getByRole('button', { name: /^Change/ }).tap()
      await field.fill('')
      await dialog.getByRole('button', { name: 'Save' }).tap()
      await row.getByText('Stays on for 10 s after the last sign').waitFor()
      expect((await holds())[0].own).toBeNull()
      expect(complaints).toEqual([])
      await using other = await stand.open('/devices/1/channels?channel=1', {}, HELPER)
      await other.page.locator('#holds').getByText('Stays on for 10 s after the last sign').first().waitFor()
      expect(await other.page.locator('#holds').getByRole('button').count()).toBe(0)
    },
    TIMEOUT_MS,
  )

  test(
    'who may not manage sees them without a button',
    async () => {
      await edit(stand.recorder.port, 'Event/triggers/diskfull', CENTER, '')
      await stand.ask('POST', '/api/devices/1/alarm-sources/sync')
      await using seat = await stand.open('/devices/1/system', {}, HELPER)
      const { page, complaints } = seat
      await page.locator('#alarms').getByText('The recorder keeps it to itself').first().waitFor()
      expect(await page.locator('#alarms').getByRole('button', { name: /^Mend/ }).count()).toBe(0)
      await check(page)
      await photograph(page, 'desk')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

// Somebody sets up a webhook in the browser, tries it, and sees when its receiver has gone.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: webhooks are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const VIEWER = { username: 'viewer', password: 'viewer-only' }

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    await stand.ask('POST', '/api/auth/register', { ...VIEWER, role: 'viewer' })
    await until('the alert stream is open', () => stand.recorder.stats.alertStreams > 0, 60_000)
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'a webhook is made, tried, changed, told of alarms and removed',
    async () => {
      const got: { type: string; data: { kind?: string } }[] = []
      let status = 200
      await using receiver = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        async fetch(request) {
          got.push((await request.json()) as (typeof got)[number])
          return new Response(null, { status })
        },
      })
      await using seat = await stand.open('/settings/webhooks', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const section = page.locator('#webhooks')
      await section.getByText('Nobody is told yet.').waitFor()
      await section.getByRole('button', { name: 'Add a webhook' }).click()
      const dialog = page.getByRole('dialog', { name: 'New webhook' })
      await dialog.getByLabel('Name', { exact: true }).fill('Porch lamp')
      await dialog.getByLabel('Address', { exact: true }).fill('ftp://lamp.example')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByText('must be an address that begins with http:// or https://').first().waitFor()
      await dialog.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${receiver.port}/in`)
      await dialog.getByText('Alarms of every kind').click()
      await dialog.getByLabel('All of them').first().uncheck()
      await dialog.getByText('Pick a kind of alarm.').waitFor()
      await dialog.getByLabel('All of them').first().check()
      await dialog.getByLabel('Sound').uncheck()
      await dialog.getByText('Alarms of 21 kinds').waitFor()
      await check(page)
      await dialog.getByRole('button', { name: 'Save' }).click()
      const secret = page.getByRole('dialog', { name: 'Webhooks' })
      await secret.getByText(/^whsec_/).waitFor()
      await check(page)
      await secret.getByRole('button', { name: 'I have entered it' }).click()
      await section.getByText('Alarms of 21 kinds of all cameras and recorders').waitFor()

      await section.getByRole('button', { name: 'Send a test to Porch lamp' }).click()
      await section.getByText(/has taken it\.$/).waitFor()
      await section.getByText('Last taken just now.').waitFor()
      expect(got.map(({ type }) => type)).toEqual(['test'])
      // None of them ends before the last look.
      await stand.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 600, max: 1000 } } })
      await stand.recorder.raise({ type: 'VMD', channel: 2, state: 'active' })
      await until('it is told of an alarm', () => got.length === 2)
      expect(got[1]).toMatchObject({ type: 'alarm.began', data: { kind: 'motion' } })

      status = 500
      await stand.recorder.raise({ type: 'VMD', channel: 3, state: 'active' })
      await until('a try has failed', async () => {
        const { body } = await stand.ask('GET', '/api/webhooks')
        return body.data[0].failures > 0
      })
      await page.reload()
      await section.getByText(/Takes nothing since .* answered 500\. Next try .* 1 message waits\./).waitFor()
      await check(page)

      await section.getByRole('button', { name: 'Change Porch lamp' }).click()
      const edit = page.getByRole('dialog', { name: 'Change Porch lamp' })
      await edit.getByLabel('Send messages').uncheck()
      await edit.getByRole('button', { name: 'Save' }).click()
      await section.getByText('Turned off').waitFor()
      await section.getByRole('button', { name: 'Remove Porch lamp' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await section.getByText('Nobody is told yet.').waitFor()
      // A browser writes each refused request on its console: the one wrong address.
      expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'who may not manage the household does not see them',
    async () => {
      await using seat = await stand.open('/settings/webhooks', {}, VIEWER)
      await seat.page.getByText('Only an admin of the household sets this.').waitFor()
      expect(await seat.page.locator('#webhooks').count()).toBe(0)
      expect(seat.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

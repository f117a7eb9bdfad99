// The founder makes a backup in the browser, saves it, brings it back, and has it restored at the next start.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: backups are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const PASSPHRASE = 'a porch in the evening'
const ADMIN = { username: 'second', password: 'second-admin-only' }

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
    await stand.ask('POST', '/api/auth/register', { ...ADMIN, role: 'admin' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'a backup is made, saved, removed, brought back and restored; another key signs everybody out',
    async () => {
      await using seat = await stand.open('/settings/backup', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const section = page.locator('#backup')
      await section.getByText('There is no backup yet.').waitFor()
      await section.getByRole('button', { name: 'Make a backup' }).click()
      const dialog = page.getByRole('dialog', { name: 'Make a backup' })
      await dialog.getByLabel('Passphrase', { exact: true }).fill('short')
      await dialog.getByRole('button', { name: 'Make it' }).click()
      await dialog
        .getByText(/at least 10 characters/i)
        .first()
        .waitFor()
      await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
      await check(page)
      await dialog.getByRole('button', { name: 'Make it' }).click()
      await page.getByText('The backup is made and was read again: it is good.').waitFor()
      await section.getByText(/1 device · without recordings and pictures/).waitFor()
      await check(page)

      const saving = page.waitForEvent('download')
      await section.getByRole('button', { name: /^Save the backup made/ }).click()
      const file = join(stand.scratch, 'house.porchlight-backup')
      await (await saving).saveAs(file)
      await section.getByRole('button', { name: /^Remove the backup made/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await section.getByText('There is no backup yet.').waitFor()
      await section.locator('input[type=file]').setInputFiles(file)
      await page.getByText('The backup is here.').waitFor()

      await section.getByRole('button', { name: /^Restore the backup made/ }).click()
      const restore = page.getByRole('dialog', { name: 'Restore this backup?' })
      await restore.getByLabel('Passphrase', { exact: true }).fill('some other words')
      await restore.getByRole('button', { name: 'Restore', exact: true }).click()
      await section.getByText(/passphrase is not the one of this backup/).waitFor()
      await section.getByRole('button', { name: /^Restore the backup made/ }).click()
      await restore.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
      await check(page)
      await restore.getByRole('button', { name: 'Restore', exact: true }).click()
      await section.getByText(/takes its place at the next start/).waitFor()
      await check(page)
      await section.getByRole('button', { name: 'Do not restore it' }).click()
      await page.getByText('Nothing is restored.').waitFor()
      await section.getByText(/takes its place at the next start/).waitFor({ state: 'detached' })
      expect(complaints).toEqual([])

      await page.goto(`${stand.url}/settings/security`)
      await page.locator('#secret-key').getByRole('button', { name: 'Change the secret key' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Change the secret key' }).click()
      await page.getByLabel('Password', { exact: true }).waitFor()
    },
    TIMEOUT_MS,
  )

  test(
    'an admin who is not the founder does not see them',
    async () => {
      await using seat = await stand.open('/settings/backup', {}, ADMIN)
      await seat.page.getByText('Only the founder of this Porchlight sets this.').waitFor()
      expect(await seat.page.locator('#backup').count()).toBe(0)
      expect(seat.complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

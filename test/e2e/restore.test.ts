// A restore to its end in the browser: the founder brings a backup to an empty appliance, lets it start anew, and finds all that was.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../core/testing/free-port.ts'
import { account, startAppliance, until } from './appliance.ts'
import { executablePath, freshPages, launchBrowser, signIn, takeSeat } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: a restore is not looked at in a browser.')

const PASSPHRASE = 'a porch in the evening'
/** Of the one to which the backup is brought: the restore takes it away. */
const NEW = { username: 'newcomer', password: 'only for an hour' }

test.skipIf(!executablePath)(
  'a backup is brought to another appliance, and after its start the old household is there',
  async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'porchlight-restore-'))
    await using cleaning = new AsyncDisposableStack()
    cleaning.defer(() => rmSync(scratch, { recursive: true, force: true }))
    await freshPages()
    const file = join(scratch, 'old.porchlight-backup')
    {
      await using old = await startAppliance()
      await old.signIn()
      const camera = { name: 'Old garden', rtsp_url: 'rtsp://192.0.2.3/live', status: 'inactive' }
      expect((await old.call('POST', '/api/cameras', camera)).status).toBe(201)
      const begun = await old.call<{ data: { job_id: number } }>('POST', '/api/system/backup', {
        passphrase: PASSPHRASE,
      })
      const { result } = await until('the backup is made', async () => {
        const path = `/api/jobs/${begun.body.data.job_id}`
        const { body } = await old.call<{ state: string; result: { name: string } }>('GET', path)
        return body.state === 'done' && body
      })
      const path = `/system/backups/${result.name}/file`
      const signed = await old.call<{ url: string }>('POST', '/api/media/sign', { path })
      writeFileSync(file, await (await fetch(old.url + signed.body.url)).bytes())
    }

    // Of one port, so that the page finds it again.
    const appliance = cleaning.use(await startAppliance({ env: { PORCHLIGHT_PORT: String(freePort()) } }))
    const made = await appliance.call('POST', '/api/auth/register', NEW, '')
    expect(made.status).toBe(200)
    const browser = cleaning.adopt(await launchBrowser(), (one) => one.close())
    await using seat = await takeSeat(browser, `${appliance.url}/settings/backup`, {})
    const { page } = seat
    await signIn(page, NEW)
    const section = page.locator('#backup')
    await section.getByText('There is no backup yet.').waitFor()
    await section.locator('input[type=file]').setInputFiles(file)
    await section.getByRole('button', { name: /^Restore the backup made/ }).click()
    const restore = page.getByRole('dialog', { name: 'Restore this backup?' })
    await restore.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await restore.getByRole('button', { name: 'Restore', exact: true }).click()
    await section.getByText(/takes its place at the next start/).waitFor()
    const starts = () => appliance.log().split('"url":"http').length
    const before = starts()
    const comesBack = page.waitForEvent('load')
    await section.getByRole('button', { name: 'Start anew now' }).click()
    await until('it has started anew', () => starts() > before, 60)
    await comesBack
    // Nobody is signed in any more: the page comes back as the door, for the old household.
    await page.getByLabel('Password', { exact: true }).waitFor()
    await signIn(page, account)
    await section.getByRole('button', { name: 'Make a backup' }).waitFor()
    const refused = await appliance.call('POST', '/api/auth/login', NEW, '')
    expect(refused.status).toBe(401)
    const { token } = (await appliance.call<{ token: string }>('POST', '/api/auth/login', account, '')).body
    const { body } = await appliance.call<{ name: string }[]>('GET', '/api/devices', undefined, token)
    expect(body).toMatchObject([{ name: 'Old garden' }])
  },
  180_000,
)

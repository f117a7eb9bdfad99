// The owner switches on the broker of our own: what is wrong is said at its field, and a program that signs in is counted.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { freePort } from '../../core/testing/free-port.ts'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

const hasPrograms = Bun.which('mosquitto_sub') !== null
if (!executablePath || !hasPrograms) console.warn('No Chromium or mosquitto_sub here: our own broker is not looked at.')

const TIMEOUT_MS = 120_000
const PASSWORD = 'only for the hub'

describe.skipIf(!executablePath || !hasPrograms)('the form of our own broker', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', rtsp: false })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  /** For who wants to look: `HUB_SHOTS` names a folder. */
  async function photograph(page: Page, name: string): Promise<void> {
    const folder = process.env.HUB_SHOTS
    if (!folder) return
    await page.locator('#inside').scrollIntoViewIfNeeded()
    await page.screenshot({ path: join(folder, `${name}.png`) })
  }

  test(
    'wrong words are refused at their fields, a taken port is told, and who signs in is counted',
    async () => {
      const taken = Bun.listen({ hostname: '0.0.0.0', port: 0, socket: { data() {} } })
      const port = freePort()
      await using seat = await stand.open('/settings/hub', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const form = page.locator('#inside')
      const save = form.getByRole('button', { name: 'Save' })
      const field = (label: string) => form.getByLabel(label, { exact: true })
      const isWrong = (label: string) =>
        until(`${label} is refused`, async () => (await field(label).getAttribute('aria-invalid')) === 'true')
      expect(await save.isDisabled()).toBe(true)
      await form.getByLabel('Run it').tap()
      await field('Port').fill('99999')
      await field('Password').fill('short')
      await save.tap()
      await isWrong('Password')
      await form.getByText('must have at least 8 characters').first().waitFor()
      await field('Password').fill(PASSWORD)
      await save.tap()
      await isWrong('Port')
      await form.getByText('must be a number from 1 to 65535').first().waitFor()
      await check(page)
      await photograph(page, 'own-broker-wrong-phone')
      expect((await stand.ask('GET', '/api/hub/broker')).body).toMatchObject({ enabled: false, running: false })

      await field('Port').fill(String(taken.port))
      await field('User for the hub').fill('house')
      await save.tap()
      await form.getByText(`Port ${taken.port} is in use by another program`).waitFor()
      await check(page)
      await photograph(page, 'own-broker-taken-phone')

      await field('Port').fill(String(port))
      await save.tap()
      await form.getByText('Runs, 0 programs are signed in.').waitFor()
      await page.locator('#state').getByText('Connected', { exact: true }).waitFor()
      expect(await field('Password').inputValue()).toBe('')
      const child = Bun.spawn(
        ['mosquitto_sub', '-h', '127.0.0.1', '-p', String(port), '-u', 'house', '-P', PASSWORD, '-V', '311', '-t', '#'],
        { stdout: 'ignore', stderr: 'ignore' },
      )
      try {
        // Nobody has to load the page again.
        await form.getByText('Runs, 1 program is signed in.').waitFor()
        await photograph(page, 'own-broker-runs-phone')
      } finally {
        child.kill()
        await child.exited
      }
      await form.getByText('Runs, 0 programs are signed in.').waitFor()
      taken.stop(true)
      expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the password is kept where it is left empty, and replaced where one is typed; switched off, nothing listens',
    async () => {
      await using seat = await stand.open('/settings/hub', { colorScheme: 'light' })
      const { page, complaints } = seat
      const form = page.locator('#inside')
      const save = form.getByRole('button', { name: 'Save' })
      const { port } = (await stand.ask('GET', '/api/hub/broker')).body as { port: number }
      const signsIn = async (user: string, password: string) => {
        const login = ['-h', '127.0.0.1', '-p', String(port), '-u', user, '-P', password, '-V', '311']
        return (
          (await Bun.spawn(['mosquitto_pub', ...login, '-t', 'test/x', '-m', 'x'], { stderr: 'ignore' }).exited) === 0
        )
      }
      await form.getByText('Stored. Leave it empty to keep it.').waitFor()
      /** What is typed before the form has what is stored now would be gone with it. */
      const saved = () => until('the form is as it is stored', () => save.isDisabled())
      await form.getByLabel('User for the hub').fill('home')
      await save.click()
      await page.getByText('The broker of our own is saved.').waitFor()
      await saved()
      await until('the new user is known', () => signsIn('home', PASSWORD))
      expect(await signsIn('house', PASSWORD)).toBe(false)
      await form.getByLabel('Password', { exact: true }).fill('another for the hub')
      await save.click()
      await until('the new password is known', () => signsIn('home', 'another for the hub'))
      await check(page)
      await photograph(page, 'own-broker-runs-desk')
      await form.getByLabel('Run it').click()
      await save.click()
      await page.locator('#state').getByText('No broker yet').waitFor()
      // The form asks for itself, at most a moment later.
      await form.getByText(/^Runs, /).waitFor({ state: 'detached' })
      expect(await signsIn('home', 'another for the hub')).toBe(false)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

// The pages of people, devices and footage in a real browser, where something happens in between: another person, another hand, no answer.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import type { AccountOut } from './pages/people/asks.ts'
import { type Answers, answering } from './testing/answers.ts'
import { startMock } from './testing/mock-server.ts'
import { executablePath, launchBrowser, visit } from './testing/seat.ts'

setDefaultTimeout(120_000)

const web = mkdtempSync(join(tmpdir(), 'porchlight-house-'))
let browser: Browser

describe.skipIf(!executablePath)('a page of the house', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(join(web, 'dist'))
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(web, { recursive: true, force: true })
  })
  const start = () => startMock({ web: join(web, 'dist'), still: true })
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

  const account = (user_id: number, username: string): AccountOut => ({
    ...{ id: String(user_id), user_id, username, email: null, full_name: null, role: 'viewer', active: true },
    ...{ status: 'active', founder: false, sees: null, allowed_networks: null, password_locked: false },
    ...{
      second_factor: false,
      last_login: null,
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    },
  })

  test('what was done and typed for one person stays with him when the search leads to another', async () => {
    const [ben, carla] = [account(2, 'ben'), account(3, 'carla')]
    const answers: Answers = {
      'GET /api/users': () => ({ body: { data: [ben, carla], pagination: { totalPages: 1 } } }),
      'PUT /api/users/2/grants': ({ body }) => ({ body: { data: body } }),
    }
    for (const one of [ben, carla]) {
      answers[`GET /api/users/${one.user_id}`] = () => ({ body: { data: one } })
      answers[`GET /api/users/${one.user_id}/grants`] = () => ({ body: { data: [] } })
    }
    await using mock = start()
    await using seat = await visit(browser, mock, 'people/2', { prepare: answering(answers) })
    const { page } = seat
    await heading(page, 'ben').waitFor()
    await page.getByRole('checkbox', { name: /Watch live.*Driveway/ }).click()
    await button(page, 'Grant this').click()
    await button(page, 'Undo').waitFor()
    await page.getByLabel('New password').fill('a secret of Ben')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('carla')
    await page.getByRole('option', { name: /carla/ }).click()
    await heading(page, 'carla').waitFor()
    await page.getByRole('checkbox', { name: /Watch live.*Driveway/ }).waitFor()
    expect(await button(page, 'Undo').count()).toBe(0)
    expect(await page.getByLabel('New password').inputValue()).toBe('')
    expect(seat.complaints).toEqual([])
  })
})

// The disks in a real browser: how full they are, another folder, the limits, and a recording that stays for a time of its own.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { executablePath, launchBrowser, signIn, takeSeat } from './browser.ts'
import { check, PHONE } from './stand.ts'

setDefaultTimeout(120_000)

const scratch = mkdtempSync(join(tmpdir(), 'porchlight-storage-page-'))
let browser: Browser
let app: TestApp
let camera: Camera
const shots = process.env.PORCHLIGHT_PHOTOS
const photograph = (page: Page, name: string) =>
  shots ? page.screenshot({ path: join(shots, `${name}.png`) }) : Promise.resolve()

describe.skipIf(!executablePath)('storage', () => {
  beforeAll(async () => {
    const launched = launchBrowser()
    const bundle = join(scratch, 'web')
    await buildWeb(bundle)
    app = await createTestApp([rtsp], {}, { bundle, limited: true })
    camera = await startCamera()
    for (const [number, name] of ['Porch', 'Garden'].entries())
      await app.ask('POST', '/api/cameras', { name, rtsp_url: camera.address(`/${number + 1}/main/audio`) })
    // Something that was recorded, and a rule that goes on.
    await app.ask('PUT', '/api/cameras/1/recording', { mode: 'continuous', retention_days: 30 })
    const state = async () => (await app.ask('GET', '/api/cameras/1/recording')).body.data.state
    await until('it records', async () => (await state()).file_started_at !== null, 60_000)
    await app.ask('PUT', '/api/cameras/1/recording', { mode: 'off', retention_days: 30 })
    await until('it is a recording', async () => (await app.ask('GET', '/api/recordings')).body.data.length === 1)
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await app?.[Symbol.asyncDispose]()
    await camera?.[Symbol.asyncDispose]()
    rmSync(scratch, { recursive: true, force: true })
  })

  test('shows the disks, what a camera takes, and for how long there is room', async () => {
    await using seat = await takeSeat(browser, `${app.url}/system`, { colorScheme: 'dark' })
    const { page } = seat
    await signIn(page, OWNER)
    await page.getByRole('link', { name: 'Storage' }).click()
    await page.getByText('1 camera').waitFor()
    await page.getByText('Data folder').waitFor()
    expect(await page.getByRole('img', { name: /of recordings, .* of other things, .* free/ }).count()).toBe(1)
    const row = page.getByRole('row').filter({ hasText: 'Porch' })
    await row.getByText('1 recording').waitFor()
    await check(page)
    await photograph(page, 'storage-desk')
    await row.getByRole('link', { name: 'Porch' }).click()
    await page.getByText('1 recording,').waitFor()
    expect(seat.complaints).toEqual([])

    await using phone = await takeSeat(browser, `${app.url}/system/storage`, { ...PHONE, colorScheme: 'light' })
    await signIn(phone.page, OWNER)
    await phone.page.getByText('Data folder').waitFor()
    await check(phone.page)
    await photograph(phone.page, 'storage-phone')
  })

  test('the founder adds a folder, a camera is recorded to it, and it stays as long as that is so', async () => {
    const disk = join(scratch, 'disk')
    mkdirSync(disk)
    await using seat = await takeSeat(browser, `${app.url}/system/storage`, { colorScheme: 'light' })
    const { page } = seat
    await signIn(page, OWNER)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Add a folder' }).click()
    await dialog.getByLabel('Name').fill('Big disk')
    await dialog.getByLabel('Path').fill(join(scratch, 'nowhere'))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').getByText('is no folder of this machine').waitFor()
    await check(page)
    await photograph(page, 'folder-desk')
    await dialog.getByLabel('Path').fill(disk)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText(disk).waitFor()
    await page.getByRole('button', { name: 'Rename Big disk' }).click()
    await dialog.getByLabel('Name').fill('Attic')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').getByText('Attic').waitFor()
    await check(page)
    await photograph(page, 'folders-desk')

    await page.goto(`${app.url}/playback/recorder`)
    await page.getByRole('button', { name: 'What is recorded of Garden' }).click()
    const choice = dialog.getByLabel('Record to')
    await choice.selectOption({ index: 1 })
    expect(await choice.locator('option:checked').textContent()).toMatch(/^Attic, .+ free$/)
    await check(page)
    await photograph(page, 'recorder-folder-desk')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    const rule = async () => (await app.ask('GET', '/api/cameras/2/recording')).body.data
    expect((await rule()).folder).toBe(1)

    await page.goto(`${app.url}/system/storage`)
    await page.getByRole('button', { name: 'Remove Attic' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await dialog.getByRole('alert').waitFor()
    await check(page)
    await photograph(page, 'folder-taken-desk')
    expect(seat.complaints.filter((line) => !line.includes('/api/storage/folders'))).toEqual([])
  })

  test('limits that take something away are asked about first', async () => {
    await using seat = await takeSeat(browser, `${app.url}/system/storage`, { ...PHONE, colorScheme: 'light' })
    const { page } = seat
    await signIn(page, OWNER)
    const limits = async () => (await app.ask('GET', '/api/storage')).body.data.limits
    await page.getByLabel('Keep recordings for at most').selectOption('30')
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog')
    await check(page)
    await photograph(page, 'limits-phone')
    expect((await limits()).days).toBeNull()
    await dialog.getByRole('button', { name: 'Keep less' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await limits()).toEqual({ days: 30, bytes: null, free_bytes: null })
    // More is saved without a question. Who asks for this again and again until it is so is soon told to wait.
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await page.getByLabel('Keep recordings for at most').selectOption('60')
    await page.getByRole('button', { name: 'Save' }).click()
    await saved
    expect((await limits()).days).toBe(60)
    expect(seat.complaints).toEqual([])
  })

  test('a recording stays for a time of its own, and goes by the rules again', async () => {
    await using seat = await takeSeat(browser, `${app.url}/playback/recordings`, { ...PHONE, colorScheme: 'dark' })
    const { page } = seat
    await signIn(page, OWNER)
    const kept = async () => (await app.ask('GET', '/api/recordings')).body.data[0].retention_days
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: /^How long Porch, .* stays/ }).click()
    expect(await dialog.getByLabel('Keep', { exact: true }).inputValue()).toBe('null')
    await dialog.getByLabel('Keep', { exact: true }).selectOption('90')
    await check(page)
    await photograph(page, 'keep-phone')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/stays until/).waitFor()
    expect(await kept()).toBe(90)
    await check(page)
    await photograph(page, 'kept-phone')

    // And as one of several that are picked.
    await page.getByLabel('Pick this page').check()
    await page.getByRole('button', { name: 'Keep for …' }).click()
    expect(await dialog.getByLabel('Keep', { exact: true }).inputValue()).toBe('90')
    await dialog.getByLabel('Keep', { exact: true }).selectOption('null')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/stays until/).waitFor({ state: 'detached' })
    expect(await kept()).toBeNull()
    expect(seat.complaints).toEqual([])
  })
})

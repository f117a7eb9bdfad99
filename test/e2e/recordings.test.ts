// Footage fetched in a real browser: found on two recorders at once, kept, made into one file, and fetched by rules.

import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody fetches footage in a browser.')

const TIMEOUT_MS = 240_000
const DAY_MS = 86_400_000
/** Clips of about a minute. */
const footage = { days: 7, perDay: 1000, motion: [], gapMonths: [] }

describe.skipIf(!executablePath)('fetching footage in a browser', () => {
  /** One on which both recorded. */
  let day = ''
  let stand: Stand
  let attic: Simulator

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', channels: 2, footage })
    attic = await startSimulator({ model: 'camera', footage })
    const login = { ip_web: attic.url, username: attic.user, password: attic.password, brand: 'hikvision' }
    await stand.ask('POST', '/api/devices', { ...login, name: 'Attic' })
    const known = async () => (await stand.ask('GET', '/api/channels')).body.length === 3
    await until('the channels of both are there', known, 60_000)
    // Now and then a recorder was off for a day.
    for (let back = 2; back < 7 && !day; back++) {
      const date = new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10)
      const range = `channel_ids=1,2,3&from=${date}T08:00&to=${date}T08:04`
      const clips = (await stand.ask('GET', `/api/footage/clips?${range}`)).body.data as { channel_id: number }[]
      if (new Set(clips.map((clip) => clip.channel_id)).size === 3) day = date
    }
  }, TIMEOUT_MS)
  afterAll(async () => {
    await Promise.all([stand?.[Symbol.asyncDispose](), attic?.[Symbol.asyncDispose]()])
  }, 120_000)

  const recordings = async () => (await stand.ask('GET', '/api/recordings')).body.data as { id: string }[]
  const fileOf = async (id: string) => {
    const { filename } = (await stand.ask('GET', `/api/recordings/${id}`)).body.data
    const glob = new Bun.Glob(`**/${filename}`)
    return join(stand.folder, 'recordings', [...glob.scanSync(join(stand.folder, 'recordings'))][0] ?? '')
  }

  test(
    'clips of two recorders are found at once, and those that are picked are fetched',
    async () => {
      await using seat = await stand.open('/playback')
      const { page, complaints } = seat
      await page.getByRole('link', { name: 'Find' }).click()
      await page.getByText('All 3 channels').click()
      await page.getByLabel('From').fill(`${day}T08:02`)
      await page.getByLabel('To', { exact: true }).fill(`${day}T08:00`)
      await page.getByRole('button', { name: 'Find clips' }).click()
      await page.getByText('The end must be after the beginning.').waitFor()
      await check(page)
      await page.getByLabel('From').fill(`${day}T08:00`)
      await page.getByLabel('To', { exact: true }).fill(`${day}T08:04`)
      await page.getByRole('button', { name: 'Find clips' }).click()

      const clips = page.locator('.clip')
      await clips.first().waitFor()
      const of = (recorder: string) => clips.filter({ hasText: `· ${recorder}` })
      expect(await of('Shop').count()).toBeGreaterThan(1)
      expect(await of('Attic').count()).toBeGreaterThan(1)
      await of('Shop').first().getByRole('checkbox').check()
      await of('Attic').first().getByRole('checkbox').check()
      await page.getByText(/^2 clips, /).waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Fetch and keep' }).click()
      await page.getByText('2 clips are being fetched.').waitFor()
      const jobs = async () => (await stand.ask('GET', '/api/jobs?open=true')).body.data as { kind: string }[]
      await until('they are kept', async () => (await jobs()).every(({ kind }) => kind !== 'download'), 120_000)
      await page.reload()
      await page.getByText('kept here').nth(1).waitFor()
      expect(await page.getByText('kept here').count()).toBe(2)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'recordings are protected, saved as a ZIP, compared with the disk and removed, several at a time',
    async () => {
      const range = `channel_ids=1,2&from=${day}T09:00&to=${day}T09:04`
      const clips = (await stand.ask('GET', `/api/footage/clips?${range}`)).body.data as { id: number }[]
      const before = (await recordings()).length
      await stand.ask('POST', '/api/recordings/fetch', { clip_ids: clips.slice(0, 2).map(({ id }) => id) })
      await until('two are kept', async () => (await recordings()).length === before + 2, 120_000)
      await using seat = await stand.open('/playback/recordings')
      const { page, complaints } = seat
      const bar = page.getByRole('region', { name: 'What is picked' })
      const list = page.getByRole('region', { name: 'Recordings' })
      await page.getByLabel('Pick this page').check()
      await bar.getByRole('button', { name: 'Protect', exact: true }).click()
      await bar.getByRole('button', { name: 'No longer protect' }).waitFor()
      expect(await bar.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
      await check(page)
      await bar.getByRole('button', { name: 'As a ZIP' }).click()
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save Export' }).click(),
      ])
      const file = join(stand.scratch, 'some.zip')
      await saved.saveAs(file)
      const zip = readFileSync(file)
      expect(zip.subarray(0, 2).toString()).toBe('PK')
      const names = await Promise.all((await recordings()).map(async ({ id }) => (await fileOf(id)).split('/').at(-1)))
      for (const name of [...names, 'SHA256SUMS']) expect([name, zip.includes(name ?? '?')]).toEqual([name, true])

      const [first] = await recordings()
      const path = await fileOf(first?.id ?? '')
      const compare = async (told: string) => {
        await page.getByRole('button', { name: 'Compare with the disk' }).click()
        await page.getByRole('dialog').getByText(told).waitFor()
        await check(page)
        await page.getByRole('button', { name: 'Close' }).first().click()
      }
      await compare('Nothing new')
      renameSync(path, `${path}.away`)
      await compare('The file of 1 recording is gone')
      await list.getByText('its file is gone').waitFor()
      renameSync(`${path}.away`, path)
      await compare('1 lost file is there again')
      await list.getByText('its file is gone').waitFor({ state: 'detached' })

      await page.getByLabel('Pick this page').check()
      await bar.getByRole('button', { name: 'No longer protect' }).click()
      await bar.getByRole('button', { name: 'Protect', exact: true }).waitFor()
      await bar.getByRole('button', { name: 'Remove' }).click()
      const question = page.getByRole('dialog', { name: `Remove ${before + 2} recordings?` })
      await question.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('Nothing kept yet').waitFor()
      expect(await recordings()).toEqual([])
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a rule is made for several channels, changed, and taken back and forth; on a phone, too',
    async () => {
      const rules = async () => (await stand.ask('GET', '/api/footage-rules')).body.data
      await using seat = await stand.open('/playback/rules', PHONE)
      const { page, complaints } = seat
      const boxes = page.locator('.rule').getByRole('checkbox')
      await boxes.nth(0).check()
      await boxes.nth(1).check()
      await page.getByRole('button', { name: 'What is fetched' }).click()
      const dialog = page.getByRole('dialog', { name: 'What is fetched of 2 channels' })
      await dialog.getByLabel('Only around alarms').check()
      await dialog.getByText('Alarms of every kind').click()
      await dialog.getByLabel('Sound').uncheck()
      await dialog.getByLabel('Begin only at certain times').check()
      await dialog.getByLabel('Sun').uncheck()
      await dialog.getByLabel('Room on the disk').selectOption('10 GB')
      await check(page)
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('Begins Mon–Sat 22:00–06:00').nth(1).waitFor()
      const [one, two, ...others] = await rules()
      expect(others).toEqual([])
      expect({ ...one, channel_id: 2 }).toEqual(two)
      expect(one).toMatchObject({ mode: 'around_alarms', hours: 24, keep_hours: 720, quota_bytes: 10_000_000_000 })
      expect(one.kinds).toContain('motion')
      expect(one.kinds).not.toContain('sound')
      expect(one.schedule).toEqual([{ days: [0, 1, 2, 3, 4, 5], start: '22:00', end: '06:00' }])

      await page
        .getByRole('button', { name: /^Change what is fetched/ })
        .first()
        .click()
      const edit = page.getByRole('dialog', { name: /^What is fetched of / })
      await edit.getByLabel('Keep it for').selectOption('3 days')
      await edit.getByText('are removed soon').waitFor()
      await edit.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Kept for 3 days, at most 10 GB').waitFor()
      await page
        .getByRole('button', { name: /^Fetch nothing of/ })
        .first()
        .click()
      await until('it is gone', async () => (await rules()).length === 1)
      await page.getByRole('button', { name: 'Undo' }).click()
      await until('it is back', async () => (await rules()).length === 2)
      await page.getByText('Kept for 3 days, at most 10 GB').waitFor()
      expect((await rules())[0]).toEqual({ ...one, keep_hours: 72 })

      await page.getByLabel('Speed limit').fill('40')
      await page.getByRole('button', { name: 'Save' }).click()
      const setting = async () =>
        (await stand.ask('GET', '/api/settings')).body.data.find(({ key }: { key: string }) => key === 'downloads')
          .value
      await until('the limit is stored', async () => (await setting()).mbit === 40)
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a viewer picks, fetches, saves and exports of the channel that was granted for it, and of no other',
    async () => {
      const viewer = { username: 'tenant', password: 'porchlight-tenant' }
      await stand.ask('POST', '/api/auth/register', { ...viewer, role: 'viewer' })
      using db = new Database(join(stand.folder, 'porchlight.db'))
      db.run('pragma busy_timeout = 5000')
      for (const [channel, exports] of [
        [1, 1],
        [2, 0],
      ] as const)
        db.run(
          "insert into grants (user_id, channel_id, view, playback, export, ptz) select id, ?, 1, 1, ?, 0 from users where username = 'tenant'",
          [channel, exports],
        )
      await using seat = await stand.open(`/playback/find?from=${day}T10:00&to=${day}T10:04`, {}, viewer)
      const { page, complaints } = seat
      const channels = (await stand.ask('GET', '/api/channels')).body as { id: number; name: string }[]
      const nameOf = (id: number) => channels.find((one) => one.id === id)?.name ?? '?'
      const clipsOf = (id: number) => page.locator('.clip').filter({ hasText: nameOf(id) })
      await clipsOf(1).first().waitFor()
      expect(await clipsOf(2).count()).toBeGreaterThan(1)
      expect(await clipsOf(2).getByRole('checkbox').count()).toBe(0)
      await clipsOf(1).first().getByRole('checkbox').check()
      await check(page)
      await page.getByRole('button', { name: 'Fetch and keep' }).click()
      await page.getByText('1 clip is being fetched.').waitFor()
      await page.getByRole('link', { name: 'Recordings' }).click()
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /^Save / }).click(),
      ])
      expect(saved.suggestedFilename()).toEndWith('.mp4')
      expect(await page.getByRole('button', { name: /^(Remove|Protect)/ }).count()).toBe(0)
      await check(page)
      const exporting = page.getByRole('button', { name: 'Export', exact: true })
      for (const [id, count] of [
        [1, 1],
        [2, 0],
      ] as const) {
        await page.goto(`${stand.url}/playback/${id}?at=${day}T04:00:00Z`)
        await page.locator('.strips').waitFor()
        expect([id, await exporting.count()]).toEqual([id, count])
      }
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a recorder that is away is named beside what the other has, and an operator changes nothing',
    async () => {
      const operator = { username: 'guard', password: 'porchlight-guard' }
      await stand.ask('POST', '/api/auth/register', { ...operator, role: 'operator' })
      await attic[Symbol.asyncDispose]()
      await using seat = await stand.open(`/playback/find?from=${day}T08:00&to=${day}T08:02`, {}, operator)
      const { page, complaints } = seat
      await page.locator('.clip', { hasText: '· Shop' }).first().waitFor()
      await page
        .getByRole('alert')
        .getByText(/^Attic: /)
        .waitFor()
      expect(await page.locator('.clip', { hasText: '· Attic' }).count()).toBe(0)
      await check(page)
      await page.getByRole('link', { name: 'Automatic' }).click()
      await page.locator('.rule').first().waitFor()
      expect(await page.locator('.rule').getByRole('button').count()).toBe(0)
      await page.getByRole('link', { name: 'Recordings' }).click()
      await page.getByRole('heading', { name: 'Recordings' }).waitFor()
      expect(await page.getByRole('button', { name: 'Compare with the disk' }).count()).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

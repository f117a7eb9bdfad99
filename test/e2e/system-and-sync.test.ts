// The owner looks at what a recorder is and keeps its copy fresh: System, Sync, the settings of the sync and the top line.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: System and Sync are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const OPERATOR = { username: 'an-operator', password: 'a long password' }
const VIEWER = { username: 'a-viewer', password: 'a long password' }
const DRIFT_SECONDS = 90

describe.skipIf(!executablePath)('in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', {
      model: 'nvr8',
      rtsp: false,
      drift: DRIFT_SECONDS,
      footage: { days: 40, perDay: 4 },
    })
    recorder = stand.recorder
    await until('the first round is over', async () => (await stand.ask('GET', '/api/logs')).body.length > 0, 60_000)
    for (const [person, role] of [
      [OPERATOR, 'operator'],
      [VIEWER, 'viewer'],
    ] as const)
      await stand.ask('POST', '/api/auth/register', { ...person, role })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const asked = (path: string) => recorder.stats.requests.filter((request) => request.path.includes(path)).length

  test(
    'what a recorder is and records to is read once, kept, and read anew when asked',
    async () => {
      await using seat = await stand.open('/devices/1/system', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByText('DS-7608', { exact: false }).first().waitFor()
      await page.getByText('In order').first().waitFor()
      await page.getByText(/of 8 TB/).waitFor()
      await page.getByText('Administrator', { exact: true }).waitFor()
      await page
        .locator('section', { has: page.getByRole('heading', { name: 'System information' }) })
        .locator('time')
        .waitFor()
      await check(page)
      expect(complaints).toEqual([])
      const before = asked('/ContentMgmt/Storage')
      await page.reload()
      await page.getByText('In order').first().waitFor()
      expect(asked('/ContentMgmt/Storage')).toBe(before)
      await page.getByRole('button', { name: 'Read anew: Disks' }).click()
      await until('the recorder is asked', () => asked('/ContentMgmt/Storage') > before, 60_000)

      recorder.faults.add({ path: '/ISAPI/ContentMgmt/Storage', garbled: true })
      await page.getByRole('button', { name: 'Read anew: Disks' }).click()
      await page.getByRole('alert').getByText('Cannot fetch storage from device').waitFor()
      await page.getByText('In order').first().waitFor()
      recorder.faults.clear()
    },
    TIMEOUT_MS,
  )

  test(
    'the clock stands beside ours and the state is told, each asked once for a visit and again on demand',
    async () => {
      const before = { time: asked('/System/time'), status: asked('/System/status') }
      await using seat = await stand.open('/devices/1/system', { colorScheme: 'dark' })
      const { page, complaints } = seat
      const section = (name: string) =>
        page.locator('section', { has: page.getByRole('heading', { name, exact: true }) })
      await section('Clock')
        .getByText(/^(8|9)\d seconds ahead$|^2 minutes ahead$/)
        .waitFor()
      await section('Clock').getByText('Porchlight leaves it as it is.').waitFor()
      await section('Clock').getByRole('link', { name: 'Have clocks set at each sync' }).waitFor()
      await section('State')
        .getByText(/^\d+ MB of \d+ MB used$/)
        .waitFor()
      // This generation tells nothing of its processor.
      await section('State').getByText('not told').waitFor()
      await check(page)
      expect(complaints).toEqual([])
      const once = { time: asked('/System/time'), status: asked('/System/status') }
      expect(once.status - before.status).toBe(1)
      await page.getByRole('button', { name: 'Read anew: State' }).click()
      await until('the state is asked again', () => asked('/System/status') > once.status)
      expect(asked('/System/time')).toBe(once.time)

      recorder.faults.add({ path: '/ISAPI/System/time', garbled: true })
      await page.getByRole('button', { name: 'Read anew: Clock' }).click()
      await page.getByRole('alert').getByText('Cannot read the clock of the device').waitFor()
      await section('Clock').getByText('Time zone').waitFor()
      recorder.faults.clear()
      expect(recorder.stats.writes).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a round is seen as it goes on, found again from elsewhere, stopped, and stands in the log when it is done',
    async () => {
      await using seat = await stand.open('/devices/1/sync', PHONE)
      const { page, complaints } = seat
      await page.getByText('Last round', { exact: false }).waitFor()
      await page.getByText('Synced every hour', { exact: false }).waitFor()
      recorder.faults.add({ path: '/ISAPI/ContentMgmt', slow: 2000 })
      await page.getByRole('button', { name: 'Read everything anew' }).click()
      await page.getByRole('progressbar', { name: 'Sync · Shop' }).waitFor()
      await check(page)
      expect(complaints).toEqual([])
      await page.getByRole('link', { name: 'Alarms' }).click()
      await page.getByRole('heading', { name: 'All quiet' }).waitFor()
      await page.getByRole('button', { name: /^Sync · Shop \d/ }).click()
      await page.getByRole('dialog', { name: 'What is being done' }).getByRole('progressbar').waitFor()
      await check(page)
      expect(complaints).toEqual([])
      await page.getByRole('button', { name: 'Stop: Sync · Shop' }).click()
      await page.getByRole('button', { name: /^Sync · Shop \d/ }).waitFor({ state: 'detached' })
      const jobs = async () => (await stand.ask('GET', '/api/jobs?limit=1')).body.data[0]
      expect((await jobs()).state).toBe('cancelled')
      recorder.faults.clear()

      await page.goto(`${stand.url}/devices/1/sync`)
      const rounds = page.locator('.rounds li')
      await rounds.first().waitFor()
      const before = await rounds.count()
      await page.getByRole('button', { name: 'Sync now' }).click()
      await until('there is a row more', async () => (await rounds.count()) > before, 60_000)
      await rounds.first().getByText('Synced 8 channels').waitFor()
      await page.getByRole('button', { name: 'Sync now' }).waitFor()
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the household chooses how often, and that clocks are set, which arrives at the recorder',
    async () => {
      await using seat = await stand.open('/settings/sync')
      const { page, complaints } = seat
      await page.getByRole('radio', { name: 'every 6 hours' }).check()
      await page.getByRole('switch', { name: 'Set the devices’ clocks, too' }).check()
      await page.locator('#sync').getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.').waitFor()
      expect((await stand.ask('GET', '/api/sync/setting')).body).toEqual({
        is_enabled: true,
        interval_minutes: 360,
        set_clock: true,
      })
      const writes = recorder.stats.writes.length
      await page.getByRole('button', { name: 'Sync all devices now' }).click()
      await until('the clock is written', () => recorder.stats.writes.length > writes, 60_000)
      expect(recorder.stats.writes.at(-1)).toMatchObject({ path: '/ISAPI/System/time', lost: [], moved: [] })
      await page.getByRole('button', { name: 'Sync all devices now' }).waitFor()
      await check(page)
      expect(complaints).toEqual([])
      await page.getByRole('link', { name: 'Devices', exact: true }).click()
      await page.getByRole('link', { name: 'Open Shop' }).click()
      await page.getByRole('link', { name: 'Sync', exact: true }).click()
      await page.getByText('Synced every 6 hours', { exact: false }).waitFor()
      await page
        .getByText(/the clock was wrong by (8|9)\d s and was set right/)
        .first()
        .waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the days of the calendar and the addresses of other front ends are set, and what is none is refused in words',
    async () => {
      await using seat = await stand.open('/settings/calendar', { ...PHONE, colorScheme: 'dark' })
      const { page, complaints } = seat
      const days = page.locator('#calendar')
      const save = days.getByRole('button', { name: 'Save' })
      await days.getByLabel('First day').fill('20')
      await days.getByLabel('Last day').fill('10')
      await days.getByText('The last day cannot be before the first.').waitFor()
      expect(await save.isDisabled()).toBe(true)
      await days.getByLabel('Last day').fill('25')
      await days.getByRole('switch', { name: 'Newest day first' }).check()
      await save.click()
      await page.getByText('The calendar’s days are saved.').waitFor()
      const { body } = await stand.ask('GET', '/api/config')
      expect(body).toMatchObject({ start_day: 20, end_day: 25, order: true })

      await page.goto(`${stand.url}/settings/security`)
      const origins = page.locator('#front-ends')
      await origins.getByLabel('Their addresses, one a line').fill('app.example')
      await origins.getByRole('button', { name: 'Save' }).click()
      await origins.getByText('must be an origin', { exact: false }).waitFor()
      await check(page)
      // The browser names the refused request.
      expect(complaints.splice(0).filter((one) => !one.includes('400'))).toEqual([])
      await origins.getByLabel('Their addresses, one a line').fill('https://app.example/\nhttp://192.168.1.9:5173')
      await origins.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The addresses are saved.').waitFor()
      const headers = { origin: 'https://app.example' }
      const answer = await fetch(`${stand.url}/api/openapi.json`, { headers })
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')

      await page.goto(`${stand.url}/playback`)
      // The whole month stands there until the page knows which days are wanted.
      await until('the days are those that are wanted', async () => {
        const drawn = await page.getByRole('columnheader').allInnerTexts()
        const days = drawn.map((text) => Number.parseInt(text.replace(/\D+/g, ''), 10)).filter(Boolean)
        return Bun.deepEquals(days, [25, 24, 23, 22, 21, 20])
      })
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a round that fails tells why, also while the recorder is away',
    async () => {
      await using seat = await stand.open('/devices/1/sync', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByRole('button', { name: 'Sync now' }).waitFor()
      await recorder.unplug()
      try {
        await page.getByRole('button', { name: 'Sync now' }).click()
        await page.getByText('Last round failed', { exact: false }).waitFor()
        await page.locator('.rounds li').first().getByText('Failed').waitFor()
        await check(page)
        expect(complaints).toEqual([])
        await page.locator('.tabs').getByRole('link', { name: 'System', exact: true }).click()
        await page.getByText(/of 8 TB/).waitFor()
      } finally {
        await recorder.plug()
      }
    },
    TIMEOUT_MS,
  )

  test(
    'an operator reads anew and sets nothing',
    async () => {
      await using seat = await stand.open('/devices/1/system', {}, OPERATOR)
      const { page, complaints } = seat
      await page.getByRole('button', { name: 'Read anew: Disks' }).waitFor()
      await page.getByRole('link', { name: 'Settings' }).click()
      // The recorder has a tab of the same name, which stands until the settings do.
      await page.getByRole('list', { name: 'Settings' }).getByRole('link', { name: 'Sync' }).click()
      await page.getByText(/They are synced every/).waitFor()
      expect(await page.locator('#sync').getByRole('switch').count()).toBe(0)
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a viewer meets neither the sync nor a fault',
    async () => {
      await using seat = await stand.open('/settings', {}, VIEWER)
      const { page, complaints } = seat
      await page.getByText('Sees the cameras that were granted.').waitFor()
      const list = page.getByRole('list', { name: 'Settings' }).getByRole('link')
      expect(await list.allInnerTexts()).toEqual(['Appearance', 'Notifications', 'About'])
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a viewer looks through the pages of a recorder of which one channel is granted to him, and is refused nothing',
    async () => {
      // Grants have no page yet.
      using db = new Database(join(stand.folder, 'porchlight.db'))
      db.run(
        "insert into grants (user_id, channel_id, view, playback, export, ptz) select id, 2, 1, 1, 0, 0 from users where username = 'a-viewer'",
      )
      // By the first round.
      const readings = db.query('select read_at from channel_schedules where channel_id = 2')
      await until('the schedule of that channel is known', () => readings.get() !== null)
      await using seat = await stand.open('/devices/1/users', {}, VIEWER)
      const { page, complaints } = seat
      const tabs = page.getByRole('navigation', { name: 'Parts of this device' }).getByRole('link')
      await tabs.first().waitFor()
      expect(await tabs.allInnerTexts()).toEqual(['Overview', 'System', 'Channels', 'Schedule'])
      for (const [tab, sight] of [
        ['System', 'Serial number'],
        ['Channels', 'Codec'],
        ['Schedule', 'When the device records by itself'],
      ] as const) {
        await page.getByRole('link', { name: tab, exact: true }).click()
        await page.getByText(sight).first().waitFor()
        expect(await page.getByRole('alert').count()).toBe(0)
        expect(await page.getByRole('button', { name: /^(Read anew|Change settings|Switch o)/ }).count()).toBe(0)
        await check(page)
        expect(complaints).toEqual([])
      }
      await page.getByRole('link', { name: 'Playback' }).click()
      await page.getByRole('columnheader').first().waitFor()
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})

// The founder looks at how the appliance is doing, what it was doing over the day, what runs, and at its log.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: the pages about the system are not looked at.')

const TIMEOUT_MS = 120_000
const OPERATOR = { username: 'an-operator', password: 'a long password' }
const VIEWER = { username: 'a-viewer', password: 'a long password' }
/** For whoever wants to look at the pages himself. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('in a browser', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', footage: { days: 2, perDay: 2 } })
    for (const [person, role] of [
      [OPERATOR, 'operator'],
      [VIEWER, 'viewer'],
    ] as const)
      await stand.ask('POST', '/api/auth/register', { ...person, role })
    // A day with an hour of which nobody knows.
    using beside = new Database(join(stand.folder, 'porchlight.db'))
    const insert =
      beside.prepare(`insert into system_stats (cpu_usage, memory_usage, memory_total, disk_usage, disk_total,
      active_cameras, active_streams, created_at) values (?, ?, 8e9, ?, 2e12, 8, ?, ?)`)
    beside.transaction(() => {
      for (let minute = 1; minute < 1440; minute++) {
        if (minute > 300 && minute < 360) continue
        const cpu = minute === 600 ? 93 : 20 + 12 * Math.sin(minute / 90)
        insert.run(cpu, 3e9 + minute * 4e5, 1.1e12, Math.floor(minute / 300), Date.now() - minute * 60_000)
      }
    })()
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'health in words, the figures of now, and a day of them',
    async () => {
      await using seat = await stand.open('/system', { colorScheme: 'dark' })
      const { page, complaints } = seat
      // One of the simulator's cameras is unplugged.
      await page.getByText('1 camera does not answer').waitFor()
      await page.getByText('7 of 8 cameras answer').waitFor()
      await page
        .getByText(/ of \d/)
        .first()
        .waitFor()
      const cpu = page.locator('figure', { hasText: 'Processor' })
      await cpu.getByText(/^at most \d+%, /).waitFor()
      const box = cpu.getByRole('slider')
      await box.focus()
      await page.keyboard.press('ArrowLeft')
      await cpu.getByText(/^(\w+ )?\d\d:\d\d: \d+%$/).waitFor()
      await check(page)
      if (PICTURES) await page.screenshot({ path: join(PICTURES, 'system-dark.png') })
      await page.getByRole('radio', { name: 'Week' }).click()
      await page.waitForURL(/range=week/)
      await cpu.getByText(/^at most/).waitFor()
      // Of a week there is one day.
      await page.getByText(/^Measured since \w+ \d\d:\d\d/).waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a recorder that refuses us is told with a way to it, on a phone as well',
    async () => {
      await stand.ask('PUT', '/api/devices/1', { password: 'not-the-password' })
      await using seat = await stand.open('/system', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      await page.getByText(/^Shop refuses our login since/).waitFor()
      await check(page)
      if (PICTURES) await page.screenshot({ path: join(PICTURES, 'system-phone.png') })
      await page.getByRole('link', { name: 'What runs' }).click()
      await page.locator('li', { hasText: 'alarms: Shop' }).getByText('does not work').waitFor()
      await check(page)
      if (PICTURES) await page.screenshot({ path: join(PICTURES, 'processes-phone.png') })
      await stand.ask('PUT', '/api/devices/1', { password: stand.recorder.password })
      await page.locator('li', { hasText: 'alarms: Shop' }).getByText('runs', { exact: true }).waitFor()
      await page.getByRole('link', { name: 'Health', exact: true }).click()
      await page.getByText('1 camera does not answer').waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'what runs, with FFmpeg while somebody watches',
    async () => {
      const { body } = await stand.ask('GET', '/api/device/1/channel/1/live')
      expect(body.status).toBe('ok')
      await using seat = await stand.open('/system/processes', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByText(/^live: .+ \(main\)$/).waitFor()
      await page
        .getByText(/^Process \d+$/)
        .first()
        .waitFor()
      expect(await page.locator('code').first().textContent()).not.toContain('rtsp://')
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the log is filtered, searched, and grows while one looks at it',
    async () => {
      await using seat = await stand.open('/system/log', { colorScheme: 'light' })
      const { page, complaints } = seat
      const lines = page.locator('.machine-log li')
      await page.getByText('Porchlight is listening').waitFor()
      await lines.filter({ hasText: 'Device connected · Shop' }).first().waitFor()
      await check(page)
      if (PICTURES) await page.screenshot({ path: join(PICTURES, 'log-light.png') })
      await page.getByLabel('With the words').fill('listening')
      await page.getByRole('button', { name: 'Search' }).click()
      await page.waitForURL(/search=listening/)
      await until('one line is left', async () => (await lines.count()) === 1)
      await page.getByLabel('How grave').selectOption('error')
      await page.getByText('Nothing here').waitFor()
      await page.goto(`${stand.url}/system/log?level=warn`)
      await page.getByRole('button', { name: 'Hold still' }).waitFor()
      const before = await lines.count()
      // A recorder that refuses our login is worth a line.
      await stand.ask('PUT', '/api/devices/1', { password: 'not-the-password' })
      await until('the line came by itself', async () => (await lines.count()) > before, 60_000)
      await stand.ask('PUT', '/api/devices/1', { password: stand.recorder.password })
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'what could not be loaded is there by itself once Porchlight answers again',
    async () => {
      await using seat = await stand.open('/settings/look')
      const { page } = seat
      await page.getByText('Theme').waitFor()
      await page.route('**/api/**', (route) => route.abort())
      for (const [link, there] of [
        ['People', 'Add somebody'],
        ['My account', 'Set up'],
      ] as const) {
        await page.getByRole('link', { name: link, exact: true }).click()
        await page.getByText('Porchlight did not answer', { exact: false }).first().waitFor()
        await page.unroute('**/api/**')
        await page.getByRole('button', { name: there }).waitFor()
        // Each part of a page asks for itself.
        const silent = page.getByText('Porchlight did not answer', { exact: false })
        await until('all of it is there', async () => (await silent.count()) === 0)
        await page.route('**/api/**', (route) => route.abort())
      }
      await page.getByRole('link', { name: 'System', exact: true }).click()
      await page.getByRole('link', { name: 'Log', exact: true }).click()
      await page.getByText('Porchlight did not answer', { exact: false }).waitFor()
      await page.unroute('**/api/**')
      await page.getByText('Porchlight is listening').waitFor()
    },
    TIMEOUT_MS,
  )

  test(
    'an operator sees no log, and a viewer nothing of the system',
    async () => {
      await using operator = await stand.open('/system', {}, OPERATOR)
      await operator.page.getByRole('link', { name: 'What runs' }).waitFor()
      expect(await operator.page.getByRole('link', { name: 'Log', exact: true }).count()).toBe(0)
      await using viewer = await stand.open('/', {}, VIEWER)
      await viewer.page.getByRole('link', { name: 'Alarms' }).waitFor()
      expect(await viewer.page.getByRole('link', { name: 'System', exact: true }).count()).toBe(0)
      // Nor by an address that somebody sent: it says so, and asks for nothing that would be refused.
      await operator.page.goto(`${stand.url}/system/log`)
      await operator.page.getByText('Only the founder of this Porchlight reads its log.').waitFor()
      for (const [path, words] of [
        ['/system', 'see how the system is doing'],
        ['/system/processes', 'see how the system is doing'],
        ['/system/log', 'reads its log'],
        ['/settings/hub', 'see how the hub is connected'],
        ['/people/1', 'sees its people'],
      ]) {
        await viewer.page.goto(stand.url + path)
        await viewer.page.getByText(words ?? '').waitFor()
      }
      expect([...operator.complaints, ...viewer.complaints]).toEqual([])
    },
    TIMEOUT_MS,
  )
})

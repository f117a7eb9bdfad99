// The pages of people, devices and footage in a real browser, where something happens in between: another person, another hand, no answer.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import type { AccountOut } from './pages/people/asks.ts'
import { type Answers, answering } from './testing/answers.ts'
import { online, someChannels, someDevices } from './testing/mock-data.ts'
import { startMock, TOKEN } from './testing/mock-server.ts'
import { executablePath, visit, waitFor } from './testing/seat.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('a page of the house', () => {
  const built = builtPages()
  const start = () => startMock({ web: built.dist, still: true })
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
    await using seat = await visit(built.browser, mock, 'people/2', { prepare: answering(answers) })
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

  test('rights that somebody changes while the device is asked about others are neither called fitting nor forgotten', async () => {
    const rights = { preview: false, playback: false, backup: false }
    const said = { code: 'OK', message: '', success: true }
    let held = Promise.withResolvers<void>()
    const answers: Answers = {
      'GET /api/devices': () => ({ body: someDevices().map((one) => ({ ...one, offers: ['users', 'permissions'] })) }),
      'GET /api/device/1/user': () => ({
        body: {
          data: [{ id: 7, device_id: 1, user_name: 'guest', role: 'viewer', inherent: false, used_by_us: false }],
        },
      }),
      'GET /api/device/1/user/7/permissions': () => ({
        body: {
          read_at: new Date().toISOString(),
          global_permissions: { local: {}, remote: { ...rights } },
          channel_permissions: {},
        },
      }),
      'PUT /api/device/1/user/7/permissions': async ({ body }) => {
        await held.promise
        const { remote = {} } = body.global_permissions as { remote?: Partial<typeof rights> }
        const changes = Object.entries(remote).map(([right, to]) => ({ scope: 'remote', right, from: !to, to }))
        if (body.dry_run !== true) Object.assign(rights, remote)
        return { body: { ...said, changes: changes.map((change) => ({ ...change, channel_no: null })) } }
      },
    }
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'devices/1/users', { prepare: answering(answers) })
    const { page } = seat
    const press = (right: string) => page.getByRole('checkbox', { name: new RegExp(`^guest: ${right},`) }).click()
    const asked = async (name: string) => {
      held = Promise.withResolvers()
      const sent = page.waitForRequest((request) => request.method() === 'PUT')
      await button(page, name).click()
      await sent
    }

    await press('Live view')
    await heading(page, '1 change').waitFor()
    await asked('Check on the recorder')
    await press('Playback')
    await heading(page, '2 changes').waitFor()
    held.resolve()
    await page.locator('.changes button:enabled', { hasText: 'Check on the recorder' }).waitFor()
    expect(await page.getByText('The device would take this', { exact: false }).count()).toBe(0)

    await asked('Write')
    await press('Back up')
    await heading(page, '3 changes').waitFor()
    held.resolve()
    await button(page, 'Undo').waitFor()
    expect(await heading(page, '1 change').count()).toBe(1)
    expect(rights).toEqual({ preview: true, playback: true, backup: false })
    expect(await page.locator('.changes', { has: heading(page, '1 change') }).innerText()).toContain('Back up')
    expect(seat.complaints).toEqual([])
  })

  test('channels on their way to a template keep their way back when the template goes, nobody answers, or it is broken off', async () => {
    const enabled = new Map<number, boolean>()
    const channels = someChannels(someDevices())
    const config = ({ id, device_id }: (typeof channels)[number]) => ({
      ...{ channel_id: id, device_id, main: null, sub: null },
      schedule: {
        enabled: enabled.get(id) ?? true,
        mode: 'continuous',
        device_mode: null,
        read_at: '2026-01-01T00:00:00Z',
      },
    })
    let templates: unknown[] = [{ id: 5, name: 'Night', kind: 'channels', document: { recording: { enabled: false } } }]
    let isThere = true
    let held: Promise<void> | null = null
    const change: Answers[string] = async ({ body }) => {
      await held
      const wishes = body.channels as { channel_id: number; schedule_enable: boolean }[]
      const results = wishes.map(({ channel_id, schedule_enable: after }) => {
        if (body.dry_run !== true) enabled.set(channel_id, after)
        const changes = [{ field: 'schedule_enable', before: !after, after }]
        return { channel_id, part: 'schedule', ok: true, changes, ignored: [], problems: [], error: null }
      })
      return { body: { success: true, results } }
    }
    const answers: Answers = {
      'GET /api/channels/configurations': () =>
        isThere ? { body: { data: channels.map(config), next_cursor: null } } : null,
      'GET /api/clocks': () => ({ body: { data: [], set_by_sync: false } }),
      'GET /api/templates': () => ({ body: { data: templates } }),
      'PUT /api/device/1/channels/infor': change,
      'PUT /api/device/2/channels/infor': change,
    }
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'devices/channels?template=5', { prepare: answering(answers) })
    const { page } = seat
    const off = () => channels.filter(({ id }) => enabled.get(id) === false).length
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).click()
    await button(page, 'Bring to “Night”').click()
    await button(page, 'Check on the devices').click()
    await button(page, /^Write to/).waitFor()
    // Another admin has removed it.
    templates = []
    const known = page.waitForResponse('**/api/templates?**')
    await button(page, /^Write to/).click()
    await known
    await button(page, 'Undo').waitFor()
    expect(off()).toBe(channels.length)

    isThere = false
    const second = Promise.withResolvers<void>()
    held = second.promise
    await button(page, 'Undo').click()
    await button(page, 'Stop').click()
    second.resolve()
    await button(page, 'Undo').waitFor()
    expect(off()).toBe(channels.length - 4)
    expect(await page.getByText('Everything is as it was before.').count()).toBe(0)
    held = null
    await button(page, 'Undo').click()
    await page.getByText('Everything is as it was before.').waitFor()
    expect(off()).toBe(0)
  })

  test('a month that is being read and the ranges of a day come by themselves, also after nobody answered', async () => {
    const devices = someDevices().map((one) => ({ ...one, offers: ['live', 'footage'] }))
    let isThere = true
    let reading = true
    let ranges = 0
    const month: Answers[string] = () =>
      isThere ? { body: { oldest_record_month: null, reading, channels: [] } } : null
    const answers: Answers = {
      'GET /api/devices': () => ({ body: devices }),
      'GET /api/devices/1/channels/month_data/*': month,
      'GET /api/device/1/channels/recording-mode': () => ({ body: [] }),
      'GET /api/footage/gaps': () => ({ body: { data: [] } }),
      'GET /api/footage/ranges': () => {
        ranges++
        const lane = { channel_id: 11, device_id: 1, channel_name: 'Front door', from: '', to: '', reading: false }
        const nothing = { device: [], recordings: [], alarms: [], certain: [], offsets: [] }
        return isThere ? { body: { data: [{ ...lane, ...nothing }] } } : null
      },
    }
    await using mock = start()
    await using ofMonth = await visit(built.browser, mock, 'playback', { prepare: answering(answers) })
    const readingWord = ofMonth.page.getByText('Reading …').first()
    await readingWord.waitFor()
    isThere = false
    await using ofDay = await visit(built.browser, mock, 'playback/11', { prepare: answering(answers) })
    await ofDay.page.locator('.day-lanes').getByRole('alert').waitFor()
    const before = ranges
    await waitFor(() => ranges > before)
    reading = false
    isThere = true
    await ofDay.page.locator('.strip[data-lane="11"]').waitFor()
    await readingWord.waitFor({ state: 'hidden' })
  })

  test('a form of a device that nobody has touched follows another admin, and writes nothing of his back', async () => {
    const written: unknown[] = []
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'devices/1', {
      prepare: answering({
        'PUT /api/devices/1': ({ body }) => {
          written.push(body)
          return { body: {} }
        },
      }),
    })
    const { page } = seat
    const name = page.getByLabel('Name', { exact: true })
    await page.getByLabel('User on the device').fill('another')
    await waitFor(() => mock.watchers() === 1)
    await fetch(`${mock.url}api/devices/1`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ name: 'Cellar' }),
    })
    await heading(page, 'Cellar').waitFor()
    expect(await name.inputValue()).toBe('Cellar')
    await button(page, 'Save').click()
    await waitFor(() => written.length === 1)
    expect(written).toEqual([{ username: 'another' }])
  })

  test('a recorder that goes in the middle ends no search and leaves no page waiting, and the last page may go', async () => {
    const devices = someDevices().map((one) => ({ ...one, offers: ['live', 'footage', 'schedule'] }))
    let state = online(1)
    let searches = 0
    const mode = {
      channel_id: 11,
      channel_no: 1,
      channel_name: 'Front door',
      device_id: 1,
      read_at: null,
      timeline: [],
    }
    const recording = {
      ...{ id: 'one', kind: 'video', camera_name: 'Driveway', channel_id: 12, duration: 60, protected: false },
      ...{ start_time: '2026-01-01T08:00:00Z', missing_since: null, file_size: 1000, utc_offset_minutes: 0 },
    }
    const answers: Answers = {
      'GET /api/devices': () => ({ body: devices.map((one) => (one.id === 1 ? { ...one, state } : one)) }),
      'GET /api/footage/clips': () => {
        searches++
        return { body: { data: [], failures: [], count: 0, next_from: null } }
      },
      'GET /api/device/1/channels/recording-mode': () => ({ body: [mode] }),
      'POST /api/device/1/channels/recording-mode/sync': () => ({
        body: { success: true, synced_channels: [], failed_channels: [{ channel_id: 11, error: 'It has just gone' }] },
      }),
      'GET /api/recordings': ({ query }) => ({
        body: {
          data: query.get('page') === '1' ? [recording] : [],
          pagination: { total: 1, totalPages: 1 },
        },
      }),
      'GET /api/recordings/stats': () => ({ body: { data: { totalSize: 1000 } } }),
    }
    await using mock = start()
    await using finding = await visit(built.browser, mock, 'playback/find?from=2026-01-01T00:00&to=2026-01-02T00:00', {
      prepare: answering(answers),
    })
    await heading(finding.page, 'No clip in this time').waitFor()
    await waitFor(() => mock.watchers() === 1)
    state = { ...online(1), phase: 'away', reason: 'It does not answer' }
    mock.tell('device.state', { device_id: 1, state })
    await finding.page.locator('.status-dot[data-well=false]').waitFor()
    expect(searches).toBe(1)

    state = online(1)
    await using week = await visit(built.browser, mock, 'devices/1/schedule', { prepare: answering(answers) })
    await week.page.getByText('It has just gone', { exact: false }).waitFor()
    await using kept = await visit(built.browser, mock, 'playback/recordings?page=2', { prepare: answering(answers) })
    await kept.page.getByRole('listitem').filter({ hasText: 'Driveway' }).first().waitFor()
  })

  test('a thousand channels stand in one table, of which only those near what is seen are drawn', async () => {
    const [house] = someDevices()
    const [door] = someChannels(someDevices())
    const channels = Array.from({ length: 1000 }, (_, i) => ({
      ...door,
      ...{ id: i + 1, uuid: `c${i}`, channel_no: i + 1, name: `Camera ${i + 1}`, slug: `camera-${i + 1}` },
    }))
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'devices/channels', {
      prepare: answering({
        'GET /api/devices': () => ({ body: [house] }),
        'GET /api/channels': () => ({ body: channels }),
        'GET /api/channels/configurations': () => ({ body: { data: [], next_cursor: null } }),
        'GET /api/clocks': () => ({ body: { data: [], set_by_sync: false } }),
        'GET /api/templates': () => ({ body: { data: [] } }),
      }),
    })
    const { page } = seat
    const table = page.getByRole('table', { name: 'Settings of all channels' })
    await page.getByRole('link', { name: /Camera 1$/ }).waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe('1002')
    await page.locator('.all-box').evaluate((box) => box.scrollTo(0, box.scrollHeight))
    const last = page.getByRole('row').filter({ has: page.getByRole('link', { name: /Camera 1000$/ }) })
    await last.waitFor()
    expect(await last.getAttribute('aria-rowindex')).toBe('1002')
    expect(await page.locator('.all-line').count()).toBeLessThan(400)
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).click()
    await page.getByText(/^1.?000 channels chosen$/).waitFor()
  })

  test('a template that somebody else has removed already goes, and why it could not be removed is said', async () => {
    let templates = [{ id: 3, name: 'Guests', kind: 'rights', document: {} }]
    const flags = { global: { preview: true }, channels: {} }
    const user = { id: 7, device_id: 1, user_name: 'guest', role: 'viewer', inherent: false, used_by_us: false }
    await using mock = start()
    await using seat = await visit(built.browser, mock, 'people/devices', {
      prepare: answering({
        'GET /api/devices': () => ({
          body: someDevices().map((one) => ({ ...one, offers: ['users', 'permissions'] })),
        }),
        'GET /api/device-users': () => ({
          body: {
            data: [{ ...user, rights_read_at: '2026-01-01T00:00:00Z', rights: { local: flags, remote: flags } }],
          },
        }),
        'GET /api/templates': () => ({ body: { data: templates } }),
        'DELETE /api/templates/3': () => ({ status: 404, body: { detail: 'There is no such template' } }),
      }),
    })
    const { page } = seat
    await page.getByText('Guests', { exact: true }).waitFor()
    templates = []
    await button(page, /Remove.*Guests/).click()
    await page.getByText('There is no such template').waitFor()
    await page.getByText('A template keeps what somebody may do', { exact: false }).waitFor()
    expect(await page.getByText('Guests', { exact: true }).count()).toBe(0)
  })

  test('a search of the network goes on after nobody answered, and deeds of another filter are no answer', async () => {
    const search = { searching: true, finished_at: null, problem: null, networks: [], items: [] }
    let looks = 0
    const deed = { id: 1, action: 'login', created_at: '2026-01-01T08:00:00Z', success: true, username: 'anna' }
    const said = { caller: 'user', ip_address: null, metadata: null, undoable: false, undone_at: null }
    const answers: Answers = {
      'GET /api/discovery': () => {
        looks++
        const done = { searching: false, finished_at: new Date().toISOString() }
        return looks === 2 ? null : { body: { data: { ...search, ...(looks > 2 && done) } } }
      },
      'GET /api/activity': ({ query }) =>
        query.get('success') === 'false'
          ? { status: 503, body: { detail: 'It is just starting' } }
          : { body: { data: [{ ...deed, ...said }], next_cursor: null } },
    }
    await using mock = start()
    await using finding = await visit(built.browser, mock, 'devices/find', { prepare: answering(answers) })
    await finding.page.getByText('Searching', { exact: false }).first().waitFor()
    await button(finding.page, 'Search again').and(finding.page.locator(':enabled')).waitFor()
    await using log = await visit(built.browser, mock, 'activity', { prepare: answering(answers) })
    await log.page.getByRole('article').waitFor()
    await log.page.getByRole('combobox').filter({ hasText: 'Failed' }).selectOption('failed')
    await log.page.getByText('It is just starting').waitFor()
    expect(await log.page.getByRole('article').count()).toBe(0)
  })
})

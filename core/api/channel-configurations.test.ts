// Settings of many channels at once through the front door: what was told is listed, read anew and changed channel by channel.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { createRecorderStand } from '../testing/recorder-stand.ts'
import { hearStatements } from '../testing/statements.ts'
import { until } from '../testing/until.ts'

const LIST = '/api/channels/configurations'
const ALL = '/api/device/1/channels/infor'

/** A recorder whose channels can be set. */
const createStand = (count = 2) =>
  createRecorderStand(count, ({ device }) => {
    for (const { can } of device.channels) can.config = true
  })

describe('the list of settings', () => {
  test('tells what was read of both encodings and of the schedule, and asks no device', async () => {
    await using stand = await createStand()
    const before = await stand.ask('GET', LIST)
    const never = { device_id: 1, main: null, sub: null, schedule: null }
    expect([before.status, before.body]).toEqual([
      200,
      { success: true, data: [1, 2].map((channel_id) => ({ channel_id, ...never })), next_cursor: null },
    ])
    expect(stand.called()).toEqual([])

    const read = await stand.ask('POST', `${ALL}/sync`, { channel_ids: [2] })
    expect([read.status, read.body]).toEqual([200, { success: true, synced_channels: [2], failed_channels: [] }])
    const asked = stand.called()
    const [first, second] = (await stand.ask('GET', LIST)).body.data
    expect(first).toEqual({ channel_id: 1, ...never })
    expect(second).toMatchObject({
      main: { id: 2, video_codec: 'H.264', resolution_width: 1920, max_frame_rate: 1250, vbr_upper_cap: 4096 },
      sub: { id: 2, resolution_width: 640, vbr_upper_cap: 512 },
      schedule: { enabled: true, mode: 'continuous', device_mode: 'CMR', read_at: expect.any(String) },
    })
    expect(stand.called()).toEqual(asked)
  })

  test('goes on where the page before ended, and holds what the caller may see', async () => {
    await using stand = await createStand(5)
    const page = async (query: string, token?: string) =>
      (await stand.ask('GET', `${LIST}?${query}`, undefined, token)).body
    const ids = ({ data }: { data: { channel_id: number }[] }) => data.map(({ channel_id }) => channel_id)
    const first = await page('limit=2')
    expect([ids(first), first.next_cursor]).toEqual([[1, 2], 2])
    const second = await page('limit=3&cursor=2')
    expect([ids(second), second.next_cursor]).toEqual([[3, 4, 5], null])
    expect(ids(await page('', await stand.person('stranger')))).toEqual([])
    expect(ids(await page('', await stand.person('guest', 'viewer')))).toEqual([])
    expect(ids(await page('', await stand.person('watcher', 'operator')))).toHaveLength(5)
  })

  test('passes over channels that are no longer there', async () => {
    await using stand = await createStand(4)
    stand.device.channels.splice(1, 1)
    stand.device.channels.pop()
    await stand.ask('POST', '/api/devices/1/sync')
    await until('they are gone', async () => (await stand.ask('GET', LIST)).body.data.length === 2)
    const pages = await Promise.all(
      ['limit=1', 'limit=1&cursor=1'].map((query) => stand.ask('GET', `${LIST}?${query}`)),
    )
    expect(pages.map(({ body }) => [body.data[0].channel_id, body.next_cursor])).toEqual([
      [1, 1],
      [3, null],
    ])
  })

  test('loads the rows of its page alone, and each by its key', async () => {
    await using stand = await createStand(5)
    using heard = hearStatements()
    await stand.ask('GET', `${LIST}?limit=2`)
    const all = heard.all().filter((sql) => sql.includes('"channels"'))
    const columns = (sql: string) => sql.slice(0, sql.indexOf(' from '))
    expect(all.filter((sql) => columns(sql).includes('settings')).length).toBe(1)
    // Documents are read of the page, which is limited; of all others no more than their ids.
    for (const sql of all.filter((one) => /"(tags|can|info|settings|schedule)"/.test(columns(one))))
      expect(sql).toMatch(/limit \?$/)
    for (const line of all.flatMap((sql) => heard.plan(sql)))
      expect(line).toMatch(/^SEARCH .*USING|^SCAN json_each|LIST SUBQUERY|CREATE BLOOM FILTER/)
  })

  test('stays as it was where a device does not tell', async () => {
    await using stand = await createStand()
    stand.recorder.failing.set('schedule.read', new Fault('device-denied', 'Not for you'))
    const { body } = await stand.ask('POST', `${ALL}/sync`, { channel_ids: [1] })
    expect(body).toMatchObject({ synced_channels: [], failed_channels: [{ channel_id: 1 }] })
    expect(body.failed_channels[0].error).toContain('Not for you')
    expect((await stand.ask('GET', LIST)).body.data[0]).toMatchObject({ main: { id: 1 }, schedule: null })
  })
})

describe('changing many', () => {
  const smaller = { resolution_width: 1280, resolution_height: 720 }

  test('is tried first, and then nothing has reached the device', async () => {
    await using stand = await createStand()
    await stand.ask('POST', `${ALL}/sync`, { channel_ids: [1, 2] })
    const channels = [
      { channel_id: 1, main: smaller, sub: { vbr_upper_cap: 256 }, schedule_enable: false },
      { channel_id: 2, main: { ...smaller, video_codec: 'H.264' } },
    ]
    const tried = await stand.ask('PUT', ALL, { dry_run: true, channels })
    const size = [
      { field: 'resolution_width', before: 1920, after: 1280 },
      { field: 'resolution_height', before: 1080, after: 720 },
    ]
    const fine = { ok: true, ignored: [], reboot_required: false, error: null, problems: [] }
    expect([tried.status, tried.body.results]).toEqual([
      200,
      [
        { channel_id: 1, part: 'main', changes: size, ...fine },
        { channel_id: 1, part: 'sub', changes: [{ field: 'vbr_upper_cap', before: 512, after: 256 }], ...fine },
        {
          channel_id: 1,
          part: 'schedule',
          changes: [{ field: 'schedule_enable', before: true, after: false }],
          ...fine,
        },
        { channel_id: 2, part: 'main', changes: size, ...fine },
      ],
    ])
    expect(stand.called()).not.toContain('channelConfig.write')
    expect(stand.called()).not.toContain('schedule.enable')
    expect(await stand.activity('update_channel_config')).toEqual([])

    const { body } = await stand.ask('PUT', ALL, { channels })
    expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, true, true])
    const { settings, schedules } = stand.recorder
    expect([settings.get('ip:1')?.width, settings.get('ip:1/sub')?.maxKbps]).toEqual([1280, 256])
    expect([settings.get('ip:2')?.height, schedules.get('ip:1')?.enabled]).toEqual([720, false])
    expect((await stand.ask('GET', LIST)).body.data[0]).toMatchObject({ main: smaller, schedule: { enabled: false } })
    // Each is a deed of its own, so that each can be taken back by itself as well.
    expect(await stand.activity('update_channel_config')).toHaveLength(3)
    expect(await stand.activity('update_recording_mode')).toHaveLength(1)
  })

  test('tells what one channel refuses or keeps, and goes on with the others', async () => {
    await using stand = await createStand(3)
    const no = new Fault('invalid-input', 'Camera 1: the codec must be one of H.264.', {
      problems: [{ path: 'codec', code: 'out_of_range', message: 'the codec must be one of H.264.' }],
    })
    let writes = 0
    stand.recorder.failing.set('channelConfig.write', () => (writes++ === 0 ? no : null))
    stand.recorder.deaf.add('frameRate')
    const main = { video_codec: 'H.265', max_frame_rate: 2500 }
    const channels = [1, 2, 3].map((channel_id) => ({ channel_id, main }))
    const { results } = (await stand.ask('PUT', ALL, { channels })).body
    expect(results[0]).toMatchObject({
      ...{ ok: false, error: no.message, changes: [] },
      problems: [{ field: 'video_codec', message: 'the codec must be one of H.264.' }],
    })
    for (const result of results.slice(1))
      expect(result).toMatchObject({
        ...{ ok: true, ignored: ['max_frame_rate'] },
        changes: [{ field: 'video_codec', before: 'H.264', after: 'H.265' }],
      })
  })

  test('does not knock again at a device that is gone', async () => {
    await using stand = await createStand(3)
    let knocks = 0
    stand.recorder.failing.set('channelConfig.write', () => {
      knocks++
      return new Fault('device-timeout', 'It does not answer')
    })
    const channels = [1, 2, 3].map((channel_id) => ({ channel_id, main: smaller }))
    const { results } = (await stand.ask('PUT', ALL, { channels })).body
    expect(results.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, false, false])
    for (const { error } of results) expect(error).toContain('It does not answer')
    expect(knocks).toBe(1)
  })

  test('begins nothing more once the client has left', async () => {
    await using stand = await createStand(3)
    const gone = new AbortController()
    let writes = 0
    stand.recorder.failing.set('channelConfig.write', () => {
      writes++
      gone.abort()
      return null
    })
    const answer = await stand.app.app.root.request(ALL, {
      method: 'PUT',
      headers: { authorization: `Bearer ${stand.app.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channels: [1, 2, 3].map((channel_id) => ({ channel_id, main: smaller })) }),
      signal: gone.signal,
    })
    const { results } = (await answer.json()) as { results: { ok: boolean; error: string | null }[] }
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false])
    for (const { error } of results.slice(1)) expect(error).toStartWith('Not begun:')
    expect(writes).toBe(1)
    expect(stand.recorder.settings.get('ip:2')?.width).toBe(1920)
  })

  test('begins nothing more after a minute, and says so', async () => {
    await using stand = await createStand(2)
    const late = new AbortController()
    stand.recorder.failing.set('channelConfig.try', () => {
      late.abort(new DOMException('The operation timed out.', 'TimeoutError'))
      return null
    })
    const wishes = [1, 2].map((channelId) => ({ channelId, main: { maxKbps: 256 } }))
    const how = { dryRun: true, signal: late.signal }
    const done = await stand.services.channelConfigurations.change({ kind: 'system' }, 1, wishes, how)
    expect(done.map(({ fault }) => fault?.message ?? null)).toEqual([null, expect.stringContaining('took too long')])
    expect(stand.called()).toEqual(['channelConfig.try'])
  })

  test('names a channel that is named twice, and does nothing', async () => {
    await using stand = await createStand()
    const channels = [1, 2, 1].map((channel_id) => ({ channel_id, main: smaller }))
    const twice = await stand.ask('PUT', ALL, { channels })
    expect([twice.status, twice.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
      400,
      ['body.channels.2.channel_id'],
    ])
    const read = await stand.ask('POST', `${ALL}/sync`, { channel_ids: [2, 2] })
    expect([read.status, read.body.errors[0].path]).toEqual([400, 'body.channel_ids.1'])
    expect(stand.called()).toEqual([])
  })

  test('is refused as a whole where a channel is not there, there are too many, or somebody may not', async () => {
    await using stand = await createStand()
    const wish = (channel_id: number) => ({ channel_id, main: smaller })
    expect((await stand.ask('PUT', ALL, { channels: [wish(1), wish(9)] })).status).toBe(404)
    const many = Array.from({ length: 17 }, () => wish(1))
    expect((await stand.ask('PUT', ALL, { channels: many })).body.errors[0].path).toBe('body.channels')
    expect((await stand.ask('POST', `${ALL}/sync`, { channel_ids: [] })).status).toBe(400)
    const operator = await stand.person('watcher', 'operator')
    expect((await stand.ask('PUT', ALL, { dry_run: true, channels: [wish(1)] }, operator)).status).toBe(403)
    expect((await stand.ask('POST', `${ALL}/sync`, { channel_ids: [1] }, operator)).status).toBe(200)
    expect(stand.called()).not.toContain('channelConfig.write')
  })
})

test('all clocks are listed as they were last told, with how they are kept', async () => {
  await using stand = await createStand()
  const clocks = async () => (await stand.ask('GET', '/api/clocks')).body
  const unknown = { drift_seconds: null, utc_offset_minutes: null, time_zone: null, mode: null, read_at: null }
  expect(await clocks()).toEqual({ success: true, set_by_sync: false, data: [{ device_id: 1, ...unknown }] })
  stand.recorder.drift = 95
  await stand.ask('GET', '/api/device/1/clock')
  const { data } = await clocks()
  expect(data[0]).toMatchObject({ utc_offset_minutes: 480, time_zone: 'CST-8:00:00', mode: 'ntp' })
  expect(data[0].drift_seconds).toBeCloseTo(95, 0)
  expect(stand.called().filter((name) => name === 'clock.read')).toHaveLength(1)
})

// Seed 000 from outside, on three kinds of devices: what is written arrives there, and what is told is what they say.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import type { ModelId } from '../plugins/hikvision/simulator/index.ts'
import { createStand, type Stand, textOf } from './black-box/stand.ts'

// Each test asks hundreds of times, or waits for a device; a loaded machine needs its time for that.
setDefaultTimeout(60_000)

const INFOR = '/api/device/1/channel/1/infor'

/** Where a device keeps a channel's name and motion detection: behind the proxy, or at its own inputs. */
const PLACES: Record<'ip' | 'analog', { name: string; motion: string }> = {
  ip: {
    name: 'ContentMgmt/InputProxy/channels/1',
    motion: 'ContentMgmt/InputProxy/channels/1/video/motionDetection',
  },
  analog: { name: 'System/Video/inputs/channels/1', motion: 'System/Video/inputs/channels/1/motionDetection' },
}

/** Names of a document's elements with how often each is there. */
function elements(document: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const [, name = ''] of document.matchAll(/<(\w+)[\s/>]/g)) found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** Elements of the first document that are missing in the second. */
function lost(before: string, after: string): string[] {
  const there = elements(after)
  return [...elements(before)].flatMap(([name, count]) => ((there.get(name) ?? 0) < count ? [name] : []))
}

const lines = (document: string) => document.split('\n').map((line) => line.trim())
/** Lines that differ, as the second document has them. */
const changed = (before: string, after: string) => lines(after).filter((line, at) => line !== lines(before)[at])

describe.each<[ModelId, 'ip' | 'analog']>([
  ['nvr8', 'ip'],
  ['dvr4', 'analog'],
  ['camera', 'analog'],
])('%s', (model, connection) => {
  test('a channel’s configuration is written to the device, and nothing else of its documents', async () => {
    await using stand = await createStand(model, { read: false })
    const paths = [PLACES[connection].name, PLACES[connection].motion, 'Streaming/channels/101']
    const before = await Promise.all(paths.map(stand.isapi))
    const body = {
      channel_name: 'Front & <Door> "1"',
      motion_detect: false,
      resolution_width: 1920,
      resolution_height: 1080,
      video_codec: 'H.265',
      max_frame_rate: 1500,
      fixed_quality: 6,
      vbr_average_cap: 2048,
      vbr_upper_cap: 3072,
      h265_plus: true,
    }
    expect((await stand.ask('PUT', INFOR, body)).body).toEqual({ status: 'ok' })
    const [name = '', motion = '', stream = ''] = await Promise.all(paths.map(stand.isapi))
    expect(textOf(name, 'name')).toMatch(/^Front &amp; &lt;Door(>|&gt;) ("|&quot;)1("|&quot;)$/)
    expect(textOf(motion, 'enabled')).toBe('false')
    expect(textOf(stream, 'videoCodecType')).toBe('H.265')
    expect(textOf(stream, 'videoResolutionWidth')).toBe('1920')
    expect(textOf(stream, 'videoResolutionHeight')).toBe('1080')
    expect(textOf(stream, 'maxFrameRate')).toBe('1500')
    expect(textOf(stream, 'vbrUpperCap')).toBe('3072')
    expect(textOf(textOf(stream, 'SmartCodec') ?? '', 'enabled')).toBe('true')
    expect([name, motion, stream].map((after, at) => lost(before[at] ?? '', after))).toEqual([[], [], []])
    // Motion areas and sensitivity are not ours to touch.
    expect(changed(before[1] ?? '', motion)).toEqual(['<enabled>false</enabled>'])

    const { body: told } = await stand.ask('GET', `${INFOR}/sync`)
    // The highest of the document's six levels, on the device's own scale.
    const { body: limits } = await stand.ask('GET', `${INFOR}/capabilities`)
    expect(told).toMatchObject({ ...body, fixed_quality: Math.max(...limits.fixed_quality.options) })
    // A client sends back what it was given, with keys of its own and what it does not know as null.
    const writes = stand.simulator.stats.writes.length
    expect((await stand.ask('PUT', INFOR, { ...told, resolution_width: null, extra: 1 })).body).toEqual({
      status: 'ok',
    })
    expect(stand.simulator.stats.writes.length).toBe(writes)
  })

  test('a refused configuration is a 502, and the old one is told on', async () => {
    await using stand = await createStand(model, { read: false })
    const { body: before } = await stand.ask('GET', INFOR)
    stand.simulator.faults.add({ garbled: true })
    const refused = await stand.ask('PUT', INFOR, { vbr_upper_cap: 1024 })
    expect([refused.status, refused.body.detail]).toEqual([
      502,
      expect.stringContaining('Failed to push config to device: '),
    ])
    stand.simulator.faults.clear()
    expect((await stand.ask('GET', `${INFOR}/sync`)).body).toEqual({ ...before, read_at: expect.any(String) })
  })

  test('rights in the document’s words are written for that user alone, and no right beside them', async () => {
    await using stand = await createStand(model)
    const before = await stand.isapi('Security/UserPermission/2')
    const others = await Promise.all([1, 3].map((id) => stand.isapi(`Security/UserPermission/${id}`)))
    const body = {
      global_permissions: { remote: { voice_talk: false } },
      channel_permissions: { '1': { remote: { preview: false } } },
    }
    const answer = await stand.ask('PUT', '/api/device/1/user/2/permissions', body)
    expect(answer.body).toMatchObject({ success: true, code: 'OK', message: 'Permission updated successfully' })
    const after = await stand.isapi('Security/UserPermission/2')
    expect(changed(before, after)).toEqual(['<voiceTalk>false</voiceTalk>', '<preview>false</preview>'])
    expect(await Promise.all([1, 3].map((id) => stand.isapi(`Security/UserPermission/${id}`)))).toEqual(others)
    const { body: told } = await stand.ask('GET', '/api/device/1/user/2/permissions')
    expect(told.global_permissions.remote.voice_talk).toBe(false)
    expect(told.channel_permissions['1'].remote.preview).toBe(false)
    expect(told.remote.channels.preview).not.toContain(1)
  })

  test('rights in the front end’s words are written too; what it echoes changes nothing', async () => {
    await using stand = await createStand(model)
    const path = '/api/device/1/user/2/permissions'
    const { body: told } = await stand.ask('GET', path)
    const before = await stand.isapi('Security/UserPermission/2')
    const send = (permissions: object) => stand.ask('PUT', path, { device_id: '1', device_user_id: 2, permissions })
    expect((await send(told)).body).toMatchObject({ success: true, code: 'OK' })
    expect(await stand.isapi('Security/UserPermission/2')).toBe(before)
    const remote = { ...told.remote, channels: { ...told.remote.channels, playback: [] } }
    expect((await send({ ...told, remote })).body).toMatchObject({ success: true, code: 'OK' })
    const after = changed(before, await stand.isapi('Security/UserPermission/2'))
    expect(new Set(after)).toEqual(new Set(['<playBack>false</playBack>']))
    expect(after.length).toBe(told.remote.channels.playback.length)
  })

  test('a right that may not be taken is 200 with success false, a code and an error', async () => {
    await using stand = await createStand(model)
    const own = await stand.ask('PUT', '/api/device/1/user/1/permissions', {
      global_permissions: { remote: { preview: false } },
    })
    expect([own.status, own.body]).toMatchObject([200, { success: false, code: 'INVALID_OPERATION' }])
    expect(own.body.error).toStartWith('Invalid operation')
    // The device lets an operator see nobody's rights but his own, and change none.
    const keeper = { username: 'keeper', password: 'porchlight-2' }
    expect((await stand.ask('PUT', '/api/devices/1', keeper)).status).toBe(204)
    const low = await stand.ask('PUT', '/api/device/1/user/3/permissions', {
      global_permissions: { remote: { preview: false } },
    })
    expect([low.status, low.body]).toMatchObject([200, { success: false, code: 'LOW_PRIVILEGE' }])
    expect(low.body.error).toStartWith('Insufficient privilege to modify permissions')
    expect(stand.simulator.stats.writes).toEqual([])
  })

  test('the schedule, disks and users are what the device says', async () => {
    await using stand = await createStand(model)
    const storage = await stand.isapi('ContentMgmt/Storage')
    await stand.ask('POST', '/api/device/1/infor/storage')
    const { body: disks } = await stand.ask('GET', '/api/device/1/infor/storage')
    expect(disks[0]).toMatchObject({
      hdd_id: Number(textOf(storage, 'id')),
      capacity: Number(textOf(storage, 'capacity')),
      free_space: Number(textOf(storage, 'freeSpace')),
    })
    const { body: users } = await stand.ask('GET', '/api/device/1/user')
    const names = [...(await stand.isapi('Security/users')).matchAll(/<userName>(.*?)<\/userName>/g)]
    expect(users.map((user: { user_name: string }) => user.user_name)).toEqual(names.map(([, name]) => name))
    const { body: synced } = await stand.ask('POST', `${INFOR}/recording-mode/sync`)
    expect(synced.data.timeline[0]).toMatchObject({ day_of_week: 0, day_start: 'Monday', start_time: '00:00:00' })
    const { body: info } = await stand.ask('GET', '/api/device/1/infor')
    const document = await stand.isapi('System/deviceInfo')
    expect(info).toEqual({
      device_id: 1,
      model: textOf(document, 'model'),
      serial_number: textOf(document, 'serialNumber'),
      firmware_version: `${textOf(document, 'firmwareVersion')} ${textOf(document, 'firmwareReleasedDate')}`,
      mac_address: textOf(document, 'macAddress'),
      // Ours: when the device last said it.
      read_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
  })
})

test('record days are newest first, a full day is one range to 23:59:59, and ids stay when all is read anew', async () => {
  await using stand = await createStand()
  const ids = async () =>
    (await stand.ask('GET', '/api/devices/1/channels')).body.map(({ id, channel_no }: Record<string, number>) => [
      id,
      channel_no,
    ])
  const before = await ids()
  await stand.ask('POST', '/api/devices/1/get_channels_record_info')
  expect(await ids()).toEqual(before)
  const { body: days } = await stand.ask('GET', '/api/devices/channels/1/record_days_full')
  const dates = days.map((day: { record_date: string }) => day.record_date)
  expect(dates).toEqual(dates.toSorted().toReversed())
  expect(days[1].time_ranges).toEqual([{ start_time: '00:00:00', end_time: '23:59:59' }])
  // The simulator's zone is eight hours ahead, and so is its day.
  const { body: data } = await stand.ask('GET', `/api/devices/1/channels/month_data/${dates[0].slice(0, 7)}`)
  expect(data.channels[0].record_days[0].record_date).toBe(dates[0])
  // Months without their zero are taken, too.
  const plain = dates[0].slice(0, 7).replace(/-0/, '-')
  expect((await stand.ask('GET', `/api/devices/1/channels/month_data/${plain}`)).body).toEqual(data)
})

test('the device log is an array, and an object for who asks as the front end does', async () => {
  await using stand = await createStand()
  const today = new Date().toISOString().slice(0, 10)
  const span = { to: `${today}T23:59:59`, maxResults: 5 }
  const start = `${new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)}T00:00:00`
  const search = async (body: object) => (await stand.ask('POST', '/api/logs/device/1', { ...span, ...body })).body
  const list = await search({ from_: start, majorType: 'all' })
  expect(list).toHaveLength(5)
  const whole = await search({ from: start, majorType: 'ALL' })
  expect(whole).toMatchObject({ device_id: 1, total: 5 })
  expect(whole.logs.map((entry: { time: string }) => entry.time)).toEqual(
    list.map((entry: { eventTime: string }) => entry.eventTime),
  )
  const kinds = (entries: { majorType: string }[]) => [...new Set(entries.map(({ majorType }) => majorType))]
  for (const word of ['operation', 'Operation', 'OPERATION'])
    expect(kinds(await search({ from_: start, majorType: word }))).toEqual(['operation'])
  // Beyond 2000 is 2000, and two days of 120 entries each are all there.
  expect((await search({ from_: start, maxResults: 9999 })).length).toBeGreaterThan(100)
  expect((await search({ from_: start, maxResults: 0 })).length).toBeGreaterThan(100)
})

async function raiseMany(stand: Stand): Promise<void> {
  await until('the device is watched', () => stand.simulator.stats.alertStreams > 0)
  for (const type of ['VMD', 'videoloss', 'shelteralarm', 'linedetection', 'fielddetection'])
    for (const channel of [1, 2, 3, 4, 5, 6, 7]) await stand.simulator.raise({ type, channel, state: 'active' })
}

test('alarms come in pages of 25 from a cursor, filtered, and go one by one or all', async () => {
  await using stand = await createStand()
  await raiseMany(stand)
  const page = async (query = '') => (await stand.ask('GET', `/api/user/alarm${query}`)).body
  const second = async (first: Awaited<ReturnType<typeof page>>) =>
    page(`?cursor_time=${encodeURIComponent(first.next_cursor_time)}&cursor_id=${first.next_cursor_id}&t=7`)
  await until('all are there', async () => {
    const first = await page()
    return first.has_more && (await second(first)).items.length === 10
  })
  const first = await page()
  expect([first.items.length, first.has_more]).toEqual([25, true])
  const rest = await second(first)
  expect(rest.has_more).toBe(false)
  expect([rest.next_cursor_id, rest.next_cursor_time]).toEqual([rest.items.at(-1).id, rest.items.at(-1).created_at])
  const ids = [...first.items, ...rest.items].map((item: { id: number }) => item.id)
  expect(new Set(ids).size).toBe(35)
  expect(await page(`?cursor_id=1`)).toEqual(first)
  const motion = await page('?event=motion_detection')
  expect(motion.items).toHaveLength(7)
  expect(motion.items[0]).toMatchObject({ device_id: 1, device_ip_web: stand.device.ip_web, event: 'motion_detection' })
  expect((await page('?channel_id_in_device=4&device_id=1')).items).toHaveLength(5)
  expect(await page('?device_id=77')).toEqual({
    items: [],
    next_cursor_time: null,
    next_cursor_id: null,
    has_more: false,
  })
  expect((await stand.ask('GET', '/api/user/alarm?cursor_time=soon&cursor_id=1')).status).toBe(400)
  expect((await stand.ask('DELETE', `/api/user/alarm/${ids[0]}`)).body).toEqual({
    detail: 'Alarm deleted successfully',
  })
  expect((await stand.ask('DELETE', `/api/user/alarm/${ids[0]}`)).status).toBe(404)
  const all = await stand.ask('DELETE', '/api/user/alarm')
  expect(all.body).toEqual({ detail: 'All alarms deleted', deleted_count: 34 })
})

test('a live picture plays from hls_url without a token until it is stopped', async () => {
  await using stand = await createStand('camera', { read: false, rtsp: true })
  const at = '/api/device/1/channel/1'
  const { body } = await stand.ask('GET', `${at}/live`)
  const list = await fetch(stand.app.url + body.hls_url)
  const text = await list.text()
  expect([list.status, text.slice(0, 7)]).toEqual([200, '#EXTM3U'])
  // Players add what they like, and find the segments beside the list.
  expect((await fetch(`${stand.app.url}${body.hls_url}?v=1`)).status).toBe(200)
  const segment = text.split('\n').find((line) => line && !line.startsWith('#')) ?? ''
  expect(segment).not.toMatch(/^(\/|https?:)/)
  expect((await fetch(new URL(segment, stand.app.url + body.hls_url))).status).toBe(200)
  expect((await stand.ask('POST', `${at}/heartbeat`)).body).toEqual({ status: 'ok' })
  expect((await stand.ask('POST', `${at}/stop`)).body).toEqual({ status: 'ok' })
  expect((await fetch(stand.app.url + body.hls_url)).status).toBe(401)
  expect((await stand.ask('POST', `${at}/stop`)).body).toEqual({ status: 'ok' })
})

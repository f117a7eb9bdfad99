// Events through the front door: one history of alarms, of what the appliance noticed and of what people wrote down.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { type Row, startEvents } from '../../testing/events-stand.ts'
import type { FakeDevice } from '../../testing/fake-driver.ts'
import { hearStream } from '../../testing/hear-stream.ts'
import type { TestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

async function person({ ask }: Pick<TestApp, 'ask'>, role: 'operator' | 'viewer'): Promise<string> {
  const body = { username: `${role}-${Bun.randomUUIDv7().slice(-6)}`, password: 'some-password', role }
  return (await ask('POST', '/api/auth/register', body)).body.token
}

function grant({ folder }: TestApp, channelId: number): void {
  using db = new Database(join(folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run(
    `insert into grants (user_id, channel_id, view, playback, export, ptz)
     select id, ?, 1, 0, 0, 0 from users where role = 'viewer'`,
    [channelId],
  )
}

const motion = async ({ recorder, event }: { recorder: FakeDevice; event: (what: string, query: string) => Row }) => {
  recorder.raise({ sourceKey: 'ip:1', region: 3 })
  return event('the alarm is an event', 'type=motion')
}

test('an alarm is an event with the keys of the document', async () => {
  await using it = await startEvents()
  const row = await motion(it)
  const [alarm] = (await it.ask('GET', '/api/user/alarm')).body.items
  expect(row).toEqual({
    id: alarm.uuid,
    camera_id: it.channels[0].uuid,
    camera_name: 'Camera 1',
    ...{ type: 'motion', severity: 'info', message: 'Motion detected' },
    metadata: { device_event: 'VMD', region: 3 },
    created_at: alarm.created_at,
    event_time: alarm.created_at,
    ended_at: null,
    ...{ recording_id: null, snapshot_url: null },
    ...{ acknowledged: false, acknowledged_at: null, acknowledged_by: null },
    source: 'device',
    device_id: it.deviceId,
    channel_id: it.channels[0].id,
    alarm_id: alarm.id,
  })
  for (const id of [alarm.uuid, alarm.id])
    expect((await it.ask('GET', `/api/events/${id}`)).body).toEqual({ success: true, data: row })
  expect((await it.ask('GET', '/api/events/4711')).body).toMatchObject({ success: false, error: 'Event not found' })
})

test('an event is written down, and shown in no list of alarms', async () => {
  await using it = await startEvents()
  const body = {
    camera_id: it.channels[1].id,
    ...{ type: 'parcel', severity: 'warning', message: ' A parcel came ', metadata: { from: { who: 'post' } } },
    event_time: '2026-01-12T11:15:30+01:00',
  }
  const { status, body: made } = await it.ask('POST', '/api/events', body)
  expect(status).toBe(201)
  expect(made.data).toMatchObject({
    ...{ type: 'parcel', severity: 'warning', message: 'A parcel came', source: 'manual' },
    ...{ camera_id: it.channels[1].uuid, camera_name: 'Camera 2', metadata: { from: { who: 'post' } } },
    event_time: '2026-01-12T10:15:30.000Z',
    ended_at: '2026-01-12T10:15:30.000Z',
  })
  expect((await it.events('type=parcel')).data).toEqual([made.data])
  expect((await it.ask('GET', '/api/user/alarm')).body.items).toEqual([])
  expect((await it.ask('DELETE', `/api/user/alarm/${made.data.id}`)).status).toBe(404)
  expect((await it.ask('POST', '/api/events', { type: 'note' })).body.data).toMatchObject({
    ...{ severity: 'info', message: '', metadata: {}, camera_id: null, device_id: null },
  })
  const { body: activity } = await it.ask('GET', '/api/activity')
  const rows: Row[] = activity.data ?? activity.items
  expect(rows.filter(({ action }) => action === 'create_event')).toHaveLength(2)
})

test('what no device told is listed by itself', async () => {
  await using it = await startEvents()
  const { id: alarm } = await motion(it)
  const { id: note } = (await it.ask('POST', '/api/events', { type: 'note' })).body.data
  it.recorder.online = false
  it.recorder.breakWatch()
  const { id: away } = await it.event('it is told', 'type=offline')
  expect((await it.events('source=own')).data.map((row: Row) => row.id)).toEqual([away, note])
  expect((await it.events('source=own&type=note')).data.map((row: Row) => row.id)).toEqual([note])
  expect((await it.events()).data.map((row: Row) => row.id)).toContain(alarm)
})

test('what cannot be an event is refused in words', async () => {
  await using it = await startEvents()
  const deep = (depth: number): object => (depth === 0 ? {} : { more: deep(depth - 1) })
  const cases: [unknown, number, string][] = [
    [{}, 400, 'type is required'],
    [{ type: ' ' }, 400, 'type must be at least 1 characters'],
    [{ type: 'x'.repeat(51) }, 400, 'type must be at most 50 characters'],
    [{ type: 'x', severity: 'bad' }, 400, 'severity must be one of "info", "warning", "error", "critical"'],
    [{ type: 'x', metadata: [] }, 400, 'metadata must be a record'],
    [{ type: 'x', metadata: deep(5) }, 400, 'metadata must not be nested more than 5 deep'],
    [{ type: 'x', metadata: { text: 'ü'.repeat(4100) } }, 400, 'metadata must be at most 8 KiB as JSON'],
    [{ type: 'x', event_time: '2026-02-30' }, 400, 'Invalid event_time format'],
    [{ type: 'x', event_time: '2100-01-01' }, 400, 'event_time must not be in the future'],
    [{ type: 'x', camera_id: 4711 }, 404, 'Camera not found'],
    [{ type: 'x', camera_id: {} }, 400, 'camera_id is not valid'],
  ]
  for (const [body, status, error] of cases) {
    const answer = await it.ask('POST', '/api/events', body)
    const other = error === 'type is required' ? 'Missing required fields' : error
    expect([answer.status, answer.body.error, answer.body.detail]).toEqual([status, other, error])
  }
  expect((await it.ask('POST', '/api/events', { type: 'x', metadata: deep(4) })).status).toBe(201)
  const queries: [string, string][] = [
    ['page=0', 'Invalid page number'],
    ['limit=101', 'Invalid limit (must be between 1 and 100)'],
    ['limit=1e2', 'Invalid limit (must be between 1 and 100)'],
    ['startDate=yesterday', 'Invalid startDate format'],
    ['startDate=2026-01-02&endDate=2026-01-01', 'startDate must be before endDate'],
    ['cursor=abc', 'cursor is not one that this list gave out'],
    ['acknowledged=maybe', 'acknowledged must be one of "true", "false"'],
  ]
  for (const [query, error] of queries)
    expect([query, (await it.ask('GET', `/api/events?${query}`)).body.error]).toEqual([query, error])
})

test('an operator acknowledges, no more; a viewer sees what is granted to him, and changes nothing', async () => {
  await using it = await startEvents()
  const { id, alarm_id } = await motion(it)
  const note = (await it.ask('POST', '/api/events', { type: 'note', camera_id: it.channels[1].id })).body.data
  const [operator, viewer] = [await person(it.app, 'operator'), await person(it.app, 'viewer')]
  const put = (token: string | undefined, body: object, of = id) => it.ask('PUT', `/api/events/${of}`, body, token)

  expect((await put(operator, { acknowledged: true })).body.data).toMatchObject({
    acknowledged: true,
    acknowledged_by: expect.stringContaining('operator-'),
  })
  // Whoever was first has seen to it.
  expect((await put(undefined, { acknowledged: true })).body.data.acknowledged_by).toContain('operator-')
  const [alarm] = (await it.ask('GET', '/api/user/alarm')).body.items
  expect([alarm.id, alarm.acknowledged_by]).toEqual([alarm_id, expect.stringContaining('operator-')])
  // What the device says later does not undo it.
  it.recorder.raise({ sourceKey: 'ip:1', active: false })
  const ended = await it.event('it has ended', 'type=motion', (row) => row.ended_at !== null)
  expect(ended.acknowledged).toBe(true)

  expect((await put(operator, { severity: 'error' })).status).toBe(403)
  expect((await put(operator, { acknowledged: true, message: 'x' })).status).toBe(403)
  expect((await it.ask('POST', '/api/events', { type: 'x' }, operator)).status).toBe(403)
  expect((await it.ask('DELETE', `/api/events/${id}`, undefined, operator)).status).toBe(403)

  for (const [method, body] of [['GET'], ['PUT', { acknowledged: false }], ['DELETE']] as const)
    expect([method, (await it.ask(method, `/api/events/${id}`, body, viewer)).status]).toEqual([method, 404])
  expect((await it.events('', viewer)).data).toEqual([])
  expect((await it.ask('GET', `/api/events?cameraId=${it.channels[0].id}`, undefined, viewer)).status).toBe(404)
  grant(it.app, it.channels[0].id)
  expect((await it.events('', viewer)).data.map((row: Row) => row.id)).toEqual([id])
  expect((await it.ask('GET', `/api/events/${note.id}`, undefined, viewer)).status).toBe(404)
  expect((await put(viewer, { acknowledged: false })).status).toBe(403)
  expect((await it.ask('DELETE', `/api/events/${id}`, undefined, viewer)).status).toBe(403)

  const changed = (await put(undefined, { severity: 'critical', message: 'Burglar', metadata: { case: 7 } })).body.data
  expect(changed).toMatchObject({ severity: 'critical', message: 'Burglar', acknowledged: true })
  expect(changed.metadata).toEqual({ device_event: 'VMD', region: 3, case: 7 })
  expect((await put(undefined, { acknowledged: false })).body.data.acknowledged_by).toBeNull()
  expect((await put(undefined, {})).status).toBe(400)
})

test('what is deleted through one list is gone from the other', async () => {
  await using it = await startEvents()
  const first = await motion(it)
  expect((await it.ask('DELETE', `/api/user/alarm/${first.alarm_id}`)).status).toBe(200)
  expect((await it.ask('GET', `/api/events/${first.id}`)).status).toBe(404)
  it.recorder.raise({ kind: 'video_loss', rawType: 'videoloss', sourceKey: 'ip:2' })
  const second = await it.event('the next one is there', 'type=videoloss')
  expect(await it.ask('DELETE', `/api/events/${second.id}`)).toMatchObject({
    status: 200,
    body: { success: true, message: 'Event deleted successfully' },
  })
  expect((await it.ask('GET', '/api/user/alarm')).body.items).toEqual([])
  // All alarms are what that list shows: what somebody wrote down stays.
  const note = (await it.ask('POST', '/api/events', { type: 'note' })).body.data
  it.recorder.raise({ kind: 'sound', rawType: 'audioexception', sourceKey: 'ip:2' })
  await it.event('a third one is there', 'type=sound')
  expect((await it.ask('DELETE', '/api/user/alarm')).body.deleted_count).toBe(1)
  expect((await it.events()).data.map((row: Row) => row.id)).toEqual([note.id])
  expect((await it.ask('DELETE', `/api/events/${note.alarm_id}`)).status).toBe(200)
  expect((await it.events()).data).toEqual([])
})

test('pages by cursor hold each event once while others come between; pages by number know how many there are', async () => {
  await using it = await startEvents()
  const write = async (count: number, day: number) => {
    for (let index = 0; index < count; index++)
      await it.ask('POST', '/api/events', { type: 'note', event_time: `2026-01-${day}T10:00:0${index % 3}Z` })
  }
  await write(10, 10)
  await motion(it)
  const wanted = (await it.events('limit=100')).data.map((row: Row) => row.id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await it.ask('GET', `/api/events?limit=3&cursor=${cursor}`)
    expect(body.has_more).toBe(body.next_cursor !== null)
    seen.push(...body.data.map((row: Row) => row.id))
    cursor = body.next_cursor
    await write(1, 11)
  }
  expect(seen).toEqual(wanted)
  const { body } = await it.ask('GET', '/api/events?page=2&limit=4&type=note&endDate=2026-01-10')
  expect(body.pagination).toEqual({ page: 2, limit: 4, total: 10, totalPages: 3 })
  expect(body.data.map((row: Row) => row.id)).toEqual(wanted.slice(1).slice(4, 8))
})

test('every filter counts, alone and with others, for whoever sees all and whoever sees a part', async () => {
  await using it = await startEvents()
  const viewer = await person(it.app, 'viewer')
  grant(it.app, it.channels[0].id)
  await motion(it)
  it.recorder.raise({ kind: 'disk_error', rawType: 'diskerror', sourceKey: null })
  await it.event('the disk error is there', 'type=disk_error')
  const post = (body: object) => it.ask('POST', '/api/events', { event_time: '2026-01-10T10:00:00Z', ...body })
  await post({ type: 'motion', camera_id: it.channels[0].id, message: 'Seen from the street 100%' })
  const { data } = (await post({ type: 'note', severity: 'critical' })).body
  await it.ask('PUT', `/api/events/${data.id}`, { acknowledged: true })
  const [one, two] = it.channels
  const cases: [string, number, number][] = [
    ['', 4, 2],
    ['type=motion', 2, 2],
    ['type=disk_error', 1, 0],
    ['type=unheard', 0, 0],
    ['source=device&type=note', 0, 0],
    ['source=device', 2, 1],
    ['source=manual', 2, 1],
    ['severity=critical', 2, 0],
    ['severity=info', 2, 2],
    ['severity=critical&type=note', 1, 0],
    ['severity=critical&source=device', 1, 0],
    ['acknowledged=true', 1, 0],
    ['acknowledged=true&severity=critical', 1, 0],
    ['acknowledged=false', 3, 2],
    [`cameraId=${one.uuid}`, 2, 2],
    [`cameraId=${one.id}&type=motion&source=device`, 1, 1],
    [`cameraId=${one.id}&severity=critical`, 0, 0],
    ['startDate=2026-01-10&endDate=2026-01-10', 2, 1],
    ['startDate=2026-01-10T10:00:01Z', 2, 1],
    ['endDate=2026-01-10T11:00:00%2B01:00', 0, 0],
    ['search=STREET', 1, 1],
    ['search=100%25', 1, 1],
    ['search=1%25%25', 0, 0],
    ['search=camera 1', 2, 2],
  ]
  for (const [query, all, part] of cases)
    for (const [token, count] of [
      [it.app.token, all],
      [viewer, part],
    ] as const) {
      const { body } = await it.ask('GET', `/api/events?${query}`, undefined, token)
      expect([query, body.pagination.total, body.data.length]).toEqual([query, count, count])
    }
  expect((await it.ask('GET', `/api/events?cameraId=${two.id}`)).body.data).toEqual([])
})

test('pages hear of new events and of who has seen to one, a viewer only of his channels', async () => {
  await using it = await startEvents()
  const viewer = await person(it.app, 'viewer')
  grant(it.app, it.channels[0].id)
  using all = await hearStream(it.app, it.app.token)
  using part = await hearStream(it.app, viewer)
  const alarm = await motion(it)
  await it.ask('PUT', `/api/events/${alarm.id}`, { acknowledged: true })
  it.recorder.raise({ sourceKey: 'ip:1', active: false })
  await until('the end is heard', () => all.heard.some(({ name }) => name === 'alarm.ended'))
  const note = (await it.ask('POST', '/api/events', { type: 'note', camera_id: it.channels[1].id })).body.data
  await it.ask('DELETE', `/api/events/${note.id}`)
  const isOfEvents = ({ name }: { name: string }) => /^event|^alarm.(ended|removed)/.test(name)
  const told = await until('all is heard', () => {
    const found = all.heard.filter(isOfEvents)
    return found.length >= 4 && found
  })
  expect(
    told.map(({ name, data }) => [
      name,
      data.alarm_id ?? data.ids ?? data.id,
      data.acknowledged ?? (data.id && data.acknowledged_at !== null),
    ]),
  ).toEqual([
    ['event.updated', alarm.alarm_id, true],
    // What its device says later does not undo it.
    ['alarm.ended', alarm.alarm_id, true],
    ['event.began', note.alarm_id, false],
    ['alarm.removed', [note.alarm_id], undefined],
  ])
  expect(part.heard.filter(({ name }) => name.startsWith('event.')).map(({ name }) => name)).toEqual(['event.updated'])
})

// Seed 000's alarm routes, as a client sees them.
import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Caller } from '../../domain/caller.ts'
import { asFault, statusOf } from '../../errors.ts'
import type { Env } from '../../http/guard.ts'
import { createLog } from '../../log.ts'
import { createAccess } from '../../services/access.ts'
import { createAlarms } from '../../services/alarms/index.ts'
import { alarmSettings } from '../../testing/alarm-settings.ts'
import { createClock } from '../../testing/clock.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { alarmRoutes } from './alarms.ts'
import type { alarmPageSchema } from './alarms.wire.ts'

type Page = import('zod').output<typeof alarmPageSchema>

const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

function start(count: number) {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'alarm-routes-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const clock = createClock(new Date('2025-01-22T10:30:00Z'))
  const alarms = stack.use(
    createAlarms({
      db,
      bus: createBus(() => {}),
      access: createAccess({ db }),
      activity: { record() {} },
      settings: alarmSettings({ hold: { motion: { hold: 0, min_on: 0 } } }),
      now: clock.now,
      timers: clock.timers,
      dataFolder,
      log: createLog('silent'),
    }),
  )
  const household = addHousehold(db)
  const device = addDevice(db, household, { address: '192.0.2.64' })
  addChannel(db, device, 1, { deviceName: 'Camera 1' })
  for (let i = 0; i < count; i++)
    for (const active of [true, false])
      alarms.notice(device.id, {
        kind: 'motion',
        rawType: 'VMD',
        active,
        sourceKey: 'ip:1',
        time: new Date('2025-01-22T10:29:58Z'),
        region: null,
        target: null,
        picture: null,
      })
  let caller: Caller = addPerson(db, household, 'admin')
  const app = new Hono<Env>()
  app.use('*', async (c, next) => {
    c.set('caller', caller)
    await next()
  })
  app.onError((error, c) => {
    const fault = asFault(error)
    return c.json({ detail: fault.message, errors: fault.problems }, statusOf(fault) as 400)
  })
  app.route('/api', alarmRoutes({ alarms }))
  const ask = async (path: string, method = 'GET') => {
    const answer = await app.request(path, { method })
    return { status: answer.status, body: (await answer.json()) as Page & { detail?: string } }
  }
  const begin = (kind: AlarmKind) =>
    alarms.notice(device.id, {
      kind,
      rawType: kind,
      active: true,
      sourceKey: 'ip:1',
      time: null,
      region: null,
      target: null,
      picture: null,
    })
  return { ask, begin, device, become: (role: 'admin' | 'operator') => (caller = addPerson(db, household, role)) }
}

test('an item has the keys of the document, and ours', async () => {
  const { ask, device } = start(1)
  const { status, body } = await ask('/api/user/alarm')
  expect(status).toBe(200)
  expect(body).toMatchObject({ next_cursor_time: '2025-01-22T10:30:00.000Z', next_cursor_id: 1, has_more: false })
  expect(body.items[0]).toEqual({
    id: 1,
    device_id: device.id,
    device_ip_web: '192.0.2.64',
    event: 'motion_detection',
    channel_id_in_device: '1',
    channel_name: 'Camera 1',
    message: 'Motion detected',
    created_at: '2025-01-22T10:30:00.000Z',
    uuid: expect.any(String),
    channel_id: 1,
    kind: 'motion',
    ended_at: '2025-01-22T10:30:00.000Z',
    duration_seconds: 0,
    end_reason: 'inactive',
    rule: null,
    device_time: '2025-01-22T10:29:58.000Z',
    target: null,
    region: null,
    area: null,
    severity: 'info',
    acknowledged_at: null,
    acknowledged_by: null,
    picture_url: null,
    recording_id: null,
  })
})

test('the cursor of a page leads to the next one, however the client spells the zone', async () => {
  const { ask } = start(60)
  const ids: number[] = []
  let query = ''
  for (let page = 0; page < 3; page++) {
    const { body } = await ask(`/api/user/alarm?t=1&${query}`)
    ids.push(...body.items.map(({ id }) => id))
    expect(body.has_more).toBe(page < 2)
    const time = body.next_cursor_time!.replace('.000Z', ['.000000+00:00', '.000%2B0000', 'Z'][page]!)
    query = `cursor_time=${time}&cursor_id=${body.next_cursor_id}`
  }
  expect(ids).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i))
  expect((await ask(`/api/user/alarm?${query}`)).body).toEqual({
    items: [],
    next_cursor_time: null,
    next_cursor_id: null,
    has_more: false,
  })
})

test('half a cursor is no cursor', async () => {
  const { ask } = start(3)
  for (const query of ['cursor_id=2', 'cursor_time=2020-01-01T00:00:00Z', 'cursor_time=&cursor_id='])
    expect((await ask(`/api/user/alarm?${query}`)).body.items).toHaveLength(3)
})

test('what cannot be a time, number or id is refused in words', async () => {
  const { ask } = start(1)
  for (const query of ['cursor_time=yesterday', 'cursor_time=2025-13-01T00:00:00Z', 'cursor_id=1e3', 'device_id=-1']) {
    const { status, body } = await ask(`/api/user/alarm?${query}`)
    expect({ query, status }).toEqual({ query, status: 400 })
    expect(body.detail).toContain(query.split('=')[0]!)
  }
  expect((await ask('/api/user/alarm/none', 'DELETE')).status).toBe(400)
})

test('filters are read from the query', async () => {
  const { ask, device } = start(2)
  const count = async (query: string) => (await ask(`/api/user/alarm?${query}`)).body.items.length
  expect(await count(`device_id=${device.id}`)).toBe(2)
  expect(await count('device_id=99')).toBe(0)
  expect(await count('event=motion_detection&channel_id_in_device=1')).toBe(2)
  expect(await count('event=Motion%20Detection')).toBe(0)
  expect(await count('channel_id_in_device=%00x'.replace('%00', '%20'))).toBe(0)
})

test('only those that go on are asked for by open', async () => {
  const { ask, begin, device } = start(30)
  begin('video_loss')
  begin('intrusion')
  const kinds = async (query: string) => (await ask(`/api/user/alarm?${query}`)).body.items.map(({ kind }) => kind)
  expect(await kinds('open=true')).toEqual(['intrusion', 'video_loss'])
  expect(await kinds('open=1&event=video_loss')).toEqual(['video_loss'])
  expect(await kinds('open=true&event=motion_detection')).toEqual([])
  expect(await kinds(`open=true&device_id=${device.id}&channel_id_in_device=1`)).toEqual(['intrusion', 'video_loss'])
  expect(await kinds('open=true&device_id=99')).toEqual([])
  expect(await kinds('open=true&channel_id_in_device=2')).toEqual([])
  expect(await kinds('open=false')).toHaveLength(25)
  const { body } = await ask('/api/user/alarm?open=true')
  expect(body).toMatchObject({ has_more: false, next_cursor_id: 31 })
  expect(await kinds(`open=true&cursor_time=${body.items[0]!.created_at}&cursor_id=32`)).toEqual(['video_loss'])
  expect((await ask('/api/user/alarm?open=maybe')).status).toBe(400)
})

test('one alarm is removed by number or uuid, once', async () => {
  const { ask } = start(2)
  const { body } = await ask('/api/user/alarm')
  const gone = { status: 200, body: { detail: 'Alarm deleted successfully' } as never }
  expect(await ask(`/api/user/alarm/${body.items[0]!.id}`, 'DELETE')).toEqual(gone)
  expect(await ask(`/api/user/alarm/${body.items[1]!.uuid}`, 'DELETE')).toEqual(gone)
  expect(await ask('/api/user/alarm/1', 'DELETE')).toMatchObject({ status: 404, body: { detail: 'Alarm not found' } })
})

test('all alarms are removed and counted, by an admin only', async () => {
  const { ask, become } = start(3)
  become('operator')
  expect((await ask('/api/user/alarm', 'DELETE')).status).toBe(403)
  become('admin')
  expect(await ask('/api/user/alarm', 'DELETE')).toEqual({
    status: 200,
    body: { detail: 'All alarms deleted', deleted_count: 3 } as never,
  })
})

// What was changed on a device is written back from the activity log, if nobody has changed it since.
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import { createRecorderStand } from '../testing/recorder-stand.ts'

type Stand = Awaited<ReturnType<typeof createRecorderStand>>
interface Row {
  id: number
  action: string
  success: boolean
  metadata: Record<string, unknown>
  undoable: boolean
  undone_at: string | null
}

let stand: Stand
beforeEach(async () => {
  stand = await createRecorderStand()
})
afterEach(() => stand[Symbol.asyncDispose]())

const newest = async (action: string) => {
  const { body } = await stand.ask('GET', `/api/activity?limit=1&action=${action}`)
  return body.data[0] as Row
}
const undo = (row: Row, body: object | undefined = undefined, token = stand.app.token) =>
  stand.ask('POST', `/api/activity/${row.id}/undo`, body, token)
const settings = () => stand.recorder.settings.get('ip:1')
const configure = (patch: object) => stand.ask('PUT', '/api/device/1/channel/1/infor', patch)

test('settings of a channel go back as they were, and the way back can be undone too', async () => {
  expect((await configure({ resolution_width: 1280, resolution_height: 720 })).status).toBe(200)
  const row = await newest('update_channel_config')
  expect(row).toMatchObject({
    metadata: { before: { width: 1920, height: 1080 }, after: { width: 1280, height: 720 } },
    undoable: true,
    undone_at: null,
  })
  const { status, body } = await undo(row)
  expect([status, body]).toEqual([
    200,
    {
      success: true,
      data: { id: row.id, before: { width: 1280, height: 720 }, after: { width: 1920, height: 1080 }, kept: [] },
      message: 'The former state is back',
    },
  ])
  expect(settings()).toMatchObject({ width: 1920, height: 1080 })
  expect((await stand.ask('GET', `/api/activity/${row.id}`)).body.data.undone_at).not.toBeNull()
  expect(await newest('undo_change')).toMatchObject({
    success: true,
    resource_type: 'activity',
    resource_id: String(row.id),
    metadata: { of: 'update_channel_config', after: { width: 1920, height: 1080 } },
  })
  const way = await newest('update_channel_config')
  expect([way.id > row.id, way.undoable]).toEqual([true, true])
  expect((await undo(way)).status).toBe(200)
  expect(settings()).toMatchObject({ width: 1280, height: 720 })
})

test('what somebody changed since is left alone, unless it is insisted on', async () => {
  await configure({ vbr_upper_cap: 2000 })
  const row = await newest('update_channel_config')
  const known = settings()
  if (known) stand.recorder.settings.set('ip:1', { ...known, maxKbps: 3000, quality: 90 })
  const refused = await undo(row)
  expect([refused.status, refused.body.error]).toEqual([
    409,
    'It was changed again since: max kbps is 3000 now, and this change had left 2000. With force the former state is written all the same.',
  ])
  expect(settings()).toMatchObject({ maxKbps: 3000 })
  expect((await undo(row, { force: true })).body.data).toMatchObject({
    before: { maxKbps: 3000 },
    after: { maxKbps: 4096 },
  })
  // What the change was not about stays.
  expect(settings()).toMatchObject({ maxKbps: 4096, quality: 90 })
})

test('two who undo at once write it back once', async () => {
  await configure({ vbr_upper_cap: 2000 })
  const row = await newest('update_channel_config')
  const answers = await Promise.all([undo(row), undo(row)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('the schedule of a channel goes back on', async () => {
  await stand.ask('PUT', '/api/device/1/channel/1/infor/recording-mode', { schedule_enable: false })
  const row = await newest('update_recording_mode')
  expect(row.metadata).toEqual({ before: { enabled: true }, after: { enabled: false } })
  expect((await undo(row)).status).toBe(200)
  expect(stand.recorder.schedules.get('ip:1')?.enabled).toBe(true)
})

test('rights of a device user go back, those that were changed and no others', async () => {
  await stand.ask('POST', '/api/device/1/user/sync')
  const { body: users } = await stand.ask('GET', '/api/device/1/user')
  const guest = users.find((user: { user_name: string }) => user.user_name === 'guest')
  const changed = await stand.services.deviceUsers.change(stand.services.tokens.read(stand.app.token), 1, guest.id, {
    wishes: [
      { scope: 'remote', right: 'preview', channelNo: 1, allowed: true },
      { scope: 'remote', right: 'preview', channelNo: null, allowed: true },
    ],
    lists: [],
    force: false,
    dryRun: false,
  })
  expect(changed.code).toBe('OK')
  const row = await newest('update_device_user_permissions')
  expect(row).toMatchObject({ undoable: true, metadata: { device_user: 'guest' } })
  const rights = () => stand.recorder.rights.get(3)?.remote
  const other = rights()?.channels[2]
  if (other) other.preview = true
  expect((await undo(row)).status).toBe(200)
  expect([rights()?.global.preview, rights()?.channels[1]?.preview, rights()?.channels[2]?.preview]).toEqual([
    false,
    false,
    true,
  ])
})

test('a name of ours goes back, also to none', async () => {
  await stand.ask('PUT', '/api/channels/1', { name: 'Porch' })
  const row = await newest('rename_channel')
  expect((await undo(row)).body.data).toMatchObject({ before: { name: 'Porch' }, after: { name: null } })
})

test('a half write is in the log with both states, and its half goes back', async () => {
  await stand.ask('GET', '/api/device/1/channel/1/infor')
  stand.recorder.failing.set('channelConfig.write', () => {
    const known = settings()
    if (known) stand.recorder.settings.set('ip:1', { ...known, quality: 90 })
    return new Fault('device-busy', 'Busy')
  })
  expect((await configure({ fixed_quality: 90, vbr_upper_cap: 2000 })).status).toBe(503)
  const row = await newest('update_channel_config')
  expect(row).toMatchObject({ success: false, metadata: { before: { quality: 60 }, after: { quality: 90 } } })
  stand.recorder.failing.delete('channelConfig.write')
  expect((await undo(row)).status).toBe(200)
  expect(settings()).toMatchObject({ quality: 60, maxKbps: 4096 })
})

test('a schedule that the device refused is in the log, too', async () => {
  stand.recorder.failing.set('schedule.enable', new Fault('device-denied', 'It said no'))
  await stand.ask('PUT', '/api/device/1/channel/1/infor/recording-mode', { schedule_enable: false })
  expect(await newest('update_recording_mode')).toMatchObject({
    success: false,
    undoable: false,
    error_message: expect.stringContaining('It said no'),
    metadata: { asked: { enabled: false } },
  })
})

test('what a device keeps is said, and the change does not count as undone', async () => {
  await configure({ vbr_upper_cap: 2000, fixed_quality: 90 })
  const row = await newest('update_channel_config')
  stand.recorder.deaf.add('quality')
  const { body } = await undo(row)
  expect(body).toMatchObject({
    data: { kept: ['quality'] },
    message: 'The device did not take all of the former state',
  })
  expect((await stand.ask('GET', `/api/activity/${row.id}`)).body.data.undone_at).toBeNull()
})

test('a device that refuses is said, and logged', async () => {
  await configure({ vbr_upper_cap: 2000 })
  const row = await newest('update_channel_config')
  stand.recorder.failing.set('channelConfig.write', new Fault('device-denied', 'It said no'))
  expect((await undo(row)).status).toBe(502)
  expect(await newest('undo_change')).toMatchObject({ success: false, metadata: { of: 'update_channel_config' } })
})

test('what holds no former state, and what is not his, nobody undoes', async () => {
  await configure({ vbr_upper_cap: 2000 })
  const row = await newest('update_channel_config')
  const login = await newest('register')
  expect(login.undoable).toBe(false)
  expect((await undo(login)).body.error).toBe('This entry holds no former state that could be written back')
  expect((await undo(login)).status).toBe(409)
  expect((await undo(row, { force: 'yes' })).status).toBe(400)
  expect((await undo(row, {}, await stand.person('vera', 'viewer'))).status).toBe(403)
  expect((await undo(row, {}, await stand.person('olga', 'operator'))).status).toBe(403)
  expect((await undo(row, {}, await stand.person('otto'))).status).toBe(404)
  expect(settings()).toMatchObject({ maxKbps: 2000 })
})

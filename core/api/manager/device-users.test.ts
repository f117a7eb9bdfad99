// Device users and their rights through the front door: both bodies, only what is named, and nobody locked out.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

const USER = '/api/device/1/user'
const GUARD = `${USER}/2/permissions`

async function createStand(...given: Parameters<typeof createRecorderStand>) {
  const stand = await createRecorderStand(...given)
  await stand.ask('POST', `${USER}/sync`)
  stand.recorder.calls.length = 0
  return stand
}

describe('device users', () => {
  test('are the document’s, by number, and say which account is ours', async () => {
    await using stand = await createRecorderStand()
    expect((await stand.ask('GET', USER)).body).toEqual([])
    expect((await stand.ask('POST', `${USER}/sync`)).body).toEqual({ status: 'success', count: 3 })
    const { body } = await stand.ask('GET', USER)
    expect(body[0]).toEqual({
      id: 1,
      device_id: 1,
      user_id: 1,
      user_name: 'admin',
      role: 'administrator',
      is_active: true,
      inherent: true,
      used_by_us: true,
      read_at: expect.any(String),
      rights_read_at: null,
    })
    expect(body.map((user: { user_name: string }) => user.user_name)).toEqual(['admin', 'guard', 'guest'])
  })

  test('that are gone are no longer listed; who has the number next is another', async () => {
    await using stand = await createStand()
    await stand.ask('GET', GUARD)
    const all = stand.recorder.users
    stand.recorder.users = all.filter(({ id }) => id !== 2)
    expect((await stand.ask('POST', `${USER}/sync`)).body.count).toBe(2)
    expect((await stand.ask('GET', USER)).body).toHaveLength(2)
    expect((await stand.ask('GET', GUARD)).body.detail).toBe('User not found')
    stand.recorder.users = all.map((user) => (user.id === 2 ? { ...user, name: 'other' } : user))
    await stand.ask('POST', `${USER}/sync`)
    expect((await stand.ask('GET', USER)).body[1]).toMatchObject({ id: 2, user_name: 'other', rights_read_at: null })
    stand.recorder.users = []
    expect((await stand.ask('POST', `${USER}/sync`)).body).toEqual({ status: 'success', count: 0 })
  })

  test('and their rights are read together, and one that fails spoils no other', async () => {
    await using stand = await createRecorderStand()
    expect((await stand.ask('POST', `${USER}/syncall`)).body).toEqual({
      success: true,
      device_id: 1,
      total: 3,
      synced: 3,
      failed: 0,
      errors: [],
    })
    let asked = 0
    stand.recorder.failing.set('permissions.read', () =>
      ++asked === 2 ? new Fault('device-garbled', 'Nonsense.') : null,
    )
    expect((await stand.ask('POST', `${USER}/syncall`)).body).toMatchObject({
      success: true,
      synced: 2,
      failed: 1,
      errors: [{ device_user_id: 2, user_id: 2, error: 'Cannot fetch permission from device: Nonsense.' }],
    })
    stand.recorder.users = []
    expect((await stand.ask('POST', `${USER}/syncall`)).body).toMatchObject({ success: true, device_id: 1, total: 0 })
    stand.device.online = false
    expect((await stand.ask('POST', `${USER}/syncall`)).status).toBe(502)
  })
})

describe('rights', () => {
  test('are both documents in one object, asked of the device once', async () => {
    await using stand = await createStand()
    stand.recorder.rights.get(2)!.remote!.channels[2]!.preview = false
    const { status, body } = await stand.ask('GET', GUARD)
    expect(status).toBe(200)
    expect(body).toMatchObject({ device_user_id: 2, user_name: 'guard', role: 'operator', used_by_us: false })
    expect(body.global_permissions.local).toEqual({
      upgrade: true,
      parameter_config: true,
      playback: true,
      ptz_control: true,
      backup: true,
    })
    expect(body.channel_permissions['2']).toEqual({
      local: { playback: true, record: true, backup: true, ptz_control: true },
      remote: { preview: false, playback: true, record: true, ptz_control: true },
    })
    expect(Object.keys(body.local.global)).toHaveLength(14)
    expect(body.local.global).toMatchObject({ upgrade: true, voice_talk: false })
    expect(body.remote.channels).toEqual({ preview: [1], playback: [1, 2], record: [1, 2], ptz_control: [1, 2] })
    stand.device.online = false
    expect((await stand.ask('GET', GUARD)).body).toEqual(body)
    expect(stand.called()).toEqual(['permissions.read'])
  })

  test('of a camera without a local screen are whole, too', async () => {
    await using stand = await createStand(1, ({ rights }) => rights.set(2, { ...rights.get(2)!, local: null }))
    const { body } = await stand.ask('GET', GUARD)
    expect(body.global_permissions.local).toEqual({})
    expect(body.local.channels).toEqual({})
    expect(body.local.global.upgrade).toBe(false)
    const put = await stand.ask('PUT', GUARD, { global_permissions: { local: { playback: true } } })
    expect(put.body).toMatchObject({ success: true, code: 'OK', ignored: ['local.playback'] })
  })

  test('are read anew', async () => {
    await using stand = await createStand()
    await stand.ask('GET', GUARD)
    stand.recorder.rights.get(2)!.local!.global.upgrade = false
    expect((await stand.ask('POST', `${GUARD}/sync`)).body).toEqual({ status: 'success' })
    expect((await stand.ask('GET', GUARD)).body.global_permissions.local.upgrade).toBe(false)
  })
})

describe('changing rights', () => {
  test('with the document’s body touches what is named and nothing else', async () => {
    await using stand = await createStand()
    const guest = `${USER}/3/permissions`
    const before = structuredClone(stand.recorder.rights.get(3)!)
    const answer = await stand.ask('PUT', guest, {
      global_permissions: { local: { playback: true, ptz_control: true } },
      channel_permissions: { '1': { local: { preview: true } } },
    })
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        success: true,
        code: 'OK',
        message: 'Permission updated successfully',
        ignored: ['local.preview'],
        changes: [
          { scope: 'local', right: 'playback', channel_no: null, from: false, to: true },
          { scope: 'local', right: 'ptz_control', channel_no: null, from: false, to: true },
        ],
      },
    ])
    Object.assign(before.local!.global, { playback: true, ptz_control: true })
    expect(stand.recorder.rights.get(3)).toEqual(before)
    const write = stand.recorder.calls.find(({ name }) => name === 'permissions.write')
    expect(write?.given).toEqual([3, { local: { global: { playback: true, ptz_control: true }, channels: {} } }])
    expect((await stand.ask('GET', guest)).body.global_permissions.local.playback).toBe(true)
    expect(await stand.activity('update_device_user_permissions')).toMatchObject([
      {
        success: true,
        metadata: {
          device_user: 'guest',
          before: { 'local.playback': false },
          after: { 'local.playback': true, 'local.ptz_control': true },
        },
      },
    ])
  })

  test('with the front end’s body takes back what GET gave, and writes only what differs', async () => {
    await using stand = await createStand()
    const { body: given } = await stand.ask('GET', GUARD)
    const same = await stand.ask('PUT', GUARD, { device_id: '1', device_user_id: 2, permissions: given })
    expect(same.body).toEqual({ success: true, code: 'OK', message: 'Permission updated successfully', changes: [] })
    expect(stand.called()).not.toContain('permissions.write')
    given.local.global.upgrade = false
    given.remote.channels.preview = [2]
    const changed = await stand.ask('PUT', GUARD, { device_id: '1', device_user_id: 99, permissions: given })
    expect(changed.body.changes).toEqual([
      { scope: 'local', right: 'upgrade', channel_no: null, from: true, to: false },
      { scope: 'remote', right: 'preview', channel_no: 1, from: true, to: false },
    ])
    expect(stand.recorder.rights.get(2)!.remote!.channels[1]!.preview).toBe(false)
    expect(stand.recorder.rights.get(2)!.remote!.channels[2]!.preview).toBe(true)
    const none = { permissions: { remote: { channels: { preview: [] } } } }
    await stand.ask('PUT', GUARD, none)
    expect(stand.recorder.rights.get(2)!.remote!.channels[2]!.preview).toBe(false)
    expect(stand.recorder.rights.get(2)!.remote!.channels[2]!.playback).toBe(true)
  })

  test('writes to the device’s number of the user, not to ours', async () => {
    await using stand = await createStand(1, (recorder) => {
      recorder.users = recorder.users.map((user) => (user.id === 3 ? { ...user, id: 9 } : user))
      recorder.rights.set(9, recorder.rights.get(3)!)
    })
    await stand.ask('PUT', `${USER}/3/permissions`, { global_permissions: { remote: { preview: true } } })
    expect(stand.recorder.calls.at(-1)).toMatchObject({ name: 'permissions.write', given: [9, {}] })
  })

  test('can be tried dry', async () => {
    await using stand = await createStand()
    const body = { global_permissions: { remote: { preview: false } }, dry_run: true }
    expect((await stand.ask('PUT', GUARD, body)).body).toMatchObject({
      success: true,
      dry_run: true,
      message: 'Nothing was written',
      changes: [{ right: 'preview', from: true, to: false }],
    })
    expect(stand.called()).toEqual(['permissions.read'])
  })

  test('that the device acts on only after a restart say so, and a dry run does not', async () => {
    await using stand = await createStand()
    stand.recorder.rebootRequired = true
    const body = { global_permissions: { remote: { playback: false } } }
    expect((await stand.ask('PUT', GUARD, { ...body, dry_run: true })).body).not.toHaveProperty('reboot_required')
    expect((await stand.ask('PUT', GUARD, body)).body).toMatchObject({ success: true, reboot_required: true })
  })

  test('of the account that we use needs force', async () => {
    await using stand = await createStand()
    const own = `${USER}/1/permissions`
    const body = { global_permissions: { remote: { preview: false } } }
    const refused = await stand.ask('PUT', own, body)
    expect([refused.status, refused.body]).toMatchObject([
      200,
      {
        success: false,
        code: 'INVALID_OPERATION',
        message: 'Invalid operation',
        error: expect.stringContaining('signs in with'),
        needs_force: 'own-account',
      },
    ])
    expect(stand.called()).not.toContain('permissions.write')
    const same = { global_permissions: { remote: { preview: true } } }
    expect((await stand.ask('PUT', own, same)).body.code).toBe('INVALID_OPERATION')
    expect((await stand.ask('PUT', own, { ...body, force: true })).body.success).toBe(true)
    expect(stand.recorder.rights.get(1)!.remote!.global.preview).toBe(false)
  })

  test('never takes from the last administrator, as long as he is the last', async () => {
    await using stand = await createStand(1, (recorder) => {
      recorder.device.username = 'admin'
      recorder.users = [
        { id: 1, name: 'admin', role: 'operator', inherent: false },
        { id: 2, name: 'boss', role: 'administrator', inherent: false },
      ]
      recorder.rights.set(2, { ...recorder.rights.get(1)!, role: 'administrator' })
    })
    const take = { global_permissions: { local: { upgrade: false } } }
    expect((await stand.ask('PUT', GUARD, take)).body).toMatchObject({
      success: false,
      code: 'INVALID_OPERATION',
      error: expect.stringContaining('last administrator'),
      needs_force: 'last-administrator',
    })
    // The device itself is asked: what we have stored may be old.
    stand.recorder.users.push({ id: 3, name: 'deputy', role: 'administrator', inherent: false })
    expect((await stand.ask('PUT', GUARD, take)).body).toMatchObject({ success: true })
  })

  test('that the device refuses is an answer; that it cannot be asked is an error', async () => {
    await using stand = await createStand()
    const body = { global_permissions: { remote: { preview: false } } }
    const low = new Fault('device-denied', 'This account may not do that.', { lacksRight: true })
    stand.recorder.failing.set('permissions.write', low)
    expect((await stand.ask('PUT', GUARD, body)).body).toMatchObject({
      success: false,
      code: 'LOW_PRIVILEGE',
      message: 'Insufficient privilege to modify permissions',
      error: expect.stringContaining('This account may not do that.'),
    })
    stand.recorder.failing.set('permissions.write', new Fault('device-denied', 'Not accepted.'))
    expect((await stand.ask('PUT', GUARD, body)).body).toMatchObject({ success: false, code: 'INVALID_OPERATION' })
    stand.recorder.failing.set('permissions.write', new Fault('unsupported', 'This user cannot be limited.'))
    expect((await stand.ask('PUT', GUARD, body)).body).toMatchObject({ success: false, code: 'INVALID_OPERATION' })
    stand.recorder.failing.set('permissions.write', new Fault('device-busy', 'Busy.'))
    const busy = await stand.ask('PUT', GUARD, body)
    expect([busy.status, busy.body.detail]).toEqual([503, 'Failed to push permissions to device: Busy.'])
    const log = (await stand.activity('update_device_user_permissions')) as unknown as { success: boolean }[]
    expect(log.map(({ success }) => success)).toEqual([false, false, false, false])
    expect((await stand.ask('GET', GUARD)).body.global_permissions.remote.preview).toBe(true)
  })

  test('by two at once loses neither change', async () => {
    await using stand = await createStand()
    const bodies = ['upgrade', 'playback', 'backup'].map((right) => ({
      global_permissions: { local: { [right]: false } },
    }))
    await Promise.all(bodies.map((body) => stand.ask('PUT', GUARD, body)))
    expect(stand.recorder.rights.get(2)!.local!.global).toMatchObject({
      upgrade: false,
      playback: false,
      backup: false,
    })
  })

  test('to nonsense is 400; a right that nobody knows is ignored', async () => {
    await using stand = await createStand()
    for (const body of [
      { global_permissions: { local: { playback: 'yes' } } },
      { global_permissions: [] },
      { channel_permissions: { x: { local: { playback: true } } } },
      { permissions: { local: { channels: { playback: [4711] } } } },
      { permissions: { local: { channels: { playback: 'all' } } } },
    ])
      expect([body, (await stand.ask('PUT', GUARD, body)).status]).toEqual([body, 400])
    const odd = {
      global_permissions: { local: { fly: true, playback: null }, remote: { constructor: true } },
      channel_permissions: { '99': { remote: { preview: true } } },
    }
    expect((await stand.ask('PUT', GUARD, odd)).body).toMatchObject({
      success: true,
      ignored: ['local.fly', 'remote.constructor', 'remote.preview'],
      changes: [],
    })
    expect(stand.called()).not.toContain('permissions.write')
  })
})

// Why no alarms of a kind come, asked and mended through the front door, against the simulated recorder.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { edit } from '../plugins/hikvision/simulator/testing/edit.ts'

// A loaded machine takes its time for a sign-in.
setDefaultTimeout(60_000)

interface Source {
  kind: string
  enabled: boolean | null
  notifies: boolean | null
  reason: { code: string; text: string; mendable: boolean } | null
}

describe('why no alarms come', () => {
  let recorder: Simulator
  let stand: TestApp

  beforeAll(async () => {
    recorder = await startSimulator({ model: 'nvr8', rtsp: false })
    stand = await createTestApp([hikvision])
    await add(recorder.user, recorder.password)
    await until('its channels are there', async () => (await channels()).length === 8)
    await until('its alarms can come', () => recorder.stats.alertStreams > 0)
  })
  afterAll(async () => {
    await stand?.[Symbol.asyncDispose]()
    await recorder?.[Symbol.asyncDispose]()
  })

  const add = (username: string, password: string) =>
    stand.ask('POST', '/api/devices', { ip_web: recorder.url, username, password, brand: 'hikvision' })
  const channels = async (): Promise<{ id: number; channel_no: number }[]> =>
    (await stand.ask('GET', '/api/channels')).body
  const idOf = async (no: number) => (await channels()).find((one) => one.channel_no === no)?.id
  const sourcesOf = async (no: number, how: 'stored' | 'asked' = 'stored') => {
    const path = `/api/channels/${await idOf(no)}/alarm-sources`
    const { status, body } = how === 'asked' ? await stand.ask('POST', `${path}/sync`) : await stand.ask('GET', path)
    expect(status).toBe(200)
    return { ...body, of: (kind: string) => (body.data as Source[]).find((one) => one.kind === kind) }
  }
  const enable = async (no: number, kind: string, token?: string) =>
    stand.ask('POST', `/api/channels/${await idOf(no)}/alarm-sources/${kind}/enable`, undefined, token)
  const alarmsOf = async (no: number) => {
    const id = await idOf(no)
    const { body } = await stand.ask('GET', '/api/user/alarm')
    return body.items.filter((one: { channel_id: number }) => one.channel_id === id)
  }

  test('an alarm that the recorder keeps to itself is told, linked, and comes from then on', async () => {
    const asked = await sourcesOf(6, 'asked')
    expect(asked).toMatchObject({ readable: true, read_at: expect.any(String) })
    expect(asked.of('motion')).toMatchObject({ enabled: true, notifies: true, reason: null })
    expect(asked.of('tamper')).toMatchObject({
      enabled: true,
      notifies: false,
      reason: { code: 'not-linked', mendable: true },
    })
    await recorder.raise({ type: 'shelteralarm', channel: 6, state: 'active' })
    const from = recorder.stats.writes.length
    const { status, body } = await enable(6, 'tamper')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      before: { enabled: true, notifies: false },
      after: { enabled: true, notifies: true },
      ignored: [],
      reboot_required: false,
    })
    const writes = recorder.stats.writes.slice(from)
    expect(writes.flatMap(({ lost, moved }) => [...lost, ...moved])).toEqual([])
    expect((await sourcesOf(6)).of('tamper')).toMatchObject({ notifies: true, reason: null })
    await recorder.raise({ type: 'shelteralarm', channel: 6, state: 'active' })
    await until('the alarm has come', async () => (await alarmsOf(6)).length > 0)
    expect(await alarmsOf(6)).toHaveLength(1)
  })

  test('a detector that is off is told and switched on, and nothing is written where nothing is to do', async () => {
    const path = 'ContentMgmt/InputProxy/channels/2/video/motionDetection'
    await edit(recorder.port, path, '<enabled>true</enabled>', '<enabled>false</enabled>')
    expect((await sourcesOf(2, 'asked')).of('motion')?.reason).toMatchObject({
      code: 'off',
      text: 'The detector for “Motion” is switched off on the device.',
    })
    expect((await enable(2, 'motion')).body).toMatchObject({ before: { enabled: false }, after: { enabled: true } })
    const from = recorder.stats.writes.length
    expect((await enable(2, 'motion')).body).toMatchObject({ before: { enabled: true }, after: { enabled: true } })
    expect(recorder.stats.writes.length).toBe(from)
    const entries = (await stand.ask('GET', '/api/activity')).body.data as { action: string; metadata: object }[]
    expect(entries.filter(({ action }) => action === 'update_detection').map(({ metadata }) => metadata)).toEqual([
      { kind: 'motion', before: { enabled: false, notifies: true }, after: { enabled: true, notifies: true } },
      { kind: 'tamper', before: { enabled: true, notifies: false }, after: { enabled: true, notifies: true } },
    ])
  })

  test('a detector and its link go back to what they were, from the activity log', async () => {
    const rows = async () => {
      const { body } = await stand.ask('GET', '/api/activity?action=update_detection')
      return body.data as { id: number; undoable: boolean; metadata: { kind: string; after: object } }[]
    }
    for (const [kind, after] of [
      ['motion', { enabled: false, notifies: true }],
      ['tamper', { enabled: true, notifies: false }],
    ] as const) {
      const row = (await rows()).find(({ metadata }) => metadata.kind === kind)
      expect([row?.undoable, (await stand.ask('POST', `/api/activity/${row?.id}/undo`)).status]).toEqual([true, 200])
      expect((await rows())[0]).toMatchObject({ undoable: true, metadata: { kind, after } })
      const way = (await rows())[0]
      expect((await stand.ask('POST', `/api/activity/${way?.id}/undo`)).status).toBe(200)
    }
  })

  test('motion that was switched with the other settings since is not told as it was before', async () => {
    const { body: all } = await stand.ask('GET', '/api/channels')
    const { id, device_id } = all.find((one: { channel_no: number }) => one.channel_no === 3)
    expect((await sourcesOf(3, 'asked')).of('motion')?.reason).toBeNull()
    await stand.ask('PUT', `/api/device/${device_id}/channel/${id}/infor`, { motion_detect: false })
    expect((await sourcesOf(3)).of('motion')?.reason?.code).toBe('off')
    await enable(3, 'motion')
    expect((await sourcesOf(3)).of('motion')?.reason).toBeNull()
  })

  test('motion is told alike by its sources and by both encodings, whichever switched it', async () => {
    const { body: all } = await stand.ask('GET', '/api/channels')
    const { id, device_id } = all.find((one: { channel_no: number }) => one.channel_no === 4)
    const infor = (quality: string) => `/api/device/${device_id}/channel/${id}/infor?quality=${quality}`
    const encodings = () =>
      Promise.all(['main', 'sub'].map(async (of) => (await stand.ask('GET', infor(of))).body.motion_detect))
    expect(await encodings()).toEqual([true, true])
    expect((await sourcesOf(4, 'asked')).of('motion')?.reason).toBeNull()
    expect((await stand.ask('PUT', infor('sub'), { motion_detect: false })).status).toBe(200)
    expect((await sourcesOf(4)).of('motion')?.reason?.code).toBe('off')
    expect(await encodings()).toEqual([false, false])
    await enable(4, 'motion')
    expect((await sourcesOf(4)).of('motion')?.reason).toBeNull()
    expect(await encodings()).toEqual([true, true])
  })

  const CENTER = /<EventTriggerNotification[^>]*>\s*<id>center<\/id>[\s\S]*?<\/EventTriggerNotification>/
  const deviceId = async () => (await stand.ask('GET', '/api/devices')).body[0].id
  const deviceSources = async (how: 'stored' | 'asked' = 'stored', token?: string) => {
    const path = `/api/devices/${await deviceId()}/alarm-sources`
    const { status, body } =
      how === 'asked'
        ? await stand.ask('POST', `${path}/sync`, undefined, token)
        : await stand.ask('GET', path, undefined, token)
    return { status, ...body, of: (kind: string) => (body.data as Source[]).find((one) => one.kind === kind) }
  }
  const enableOnDevice = async (kind: string, token?: string) =>
    stand.ask('POST', `/api/devices/${await deviceId()}/alarm-sources/${kind}/enable`, undefined, token)

  test('what the recorder itself raises is told, and linked where it keeps it to itself', async () => {
    await edit(recorder.port, 'Event/triggers/illaccess', CENTER, '')
    const asked = await deviceSources('asked')
    expect(asked).toMatchObject({ device_id: await deviceId(), channel_id: null, readable: true, reason: null })
    expect(asked.data.map(({ kind }: Source) => kind)).toEqual([
      ...['input', 'disk_full', 'disk_error', 'network_lost', 'ip_conflict', 'illegal_login', 'record_failed'],
    ])
    expect(asked.of('disk_full')).toMatchObject({ enabled: null, notifies: true, reason: null })
    expect(asked.of('illegal_login')).toMatchObject({
      notifies: false,
      reason: { code: 'not-linked', mendable: true, text: expect.stringContaining('“Illegal login”') },
    })
    const came = async () => {
      const { body } = await stand.ask('GET', '/api/user/alarm')
      return body.items.filter((one: { kind: string }) => one.kind === 'illegal_login')
    }
    await recorder.raise({ type: 'illaccess', channel: 0, state: 'active' })
    expect((await enableOnDevice('illegal_login')).body).toMatchObject({
      before: { enabled: null, notifies: false },
      after: { enabled: null, notifies: true },
      ignored: [],
    })
    expect((await deviceSources()).of('illegal_login')).toMatchObject({ notifies: true, reason: null })
    await recorder.raise({ type: 'illaccess', channel: 0, state: 'active' })
    await until('the alarm has come', async () => (await came()).length > 0)
    expect(await came()).toHaveLength(1)
    const [entry] = (await stand.ask('GET', '/api/activity')).body.data
    expect(entry).toMatchObject({
      action: 'update_detection',
      resource_type: 'device',
      metadata: { kind: 'illegal_login', before: { notifies: false }, after: { notifies: true } },
    })
    expect((await enableOnDevice('motion')).body.error).toContain('Nothing of this device itself raises “Motion”')
  })

  test('one input that the recorder keeps to itself is enough to say so, and only that one is linked', async () => {
    await edit(recorder.port, 'Event/triggers/IO-2', CENTER, '')
    expect((await deviceSources('asked')).of('input')).toMatchObject({ notifies: false })
    const from = recorder.stats.writes.length
    expect((await enableOnDevice('input')).body).toMatchObject({ after: { notifies: true } })
    expect(recorder.stats.writes.slice(from).map(({ path }) => path)).toEqual([expect.stringMatching(/IO-2$/)])
    expect((await deviceSources('asked')).of('input')).toMatchObject({ notifies: true, reason: null })
  })

  test('what cannot be mended is refused in words', async () => {
    expect((await enable(1, 'pir')).status).toBe(404)
    expect((await enable(1, 'strange')).status).toBe(400)
    const away = await sourcesOf(8, 'asked')
    expect(away.of('motion')?.enabled).toBeNull()
    recorder.setQuirks(['no-trigger-list'])
    const refused = await enable(6, 'motion')
    recorder.setQuirks([])
    expect(refused.status).toBeGreaterThanOrEqual(500)
    expect(refused.body.error).toContain('Cannot read the detectors')
  })

  test('who may not manage looks and does not mend, and strangers see nothing', async () => {
    const guard = { username: 'guard', password: 'a long password', role: 'operator' }
    const token = (await stand.ask('POST', '/api/auth/register', guard)).body.token
    expect((await enable(6, 'tamper', token)).status).toBe(403)
    expect((await deviceSources('asked', token)).status).toBe(200)
    expect((await enableOnDevice('illegal_login', token)).status).toBe(403)
    await stand.ask('PUT', '/api/settings/open_registration', { value: true })
    const other = { username: 'stranger', password: 'a long password' }
    const stranger = (await stand.ask('POST', '/api/auth/register', other, null)).body.token
    expect((await stand.ask('GET', `/api/channels/${await idOf(6)}/alarm-sources`, undefined, stranger)).status).toBe(
      404,
    )
    expect((await enable(6, 'tamper', stranger)).status).toBe(404)
    expect((await deviceSources('stored', stranger)).status).toBe(404)
    expect((await enableOnDevice('illegal_login', stranger)).status).toBe(404)
  })

  test('a device user who may not be told of alarms is the reason for all kinds', async () => {
    const { body: first } = await stand.ask('GET', '/api/devices')
    const change = { username: 'guest', password: 'porchlight-2' }
    await stand.ask('PUT', `/api/devices/${first[0].id}`, change)
    const reason = async () => (await sourcesOf(1)).reason
    await until('the recorder has refused', async () => (await reason()) !== null)
    expect(await reason()).toMatchObject({
      code: 'no-rights',
      mendable: false,
      text: expect.stringContaining('“guest”'),
    })
    expect((await deviceSources()).reason).toMatchObject({ code: 'no-rights' })
    const { data } = await sourcesOf(1)
    expect(data.every((one: Source) => one.reason?.code === 'no-rights')).toBe(true)
    const path = `/api/channels/${await idOf(1)}/alarm-sources/sync`
    expect((await stand.ask('POST', path)).body.error).toContain('The device user may not use Event/triggers')
  })

  test('a device user who may hear of alarms and may not look at settings is told of them', async () => {
    const { body: first } = await stand.ask('GET', '/api/devices')
    await stand.ask('PUT', `/api/devices/${first[0].id}`, { username: 'keeper', password: 'porchlight-2' })
    await until('nothing stands in the way', async () => (await sourcesOf(1)).reason === null)
    await until('its alarms can come', () => recorder.stats.alertStreams > 0)
    await recorder.raise({ type: 'VMD', channel: 5, state: 'active' })
    await until('the alarm has come', async () => (await alarmsOf(5)).length > 0)
  })
})

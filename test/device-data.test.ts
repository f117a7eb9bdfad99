// The appliance, its Hikvision driver and simulated devices: each change arrives on the device, and touches nothing else there.
import { describe, expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type ModelId, startSimulator } from '../plugins/hikvision/simulator/index.ts'

async function createStand(model: ModelId) {
  const simulator = await startSimulator({ model, rtsp: false })
  const porchlight = await createTestApp([hikvision])
  const { ask } = porchlight
  const login = { ip_web: simulator.url, username: simulator.user, password: simulator.password, brand: 'HIKVision' }
  await ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length > 0)
  return {
    simulator,
    ask,
    restart: porchlight.restart,
    /** What was written since the last call: nothing is ever lost or moved by it. */
    written(from: number) {
      const writes = simulator.stats.writes.slice(from)
      for (const { lost, moved } of writes) expect({ lost, moved }).toEqual({ lost: [], moved: [] })
      return writes
    },
    async [Symbol.asyncDispose]() {
      await porchlight[Symbol.asyncDispose]()
      await simulator[Symbol.asyncDispose]()
    },
  }
}

const INFOR = '/api/device/1/channel/1/infor'

describe.each<[ModelId]>([['nvr8'], ['dvr4'], ['camera']])('%s', (model) => {
  test('takes the document’s configuration and tells it back; what it told is no change', async () => {
    await using stand = await createStand(model)
    const { body: before } = await stand.ask('GET', INFOR)
    expect((await stand.ask('PUT', INFOR, before)).body).toEqual({ status: 'ok' })
    expect(stand.written(0)).toEqual([])
    const body = {
      channel_name: 'Front Door & Porch',
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
    const put = await stand.ask('PUT', INFOR, body)
    expect([put.status, put.body.status]).toEqual([200, 'ok'])
    expect(stand.written(0).length).toBeGreaterThan(2)
    const { body: limits } = await stand.ask('GET', `${INFOR}/capabilities`)
    const { body: after } = await stand.ask('GET', `${INFOR}/sync`)
    expect(after).toMatchObject({ ...body, fixed_quality: Math.max(...limits.fixed_quality.options) })
    expect((await stand.ask('GET', '/api/channels')).body[0].device_name).toBe('Front Door & Porch')
  }, 120_000)

  test('changes the rights that are named, on the device, and no other element', async () => {
    await using stand = await createStand(model)
    expect((await stand.ask('POST', '/api/device/1/user/syncall')).body).toMatchObject({ success: true, failed: 0 })
    const { body: users } = await stand.ask('GET', '/api/device/1/user')
    const user = users.find(({ used_by_us, inherent }: Record<string, boolean>) => !used_by_us && !inherent)
    const path = `/api/device/1/user/${user.id}/permissions`
    const { body: before } = await stand.ask('GET', path)
    expect((await stand.ask('PUT', path, { permissions: before })).body.changes).toEqual([])
    expect(stand.written(0)).toEqual([])
    const { preview } = before.global_permissions.remote
    const put = await stand.ask('PUT', path, { global_permissions: { remote: { preview: !preview } } })
    expect(put.body).toMatchObject({ success: true, code: 'OK' })
    expect(stand.written(0).map(({ changed }) => changed.length)).toEqual([1])
    await stand.ask('POST', `${path}/sync`)
    expect((await stand.ask('GET', path)).body.global_permissions.remote.preview).toBe(!preview)
  }, 120_000)

  test('tells its schedule, disks and users', async () => {
    await using stand = await createStand(model)
    const { body } = await stand.ask('POST', '/api/device/1/channels/recording-mode/sync')
    expect(body.failed_channels).toEqual([])
    const { timeline } = (await stand.ask('GET', `${INFOR}/recording-mode`)).body
    expect(timeline[0]).toMatchObject({ day_of_week: 0, day_start: 'Monday', mode: 'continuous' })
    expect((await stand.ask('POST', '/api/device/1/infor/storage')).body.status).toBe('success')
    expect((await stand.ask('POST', '/api/device/1/infor/onvif-users')).body.status).toBe('success')
    const { body: disks } = await stand.ask('GET', '/api/device/1/infor/storage')
    expect(disks.every((disk: { status: string }) => ['ok', 'absent'].includes(disk.status))).toBe(true)
  }, 120_000)
})

test('what a device proved not to support is offered no more, also after a restart', async () => {
  await using stand = await createStand('camera')
  const offers = async () => (await stand.ask('GET', '/api/devices/1')).body.offers
  expect(await offers()).toContain('logs')
  const query = { from: '2026-01-01T00:00:00', to: '2026-01-02T00:00:00', maxResults: 10, majorType: 'ALL' }
  expect((await stand.ask('POST', '/api/logs/device/1', query)).status).toBe(501)
  expect(await offers()).not.toContain('logs')
  const asked = () => stand.simulator.stats.requests.filter(({ path }) => path.includes('logSearch')).length
  const before = asked()
  await stand.restart()
  await until(
    'it is online again',
    async () => (await stand.ask('GET', '/api/devices/1')).body.state.phase === 'online',
  )
  expect((await stand.ask('POST', '/api/logs/device/1', query)).status).toBe(501)
  expect(await offers()).not.toContain('logs')
  expect(asked()).toBe(before)
}, 120_000)

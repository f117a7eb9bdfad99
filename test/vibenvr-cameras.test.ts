// Cameras as VibeNVR's clients see them: whole or in short, with nothing in them that leads into a camera, for whom they are.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { hearStatements } from '../core/testing/statements.ts'
import { until } from '../core/testing/until.ts'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

let it: VibeStand
let admin: Record<string, string>
let viewer: Record<string, string>
let key: Record<string, string>
beforeAll(async () => {
  it = await createVibeStand()
  admin = it.admin
  viewer = await it.person('vera', 'viewer')
  key = await it.key()
}, 120_000)
afterAll(() => it.it[Symbol.asyncDispose]())

const SUMMARY =
  `id name location is_active resolution_width resolution_height framerate recording_mode rtsp_transport live_view_mode
  status last_seen privacy_masks motion_masks audio_enabled enable_audio record_audio ptz_can_pan_tilt ptz_can_zoom ptz_can_home
  detect_engine ai_enabled ai_object_types ai_threshold ai_hardware ai_model ai_tracking_enabled created_at`.split(
    /\s+/,
  )
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const WHOLE =
  `id name rtsp_url sub_rtsp_url location is_active created_at sort_order status last_seen rtsp_transport sub_rtsp_transport
  live_view_mode storage_profile_id motion_storage_profile_id continuous_storage_profile_id snapshot_storage_profile_id
  archive_storage_profile_id archive_after_hours storage_profile audio_enabled enable_audio onvif_host onvif_port onvif_username
  onvif_password onvif_profile_token onvif_manufacturer onvif_model onvif_firmware onvif_serial onvif_hw_id onvif_can_events
  ptz_can_pan_tilt ptz_can_zoom ptz_can_home resolution_width resolution_height auto_resolution framerate rotation text_left text_right
  text_scale movie_file_name movie_quality movie_passthrough recording_mode previous_recording_mode max_movie_length record_audio
  preserve_movies max_storage_gb picture_file_name picture_quality picture_recording_mode preserve_pictures enable_manual_snapshots
  max_pictures_storage_gb threshold despeckle_filter motion_gap captured_before captured_after min_motion_frames show_frame_changes
  auto_threshold_tuning auto_noise_detection light_switch_detection mask privacy_masks motion_masks create_debug_media
  notify_webhook_url notify_telegram_token notify_telegram_chat_id notify_email_address notify_health_webhook_url
  notify_health_telegram_token notify_health_telegram_chat_id notify_health_email_recipient notify_start_email notify_start_telegram
  notify_start_webhook notify_start_command notify_end_webhook notify_end_command notify_health_email notify_health_telegram
  notify_health_webhook notify_attach_image_email detect_motion_mode detect_engine ai_enabled ai_object_types ai_threshold
  ai_tracking_enabled groups`
    .split(/\s+/)
    .concat(DAYS.flatMap((day) => [`schedule_${day}`, `schedule_${day}_start`, `schedule_${day}_end`]))

test('a sign-in is told all 119 fields, and neither password nor login of the camera', async () => {
  const { status, body } = await it.ask('GET', '/cameras', admin)
  expect(status).toBe(200)
  expect(body).toHaveLength(3)
  for (const camera of body) expect(Object.keys(camera).sort()).toEqual([...WHOLE].sort())
  expect(WHOLE).toHaveLength(119)
  const [first] = body
  expect(first).toMatchObject({
    ...{ id: it.first, name: 'Camera 1', is_active: true, status: 'CONNECTED', recording_mode: 'Off' },
    ...{ rtsp_url: 'rtsp://***:***@192.0.2.7:554/Streaming/Channels/101', onvif_password: null, privacy_masks: '[]' },
    ...{ sub_rtsp_url: null, preserve_movies: '14', max_storage_gb: 0, movie_passthrough: true, groups: [] },
    ...{ ptz_can_pan_tilt: false, ai_object_types: ['person', 'vehicle'], storage_profile: null },
  })
  expect(first.created_at).toMatch(/^\d{4}-.*Z$/)
  expect(JSON.stringify(body)).not.toMatch(/secret-of-it|right-password|login/)
  expect((await it.ask('GET', `/cameras/${it.first}`, admin)).body).toEqual({ ...first, last_seen: expect.any(String) })
})

test('a key is told 28 fields and no address, also of one camera and after a change', async () => {
  const { body } = await it.ask('GET', '/cameras', key)
  expect(body).toHaveLength(3)
  for (const camera of body) expect(Object.keys(camera).sort()).toEqual([...SUMMARY].sort())
  expect(SUMMARY).toHaveLength(28)
  expect(JSON.stringify(body)).not.toContain('rtsp://')
  const one = (await it.ask('GET', `/cameras/${it.second}`, key)).body
  expect(one).toEqual({ ...body[1], last_seen: expect.any(String) })
  const toggled = await it.ask('POST', `/cameras/${it.third}/recording`, key)
  expect(Object.keys(toggled.body)).toHaveLength(28)
  await it.ask('POST', `/cameras/${it.third}/recording`, key)
})

test('a viewer sees what is his: the list is shorter, another of the house is 403, and none at all 404', async () => {
  const { body } = await it.ask('GET', '/cameras', viewer)
  expect(body.map(({ id }: { id: number }) => id)).toEqual([it.first])
  const other = await it.ask('GET', `/cameras/${it.second}`, viewer)
  expect([other.status, other.body]).toEqual([403, { detail: 'Not authorized to view this camera' }])
  const none = await it.ask('GET', '/cameras/99999', viewer)
  expect([none.status, none.body]).toEqual([404, { detail: 'Camera not found' }])
  const odd = await it.ask('GET', '/cameras/gate', viewer)
  expect([odd.status, odd.body.detail[0].loc]).toEqual([422, ['path', 'camera_id']])
  for (const [method, path, sent] of [
    ['PUT', `/cameras/${it.first}`, { name: 'His', rtsp_url: '' }],
    ['DELETE', `/cameras/${it.first}`, undefined],
    ['POST', `/cameras/${it.first}/recording`, undefined],
    ['POST', '/cameras', { name: 'His', rtsp_url: 'rtsp://192.0.2.50/live' }],
    ['POST', '/cameras/reorder', { camera_ids: [it.first] }],
    ['POST', '/cameras/bulk-delete', [it.first]],
  ] as const)
    expect([path, (await it.ask(method, path, viewer, sent)).status]).toEqual([path, 403])
})

test('skip and limit cut the list, and what is no number is refused', async () => {
  const ids = async (query: string) => {
    const { body } = await it.ask('GET', `/cameras?${query}`, admin)
    return body.map(({ id }: { id: number }) => id)
  }
  expect(await ids('skip=1')).toEqual([it.second, it.third])
  expect(await ids('skip=1&limit=1')).toEqual([it.second])
  expect((await it.ask('GET', '/cameras?limit=-1', admin)).status).toBe(422)
})

test('the order that a client gives is that of the list, and is written down', async () => {
  const sent = { camera_ids: [it.third, it.first] }
  const { status, body } = await it.ask('POST', '/cameras/reorder', admin, sent)
  expect([status, body]).toEqual([200, { message: 'Cameras reordered successfully' }])
  const all = (await it.ask('GET', '/cameras', admin)).body
  expect(all.map(({ id }: { id: number }) => id)).toEqual([it.third, it.first, it.second])
  expect(all.map((camera: { sort_order: number }) => camera.sort_order)).toEqual([0, 1, 2])
  const { body: log } = await it.it.ask('GET', '/api/activity')
  expect(log.data[0].action).toBe('order_client_cameras')
})

/** The appliance asks something by itself now and then: the fewest of some tries are those that were asked for. */
async function fewest(count: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let left = 5; left > 0; left--) least = Math.min(least, await count())
  return least
}

test('each question about all cameras is put to the database once, however many are switched off', async () => {
  using statements = hearStatements()
  /** Another address each time: what was answered a moment ago is given again. */
  let limit = 500
  const asked = async () => {
    statements.clear()
    const { body } = await it.ask('GET', `/cameras?limit=${limit++}`, admin)
    expect(body).toHaveLength(3)
    return statements.count()
  }
  const before = await fewest(asked)
  for (const id of [it.first, it.second]) await it.it.ask('PUT', `/api/channels/${id}`, { in_use: false })
  expect(await fewest(asked)).toBe(before)
  for (const id of [it.first, it.second]) await it.it.ask('PUT', `/api/channels/${id}`, { in_use: true })
})

test('what is done to a group reads what is kept of the household once', async () => {
  const { id } = (await it.ask('POST', '/groups', admin, { name: 'Some' })).body
  using statements = hearStatements()
  const act = async (cameras: number[]) => {
    await it.ask('POST', `/groups/${id}/cameras`, admin, cameras)
    statements.clear()
    // Nothing is recorded: nothing changes.
    const { body } = await it.ask('POST', `/groups/${id}/action`, admin, { action: 'disable_motion' })
    expect(body).toEqual({ status: 'success', modified_count: 0 })
    return statements.count()
  }
  const one = await fewest(() => act([it.first]))
  const all = await fewest(() => act([it.first, it.second, it.third]))
  expect(all).toBe(one)
})

test('neither login nor name of it at an ONVIF camera is told or kept', async () => {
  it.driver.add('192.0.2.8', 1).username = 'name-there'
  await it.it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.8', username: 'name-there', password: 'right-password', brand: 'onvif', name: 'Bell' },
  })
  const found = await until('its channel is there', async () => {
    const { body } = await it.ask('GET', '/cameras?limit=99', admin)
    return body.find((one: { onvif_host: string | null }) => one.onvif_host === '192.0.2.8')
  })
  expect([found.onvif_username, found.onvif_password]).toEqual([null, null])
  const path = `/cameras/${found.id}`
  const { status, body } = await it.ask('PUT', path, admin, { ...found, onvif_username: 'name-sent' })
  expect([status, body]).toEqual([200, found])
  const exported = (await it.ask('GET', `${path}/export`, admin)).body
  expect(JSON.stringify([found, exported])).not.toMatch(/name-(there|sent)/)
})

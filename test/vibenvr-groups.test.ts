// Groups and files of cameras, as VibeNVR's clients make them.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

let it: VibeStand
let viewer: Record<string, string>
beforeAll(async () => {
  it = await createVibeStand()
  viewer = await it.person('vera', 'viewer')
}, 120_000)
afterAll(() => it.it[Symbol.asyncDispose]())

const ask = (method: string, path: string, body?: unknown, as = it.admin) => it.ask(method, path, as, body)
const modes = async () =>
  (await ask('GET', '/cameras')).body.map((one: { recording_mode: string }) => one.recording_mode)

test('a group is made, given cameras, told with them to whom they are shown, and removed', async () => {
  const made = await ask('POST', '/groups', { name: 'Outside', description: 'Doors' })
  expect([made.status, made.body]).toEqual([200, { id: 1, name: 'Outside', description: 'Doors', cameras: [] }])
  const filled = await ask('POST', '/groups/1/cameras', [it.first, it.second, 99_999])
  expect(filled.body.cameras.map((one: { id: number }) => one.id)).toEqual([it.first, it.second])
  expect(filled.body.cameras[0].groups).toEqual([{ name: 'Outside', description: 'Doors' }])
  expect(Object.keys(filled.body.cameras[0])).toHaveLength(119)
  const seen = (await ask('GET', '/groups', undefined, viewer)).body
  expect(seen[0].cameras.map((one: { id: number }) => one.id)).toEqual([it.first])
  const [ofKey] = (await ask('GET', '/groups', undefined, await it.key())).body
  expect(Object.keys(ofKey.cameras[0])).toHaveLength(28)
  expect((await ask('GET', '/groups/1')).body.name).toBe('Outside')
  expect((await ask('POST', '/groups', { name: 'His' }, viewer)).status).toBe(403)
  expect((await ask('DELETE', '/groups/1', undefined, viewer)).status).toBe(403)
  const gone = await ask('DELETE', '/groups/1')
  expect([gone.status, gone.body]).toEqual([200, { message: 'Group deleted' }])
  const none = await ask('GET', '/groups/1')
  expect([none.status, none.body]).toEqual([404, { detail: 'Group not found' }])
  expect((await ask('GET', `/cameras/${it.first}`)).body.groups).toEqual([])
  expect((await ask('POST', '/groups', { name: 'Other' })).body.id).toBe(2)
  expect((await ask('POST', '/groups/bulk-delete', [2, 77])).body).toEqual({
    ...{ message: 'Successfully deleted 1 group(s)', count: 1 },
  })
})

test('recording around alarms goes off and on again for a group, as each camera had it', async () => {
  const { id } = (await ask('POST', '/groups', { name: 'All' })).body
  const at = `/groups/${id}`
  expect((await ask('POST', `${at}/action`, { action: 'disable_motion' })).body).toEqual({
    ...{ message: 'No cameras in group', count: 0 },
  })
  await ask('POST', `${at}/cameras`, [it.first, it.second])
  await ask('POST', `/cameras/${it.first}/recording`)
  expect(await modes()).toEqual(['Continuous', 'Off', 'Off'])
  const off = await ask('POST', `${at}/action`, { action: 'disable_motion' })
  expect([off.status, off.body]).toEqual([200, { status: 'success', modified_count: 1 }])
  expect(await modes()).toEqual(['Off', 'Off', 'Off'])
  expect((await ask('POST', `${at}/action`, { action: 'enable_motion' })).body.modified_count).toBe(2)
  expect(await modes()).toEqual(['Continuous', 'Motion Triggered', 'Off'])
  const copied = await ask('POST', `${at}/action`, { action: 'copy_settings', source_camera_id: it.third })
  expect(copied.body.modified_count).toBe(2)
  expect(await modes()).toEqual(['Off', 'Off', 'Off'])
  const names = (await ask('GET', '/cameras')).body.map((one: { name: string }) => one.name)
  expect(names).toEqual(['Camera 1', 'Camera 2', 'Camera 3'])
  for (const [body, status, detail] of [
    [{ action: 'dance' }, 400, 'Invalid action'],
    [{ action: 'copy_settings' }, 400, 'source_camera_id required for copy_settings'],
    [{ action: 'copy_settings', source_camera_id: 99_999 }, 404, 'Source camera not found'],
  ] as const) {
    const answer = await ask('POST', `${at}/action`, body)
    expect([answer.status, answer.body.detail]).toEqual([status, detail])
  }
  expect((await ask('POST', `${at}/action`, { action: 'disable_motion' }, viewer)).status).toBe(403)
})

test('a file of cameras holds no way into one, and what has none is not taken in again', async () => {
  const all = await ask('GET', '/cameras/export/all')
  expect(all.headers.get('content-disposition')).toMatch(
    /^attachment; filename=vibenvr_cameras_export_\d{8}_\d{6}\.json$/,
  )
  expect([all.body.version, all.body.cameras.length]).toEqual(['1.1', 3])
  expect(JSON.stringify(all.body)).not.toMatch(/secret-of-it|right-password|login/)
  const one = await ask('GET', `/cameras/${it.first}/export`)
  expect(one.headers.get('content-disposition')).toContain('filename=vibenvr_camera_Camera_1_')
  expect([one.body.camera.name, 'id' in one.body.camera]).toEqual(['Camera 1', false])
  expect((await ask('POST', '/cameras/export/bulk', [it.second])).body.cameras).toHaveLength(1)
  expect((await ask('GET', '/cameras/export/all', undefined, viewer)).status).toBe(403)
  const { body } = await ask('POST', '/cameras/import', all.body)
  expect(body).toMatchObject({ count: 0, skipped: 3 })
})

test('cameras of a file are tried and added, once', async () => {
  const camera = { name: 'Yard', rtsp_url: 'rtsp://anna:h%40rd@192.0.2.70/live', recording_mode: 'Off', groups: ['X'] }
  const file = (content: unknown) => {
    const form = new FormData()
    form.set('file', new File([typeof content === 'string' ? content : JSON.stringify(content)], 'cameras.json'))
    return form
  }
  const tried = await ask('POST', '/cameras/import?analyze_only=true', file({ camera, version: '1.1' }))
  expect(tried.body).toMatchObject({ message: 'Analysis complete', count: 1, skipped: 0 })
  expect(tried.body.cameras[0]).toMatchObject({ name: 'Yard', rtsp_url: 'rtsp://***:***@192.0.2.70/live' })
  expect(JSON.stringify(tried.body)).not.toContain('rd@')
  expect((await ask('GET', '/cameras')).body).toHaveLength(3)
  // Somebody else's copy of what was told has nothing behind its mask.
  const other = await it.person('other', 'admin')
  const told = () => file({ cameras: tried.body.cameras, version: '1.1' })
  expect((await ask('POST', '/cameras/import', told(), other)).body).toMatchObject({ count: 0, skipped: 1 })
  const taken = await ask('POST', '/cameras/import', told())
  expect(taken.body).toEqual({ message: 'Successfully imported 1 camera(s)', count: 1, skipped: 0 })
  const again = await ask('POST', '/cameras/import', file({ cameras: [camera], version: '1.1' }))
  expect(again.body).toEqual({
    message: 'Successfully imported 0 camera(s). 1 camera(s) skipped (already existing).',
    ...{ count: 0, skipped: 1 },
  })
  const broken = await ask('POST', '/cameras/import', file('{'))
  expect([broken.status, broken.body]).toEqual([400, { detail: 'Invalid JSON file format' }])
  expect((await ask('POST', '/cameras/import', file([]))).status).toBe(400)
  expect((await ask('POST', '/cameras/import', new FormData())).status).toBe(422)
  expect((await ask('POST', '/cameras/import', file({ cameras: [] }), viewer)).status).toBe(403)
  expect((await ask('POST', '/cameras/import/motioneye')).status).toBe(501)
})

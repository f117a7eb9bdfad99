// Streams added, changed, tried and removed by LightNVR's clients: what is real of it, what is kept, and what is refused and why.
import { afterAll, expect, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import { createStreamStand } from './lightnvr-stream-stand.ts'
import { startCamera } from './rtsp-source/camera.ts'

const { it, document, code, first, second, as, ask, add, read, full, put, remove, ruleOf, deeds } =
  await createStreamStand()
afterAll(() => it[Symbol.asyncDispose]())

test('the document’s own example adds a stream under its name, which the list has at once', async () => {
  const example = {
    ...{ name: 'New Camera', url: 'rtsp://192.168.1.103:554/stream1', enabled: true, width: 1280, height: 720 },
    ...{ fps: 10, codec: 'h264', priority: 5, record: true },
  }
  expect(await add(example)).toEqual({ status: 201, body: { success: true } })
  const { streams } = (await ask('GET', `${document}/api/streams`)).body
  const made = streams.find(({ name }: { name: string }) => name === 'New Camera')
  expect(made).toMatchObject({ ...example, retention_days: -1, segment_duration: 30, post_detection_buffer: 5 })
  expect(await ruleOf(made.id)).toMatchObject({ mode: 'continuous', segment_seconds: 30, retention_days: null })
  const again = await add({ ...example, url: 'rtsp://192.168.1.104/x' })
  expect([again.status, again.body]).toEqual([409, { error: 'Stream already exists' }])
  const there = await add({ ...example, name: 'Other' })
  expect([there.status, there.body.error]).toEqual([409, 'Stream already exists: there is a camera with this address'])
  expect(await remove('New Camera', '?permanent=true')).toMatchObject({ status: 200, body: { permanent: true } })
  expect((await ask('GET', `${code}/api/streams/New%20Camera`)).body).toEqual({ error: 'Stream not found' })
})

test('what is no stream is refused in words, and nothing is added', async () => {
  const url = 'rtsp://192.0.2.50/x'
  const before = (await ask('GET', `${code}/api/streams`)).body.length
  for (const [body, status, error] of [
    ['{', 400, 'Invalid JSON in request body'],
    ['[]', 400, 'Invalid JSON in request body'],
    [{ name: 'a' }, 400, 'Missing required fields (name, url)'],
    [{ name: 5, url }, 400, 'Missing required fields (name, url)'],
    [{ name: 'a', url: 'http://192.0.2.50/onvif/device_service', is_onvif: true }, 400, 'url must begin with rtsp://'],
    [{ name: 'a', url: 'rtsp://' }, 400, 'The address has no valid host name'],
    [{ name: 'a', url: 'rtsp://127.1.1.1\u0000/x' }, 400, 'url must not contain control characters'],
    [{ name: 'a', url: `rtsp://192.0.2.50/${'x'.repeat(512)}` }, 400, 'url must be shorter than 512 bytes'],
    [{ name: 'a', url: 'rtsp://169.254.169.254/x' }, 400, '169.254.169.254 cannot be used'],
    [{ name: 'a', url, retention_days: 366 }, 400, 'retention_days must be between -1 and 365'],
    [{ name: 'a', url, detection_url: 'file:///etc/passwd' }, 400, 'detection_url must begin with'],
    [{ name: 'a', url, publish_url: 'http://192.0.2.1/' }, 400, 'publish_url must begin with'],
    [{ name: 'a', url, admin_url: `http://${'x'.repeat(600)}` }, 413, 'admin_url is too long'],
    [{ name: 'a', url, segment_duration: 1e9 }, 400, 'segment_duration must be between 10 and 3600'],
    [{ name: 'a', url, tags: 'x'.repeat(65) }, 400, 'tags may be at most 32'],
    [{ name: 'a', url, tags: 'x,'.repeat(33) }, 400, 'tags may be at most 32'],
    [{ name: 'a', url, max_storage_mb: -1 }, 400, 'max_storage_mb must be 0'],
    ...['a/b', 'a\\b', 'a?b', 'a#b', 'a%b', '.a', 'a\nb', 'a\u202eb', 'ä'.repeat(128)].map((name) => [
      { name, url },
      400,
      'Invalid stream name',
    ]),
  ] as [unknown, number, string][]) {
    const answer = await ask('POST', `${document}/api/streams`, body)
    expect([body, answer.status, Object.keys(answer.body)]).toEqual([body, status, ['error']])
    expect(answer.body.error).toStartWith(error)
  }
  expect((await ask('GET', `${code}/api/streams`)).body.length).toBe(before)
})

test('a login of an address or of the ONVIF fields is kept with the camera, and told to nobody', async () => {
  await add({ name: 'With login', url: 'rtsp://ann:secret-one@192.0.2.51/stream1', record: false })
  await add({
    ...{ name: 'onvif.one', url: 'rtsp://192.0.2.52/stream1', isOnvif: true, record: false },
    ...{ onvif_username: 'ben', onvif_password: 'secret two', detection_url: 'http://x:secret-three@192.0.2.9/d' },
  })
  const known = await full('onvif.one')
  expect(known.stream).toMatchObject({
    ...{ url: 'rtsp://192.0.2.52/stream1', is_onvif: true, isOnvif: true, onvif_username: 'ben', onvif_password: '' },
    ...{ detection_url: 'http://192.0.2.9/d' },
  })
  expect(known.inactive_fields.sort()).toEqual(['detection_url', 'is_onvif'])
  const lists = JSON.stringify([await full('With login'), known, (await ask('GET', `${code}/api/streams`)).body])
  expect(/secret.(one|two|three)|\Wann\W/.exec(lists)).toBeNull()
  const { devices } = { devices: (await it.ask('GET', '/api/devices')).body as { ip_web: string; username: string }[] }
  const users = devices.filter(({ ip_web }) => /192\.0\.2\.5[12]/.test(ip_web)).map(({ username }) => username)
  expect(users.sort()).toEqual(['ann', 'ben'])
  // What was read is sent back: its login stays. Another path of the same camera has the same one, another host none.
  await put('With login', await read('With login'))
  const userOf = async (host: string) =>
    ((await it.ask('GET', '/api/devices')).body as { ip_web: string; username: string }[]).find(({ ip_web }) =>
      ip_web.includes(host),
    )?.username
  expect(await userOf('192.0.2.51')).toBe('ann')
  expect((await put('With login', { url: 'rtsp://192.0.2.51/stream2' })).status).toBe(200)
  expect([await userOf('192.0.2.51'), (await read('With login')).url]).toEqual(['ann', 'rtsp://192.0.2.51/stream2'])
  expect((await put('With login', { url: 'rtsp://192.0.2.53/stream2' })).status).toBe(200)
  expect(await userOf('192.0.2.53')).toBe('')
  expect((await put('onvif.one', { onvif_password: 'other secret' })).status).toBe(200)
  expect(await userOf('192.0.2.52')).toBe('ben')
  const taken = await put('onvif.one', { url: 'rtsp://192.0.2.53/stream2' })
  expect([taken.status, taken.body.error]).toEqual([409, 'Stream already exists: there is a camera with this address'])
  for (const name of ['With login', 'onvif.one']) await remove(name, '?permanent=true')
})

test('a camera by its address has a smaller picture where it is given one, and none again', async () => {
  const sub = 'rtsp://cleo:secret-four@192.0.2.54/stream2'
  await add({ name: 'Two', url: 'rtsp://192.0.2.54/stream1', sub_stream_url: sub, record: false })
  const shown = 'rtsp://192.0.2.54/stream2'
  expect((await read('Two')).sub_stream_url).toBe(shown)
  const before = await deeds()
  await put('Two', { sub_stream_url: shown })
  expect(await deeds()).toEqual(before)
  expect((await put('Two', { sub_stream_url: 'http://192.0.2.54/' })).body.error).toStartWith(
    'sub_stream_url must begin',
  )
  await put('Two', { sub_stream_url: null })
  expect((await read('Two')).sub_stream_url).toBe('')
  await remove('Two', '?permanent=true')
})

test('a stream is disabled and enabled, kept private and shown again', async () => {
  expect(await remove(first)).toEqual({ status: 200, body: { success: true, permanent: false, status: 'accepted' } })
  expect(await read(first)).toMatchObject({ enabled: false, status: 'Stopped', privacy_mode: false })
  expect((await put(first, { set_privacy_mode: true })).status).toBe(409)
  await put(first, { enable_disabled: true, enabled: true })
  expect(await read(first)).toMatchObject({ enabled: true, status: 'Running' })
  expect(await put(first, { set_privacy_mode: true })).toEqual({
    status: 200,
    body: { success: true, privacy_mode: true },
  })
  expect(await read(first)).toMatchObject({
    enabled: true,
    status: 'Stopped',
    privacy_mode: true,
    can_control_privacy: true,
  })
  expect((await it.ask('GET', `/api/cameras/${first}`)).body.data.status).toBe('inactive')
  const { name } = await read(first)
  for (const path of [
    `/hls/${name}/index.m3u8`,
    `/go2rtc/api/frame.jpeg?src=${name}`,
    `/go2rtc/api/frame.jpeg?src=${name}_sub`,
  ])
    expect(await ask('GET', code + path)).toEqual({
      ...{ status: 409, body: { error: 'This stream is disabled: enable it first' } },
    })
  // The form that is sent back says that it is enabled; it stays private.
  await put(first, await read(first))
  expect((await read(first)).privacy_mode).toBe(true)
  expect((await put(first, { set_privacy_mode: false })).body).toEqual({ success: true, privacy_mode: false })
  expect(await read(first)).toMatchObject({ enabled: true, status: 'Running', privacy_mode: false })
  await put(first, { set_privacy_mode: true })
  await put(first, { enabled: false })
  expect(await read(first)).toMatchObject({ enabled: false, privacy_mode: false })
  await put(first, { enabled: true })
  expect(await read(first)).toMatchObject({ enabled: true, status: 'Running' })
})

test('tags are those of the channel, whoever sets them', async () => {
  await put(first, { tags: 'outside, gate ,, Gate' })
  expect((await read(first)).tags).toBe('outside,gate')
  expect((await it.ask('GET', '/api/channels')).body[0].tags).toEqual(['outside', 'gate'])
  await it.ask('PUT', `/api/channels/${first}`, { tags: ['inside'] })
  expect((await read(first)).tags).toBe('inside')
  await put(first, { tags: null })
  expect((await read(first)).tags).toBe('')
})

test('address, login and smaller picture of a recorder’s channel follow the recorder, and that is said', async () => {
  for (const [body, what] of [
    [{ url: 'rtsp://192.0.2.66/other' }, 'its address'],
    [{ sub_stream_url: 'rtsp://192.0.2.66/other' }, 'the address of its smaller picture'],
    [{ isOnvif: true, onvif_username: 'x', onvif_password: 'y' }, 'its login'],
  ] as const) {
    const answer = await put(first, body)
    expect([answer.status, answer.body.error]).toEqual([
      409,
      `This stream is a channel of Recorder: ${what} follows that device`,
    ])
  }
  const { name } = await read(first)
  const taken = await add({ name: 'Again', url: 'rtsp://192.0.2.7:554/Streaming/Channels/101' })
  expect([taken.status, taken.body.error]).toEqual([409, `Stream already exists: this is the address of ${name}`])
  expect((await add({ name: 'Again', url: 'rtsp://u:p@192.0.2.7/Streaming/Channels/102' })).status).toBe(409)
})

test('a recorder’s channel that is removed is hidden, and comes back by its name or its address', async () => {
  const { name, id } = await read(second, document)
  const gone = await remove(name, '?permanent=true')
  expect([gone.status, gone.body.permanent]).toEqual([200, true])
  expect(gone.body.message).toContain('hidden from this API')
  for (const asked of [name, String(id)])
    expect((await ask('GET', `${code}/api/streams/${asked}`)).body).toEqual({ error: 'Stream not found' })
  expect((await ask('GET', `${code}/api/streams`)).body.length).toBe(2)
  expect((await ask('GET', `${code}/api/health`)).body.streams.total).toBe(2)
  expect(Object.keys((await ask('GET', `${code}/go2rtc/api/streams`)).body)).not.toContain(name)
  expect((await it.ask('GET', '/api/channels')).body.length).toBe(3)
  expect((await add({ name, url: 'rtsp://192.0.2.7/whatever', tags: 'back' })).status).toBe(201)
  expect(await read(name, document)).toMatchObject({ id, tags: 'back' })
  await remove(name, '?permanent=1')
  expect((await add({ name: 'Front Door', url: 'rtsp://192.0.2.7/Streaming/Channels/201' })).status).toBe(201)
  expect(await read('Front Door', document)).toMatchObject({ id })
  expect((await read(name)).error).toBe('Stream not found')
  expect(await deeds()).toContain('hide_stream')
})

test('an address is tried at once, and why nothing comes is said', async () => {
  const tried = (body: unknown) => ask('POST', `${code}/api/streams/test`, body)
  const nobody = await tried({ url: 'rtsp://127.0.0.1:9/none', protocol: 0 })
  expect([nobody.status, nobody.body.success]).toEqual([200, false])
  expect(nobody.body.message).toBeString()
  for (const [body, error] of [
    [{}, 'Missing required field: url'],
    [{ url: 5 }, 'Missing required field: url'],
    [{ url: 'http://192.0.2.9/' }, 'Only addresses with rtsp://'],
    [{ url: 'rtsp://169.254.169.254/live' }, '169.254.169.254 cannot be used'],
  ] as const) {
    const answer = await tried(body)
    expect([body, answer.status]).toEqual([body, 400])
    expect(answer.body.error).toStartWith(error)
  }
})

test('a stream is read anew, and who asks again soon is told so', async () => {
  const { name } = await read(first)
  const done = await ask('POST', `${code}/api/streams/${first}/refresh`, undefined, as('operator'))
  expect([done.status, done.body]).toEqual([202, { success: true, message: 'Stream refresh requested', stream: name }])
  expect((await deeds())[0]).toBe('restart_camera')
  const again = (await ask('POST', `${document}/api/streams/${name}/refresh`)).body
  expect([again.coalesced, again.retry_after_seconds > 20]).toEqual([true, true])
})

test('whoever may not change a stream is told 403, whoever does not see it 404, and nobody 401', async () => {
  const asks: [string, string, unknown][] = [
    ['POST', '/api/streams', { name: 'x', url: 'rtsp://192.0.2.60/x' }],
    ['POST', '/api/streams/test', { url: 'rtsp://192.0.2.60/x' }],
    ['PUT', `/api/streams/${first}`, { priority: 4 }],
    ['PUT', `/api/streams/${first}`, { set_privacy_mode: true }],
    ['PUT', `/api/streams/${first}/retention`, { retention_days: 5 }],
    ['DELETE', `/api/streams/${first}`, undefined],
    ['DELETE', `/api/streams/${first}?permanent=true`, undefined],
  ]
  const before = await full(first)
  for (const at of [document, code, `${it.url}/lightnvr`])
    for (const [method, path, body] of asks) {
      const nobody = await ask(method, at + path, body, {})
      expect([path, nobody.status, nobody.body]).toEqual([path, 401, { error: 'Unauthorized' }])
      for (const who of ['viewer', 'operator', 'reading'] as const) {
        const answer = await ask(method, at + path, body, as(who))
        expect([method, path, who, answer.status]).toEqual([method, path, who, 403])
        expect(answer.body.error).toStartWith('Insufficient permissions')
      }
      if (!path.includes(first)) continue
      const unseen = path.replace(first, second)
      const hidden = await ask(method, at + unseen, body, as('viewer'))
      expect([unseen, hidden.status, hidden.body]).toEqual([unseen, 404, { error: 'Stream not found' }])
    }
  expect((await ask('POST', `${code}/api/streams/${first}/refresh`, undefined, as('viewer'))).status).toBe(403)
  expect((await ask('GET', `${code}/api/streams/${first}/retention`, undefined, as('viewer'))).status).toBe(200)
  expect(await full(first)).toEqual(before)
  const told = (await ask('GET', `${code}/api/streams/${first}`, undefined, as('viewer'))).body
  expect(told).toMatchObject({ can_control_privacy: false, admin_url: '', detection_url: '' })
})

test('a camera that sends is tried, added, and read anew: its size is known then', async () => {
  await using camera = await startCamera()
  const url = camera.address('/1/main')
  const tried = await ask('POST', `${document}/api/streams/test`, { url })
  expect(tried.body).toEqual({ success: true, info: { width: 1280, height: 720, fps: 25, codec: 'h264' } })
  const [, login = '', rest = ''] = /^rtsp:\/\/([^@]*)@(.*)$/.exec(url) ?? []
  const [username, password] = login.split(':').map(decodeURIComponent)
  const bare = { url: `rtsp://${rest}`, onvif_username: username, onvif_password: password }
  expect((await ask('POST', `${document}/api/streams/test`, bare)).body.success).toBe(true)
  const added = await add({ name: 'Real one', url })
  expect([added.status, added.body]).toEqual([201, { success: true }])
  await until('it is recorded, and its size known', async () => (await read('Real one')).width === 1280)
  const { id } = await read('Real one', document)
  const state = async () => (await ruleOf(id)).state
  await until('a file is written', async () => (await state()).file_started_at !== null)
  const { file_started_at: before } = await state()
  expect((await ask('POST', `${code}/api/streams/Real+one/refresh`)).status).toBe(202)
  await until('another file is written', async () => ![null, before].includes((await state()).file_started_at))
  await put('Real one', { set_privacy_mode: true })
  await until('nothing is recorded', async () => (await state()).doing === 'nothing')
  await remove('Real one', '?permanent=true')
}, 120_000)

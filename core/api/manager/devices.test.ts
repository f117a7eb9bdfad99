// Devices through the front door: seed 000's requests and answers, and what a person may expect beyond them.
import { describe, expect, test } from 'bun:test'
import { devices } from '../../db/schema/index.ts'
import { settle } from '../../testing/clock.ts'
import { createDevicesStand } from '../../testing/devices-stand.ts'

const HOST = '192.0.2.5'

async function createStand(count = 2) {
  const stand = await createDevicesStand()
  return { ...stand, device: stand.driver.add(HOST, count) }
}

describe('adding a device', () => {
  test('answers with the device of the document, signs in once and finds its channels', async () => {
    await using stand = await createStand()
    const added = await stand.ask('POST', '/api/devices', stand.form(HOST))
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      id: 1,
      ip_nvr: HOST,
      ip_web: HOST,
      username: 'admin',
      brand: 'Fake',
      is_checked: true,
      name: null,
      channel_count: 0,
      certificate_pinned: false,
      state: { phase: 'connecting', reason: null },
    })
    await settle()
    const { body } = await stand.ask('GET', '/api/devices')
    expect(body).toMatchObject([
      {
        id: 1,
        model: 'FAKE-1',
        kind: 'recorder',
        device_name: 'Recorder',
        channel_count: 2,
        state: { phase: 'online' },
      },
    ])
    expect(body[0].offers).toEqual(['live', 'snapshot', 'alarms'])
    expect((await stand.ask('GET', `/api/devices/${body[0].uuid}`)).body).toEqual(body[0])
    expect(stand.device.seen).toMatchObject({ connects: 1, refused: 0 })
  })

  test('never gives the password back, and stores it encrypted', async () => {
    await using stand = await createStand()
    const added = await stand.ask('POST', '/api/devices', stand.form(HOST))
    const all = [added.text, (await stand.ask('GET', '/api/devices')).text, stand.people.lines.join()]
    const rows = JSON.stringify([stand.db.query.devices.findMany().sync(), stand.db.query.activity.findMany().sync()])
    for (const text of [...all, rows]) expect(text).not.toContain('right-password')
    expect(rows).toContain('create_device')
  })

  test.each([
    [{ ip_web: '' }, 'ip_web'],
    [{ ip_web: undefined }, 'ip_web'],
    [{ ip_web: null }, 'ip_web'],
    [{ ip_web: 'a b' }, 'ip_web'],
    [{ ip_web: '127.0.0.1' }, 'ip_web'],
    [{ ip_web: '169.254.169.254' }, 'ip_web'],
    [{ ip_web: 'x'.repeat(600) }, 'ip_web'],
    [{ ip_nvr: '169.254.169.254' }, 'ip_nvr'],
    [{ ip_nvr: 'a:b@c' }, 'ip_nvr'],
    [{ ip_web: 5 }, 'ip_web'],
    [{ username: '' }, 'username'],
    [{ username: 'a\nb' }, 'username'],
    [{ password: '' }, 'password'],
    [{ password: 7 }, 'password'],
    [{ brand: 'acme' }, 'brand'],
    [{ is_checked: 'yes' }, 'is_checked'],
    [{ name: 'x'.repeat(101) }, 'name'],
  ])('with %j is refused and says where', async (wrong, field) => {
    await using stand = await createStand()
    const answer = await stand.ask('POST', '/api/devices', stand.form(HOST, wrong))
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].path).toBe(`body.${field}`)
    expect(stand.device.seen.connects).toBe(0)
  })

  test('with a brand that nobody speaks says so in the document’s words', async () => {
    await using stand = await createStand()
    const answer = await stand.ask('POST', '/api/devices', stand.form(HOST, { brand: 'acme' }))
    expect(answer.body.detail).toBe('Unsupported brand')
  })

  test('twice is a conflict, however the address is written', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    for (const ip_web of [HOST, `http://${HOST}`, `${HOST}:80`, `http://${HOST}/doc/page/login.asp`]) {
      const again = await stand.ask('POST', '/api/devices', stand.form(HOST, { ip_web }))
      expect([again.status, again.body.detail]).toEqual([409, 'Device already exists'])
    }
    const other = await stand.people.person({ username: 'another', role: 'admin' }, stand.admin.caller)
    expect((await stand.ask('POST', '/api/devices', stand.form(HOST), other.accessToken)).status).toBe(409)
  })

  test('that is not checked reads its channels once and watches over it no further', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST, { is_checked: false }))
    await settle()
    expect((await stand.ask('GET', '/api/devices')).body[0]).toMatchObject({
      channel_count: 2,
      state: { phase: 'unchecked' },
    })
    expect((await stand.ask('GET', '/api/devices/active')).body).toEqual([])
    await stand.advance(61)
    expect(stand.device.open).toEqual({ sessions: 0, watches: 0 })
  })

  test('at a bare RTSP address takes the login out of it', async () => {
    await using stand = await createStand()
    const form = { ip_web: `rtsp://ann:s%20ecret@${HOST}/live/1`, username: '', password: '', brand: 'rtsp' }
    stand.device.username = 'ann'
    stand.device.password = 's ecret'
    const added = await stand.ask('POST', '/api/devices', form)
    expect(added.body).toMatchObject({ ip_web: `rtsp://${HOST}/live/1`, ip_nvr: HOST, username: 'ann' })
    await settle()
    expect(stand.device.seen).toMatchObject({ connects: 1, refused: 0 })
  })
})

describe('changing a device', () => {
  async function withDevice() {
    const stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    return stand
  }

  test('by name only needs no new sign-in', async () => {
    await using stand = await withDevice()
    expect(await stand.ask('PUT', '/api/devices/1', { name: 'Attic', username: 'admin' })).toMatchObject({
      status: 204,
      text: '',
    })
    expect((await stand.ask('PUT', '/api/devices/1', {})).status).toBe(204)
    await settle()
    expect((await stand.ask('GET', '/api/devices/1')).body).toMatchObject({ name: 'Attic', state: { phase: 'online' } })
    await stand.ask('PUT', '/api/devices/1', { name: null })
    expect((await stand.ask('GET', '/api/devices/1')).body.name).toBeNull()
    expect(stand.device.seen.connects).toBe(1)
  })

  test('with a wrong password reaches the device once, though live view and person go on asking', async () => {
    await using stand = await withDevice()
    expect((await stand.ask('PUT', '/api/devices/1', { password: 'wrong-secret' })).status).toBe(204)
    await settle()
    for (let count = 0; count < 3; count++) {
      await stand.ask('POST', '/api/devices/1/sync')
      await stand.advance(120)
    }
    const { body } = await stand.ask('GET', '/api/devices/1')
    expect(body.state).toMatchObject({ phase: 'refused', kind: 'device-refused-login', retry_at: null })
    expect(stand.device.seen).toMatchObject({ connects: 2, refused: 1 })
    const sync = await stand.ask('POST', '/api/devices/1/sync')
    expect(sync.status).toBe(502)
    expect(stand.people.lines.join()).not.toContain('wrong-secret')
  })

  test('the same wrong password typed again within a minute is not tried again, the right one is', async () => {
    await using stand = await withDevice()
    for (let count = 0; count < 3; count++) {
      await stand.ask('PUT', '/api/devices/1', { password: 'wrong' })
      await settle()
      await stand.ask('PUT', '/api/devices/1', { password: 'wrong', name: `${count}` })
      await settle()
    }
    expect(stand.device.seen.refused).toBe(1)
    await stand.ask('PUT', '/api/devices/1', { password: 'right-password' })
    await settle()
    expect((await stand.ask('GET', '/api/devices/1')).body.state).toMatchObject({ phase: 'online', reason: null })
  })

  test('the same password typed again later is a new try: the device may have been set right', async () => {
    await using stand = await withDevice()
    await stand.ask('PUT', '/api/devices/1', { password: 'new' })
    await settle()
    stand.device.password = 'new'
    await stand.advance(61)
    await stand.ask('PUT', '/api/devices/1', { name: 'x' })
    await settle()
    expect(stand.device.seen.connects).toBe(2)
    await stand.ask('PUT', '/api/devices/1', { password: 'new' })
    await settle()
    expect((await stand.ask('GET', '/api/devices/1')).body.state.phase).toBe('online')
  })

  test('by another address signs in there; channels of the old one stay, inactive', async () => {
    await using stand = await withDevice()
    stand.driver.add('192.0.2.6', 1)
    await stand.ask('PUT', '/api/devices/1', { ip_web: '192.0.2.6' })
    await settle()
    const { body } = await stand.ask('GET', '/api/devices/1')
    expect(body).toMatchObject({
      ip_web: '192.0.2.6',
      ip_nvr: '192.0.2.6',
      serial_number: 'SN-192.0.2.6',
      channel_count: 1,
    })
    const { body: channels } = await stand.ask('GET', '/api/devices/1/channels')
    expect(channels.map((channel: { is_active: boolean }) => channel.is_active)).toEqual([true, false])
    expect(stand.device.open.sessions).toBe(0)
  })

  test('whose password was written with another secret key asks for it anew, and for nothing else', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    stand.db.update(devices).set({ password: 'v1.00000000.AAAA' }).run()
    stand.sessions.restart(1)
    await settle()
    const before = stand.device.seen.requests
    expect((await stand.ask('GET', '/api/devices/1')).body.state).toMatchObject({
      phase: 'away',
      reason: expect.stringContaining('secret key'),
    })
    const statuses = [
      await stand.ask('PUT', '/api/devices/1', { name: 'Door' }),
      await stand.ask('POST', '/api/devices/test-connection', stand.form(HOST, { password: '' })),
      await stand.ask('POST', '/api/devices/1/sync'),
    ].map(({ status }) => status)
    expect([statuses, stand.device.seen.requests]).toEqual([[400, 400, 503], before])
    expect((await stand.ask('PUT', '/api/devices/1', { password: 'right-password' })).status).toBe(204)
    await settle()
    expect((await stand.ask('GET', '/api/devices/1')).body.state.phase).toBe('online')
  })

  test('to the address of another one is a conflict', async () => {
    await using stand = await withDevice()
    stand.driver.add('192.0.2.6')
    await stand.ask('POST', '/api/devices', stand.form('192.0.2.6'))
    const answer = await stand.ask('PUT', '/api/devices/2', { ip_web: `http://${HOST}:80` })
    expect([answer.status, answer.body.detail]).toEqual([409, 'Device already exists'])
  })

  test.each([
    [{ ip_web: null }],
    [{ ip_web: '' }],
    [{ ip_web: ' ' }],
    [{ username: null }],
    [{ username: '' }],
    [{ password: null }],
    [{ password: '' }],
    [{ brand: '' }],
    [{ brand: 'acme' }],
    [{ is_checked: null }],
    [{ ip_nvr: null }],
    ['not json'],
    ['[]'],
  ])('with %j is refused and changes nothing', async (patch) => {
    await using stand = await withDevice()
    const before = (await stand.ask('GET', '/api/devices/1')).body
    expect((await stand.ask('PUT', '/api/devices/1', patch)).status).toBe(400)
    expect((await stand.ask('GET', '/api/devices/1')).body).toEqual(before)
  })

  test('excludes and includes it again', async () => {
    await using stand = await withDevice()
    await stand.ask('PUT', '/api/devices/1', { is_checked: false })
    await settle()
    expect(stand.device.open.sessions).toBe(0)
    await stand.ask('PUT', '/api/devices/1', { is_checked: true })
    await settle()
    expect(stand.device.open).toEqual({ sessions: 1, watches: 1 })
  })

  test('the certificate is pinned at first, and another one is trusted only when a person says so', async () => {
    await using stand = await createStand()
    stand.device.certificate = 'first'
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    stand.device.certificate = 'second'
    stand.device.online = false
    stand.device.breakWatch()
    await settle()
    stand.device.online = true
    await stand.advance(2)
    const { body } = await stand.ask('GET', '/api/devices/1')
    expect(body).toMatchObject({ certificate_pinned: true, state: { phase: 'away', kind: 'device-denied' } })
    expect(body.other_certificate.fingerprint).not.toBe(body.certificate.fingerprint)
    expect((await stand.ask('POST', '/api/devices/1/trust-certificate')).status).toBe(400)
    const { fingerprint } = body.other_certificate
    expect((await stand.ask('POST', '/api/devices/1/trust-certificate', { fingerprint })).status).toBe(200)
    await settle()
    expect((await stand.ask('GET', '/api/devices/1')).body).toMatchObject({
      certificate_pinned: true,
      certificate: { fingerprint: body.other_certificate.fingerprint },
      other_certificate: null,
      state: { phase: 'online' },
    })
  })

  test('a certificate is trusted only if it is the one that was looked at', async () => {
    await using stand = await createStand()
    const trust = (fingerprint: string) => stand.ask('POST', '/api/devices/1/trust-certificate', { fingerprint })
    const shown = async () => (await stand.ask('GET', '/api/devices/1')).body
    stand.device.certificate = 'first'
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    expect((await trust('AB:CD')).status).toBe(409)
    const change = async (certificate: string) => {
      stand.device.certificate = certificate
      stand.sessions.restart(1)
      await settle()
    }
    await change('second')
    const lookedAt = (await shown()).other_certificate.fingerprint
    await change('third')
    const refused = await trust(lookedAt)
    expect([refused.status, (await shown()).state.phase]).toEqual([409, 'away'])
    expect((await trust((await shown()).other_certificate.fingerprint)).status).toBe(200)
    // What comes after that is another one again.
    await change('second')
    expect(await shown()).toMatchObject({ state: { phase: 'away' }, other_certificate: { fingerprint: lookedAt } })
    await change('third')
    expect(await shown()).toMatchObject({ state: { phase: 'online' }, other_certificate: null })
  })
})

test('a removed device is gone with its channels, and its session with it', async () => {
  await using stand = await createStand()
  await stand.ask('POST', '/api/devices', stand.form(HOST))
  await settle()
  const gone: string[] = []
  stand.bus.on('device.removed', ({ hubKey }) => gone.push(hubKey))
  expect(await stand.ask('DELETE', '/api/devices/1')).toMatchObject({ status: 204, text: '' })
  expect(stand.device.open).toEqual({ sessions: 0, watches: 0 })
  expect(gone).toEqual([expect.stringMatching(/^n[a-z0-9]{5}$/)])
  expect((await stand.ask('GET', '/api/channels')).body).toEqual([])
  for (const [method, path] of [
    ['GET', '/api/devices/1'],
    ['PUT', '/api/devices/1'],
    ['DELETE', '/api/devices/1'],
    ['GET', '/api/devices/1/channels'],
    ['POST', '/api/devices/1/sync'],
    ['POST', '/api/devices/1/trust-certificate'],
  ] as const) {
    const answer = await stand.ask(method, path, method === 'GET' ? undefined : { fingerprint: 'AB:CD' })
    expect([path, answer.status, answer.body.detail]).toEqual([path, 404, 'Device not found'])
  }
  expect((await stand.ask('GET', '/api/devices/abc')).status).toBe(400)
  expect((await stand.ask('GET', '/api/devices/1e3')).status).toBe(400)
})

describe('rights', () => {
  test('a password in the path of a stream is for nobody, and for no log', async () => {
    await using stand = await createStand()
    const address = `rtsp://${HOST}/user=admin&password=hidden&channel=1`
    const form = { ip_web: address, username: 'admin', password: 'right-password', brand: 'rtsp' }
    expect((await stand.ask('POST', '/api/devices', form)).status).toBe(201)
    const operator = await stand.people.person({ username: 'operator', role: 'operator' }, stand.admin.caller)
    for (const token of [stand.admin.accessToken, operator.accessToken])
      for (const path of ['/api/devices', '/api/devices/1', '/api/devices/active']) {
        const { text } = await stand.ask('GET', path, undefined, token)
        expect([path, text.includes('password=***'), text.includes('hidden')]).toEqual([path, true, false])
      }
    expect(stand.people.lines.join()).not.toContain('hidden')
    expect(JSON.stringify(stand.db.query.activity.findMany().sync())).not.toContain('hidden')
  })

  test('another household and a viewer without a grant see nothing; a viewer changes nothing', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    const viewer = await stand.people.person({ username: 'viewer', role: 'viewer' }, stand.admin.caller)
    const see = async (path: string) => (await stand.ask('GET', path, undefined, viewer.accessToken)).body
    expect(await see('/api/devices')).toEqual([])
    expect((await stand.ask('GET', '/api/devices/1', undefined, viewer.accessToken)).status).toBe(404)
    if ('userId' in viewer.caller) stand.people.grant(viewer.caller.userId, 2)
    expect(await see('/api/devices')).toMatchObject([{ id: 1, channel_count: 1 }])
    expect(await see('/api/devices/1/channels')).toMatchObject([{ channel_no: 2 }])
    expect(await see('/api/channels')).toMatchObject([{ channel_no: 2, device_online: true }])
    for (const [method, path, body] of [
      ['POST', '/api/devices', stand.form('192.0.2.9')],
      ['POST', '/api/devices/test-connection', stand.form(HOST)],
      ['PUT', '/api/devices/1', { name: 'x' }],
      ['DELETE', '/api/devices/1', undefined],
      ['POST', '/api/devices/1/trust-certificate', { fingerprint: 'AB:CD' }],
      ['POST', '/api/devices/1/sync', undefined],
      ['PUT', '/api/channels/2', { name: 'x' }],
    ] as const) {
      const answer = await stand.ask(method, path, body, viewer.accessToken)
      expect([path, answer.status]).toEqual([path, 403])
    }
    expect((await stand.ask('GET', '/api/devices', undefined, null)).status).toBe(401)
  })
})

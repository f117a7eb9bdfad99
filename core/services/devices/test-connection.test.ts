// The connection test: what it tells a person, and what it keeps away from the device.
import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import type { Target } from '#plugin'
import { Fault } from '../../domain/fault.ts'
import { settle } from '../../testing/clock.ts'
import { createDevicesStand } from '../../testing/devices-stand.ts'
import { faultOf } from '../../testing/fault-of.ts'
import { createAddressGuard } from '../addresses.ts'
import { createConnectionTests } from './test-connection.ts'

const HOST = '192.0.2.5'

async function createStand() {
  const stand = await createDevicesStand()
  const device = stand.driver.add(HOST, 3)
  const tryOut = async (more: object = {}) =>
    (await stand.ask('POST', '/api/devices/test-connection', stand.form(HOST, more))).body
  return { ...stand, device, tryOut }
}

describe('the connection test', () => {
  test('says that all is well, what it found, and leaves nothing behind', async () => {
    await using stand = await createStand()
    expect(await stand.tryOut()).toEqual({
      ip_reachable: true,
      auth_ok: true,
      message: 'OK',
      reason: null,
      kind: null,
      model: 'FAKE-1',
      channels: 3,
      tries_left: null,
      certificate: null,
      public_address: false,
    })
    expect(stand.device.open.sessions).toBe(0)
    expect((await stand.ask('GET', '/api/devices')).body).toEqual([])
    stand.device.certificate = 'self made'
    expect((await stand.tryOut()).certificate).toBe('self-signed')
  })

  test.each([
    ['device-unreachable', false, 'Cannot reach device'],
    ['device-timeout', false, 'Cannot reach device'],
    ['device-refused-login', true, 'Authentication failed'],
    ['device-locked', true, 'Authentication failed'],
    ['device-garbled', true, 'It does not speak our language'],
    ['device-busy', true, 'It does not speak our language'],
  ] as const)('turns %s into reachable %p and %p', async (kind, reachable, message) => {
    await using stand = await createStand()
    stand.device.fault = new Fault(kind, 'It does not speak our language', { triesLeft: 3 })
    expect(await stand.tryOut()).toMatchObject({
      ip_reachable: reachable,
      auth_ok: false,
      message,
      reason: 'It does not speak our language',
      kind,
      tries_left: 3,
    })
  })

  test('answers a refused login from memory for a minute, one of many at once included', async () => {
    await using stand = await createStand()
    const all = await Promise.all([1, 2, 3].map(() => stand.tryOut({ password: 'wrong' })))
    for (const answer of [...all, await stand.tryOut({ password: 'wrong' })])
      expect(answer).toMatchObject({
        ip_reachable: true,
        auth_ok: false,
        message: 'Authentication failed',
        tries_left: 4,
      })
    expect(stand.device.seen.refused).toBe(1)
    expect((await stand.tryOut()).message).toBe('OK')
    stand.people.pass(61)
    await stand.tryOut({ password: 'wrong' })
    expect(stand.device.seen.refused).toBe(2)
    // A clock that is set back does not make the minute an hour.
    stand.people.pass(-3600)
    await stand.tryOut({ password: 'wrong' })
    expect(stand.device.seen.refused).toBe(3)
  })

  test('ends in time though the name server does not answer', async () => {
    await using stand = await createStand()
    const guard = { check() {}, resolve: () => new Promise<string>(() => {}) }
    const sessions = { probe: () => Promise.reject(new Fault('device-timeout', 'No answer')) }
    const tests = createConnectionTests({ sessions, guard, now: stand.people.now })
    const target = { address: new URL('http://door.example') } as Target
    const login = { addressKey: 'http://door.example:80', username: 'a', password: 'b' }
    expect(await tests.run('fake', target, login)).toMatchObject({ reachable: false, publicAddress: false })
  })

  test('leaves a locked account alone, whatever the password', async () => {
    await using stand = await createStand()
    stand.device.fault = new Fault('device-locked', 'Locked for 30 minutes')
    await stand.tryOut({ password: 'a' })
    stand.device.fault = null
    expect(await stand.tryOut()).toMatchObject({ auth_ok: false, kind: 'device-locked' })
    expect(stand.device.seen.connects).toBe(1)
  })

  test('a device added with the login that was just refused is stored so, and left alone', async () => {
    await using stand = await createStand()
    await stand.tryOut({ password: 'wrong' })
    const { body } = await stand.ask('POST', '/api/devices', stand.form(HOST, { password: 'wrong' }))
    await settle()
    expect(body.state).toMatchObject({ phase: 'refused', kind: 'device-refused-login' })
    expect(stand.device.seen).toMatchObject({ connects: 1, refused: 1 })
  })

  test('takes the stored password of the own device at that address when none is given', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST))
    await settle()
    expect((await stand.tryOut({ password: '' })).message).toBe('OK')
    stand.driver.add('192.0.2.6')
    const other = await stand.ask('POST', '/api/devices/test-connection', stand.form('192.0.2.6', { password: '' }))
    expect([other.status, other.body.errors[0].path]).toEqual([400, 'body.password'])
  })

  test('knows the refusal that a session has met', async () => {
    await using stand = await createStand()
    await stand.ask('POST', '/api/devices', stand.form(HOST, { password: 'wrong' }))
    await settle()
    expect((await stand.tryOut({ password: 'wrong' })).message).toBe('Authentication failed')
    expect(stand.device.seen.refused).toBe(1)
  })

  test('of an unknown brand says whether anybody is there at all', async () => {
    const guard = createAddressGuard({ allowLoopback: true })
    const sessions = { probe: () => Promise.reject(new Error('no driver, no probe')) }
    const tests = createConnectionTests({ sessions, guard, now: () => new Date() })
    const server = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `127.0.0.1:${(server.address() as { port: number }).port}`
    expect(await tests.unsupported(address)).toMatchObject({ reachable: true, message: 'Unsupported brand' })
    await new Promise<void>((resolve) => server.close(() => resolve()))
    for (const nobody of [address, 'no.such.host.invalid'])
      expect(await tests.unsupported(nobody)).toMatchObject({ reachable: false, message: 'Cannot reach device' })
    expect((await faultOf(() => tests.unsupported('169.254.169.254'))).kind).toBe('invalid-input')
    await using stand = await createStand()
    expect(
      (await stand.ask('POST', '/api/devices/test-connection', stand.form('127.0.0.1', { brand: 'x' }))).status,
    ).toBe(400)
  })

  test('refuses addresses that no device has, and bodies that are none', async () => {
    await using stand = await createStand()
    for (const wrong of [
      { ip_web: '169.254.169.254' },
      { ip_web: '' },
      { brand: '' },
      { username: 5 },
      { password: null },
    ]) {
      const answer = await stand.ask('POST', '/api/devices/test-connection', stand.form(HOST, wrong))
      expect([wrong, answer.status]).toEqual([wrong, 400])
    }
    expect(stand.device.seen.connects).toBe(0)
  })
})

// Seed 000 from outside: every operation's documented status, shape and errors, over HTTP, with a recorder behind it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import { nameOf, OPERATIONS } from './black-box/operations.ts'
import { createStand, type Stand } from './black-box/stand.ts'

// Each test asks hundreds of times, or waits for a device; a loaded machine needs its time for that.
setDefaultTimeout(60_000)

const isPublic = (path: string) => /\/auth\/(login|register)$/.test(path)
const locked = OPERATIONS.filter(({ path }) => !isPublic(path))
/** Paths with an id, each with the text of its 404. */
const withIds = locked.flatMap((operation) => {
  const { path } = operation
  const other = (from: RegExp, said: string) =>
    from.test(path) ? [{ operation, path: path.replace(from, '$14711'), said }] : []
  return [
    ...other(/^(\/api\/devices?\/)1(?=\/|$)/, 'Device not found'),
    ...other(/^(\/api\/logs\/device\/)1$/, 'Device not found'),
    ...other(/^(\/api\/devices\/channels\/)1(?=\/)/, 'Channel not found'),
    ...other(/^(\/api\/device\/1\/channel\/)1(?=\/)/, 'Channel not found'),
    ...other(/^(\/api\/device\/1\/user\/)2(?=\/)/, 'User not found'),
    ...other(/^(\/api\/user\/alarm\/)1$/, 'Alarm not found'),
  ]
})

test('there are 47 operations, each asked for once', () => {
  expect(new Set(OPERATIONS.map(nameOf)).size).toBe(47)
})

test('each operation answers with its documented status and shape', async () => {
  await using stand = await createStand('nvr8', { rtsp: true })
  await until('the device is watched', () => stand.simulator.stats.alertStreams > 0)
  await stand.simulator.raise({ type: 'VMD', channel: 1, state: 'active' })
  const alarm = await until('the alarm is there', async () => (await stand.ask('GET', '/api/user/alarm')).body.items[0])
  for (const operation of OPERATIONS) {
    const { method, path, body, status, shape } = operation
    // What the appliance noticed by itself is numbered in the same row.
    const answer = await stand.ask(method, path.replace(/^(\/api\/user\/alarm\/)1$/, `$1${alarm.id}`), body)
    expect([nameOf(operation), answer.status]).toEqual([nameOf(operation), status])
    if (shape === null) expect([nameOf(operation), answer.text]).toEqual([nameOf(operation), ''])
    else expect([nameOf(operation), shape.safeParse(answer.body).error?.issues]).toEqual([nameOf(operation), undefined])
  }
})

test('while the device is away each operation that asks it is a 502 with a reason, and the others answer', async () => {
  await using stand = await createStand('nvr8', { read: false, rtsp: true })
  // Known, but never asked for their rights.
  await stand.ask('POST', '/api/device/1/user/sync')
  await stand.simulator.unplug()
  for (const operation of OPERATIONS.filter(({ away }) => away !== undefined)) {
    const { method, path, body, away } = operation
    const answer = await stand.ask(method, path, body)
    expect([nameOf(operation), answer.status]).toEqual([nameOf(operation), 502])
    expect(answer.body.detail).toMatch(new RegExp(`^${away ?? ''}127\\.0\\.0\\.1 `))
  }
  for (const { method, path, away } of OPERATIONS)
    if (method === 'GET' && away === undefined) expect((await stand.ask(method, path)).status).toBe(200)
})

describe('refusals', () => {
  let stand: Stand
  let stranger: string
  let operator: string
  let viewer: string
  beforeAll(async () => {
    stand = await createStand()
    stranger = await stand.person('stranger')
    operator = await stand.person('operator', 'operator')
    viewer = await stand.person('viewer', 'viewer')
  })
  afterAll(() => stand[Symbol.asyncDispose]())

  test('without a token, and with a bad one, it is 401 with the documented text', async () => {
    for (const { method, path, body } of locked) {
      const none = await stand.ask(method, path, body, null)
      expect([path, none.status, none.body.detail]).toEqual([path, 401, 'Authorization header missing'])
      const bad = await stand.ask(method, path, body, 'a.b.c')
      expect([path, bad.status, bad.body.detail]).toEqual([path, 401, 'Invalid token'])
    }
  })

  test('what is not there is 404 with the documented text, and so is what belongs to others', async () => {
    expect(withIds.length).toBeGreaterThan(30)
    for (const { operation, path, said } of withIds) {
      const { method, body } = operation
      const unknown = await stand.ask(method, path, body)
      expect([method, path, unknown.status, unknown.body.detail]).toEqual([method, path, 404, said])
      const foreign = await stand.ask(method, operation.path, body, stranger)
      expect([method, operation.path, foreign.status]).toEqual([method, operation.path, 404])
      expect(foreign.body.detail).toMatch(/^(Device|Channel|User|Alarm) not found$/)
    }
  })

  test('a channel or user of another device is 404', async () => {
    const other = { ...stand.device, ip_web: '192.0.2.78', is_checked: false }
    const { id } = (await stand.ask('POST', '/api/devices', other)).body
    const paths = locked.filter(({ path }) => /^\/api\/device\/1\/(channel|user)\/\d/.test(path))
    expect(paths.length).toBeGreaterThan(9)
    for (const { method, path, body } of paths) {
      const answer = await stand.ask(method, path.replace('/device/1/', `/device/${id}/`), body)
      expect([method, path, answer.status]).toEqual([method, path, 404])
      expect(answer.body.detail).toMatch(/^(Channel|User) not found$/)
    }
  })

  test('an id that is none is 400, and names its place', async () => {
    for (const { operation, path } of withIds) {
      const answer = await stand.ask(operation.method, path.replace('4711', 'x1'), operation.body)
      expect([path, answer.status, answer.body.errors?.[0].path.slice(0, 5)]).toEqual([path, 400, 'path.'])
    }
  })

  test('bad input is 400 with a text in detail and the field in errors', async () => {
    for (const { method, path, bad = [] } of OPERATIONS)
      for (const [body, field] of bad) {
        const { status, body: said } = await stand.ask(method, path, body)
        expect([path, status, typeof said.detail]).toEqual([path, 400, 'string'])
        expect([path, said.errors.map((problem: { path: string }) => problem.path)]).toEqual([
          path,
          expect.arrayContaining([`body.${field}`]),
        ])
      }
    for (const { method, path, body } of OPERATIONS.filter((operation) => operation.body)) {
      const { status, body: said } = await stand.ask(method, path, '{"half":')
      expect([path, status, said.errors[0].path]).toEqual([path, 400, 'body'])
      expect(body).toBeDefined()
    }
  })

  test('an operator changes nothing of the household, a viewer without a grant sees nothing of it', async () => {
    const changing = locked.filter(
      ({ method, path, away }) =>
        (method === 'DELETE' || method === 'PUT' || /^\/api\/(devices|config|sync\/setting)$/.test(path)) &&
        method !== 'GET' &&
        (away === undefined || method === 'PUT'),
    )
    expect(changing.length).toBeGreaterThan(7)
    for (const { method, path, body } of changing.filter(({ path }) => path !== '/api/user/alarm/1'))
      expect([method, path, (await stand.ask(method, path, body, operator)).status]).toEqual([method, path, 403])
    for (const { operation } of withIds) {
      const { status } = await stand.ask(operation.method, operation.path, operation.body, viewer)
      expect([operation.path, status]).toEqual([operation.path, 404])
    }
    expect((await stand.ask('GET', '/api/devices', undefined, viewer)).body).toEqual([])
  })

  const texts: [string, string, string, object | undefined, number, string][] = [
    [
      'a wrong password',
      'POST',
      '/api/auth/login',
      { username: 'owner', password: 'no' },
      401,
      'Invalid username or password',
    ],
    [
      'an unknown name',
      'POST',
      '/api/auth/login',
      { username: 'nobody', password: 'no' },
      401,
      'Invalid username or password',
    ],
    [
      'a name that is taken',
      'POST',
      '/api/auth/register',
      { username: 'owner', password: 'secret' },
      409,
      'Username already exists',
    ],
    [
      'a wrong old password',
      'POST',
      '/api/auth/change-password',
      { old_password: 'wrong-one', new_password: 'secret' },
      400,
      'Old password incorrect',
    ],
    [
      'a month that is none',
      'GET',
      '/api/devices/1/channels/month_data/2025-13',
      undefined,
      400,
      'Invalid date format. Use YYYY-MM',
    ],
  ]
  test.each(texts)('%s has the documented text', async (_, method, path, body, status, said) => {
    const answer = await stand.ask(method, path, body)
    expect([answer.status, answer.body.detail]).toEqual([status, said])
  })

  test('a device that is there already is 409, also as the new address of another one', async () => {
    const again = await stand.ask('POST', '/api/devices', stand.device)
    expect([again.status, again.body.detail]).toEqual([409, 'Device already exists'])
    const other = { ...stand.device, ip_web: '192.0.2.77', is_checked: false }
    const { id } = (await stand.ask('POST', '/api/devices', other)).body
    const moved = await stand.ask('PUT', `/api/devices/${id}`, { ip_web: stand.device.ip_web })
    expect([moved.status, moved.body.detail]).toEqual([409, 'Device already exists'])
    const never = await stand.ask('GET', `/api/device/${id}/infor`)
    expect([never.status, never.body.detail]).toEqual([404, 'System info not found, sync first'])
    const none = await stand.ask('POST', `/api/device/${id}/channels/recording-mode/sync`)
    expect([none.status, none.body.detail]).toEqual([404, 'No channels found'])
  })

  test('a connection test always answers 200, and says how far it came', async () => {
    const tried = async (change: object) => {
      const { status, body } = await stand.ask('POST', '/api/devices/test-connection', { ...stand.device, ...change })
      return [status, body.ip_reachable, body.auth_ok, body.message]
    }
    expect(await tried({})).toEqual([200, true, true, 'OK'])
    expect(await tried({ brand: 'HIKVision' })).toEqual([200, true, true, 'OK'])
    expect(await tried({ password: 'wrong' })).toEqual([200, true, false, 'Authentication failed'])
    expect(await tried({ brand: 'abacus' })).toEqual([200, true, false, 'Unsupported brand'])
    expect(await tried({ ip_web: '127.0.0.1:1' })).toEqual([200, false, false, 'Cannot reach device'])
  })
})

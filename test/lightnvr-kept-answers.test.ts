// Lists of LightNVR's clients that were prepared before: nobody is told what another is, and nothing that is over.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const PASSWORD = 'a long enough password'
const driver = createFakeDriver()
let it: TestApp
let ids: number[]
const basic = (name: string, password: string) => ({ authorization: `Basic ${btoa(`${name}:${password}`)}` })
const ADMIN = basic(OWNER.username, OWNER.password)
const VIEWER = basic('vera', PASSWORD)

beforeAll(async () => {
  driver.add('192.0.2.7', 2)
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }])
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 2 && body
  })
  ids = channels.map(({ id }: { id: number }) => id)
  await it.ask('POST', '/api/auth/register', { username: 'vera', password: PASSWORD, role: 'viewer' })
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

type Headers = Record<string, string>
const ask = async (headers: Headers, path = '/api/streams') => {
  const answer = await fetch(`${it.url}/lightnvr${path}`, { headers })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const seen = async (headers: Headers) =>
  (await ask(headers)).body.streams.map(({ id }: { id: number }) => id) as number[]
const idOf = async (username: string) => {
  const { body } = await it.ask('GET', '/api/users')
  return (body.data ?? body).find((one: { username: string }) => one.username === username).id as number
}

test('each is told his own, however often and in whatever order they ask', async () => {
  const asks = Array.from({ length: 20 }, (_, at) => (at % 3 === 0 ? VIEWER : ADMIN))
  const expected = asks.map((who) => (who === VIEWER ? [] : ids))
  expect(await Promise.all(asks.map(seen))).toEqual(expected)
  // Both are known now, so that nothing is written between them.
  expect(await Promise.all(asks.map(seen))).toEqual(expected)
  for (const [at, who] of asks.entries()) expect(await seen(who)).toEqual(expected[at] ?? [])
})

test('what was changed is in the next answer: grants, names and what is left out', async () => {
  const grant: object[] = [{ channel_id: ids[0], view: true, playback: false, export: false, ptz: false }]
  const path = `/api/users/${await idOf('vera')}/grants`
  const cases: [object[], (number | undefined)[]][] = [
    [grant, [ids[0]]],
    [[], []],
  ]
  for (const [grants, expected] of cases) {
    await seen(VIEWER)
    expect((await it.ask('PUT', path, grants)).status).toBe(200)
    expect(await seen(VIEWER)).toEqual(expected as number[])
  }
  const enabled = async () => (await ask(ADMIN)).body.streams[1].enabled
  for (const status of ['inactive', 'active']) {
    await enabled()
    expect((await it.ask('PUT', `/api/cameras/${ids[1]}`, { status })).status).toBe(200)
    expect(await enabled()).toBe(status === 'active')
  }
})

test('whoever lost his account, his password or his sign-in is told so by the next answer', async () => {
  const logIn = async () => {
    const body = JSON.stringify({ username: 'vera', password: PASSWORD })
    const answer = await fetch(`${it.url}/lightnvr/api/auth/login`, { method: 'POST', body })
    return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
  }
  const cookie = await logIn()
  expect((await ask(cookie)).status).toBe(200)
  await fetch(`${it.url}/lightnvr/api/auth/logout`, { method: 'POST', headers: cookie })
  expect((await ask(cookie)).status).toBe(401)
  const path = `/api/users/${await idOf('vera')}`
  expect((await ask(VIEWER)).status).toBe(200)
  expect((await it.ask('PUT', `${path}/status`, { status: 'disabled' })).status).toBe(200)
  expect((await ask(VIEWER)).status).toBe(401)
  await it.ask('PUT', `${path}/status`, { status: 'active' })
  expect((await ask(VIEWER)).status).toBe(200)
  expect((await it.ask('PUT', `${path}/password`, { password: 'another long password' })).status).toBe(200)
  expect((await ask(VIEWER)).status).toBe(401)
  expect((await ask(ADMIN)).status).toBe(200)
})

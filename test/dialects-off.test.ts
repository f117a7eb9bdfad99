// A dialect that the founder switches off is not there any more, at its mount and at ports of its own, from the next request on.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
let it: TestApp
let doors: string[]

beforeAll(async () => {
  it = await createTestApp([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' })
  doors = [`${it.url}/lightnvr`, ...it.app.dialectPorts.map(({ url }) => url)]
})
afterAll(() => it[Symbol.asyncDispose]())

/** Every door, known and unknown, to who may and who may not. */
async function asked(method: string, path: string, headers: Record<string, string>) {
  const answers = await Promise.all(
    doors.map(async (door) => {
      const answer = await fetch(door + path, { method, headers })
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
      return { status: answer.status, text: await answer.text(), names }
    }),
  )
  return answers
}
const off = (names: unknown, token?: string) => it.ask('PUT', '/api/settings/dialects_off', { value: names }, token)
const PATHS = ['/api/streams', '/api/health', '/api/auth/verify', '/nowhere', '/api/streams/', '/hls/Gate/index.m3u8']

test('switched off it answers each path as one that it does not have, at once, and on again as before', async () => {
  const statuses = async (path: string) => (await asked('GET', path, BASIC)).map(({ status }) => status)
  expect(doors).toHaveLength(3)
  expect(await statuses('/api/streams')).toEqual([200, 200, 200])
  const [nothing] = await asked('GET', '/nowhere', BASIC)
  expect((await off(['lightnvr'])).status).toBe(200)
  const asks: Record<string, string> = { origin: 'https://app.example', 'access-control-request-method': 'GET' }
  for (const headers of [BASIC, {}, asks])
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'])
      for (const path of PATHS)
        for (const { status, text, names } of await asked(method, path, headers))
          expect([method, path, status, text, names]).toEqual([method, path, 404, nothing?.text ?? '', []])
  // All else goes on.
  expect((await it.ask('GET', '/api/devices')).status).toBe(200)
  expect((await fetch(`${it.url}/health`)).status).toBe(200)
  expect((await off([])).status).toBe(200)
  expect(await statuses('/api/streams')).toEqual([200, 200, 200])
})

test('the founder alone switches, and only what there is', async () => {
  for (const wrong of [['lightnvrr'], ['cloud'], 'lightnvr', true]) expect((await off(wrong)).status).toBe(400)
  const second = { username: 'second', password: 'a long enough password', role: 'admin' }
  const { token } = (await it.ask('POST', '/api/auth/register', second)).body
  expect((await off(['lightnvr'], token)).status).toBe(403)
  expect((await fetch(`${it.url}/lightnvr/api/streams`, { headers: BASIC })).status).toBe(200)
})

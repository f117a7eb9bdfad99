// Requests that are answered before any route sees them: hosts that are none, bodies that are too long.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'
import { rawRequest } from '../testing/raw-http.ts'
import { serve } from './serve.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

test('a host that is none is a 400 in words, wherever it is sent to', async () => {
  await using door = await createDoor()
  await using server = serve({ config: door.config, root: door.root, log: door.log })
  for (const host of ['a b', '[::bad', '%%zz', 'a:99999'])
    for (const [method, path] of [
      ['GET', '/health'],
      ['GET', '/api/devices'],
      ['POST', '/api/auth/refresh'],
    ] as const) {
      const headers = { host, cookie: 'porchlight_refresh=x', 'content-length': '0' }
      const answer = await rawRequest(server.url, method, path, headers)
      expect([host, path, answer.status]).toEqual([host, path, 400])
      expect(JSON.parse(String(answer.body)).detail).toMatch(/no valid Host/)
      expect(answer.headers).toMatchObject(ALWAYS)
    }
  const long = { host: '[::bad', 'content-length': '99999999' }
  expect((await rawRequest(server.url, 'POST', '/api/auth/login', long)).status).toBe(400)
  expect(door.lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('a body that is too long is refused with the headers that every answer has', async () => {
  await using door = await createDoor()
  await using server = serve({ config: door.config, root: door.root, log: door.log })
  const answer = await rawRequest(server.url, 'POST', '/api/auth/login', { 'content-length': '99999999' })
  expect(answer.status).toBe(413)
  expect(answer.headers).toMatchObject(ALWAYS)
})

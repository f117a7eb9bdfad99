// Refusals in the words of both documented APIs: what happened in ours, and beside it what clients of the VMS API look for.
import { expect, test } from 'bun:test'
import { createRecorderStand } from '../testing/recorder-stand.ts'

test('an answer that refuses has the words that clients of the VMS API know, and ours beside them', async () => {
  await using stand = await createRecorderStand()
  const operator = await stand.person('operator', 'operator')
  const words = async (method: string, path: string, body?: unknown, token?: string) => {
    const { status, body: said } = await stand.ask(method, path, body, token)
    return { status, error: said.error, detail: said.detail, fields: said.fields }
  }
  expect(await words('GET', '/api/recordings/nonsense')).toEqual({
    status: 400,
    error: 'Invalid id format',
    detail: 'id must be a number or a UUID',
    fields: undefined,
  })
  expect(await words('POST', '/api/events', {})).toEqual({
    status: 400,
    error: 'Missing required fields',
    detail: 'type is required',
    fields: ['type'],
  })
  expect(await words('PUT', '/api/devices/1', { name: 'Renamed' }, operator)).toEqual({
    status: 403,
    error: 'Forbidden: Admin access required',
    detail: 'Insufficient permissions: Only an admin of the household may change this',
    fields: undefined,
  })
})

test('a body of another type than JSON is 415 under every route that reads one', async () => {
  await using stand = await createRecorderStand()
  for (const [method, path] of [
    ['POST', '/api/auth/login'],
    ['POST', '/api/events'],
    ['PUT', '/api/devices/1'],
  ] as const) {
    const headers = { 'content-type': 'text/plain', authorization: `Bearer ${stand.app.token}` }
    const answer = await fetch(stand.app.app.url + path, { method, headers, body: '{}' })
    const { error, detail } = (await answer.json()) as { error: string; detail: string }
    expect([path, answer.status, error, detail]).toEqual([path, 415, detail, expect.stringContaining('must be JSON')])
  }
})

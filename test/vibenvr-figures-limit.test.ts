// How often VibeNVR's clients may ask for figures, which are reckoned out of all recordings.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

setDefaultTimeout(60_000)

test('figures are counted like all else that those clients ask, whatever is added to their addresses', async () => {
  await using it = await createTestApp([vibenvr], {}, { limited: true })
  const { key } = (await it.ask('POST', '/api/keys', { name: 'test' })).body.data
  expect((await it.ask('PUT', '/api/settings/dialect_requests', { value: 60 })).status).toBe(200)
  const ask = (path: string) => fetch(`${it.url}/vibenvr${path}`, { headers: { 'x-api-key': key } })
  const paths = ['/stats', '/stats/history', '/v1/homepage/stats', '/stats/resources-history']
  for (const path of paths) {
    const { status, headers } = await ask(path)
    expect([path, status, headers.get('x-ratelimit-limit')]).toEqual([path, 200, '60'])
  }
  const statuses = await Promise.all(Array.from({ length: 300 }, async (_, at) => (await ask(`/stats?x=${at}`)).status))
  expect([...new Set(statuses)].sort()).toEqual([200, 429])
})

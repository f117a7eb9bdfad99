// Which limit a route counts against, through the front door: what reads or does much has less of it than a page's questions.
import { expect, test } from 'bun:test'
import { LIMITS, type LimitClass } from '../core/http/rate-limits.ts'
import { createTestApp } from '../core/testing/test-app.ts'

const start = () => createTestApp([], {}, { limited: true })

/** Bodies that are refused: a request counts, whatever becomes of it. */
const ROUTES: [LimitClass, string, string, unknown?][] = [
  ['usual', 'GET', '/api/system/status'],
  ['usual', 'GET', '/api/system/stats'],
  ['usual', 'GET', '/api/system/backups'],
  ['search', 'GET', '/api/system/logs'],
  ['search', 'HEAD', '/api/system/logs/stream'],
  ['search', 'GET', '/api/system/stats/history'],
  ['search', 'GET', '/api/activity/stats'],
  ['stream', 'GET', '/api/system/backups/none.porchlight-backup/file'],
  ['stream', 'POST', '/api/system/backups', 'no backup'],
  ['connect', 'POST', '/api/system/backup', {}],
  ['connect', 'POST', '/api/system/restore', {}],
  ['connect', 'POST', '/api/system/rotate-key', {}],
  ['connect', 'POST', '/api/system/restart', {}],
]

test('the log is read and searched, backups are made, fetched and put back, each within its class', async () => {
  await using app = await start()
  const left = new Map<LimitClass, number>()
  for (const [name, method, path, body] of ROUTES) {
    const { headers, status } = await app.ask(method, path, body)
    const remaining = Number(headers.get('x-ratelimit-remaining'))
    expect([path, status]).not.toEqual([path, 429])
    expect([method, path, headers.get('x-ratelimit-limit')]).toEqual([method, path, String(LIMITS[name].most)])
    // Two classes may have the same number: in its own bucket there is one less than at its last request.
    const before = left.get(name)
    if (before !== undefined && name !== 'usual') expect([path, remaining]).toEqual([path, before - 1])
    else if (name !== 'usual') expect([path, remaining]).toEqual([path, LIMITS[name].most - 1])
    left.set(name, remaining)
  }
})

test('no passphrase of a backup is guessed by restoring it over and over', async () => {
  await using app = await start()
  const restore = { backup: 'none.porchlight-backup', passphrase: 'a guess of somebody' }
  const answers: number[] = []
  for (let count = 0; count <= LIMITS.connect.most; count++)
    answers.push((await app.ask('POST', '/api/system/restore', restore)).status)
  expect(answers).toContain(429)
})

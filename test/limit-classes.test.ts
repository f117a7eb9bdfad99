// Which limit a route counts against, through the front door: what reads or does much has less of it than a page's questions.
import { expect, test } from 'bun:test'
import type { Hono } from 'hono'
import { LIMITS, type LimitClass } from '../core/http/rate-limits.ts'
import { declaredRoutes } from '../core/http/route.ts'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { withDialects } from './dialects.ts'

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
  ['connect', 'POST', '/api/devices', {}],
  ['connect', 'PUT', '/api/devices/1', {}],
  ['connect', 'PUT', '/api/cameras/1', {}],
  ['connect', 'PUT', '/api/webhooks/1', {}],
  ['connect', 'POST', '/api/storage/folders', {}],
  ['connect', 'POST', '/api/webhooks/1/test'],
  ['connect', 'POST', '/api/push/1/test'],
]

/**
 * What writes and stays within us, or says how often it may in another way. Whatever else writes is taken to reach a device, or
 * to send something outward, and needs a class of its own: a new route is not forgotten.
 */
const USUAL: Record<string, RegExp> = {
  'people, keys, settings and what was written down':
    /^\/api\/(auth|users|keys|stream-links|settings|activity|events)(\/|$)/,
  'removes what we keep': /^DELETE /,
  'what we keep of a channel, or make of it': /^(PUT|POST) \/api\/(channels|media|config|exports|recordings)(\/|$)/,
  'how and when we record, sync and hear of it':
    /\/(cameras\/:id\/(recording(\/stop)?|zones)|sync\/setting|alarm-holds\/:kind)$/,
  'names a folder that is there': /^PUT \/api\/storage\/folders\/:id$/,
  'jobs run in turn': /^POST \/api\/jobs\//,
  'who has looked at what': /^PUT \/api\/user\/alarm\/seen$/,
  'who watches': /^POST \/api\/device\/:device\/channel\/:channel\/(stop|heartbeat)$/,
  'a webhook is tried when there is something to tell': /^POST \/api\/webhooks(\/:id\/secret)?$/,
  'a browser is told when there is something to tell': /^(POST|PUT) \/api\/push(\/:id)?$/,
  'a template is kept here alone': /^(POST|PUT) \/api\/templates/,
  'a wall is a row of one’s own': /^(POST|PUT) \/api\/walls/,
  'one connection to one broker, which has its own pace': /^POST \/api\/hub\//,
  'a stick is moved many times a second; a camera is told one thing at a time': /\/cameras\/:id\/ptz\//,
  'counts for itself, as its document says': /^(PUT|POST) \/api\/cloud\//,
  'a pretend dialect': /\/mirror\//,
}

test('the log is read, backups are made and put back, devices and webhooks are tried, each within its class', async () => {
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

test('every route that writes has a class of its own, unless it is known to stay within us', async () => {
  const plugins = withDialects({ id: 'fake', title: 'Fake', driver: createFakeDriver() })
  await using app = await createTestApp(plugins, {}, { limited: true })
  const writing = declaredRoutes(app.app.root as unknown as Hono).filter(
    ({ method, right }) => method !== 'GET' && right !== 'ticket',
  )
  const isUsual = (name: string, path: string) =>
    Object.values(USUAL).some((rule) => rule.test(name) || rule.test(path))
  const forgotten = writing.flatMap(({ method, path, limit }) =>
    limit === null && !isUsual(`${method} ${path}`, path) ? [`${method} ${path}`] : [],
  )
  expect(forgotten).toEqual([])
  // None of the exceptions is for nothing.
  const unlimited = writing.filter(({ limit }) => limit === null)
  for (const [why, rule] of Object.entries(USUAL))
    expect([why, unlimited.some(({ method, path }) => rule.test(`${method} ${path}`) || rule.test(path))]).toEqual([
      why,
      true,
    ])
})

test('no passphrase of a backup is guessed by restoring it over and over', async () => {
  await using app = await start()
  const restore = { backup: 'none.porchlight-backup', passphrase: 'a guess of somebody' }
  const answers: number[] = []
  for (let count = 0; count <= LIMITS.connect.most; count++)
    answers.push((await app.ask('POST', '/api/system/restore', restore)).status)
  expect(answers).toContain(429)
})

// What VibeNVR's settings page does beside setting: backups, cleaning up, and what is refused in words.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVibeStand, PASSWORD, type VibeStand } from './vibenvr-stand.ts'

setDefaultTimeout(60_000)

const NAME = 'porchlight-2026-01-10T08-00-00Z.porchlight-backup'
let stand: VibeStand
let founder: Record<string, string>
let admin: Record<string, string>
beforeAll(async () => {
  stand = await createVibeStand()
  founder = await stand.key()
  await stand.person('second', 'admin')
  const login = await stand.it.ask('POST', '/api/auth/login', { username: 'second', password: PASSWORD }, null)
  const made = await stand.it.ask('POST', '/api/keys', { name: 'test' }, login.body.token)
  admin = { 'x-api-key': made.body.data.key }
})
afterAll(() => stand?.it[Symbol.asyncDispose]())

test('backups are the founder’s: told, and removed', async () => {
  expect((await stand.ask('GET', '/settings/backup/list', founder)).body).toEqual([])
  const folder = join(stand.it.folder, 'backups')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, NAME), 'no backup')
  expect((await stand.ask('GET', '/settings/backup/list', founder)).body).toEqual([
    { filename: NAME, size: 9, created_at: null, comment: expect.any(String) },
  ])
  expect((await stand.ask('GET', '/settings/backup/list', admin)).status).toBe(403)
  expect((await stand.ask('DELETE', `/settings/backup/${NAME}`, admin)).status).toBe(403)
  expect((await stand.ask('DELETE', `/settings/backup/${NAME}`, founder)).status).toBe(200)
  expect((await stand.ask('DELETE', `/settings/backup/${NAME}`, founder)).status).toBe(404)
  expect((await stand.ask('DELETE', '/settings/backup/..%2Fporchlight.db', founder)).status).toBe(404)
})

test('cleaning up begins at once, and nothing waits to be brought in', async () => {
  const { status, body } = await stand.ask('POST', '/settings/cleanup', admin)
  expect([status, body]).toEqual([200, { status: 'success', message: 'Cleanup started' }])
  const orphans = await stand.ask('GET', '/settings/sync-orphans/status', admin)
  expect([orphans.status, orphans.body]).toEqual([200, { status: 'idle', result: null }])
})

test('what is not done here is refused with a reason, to those who might', async () => {
  const its = [
    ['POST', '/settings/backup/run'],
    ['POST', `/settings/backup/restore-file/${NAME}`],
    ['POST', '/settings/backup/import'],
    ['GET', '/settings/backup/export'],
    ['POST', '/settings/test-notify'],
    ['POST', '/settings/telemetry/report'],
    ['POST', '/settings/sync-orphans'],
  ] as const
  for (const [method, path] of its) {
    const { status, body } = await stand.ask(method, path, founder)
    expect([path, status, Object.keys(body)]).toEqual([path, 501, ['detail']])
    expect(body.detail.length).toBeGreaterThan(20)
    expect((await stand.ask(method, path)).status).toBe(401)
  }
  expect((await stand.ask('GET', '/settings/backup/export', admin)).status).toBe(403)
})

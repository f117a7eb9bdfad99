// Backups by the front door: made, taken away, brought to another appliance, restored there, and opened by nobody without the passphrase.
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { openArchive } from '../services/backup/archive.ts'
import { DATABASE } from '../services/backup/manifest.ts'
import { type FullHouse, fillHouse, houseDriver } from '../testing/full-house.ts'
import { createTestApp, OWNER, type TestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

const PASSPHRASE = 'a porch in the evening'

const { driver, house } = houseDriver()
const plugin = { id: 'fake', title: 'Fake', driver }

/** Later than when the codes of the second factor were used. */
let shift = 0
const now = () => new Date(Date.now() + shift)
const startApp = () => createTestApp([plugin, rtsp], {}, { now })

/** An appliance with something in all its rooms. */
async function startHouse(): Promise<TestApp & FullHouse> {
  const app = await startApp()
  const filled = await fillHouse(app, now)
  shift += 60_000
  return Object.assign(app, filled)
}

async function ended(app: TestApp, answer: { status: number; body: { data: { job_id: number } } }) {
  expect(answer.status).toBe(202)
  return await until('the job has ended', async () => {
    const { body } = await app.ask('GET', `/api/jobs/${answer.body.data.job_id}`)
    return ['done', 'failed'].includes(body.state) && body
  })
}

const make = async (app: TestApp, more: object = {}) =>
  ended(app, await app.ask('POST', '/api/system/backup', { passphrase: PASSPHRASE, ...more }))

async function download(app: TestApp, name: string): Promise<Uint8Array> {
  const { body } = await app.ask('POST', '/api/media/sign', { path: `/system/backups/${name}/file` })
  const answer = await fetch(app.url + body.url)
  expect(answer.headers.get('content-disposition')).toContain(name)
  return new Uint8Array(await answer.arrayBuffer())
}

async function bring(app: TestApp, bytes: Uint8Array | string) {
  const answer = await fetch(`${app.url}/api/system/backups`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/octet-stream' },
    body: bytes as BodyInit,
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as a client in any language would
  return { status: answer.status, body: (await answer.json()) as any }
}

/** Tables whose rows come and go by themselves, and why. */
const MOVING: Record<string, string> = {
  sign_ins: 'everybody signs in again',
  jobs: 'the backup itself is one',
  activity: 'a restore is written down; what was there before is compared by itself',
  system_stats: 'a row a minute',
  device_absences: 'a device that is not there is noticed at the start',
  device_reports: 'a device tells again at the start',
  sync_log: 'a device is read again at the start',
  published: 'what a broker was told',
  sqlite_sequence: 'numbers that were given',
}
/** Columns that are written whenever something is used or reached, and why. */
const USED: Record<string, string> = {
  last_seen_at: 'the device is reached',
  last_login_at: 'the owner signs in',
  last_sync_at: 'the device is read',
  last_used_at: 'the key and the link are used',
  last_step: 'the code of the second factor is used up',
  updated_at: 'each of the above',
}

/** Every row of every table. */
function rowsOf(folder: string): Record<string, Record<string, unknown>[]> {
  using db = new Database(join(folder, 'porchlight.db'), { readonly: true })
  const tables = db.query<{ name: string }, []>("select name from sqlite_master where type = 'table'").all()
  return Object.fromEntries(
    tables.map(({ name }) => [
      name,
      db.query<Record<string, unknown>, []>(`select * from "${name}" order by 1, 2`).all(),
    ]),
  )
}

/** Without what is found out anew at each start, that a device is not there, and what a restore notes: which key is used. */
const steady = (rows: Record<string, unknown>[] = []) =>
  rows
    .filter(({ type, source, key }) => !(type === 'offline' && source === 'appliance') && key !== 'secret_key_id')
    .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !(column in USED))))

/** The whole database as it is in a backup. */
async function databaseIn(file: string): Promise<Buffer> {
  using archive = await openArchive(file)
  return gunzipSync(await archive.bytes(DATABASE, 1e8))
}

async function signIn(app: TestApp, code: string): Promise<void> {
  expect((await app.ask('POST', '/api/auth/login', OWNER, null)).body).toMatchObject({ totp_required: true })
  app.token = (await app.ask('POST', '/api/auth/login', { ...OWNER, totp_code: code }, null)).body.token
  expect(app.token).toBeString()
}

test('what was backed up is restored on another appliance: rows, files, devices that are reached, and every way in', async () => {
  await using a = await startHouse()
  const made = await make(a, { with_files: true })
  expect(made).toMatchObject({ state: 'done', result: { with_files: true, counts: { devices: 2, recordings: 3 } } })
  const before = rowsOf(a.folder)
  const backup = await download(a, made.result.name)
  const list = (await a.ask('GET', '/api/system/backups')).body
  expect(list.data).toMatchObject([{ name: made.result.name, bytes: backup.byteLength, problem: null }])
  await a[Symbol.asyncDispose]()
  expect(existsSync(a.folder)).toBe(false)

  await using b = await startApp()
  const { connects } = house.seen
  const { status, body } = await bring(b, backup)
  expect(status).toBe(201)
  const restore = (passphrase: string) => b.ask('POST', '/api/system/restore', { backup: body.data.name, passphrase })
  const wrong = await ended(b, await restore('some other words'))
  expect(wrong).toMatchObject({ state: 'failed' })
  expect(wrong.error).toMatch(/passphrase is not the one of this backup/)
  expect((await b.ask('GET', '/api/system/backups')).body.waiting).toBeNull()

  expect(await ended(b, await restore(PASSPHRASE))).toMatchObject({ state: 'done' })
  expect((await b.ask('GET', '/api/system/backups')).body.waiting).toMatchObject({ with_files: true })
  expect((await b.ask('GET', '/api/devices')).body).toEqual([])
  await b.restart()
  expect((await b.ask('GET', '/api/devices')).status).toBe(401)
  await signIn(b, a.code())
  const devices = (await b.ask('GET', '/api/devices')).body as { ip_web: string }[]
  const device = devices.find(({ ip_web }) => ip_web === '192.0.2.77')
  expect(device).toMatchObject({ ip_web: '192.0.2.77', channel_count: 2 })
  await until('the device was reached with its password', () => house.seen.connects > connects)
  expect(house.seen.refused).toBe(0)
  const after = rowsOf(b.folder)
  expect(Object.keys(after)).toEqual(Object.keys(before))
  for (const table of Object.keys(before).filter((name) => !(name in MOVING)))
    expect({ [table]: steady(after[table]) }).toEqual({ [table]: steady(before[table]) })
  expect(steady(after.activity)).toEqual(expect.arrayContaining(steady(before.activity)))
  for (const [file, bytes] of Object.entries(a.files))
    expect({ file, same: readFileSync(join(b.folder, file)).equals(bytes) }).toEqual({ file, same: true })
  const byKey = await fetch(`${b.url}/api/devices`, { headers: { 'x-api-key': a.key } })
  expect(await byKey.json()).toHaveLength(2)
  const linked = await fetch(b.url + a.linked)
  expect([linked.status, linked.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const guest = { username: 'guest', password: 'viewer-password-8842' }
  const { token } = (await b.ask('POST', '/api/auth/login', guest, null)).body
  expect((await b.ask('GET', '/api/channels', undefined, token)).body).toHaveLength(1)
  // What was here before is kept beside it.
  const [kept = ''] = readdirSync(join(b.folder, 'replaced'))
  expect(readdirSync(join(b.folder, 'replaced', kept))).toContain('porchlight.db')
  const { body: activity } = await b.ask('GET', '/api/activity')
  expect(JSON.stringify(activity)).toContain('"backup"')
}, 120_000)

test('a backup holds no secret that can be read without the passphrase', async () => {
  await using app = await startHouse()
  const key = readFileSync(join(app.folder, 'secret.key'))
  const made = await make(app)
  expect(made.result.with_files).toBe(false)
  expect(app.secrets.length).toBeGreaterThan(20)
  const file = join(app.folder, 'backups', made.result.name)
  const all = Buffer.concat([readFileSync(file), await databaseIn(file)])
  const forms = [
    key,
    key.toString('hex'),
    key.toString('base64'),
    key.toString('base64url'),
    PASSPHRASE,
    ...app.secrets,
  ]
  expect(forms.filter((secret) => all.includes(secret))).toEqual([])
  // The test can find what is there.
  expect(all.includes('192.0.2.77')).toBe(true)
  // The passphrase is nowhere else either.
  for (const name of ['porchlight.db', 'porchlight.db-wal'])
    expect(readFileSync(join(app.folder, name)).includes(PASSPHRASE)).toBe(false)
  expect(app.lines.join('\n')).not.toContain(PASSPHRASE)
}, 120_000)

test('a backup that is cut, changed or none at all is refused in words, and nothing is put in place', async () => {
  await using app = await startHouse()
  const made = await make(app, { with_files: true })
  const backup = await download(app, made.result.name)
  for (const bytes of ['', 'PK', 'just a text'.repeat(1000), backup.slice(0, backup.byteLength - 400)]) {
    const { status, body } = await bring(app, bytes)
    expect(status).toBe(400)
    expect(body.detail).toMatch(/is not a backup of Porchlight/)
  }
  expect(readdirSync(join(app.folder, 'backups'))).toEqual([made.result.name])

  // One bit of the database's part, or of a film: whoever has no passphrase cannot put in what he likes.
  const film = Buffer.from(backup).indexOf('not really a film')
  expect(film).toBeGreaterThan(200)
  for (const place of [200, film]) {
    const changed = Uint8Array.from(backup)
    changed[place] = (changed[place] ?? 0) ^ 1
    const { body } = await bring(app, changed)
    const restore = { backup: body.data.name, passphrase: PASSPHRASE }
    const job = await ended(app, await app.ask('POST', '/api/system/restore', restore))
    expect(job).toMatchObject({ state: 'failed' })
    expect(job.error).toMatch(/damaged/)
    expect(existsSync(join(app.folder, 'restore'))).toBe(false)
  }
  // What it says of itself is bound to the passphrase, too.
  const words = Buffer.from(backup).indexOf('"with_files":true')
  const lying = Buffer.from(backup)
  lying.write('"with_files":null', words)
  expect((await bring(app, lying)).status).toBe(400)
  const counting = Buffer.from(backup)
  counting.write('9', Buffer.from(backup).indexOf('"devices":2') + 10)
  const { body } = await bring(app, counting)
  const restore = { backup: body.data.name, passphrase: PASSPHRASE }
  const job = await ended(app, await app.ask('POST', '/api/system/restore', restore))
  expect(job.error).toMatch(/or the backup was changed/)
}, 120_000)

test('only the founder has to do with backups, and names lead nowhere else', async () => {
  await using app = await startApp()
  const admin = { username: 'second', password: 'second-password' }
  await app.ask('POST', '/api/auth/register', { ...admin, role: 'admin' })
  const token = (await app.ask('POST', '/api/auth/login', admin, null)).body.token
  const name = 'porchlight-x.porchlight-backup'
  const asked: [string, string, unknown?][] = [
    ['POST', '/api/system/backup', { passphrase: PASSPHRASE }],
    ['GET', '/api/system/backups'],
    ['POST', '/api/system/backups', {}],
    ['GET', `/api/system/backups/${name}/file`],
    ['DELETE', `/api/system/backups/${name}`],
    ['POST', '/api/system/restore', { backup: name, passphrase: PASSPHRASE }],
    ['DELETE', '/api/system/restore'],
    ['POST', '/api/system/restart', { confirm: true }],
    ['POST', '/api/system/rotate-key', { confirm: true }],
    ['POST', '/api/media/sign', { path: `/system/backups/${name}/file` }],
  ]
  for (const [method, path, body] of asked)
    expect({ path, status: (await app.ask(method, path, body, token)).status }).toEqual({ path, status: 403 })
  writeFileSync(join(app.folder, 'backups', 'other.txt'), 'x')
  for (const odd of ['other.txt', '..%2fporchlight.db', '%2e%2e%2fsecret.key', 'secret.key', `x%00${name}`, name])
    for (const [method, path] of [
      ['GET', `/api/system/backups/${odd}/file`],
      ['DELETE', `/api/system/backups/${odd}`],
    ] as const)
      expect({ path, status: (await app.ask(method, path)).status }).toEqual({
        path,
        status: odd.includes('00') ? 400 : 404,
      })
  expect((await app.ask('POST', '/api/system/backup', { passphrase: 'short' })).status).toBe(400)
}, 120_000)

test('a backup may be larger than any other body', async () => {
  await using app = await startApp()
  const large = 'x'.repeat(17 * 1024 * 1024)
  expect((await bring(app, large)).status).toBe(400)
  const other = await app.ask('POST', '/api/devices', large)
  expect(other.status).toBe(413)
  expect(other.body.detail).toContain('too large')
  expect(readdirSync(join(app.folder, 'backups'))).toEqual([])
}, 120_000)

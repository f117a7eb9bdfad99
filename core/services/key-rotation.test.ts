// Another secret key while everything goes on, and an end in the middle of it.
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import { openDatabase } from '../db/open.ts'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'
import { rewriteSecrets } from './key-rotation.ts'
import { stageKey } from './secret-key.ts'
import { PLACES } from './secret-places.ts'
import { keyIdOf } from './secrets.ts'

const PASSWORD = 'device-pass-7261'

async function startHouse() {
  const driver = createFakeDriver()
  const house = driver.add('192.0.2.77')
  Object.assign(house, { username: 'admin', password: PASSWORD })
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  await app.ask('POST', '/api/devices', { brand: 'fake', ip_web: '192.0.2.77', username: 'admin', password: PASSWORD })
  await app.ask('PUT', '/api/settings/mqtt_url', { value: 'mqtt://me:broker-pass@192.0.2.1' })
  await app.ask('POST', '/api/webhooks', { name: 'Lamp', url: 'http://192.0.2.2/hook' })
  await until('the device is online', () => isOnline(app))
  return { app, house }
}

async function isOnline(app: TestApp): Promise<boolean> {
  return (await app.ask('GET', '/api/devices')).body[0]?.state.phase === 'online'
}

const keyOf = (app: TestApp) => readFileSync(join(app.folder, 'secret.key'))
const signIn = async (app: TestApp) => {
  app.token = (await app.ask('POST', '/api/auth/login', OWNER, null)).body.token
}
/** The database and its log of writes, as they lie on the disk. */
const stored = (app: TestApp) =>
  Buffer.concat(
    ['porchlight.db', 'porchlight.db-wal']
      .map((name) => join(app.folder, name))
      .map((path) => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))),
  )

/** After the next start, when only the key in the file is known. */
async function holdsAfterStart({ app, house }: Awaited<ReturnType<typeof startHouse>>) {
  const { connects, refused } = house.seen
  await app.restart()
  await signIn(app)
  await until('the device was reached again', () => house.seen.connects > connects && isOnline(app))
  expect(house.seen.refused).toBe(refused)
  expect((await app.ask('GET', '/api/webhooks')).body.data[0].url).toBe('http://192.0.2.2/hook')
  const { body } = await app.ask('GET', '/api/settings')
  expect(body.data.find(({ key }: { key: string }) => key === 'mqtt_url').value).toBe('***')
  expect(app.lines.join('\n')).not.toContain('cannot be read')
}

test('the key is changed under load: nobody waits or fails, and afterwards nothing hangs on the former one', async () => {
  const stand = await startHouse()
  await using app = stand.app
  const { body } = await app.ask('POST', '/api/keys', { name: 'load', read_only: false })
  const key = body.data?.key ?? body.key
  const statuses: number[] = []
  let running = true
  const asking = Array.from({ length: 6 }, async (_, index) => {
    for (let n = 0; running; n++) {
      const path = ['/api/devices', '/api/settings', '/api/webhooks'][n % 3] ?? ''
      statuses.push((await app.ask('GET', path, undefined, key)).status)
      const host = `192.0.2.${100 + index}`
      const device = { brand: 'fake', ip_web: host, username: 'admin', password: `pass ${n}`, is_checked: false }
      if (n === 0) statuses.push((await app.ask('POST', '/api/devices', device, key)).status)
      else if (n < 8)
        statuses.push((await app.ask('PUT', `/api/devices/${index + 2}`, { password: `pass ${n}` }, key)).status)
    }
  })
  const signed = (await app.ask('POST', '/api/media/sign', { path: '/events' })).body.url
  const former: Buffer[] = []
  for (let n = 0; n < 3; n++) {
    const asked = statuses.length
    await until('they are in the midst of it', () => statuses.length > asked + 10)
    former.push(keyOf(app))
    const answer = await app.ask('POST', '/api/system/rotate-key', { confirm: true }, n === 0 ? app.token : key)
    expect(answer.body).toMatchObject({ success: true, data: { key_id: keyIdOf(keyOf(app)) } })
  }
  running = false
  await Promise.all(asking)
  expect(statuses.length).toBeGreaterThan(20)
  expect(statuses.filter((status) => status >= 400)).toEqual([])
  // Whoever had the former key could have forged a sign-in; API keys are hashes.
  expect((await app.ask('GET', '/api/devices')).status).toBe(401)
  expect((await app.ask('GET', signed, undefined, null)).status).toBe(401)
  for (const old of former) {
    expect(old.equals(keyOf(app))).toBe(false)
    expect(stored(app).includes(`v1.${keyIdOf(old)}.`)).toBe(false)
  }
  expect(existsSync(join(app.folder, 'secret.key.next'))).toBe(false)
  await holdsAfterStart(stand)
  expect((await app.ask('GET', '/api/activity')).text).toContain('rotate_key')
}, 120_000)

test('an end in the middle of it leaves a key that fits', async () => {
  const stand = await startHouse()
  await using app = stand.app
  // Before the database was rewritten.
  stageKey(app.folder, new Uint8Array(32).fill(7))
  const former = keyOf(app)
  await holdsAfterStart(stand)
  expect(keyOf(app).equals(former)).toBe(true)
  expect(existsSync(join(app.folder, 'secret.key.next'))).toBe(false)
  // After it was, and before the file was put in its place.
  const next = new Uint8Array(32).fill(9)
  stageKey(app.folder, next)
  const { db, close } = openDatabase(join(app.folder, 'porchlight.db'))
  rewriteSecrets(db, former, next)
  close()
  await holdsAfterStart(stand)
  expect(keyOf(app).equals(next)).toBe(true)
}, 120_000)

test('where something is encrypted that nobody says how to rewrite, nothing is changed', async () => {
  const stand = await startHouse()
  await using app = stand.app
  const former = keyOf(app)
  {
    using db = new Database(join(app.folder, 'porchlight.db'))
    db.run('insert into facts (key, value) values (?, ?)', ['new-thing', `{"x":"v1.${keyIdOf(former)}.abc"}`])
  }
  expect((await app.ask('POST', '/api/system/rotate-key', { confirm: true })).status).toBe(500)
  expect(app.lines.join('\n')).toContain('facts.value')
  expect(keyOf(app).equals(former)).toBe(true)
  await holdsAfterStart(stand)
}, 120_000)

test('a key from the environment is not changed by the page, and by nobody without a word', async () => {
  await using app = await createTestApp([], { PORCHLIGHT_SECRET_KEY: 'k'.repeat(40) })
  expect((await app.ask('POST', '/api/system/rotate-key', {})).status).toBe(400)
  const { status, body } = await app.ask('POST', '/api/system/rotate-key', { confirm: true })
  expect(status).toBe(409)
  expect(body.detail).toContain('PORCHLIGHT_SECRET_KEY')
})

test('every file that encrypts something says where it stands', async () => {
  const root = join(import.meta.dir, '..', '..')
  const files = [...new Glob('{core,plugins}/**/*.ts').scanSync(root)].filter(
    (path) => !/\.test\.ts$|\/testing\//.test(path),
  )
  const writers: string[] = []
  for (const path of files) if (/\bsecrets\.encrypt\(/.test(await Bun.file(join(root, path)).text())) writers.push(path)
  expect(writers.sort()).toEqual([...new Set(PLACES.map(({ by }) => by))].sort())
})

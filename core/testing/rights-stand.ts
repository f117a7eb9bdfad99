// Two households behind a whole appliance: everything that a route can be about, in each, and everybody who can ask.
import { Database } from 'bun:sqlite'
import { createECDH, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/bun-sqlite'
import type { AppOptions } from '../app.ts'
import * as schema from '../db/schema/index.ts'
import type { Plugin } from '../plugin/index.ts'
import { withCapabilities } from './fake-capabilities.ts'
import { createFakeDriver, TINY_JPEG } from './fake-driver.ts'
import { createTestApp } from './test-app.ts'
import { until } from './until.ts'

/** What each household has, by what a path calls it. */
export interface Things {
  channel: number
  device: number
  /** The device as seed 002 calls it. */
  nvr: string
  deviceUser: number
  recording: number
  alarm: number
  event: number
  webhook: number
  template: number
  user: number
  activity: number
  backup: string
  setting: string
  /** What hangs on no channel: of a camera that is gone, or of the device itself. No grant leads to it. */
  loose: { recording: number; alarm: number; event: number }
}

/** What belongs to one person alone. */
export interface Belongings {
  key: number
  'sign-in': string
  link: number
  wall: number
  push: number
  job: number
}

export interface Asker {
  name: string
  household: 'a' | 'b'
  /** `out`: whoever he was, he is nobody now. */
  role: 'out' | 'viewer' | 'operator' | 'admin' | 'founder'
  granted?: true
  readOnly?: true
  headers: Record<string, string>
  /** Of who has signed in: what stands for that at `/vibenvr`, where no token of ours is good. */
  lasting?: string
  has: Belongings
}

/** What he shows there. */
export const headersFor = ({ headers, lasting }: Pick<Asker, 'headers' | 'lasting'>, path: string) =>
  lasting !== undefined && path.startsWith('/vibenvr/') ? { ...headers, authorization: `Bearer ${lasting}` } : headers

export const PASSWORD = 'a long enough password'
/** Of the pretend driver: seed 002's dialect serves this make alone. */
export const BRAND = 'hikvision'
export const BACKUP = 'porchlight-2026-01-10T08-00-00Z.porchlight-backup'
const DAY = 86_400_000

/** A browser that nobody can reach. */
export function browserAt(place: string) {
  const pair = createECDH('prime256v1')
  const keys = { p256dh: pair.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
  return { endpoint: `${place}${Bun.randomUUIDv7()}`, keys }
}

export type RightsStand = Awaited<ReturnType<typeof createRightsStand>>

/** `env` and `lookup` are those of `createTestApp`; `plugins` are the pretend driver's and what comes with it. */
export async function createRightsStand(
  env: Record<string, string> = {},
  options: { lookup?: AppOptions['lookup']; plugins?: (fake: Plugin) => Plugin[] } = {},
) {
  const driver = createFakeDriver()
  const hosts = { a: '192.0.2.7', b: '192.0.2.8' }
  // Whoever may see a picture is told at once that there is none: nobody listens there.
  for (const host of Object.values(hosts)) driver.add(host, 2).source = () => 'rtsp://127.0.0.1:9/none'
  let shift = 0
  const bundle = mkdtempSync(join(tmpdir(), 'porchlight-web-'))
  writeFileSync(join(bundle, 'index.html'), '<!doctype html><html><head><base href="/"></head></html>')
  const { plugins = (fake) => [fake], ...rest } = options
  const app = await createTestApp(plugins({ id: BRAND, title: 'Fake', driver: withCapabilities(driver) }), env, {
    ...rest,
    bundle,
    now: () => new Date(Date.now() + shift),
  })
  const { ask } = app
  const sqlite = new Database(join(app.folder, 'porchlight.db'))
  sqlite.run('pragma busy_timeout = 5000')
  const db = drizzle({ client: sqlite, schema })
  /** Lately, so that no retention takes it meanwhile. */
  const at = new Date(Date.now() - DAY)
  const uuid = () => Bun.randomUUIDv7()

  const login = async (username: string, password = PASSWORD) =>
    (await ask('POST', '/api/auth/login', { username, password }, null)).body.token as string
  async function account(username: string, role: string, by: string | null = app.token) {
    const { status } = await ask('POST', '/api/auth/register', { username, password: PASSWORD, role }, by)
    if (status >= 300) throw new Error(`${username} was not registered: ${status}`)
  }
  for (const role of ['viewer', 'operator', 'admin']) await account(role, role)
  await account('granted', 'viewer')
  await account('spare', 'viewer')
  await ask('PUT', '/api/settings/open_registration', { value: true })
  await account('stranger', 'admin', null)
  await ask('PUT', '/api/settings/open_registration', { value: false })
  const stranger = await login('stranger')
  await account('spare-b', 'viewer', stranger)
  for (const role of ['viewer', 'operator']) await account(`${role}-b`, role, stranger)
  const userOf = (name: string) => {
    const row = db
      .select()
      .from(schema.users)
      .all()
      .find(({ username }) => username === name)
    if (!row) throw new Error(`There is no ${name}`)
    return row
  }

  async function household(side: 'a' | 'b', token: string, spare: string): Promise<Things> {
    await ask(
      'POST',
      '/api/devices',
      { ip_web: hosts[side], username: 'admin', password: 'right-password', brand: BRAND },
      token,
    )
    const [first] = await until('its channels are there', async () => {
      const { body } = await ask('GET', '/api/channels', undefined, token)
      return body.length === 2 && body
    })
    const channel = first.id as number
    const device = first.device_id as number
    const { householdId, id: user } = userOf(spare)
    const deviceUser = db
      .insert(schema.deviceUsers)
      .values({ deviceId: device, userId: 2, name: 'guest', role: 'viewer', readAt: at })
      .returning()
      .get().id
    mkdirSync(join(app.folder, 'recordings', 'camera-1'), { recursive: true })
    function recorded(channelId: number | null): number {
      const file = `camera-1/${side}${channelId === null ? '-gone' : ''}.mp4`
      writeFileSync(join(app.folder, 'recordings', file), 'a film')
      return db
        .insert(schema.recordings)
        .values({
          ...{
            uuid: uuid(),
            householdId,
            channelId,
            channelName: 'Camera 1',
            kind: 'video',
            origin: 'download',
          },
          ...{ file, bytes: 6, startAt: at, endAt: new Date(+at + 4000), duration: 4, createdAt: at },
        })
        .returning()
        .get().id
    }
    db.insert(schema.footageRules)
      .values({
        ...{ channelId: channel, householdId, mode: 'last_hours', hours: 1, beforeSeconds: 0, afterSeconds: 0 },
        updatedAt: at,
      })
      .run()
    const { hubKey } = db
      .select()
      .from(schema.devices)
      .all()
      .find(({ id }) => id === device) ?? { hubKey: '' }
    const picture = `alarms/${hubKey}/${uuid()}.jpg`
    mkdirSync(join(app.folder, 'pictures', 'alarms', hubKey), { recursive: true })
    writeFileSync(join(app.folder, 'pictures', picture), TINY_JPEG)
    const told = (source: 'device' | 'manual', channelId: number | null = channel) =>
      db
        .insert(schema.alarms)
        .values({
          ...{
            uuid: uuid(),
            householdId,
            deviceId: device,
            channelId,
            channelNo: channelId && 1,
            source,
            kind: 'motion',
          },
          ...{ rawType: 'VMD', message: 'Motion', beganAt: at, endedAt: at, endReason: 'inactive', picture },
        })
        .returning()
        .get().id
    const hook = {
      name: 'hook',
      url: env.PORCHLIGHT_ALLOW_LOOPBACK === '0' ? 'http://192.0.2.9/hook' : 'http://127.0.0.1:9/hook',
    }
    const webhook = (await ask('POST', '/api/webhooks', hook, token)).body.data.id as number
    const kept = { kind: 'rights', name: 'kept', document: {} }
    const template = (await ask('POST', '/api/templates', kept, token)).body.data.id as number
    const activity = db
      .insert(schema.activity)
      .values({
        ...{ householdId, username: 'spare', callerKind: 'user', action: 'update_channel', resourceType: 'channel' },
        ...{ resourceId: String(channel), success: true, createdAt: at },
      })
      .returning()
      .get().id
    return {
      ...{
        channel,
        device,
        nvr: `${hosts[side]}_80`,
        deviceUser,
        recording: recorded(channel),
        alarm: told('device'),
        event: told('manual'),
      },
      ...{ webhook, template, user, activity, backup: BACKUP, setting: 'alarm_hold' },
      loose: { recording: recorded(null), alarm: told('device', null), event: told('manual', null) },
    }
  }

  async function belongings(name: string, side: 'a' | 'b'): Promise<Belongings> {
    const { id: userId, householdId } = userOf(name)
    const key = db
      .insert(schema.apiKeys)
      .values({ uuid: uuid(), userId, name: 'a key', hash: uuid(), hint: 'pl_x', readOnly: false, createdAt: at })
      .returning()
      .get().id
    const later = new Date(Date.now() + 30 * DAY)
    const sid = db
      .insert(schema.signIns)
      .values({ id: uuid(), userId, refreshHash: uuid(), createdAt: at, lastUsedAt: new Date(), expiresAt: later })
      .returning()
      .get().id
    const link = db
      .insert(schema.streamLinks)
      .values({
        ...{ uuid: uuid(), userId, channelId: things[side].channel, quality: 'sub', name: 'link', hash: uuid() },
        createdAt: at,
      } as never)
      .returning()
      .get().id
    const wall = db
      .insert(schema.walls)
      .values({
        uuid: uuid(),
        userId,
        name: uuid(),
        channelIds: [things[side].channel],
        createdAt: at,
        updatedAt: at,
      })
      .returning()
      .get().id
    const job = db
      .insert(schema.jobs)
      .values({
        ...{ uuid: uuid(), householdId, userId, kind: 'export', state: 'done', createdAt: at, endedAt: new Date() },
        ...{
          input: { items: [{ recordingId: things[side].recording }], format: 'mp4' },
          result: { recording_id: things[side].recording },
        },
      } as never)
      .returning()
      .get().id
    const told = await ask('POST', '/api/push', browserAt('https://localhost/'), await login(name))
    return { key, 'sign-in': sid, link, wall, push: told.body.data.id, job }
  }

  const things = { a: await household('a', app.token, 'spare'), b: await household('b', stranger, 'spare-b') }
  const all = { view: true, playback: true, export: true, ptz: true }
  db.insert(schema.grants)
    .values({ userId: userOf('granted').id, channelId: things.a.channel, ...all })
    .run()
  mkdirSync(join(app.folder, 'backups'), { recursive: true })
  writeFileSync(join(app.folder, 'backups', BACKUP), 'a backup')

  shift = -3 * DAY
  const expired = await login('admin')
  shift = 0
  const admin = await login('admin')
  const makeKey = async (readOnly: boolean) =>
    (await ask('POST', '/api/keys', { name: 'walk', read_only: readOnly }, admin)).body.data
  const [reading, revoked] = [await makeKey(true), await makeKey(false)]
  await ask('DELETE', `/api/keys/${revoked.id}`, undefined, admin)

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  /** By token in the core, and by cookie in the dialects that know no tokens. */
  function signedIn(token: string, account: string) {
    const { value } = app.app.services.cookieSignIns.begin(userOf(account), { address: null, agent: null })
    return { ...bearer(token), cookie: `session=${value}` }
  }
  async function person(name: string, account: string, rest: Pick<Asker, 'role'> & Partial<Asker>): Promise<Asker> {
    const household = rest.household ?? 'a'
    const headers = rest.headers ?? signedIn(await login(account), account)
    const { lastingTokens } = app.app.services
    const begin = () => lastingTokens.begin(userOf(account), { address: null, agent: null }).token
    const lasting = headers.cookie === undefined ? {} : { lasting: begin() }
    return { name, household, has: await belongings(account, household), ...rest, ...lasting, headers }
  }
  const askers = [
    await person('nobody', 'admin', { role: 'out', headers: {} }),
    await person('an expired token', 'admin', { role: 'out', headers: bearer(expired) }),
    await person('a revoked key', 'admin', { role: 'out', headers: { 'x-api-key': revoked.key } }),
    await person('a viewer without grant', 'viewer', { role: 'viewer' }),
    await person('a viewer with grant', 'granted', { role: 'viewer', granted: true }),
    await person('an operator', 'operator', { role: 'operator' }),
    await person('a viewer of another household', 'viewer-b', { role: 'viewer', household: 'b' }),
    await person('an operator of another household', 'operator-b', { role: 'operator', household: 'b' }),
    await person('an admin of another household', 'stranger', { role: 'admin', household: 'b' }),
    await person('a read-only key', 'admin', { role: 'admin', readOnly: true, headers: { 'x-api-key': reading.key } }),
    await person('an admin', 'admin', { role: 'admin' }),
    await person('the founder', 'owner', { role: 'founder', headers: signedIn(app.token, 'owner') }),
  ]

  return {
    app,
    ask,
    driver,
    sqlite,
    things,
    askers,
    login,
    /** The appliance's clock goes on by so many milliseconds. */
    pass(ms: number) {
      shift += ms
    },
    async [Symbol.asyncDispose]() {
      sqlite.close()
      await app[Symbol.asyncDispose]()
      rmSync(bundle, { recursive: true })
    },
  }
}

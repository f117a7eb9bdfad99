// Rules over a whole appliance: what they fetch by themselves, what their retention removes again, and what neither touches.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { createFakeFootage, withFootage } from '../testing/fake-footage.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
const SECONDS = 2
const SYSTEM = { kind: 'system' } as const
const folder = mkdtempSync(join(tmpdir(), 'porchlight-film-'))
let film: Uint8Array

beforeAll(async () => {
  const file = join(folder, 'film.ps')
  const made = Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=160x120:r=10:d=${SECONDS}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '10', '-f', 'mpeg', file],
    ],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  expect(await made.exited).toBe(0)
  film = await Bun.file(file).bytes()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A recorder with clips that began so many minutes before `now`, on a clock that the test moves. */
async function stand(minutesAgo: number[]) {
  const began = Date.now()
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const driver = createFakeDriver()
  const device = driver.add(HOST, 1)
  const footage = createFakeFootage()
  footage.clips.set(
    'ip:1',
    minutesAgo.map((minutes) => {
      const start = new Date(Math.floor((began - minutes * 60_000) / 1000) * 1000)
      return { start, end: new Date(+start + SECONDS * 1000) }
    }),
  )
  const asked: string[] = []
  footage.file = (token) => {
    asked.push(token)
    return { bytes: new Blob([new Uint8Array(film)]).stream(), length: film.length, container: 'ps' }
  }
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin], {}, { now })
  await app.ask('POST', '/api/devices', { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' })
  await until('its channel is there', async () => (await app.ask('GET', '/api/channels')).body.length === 1)
  const services = () => app.app.services
  const held = () => services().downloads.fetched(SYSTEM, { limit: 100 })
  return {
    ...{ app, device, footage, asked, services, held },
    rule: (body: object) => app.ask('PUT', '/api/channels/1/footage-rule', body),
    fetched: (count: number) => until(`${count} were fetched`, () => held().length === count),
    noneRuns: () => until('no job is open', async () => (await app.ask('GET', '/api/jobs?open=true')).body.count === 0),
    log: async () =>
      ((await app.ask('GET', '/api/activity')).body.data as { action: string; metadata: Record<string, unknown> }[])
        .filter(({ action }) => action === 'retention')
        .map(({ metadata }) => metadata),
    files: () =>
      (readdirSync(join(app.folder, 'recordings'), { recursive: true }) as string[]).filter((name) =>
        name.endsWith('.mp4'),
      ),
    pass: (hours: number) => {
      ahead += hours * 3_600_000
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

describe('a rule', () => {
  test('fetches the last hours by itself, and nothing twice', async () => {
    await using it = await stand([300, 90, 30, 1])
    expect((await it.rule({ hours: 2 })).body.data).toMatchObject({ channel_id: 1, mode: 'last_hours', hours: 2 })
    await it.fetched(2)
    await it.noneRuns()
    expect(it.asked).toHaveLength(2)
    // A person throws one away: it stays away.
    const gone = it.held()[0]!.recording
    rmSync(join(it.app.folder, 'recordings', gone.file))
    await it.rule({ hours: 2, keep_hours: 100 })
    await it.app.restart()
    await it.rule({ hours: 6 })
    await it.fetched(3)
    expect(it.asked).toHaveLength(3)
  })

  test('fetches only around alarms where it says so', async () => {
    await using it = await stand([50, 40, 30])
    await it.app.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
    it.pass(-40 / 60)
    it.device.raise({})
    it.device.raise({ active: false })
    const alarm = async () => (await it.app.ask('GET', '/api/user/alarm')).body.items?.[0] ?? null
    await until('the alarm has ended', async () => (await alarm())?.ended_at)
    it.pass(40 / 60)
    await it.rule({ mode: 'around_alarms', hours: 2, before_seconds: 5, after_seconds: 5 })
    await it.fetched(1)
    await it.noneRuns()
    expect(it.asked).toEqual([expect.stringContaining(it.held()[0]!.recording.startAt.toISOString())])
    const age = Date.now() - +it.held()[0]!.recording.startAt
    expect(Math.round(age / 60_000)).toBe(40)
  })

  test('does not hold up the stop of the appliance while its device keeps silent', async () => {
    await using it = await stand([30])
    it.footage.delayMs = 20_000
    it.footage.clear()
    await it.rule({ hours: 2 })
    await until('the device was asked', () => it.footage.calls.some(({ what }) => what === 'search'))
    const from = performance.now()
    await it.app.restart()
    expect(performance.now() - from).toBeLessThan(15_000)
  })

  test('is refused to whoever may not manage, and for bad input', async () => {
    await using it = await stand([])
    const { key } = (await it.app.ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data
    const path = '/api/channels/1/footage-rule'
    expect((await it.app.ask('PUT', path, {}, key)).status).toBe(403)
    expect((await it.app.ask('PUT', path, {}, null)).status).toBe(401)
    for (const bad of [
      { hours: 0 },
      { hours: 87_600 },
      { mode: 'always' },
      { schedule: [{ days: [7], start: '1:00', end: '2' }] },
    ])
      expect((await it.rule(bad)).status).toBe(400)
    expect((await it.app.ask('PUT', '/api/channels/99/footage-rule', {})).status).toBe(404)
    expect((await it.app.ask('DELETE', path)).status).toBe(404)
    expect((await it.app.ask('GET', path)).body).toEqual({ success: true, data: null })
  })
})

describe('retention', () => {
  test('removes by age what rules fetched, says why, and leaves what is protected or a person’s', async () => {
    await using it = await stand([110, 90, 70, 50])
    const { downloads, retention } = it.services()
    const clips = await downloads.search(SYSTEM, 1, new Date(Date.now() - 7_200_000), new Date())
    const own = downloads.clip(SYSTEM, clips[0]!.id)
    await until('a person’s clip is there', () => it.held().length === 1)
    await it.rule({ hours: 2, keep_hours: 2 })
    await it.fetched(4)
    await it.noneRuns()
    expect(own.state).toBe('queued')
    const kept = it.held().map(({ recording }) => recording)
    const guarded = kept.find(({ startAt }) => +startAt === +clips[1]!.startAt)!
    await protect(it.app.folder, guarded.id)
    it.pass(1.1)
    await retention.run()
    expect(it.held().map(({ recording }) => +recording.startAt)).toEqual(
      kept.filter(({ startAt }) => +startAt !== +clips[2]!.startAt).map(({ startAt }) => +startAt),
    )
    expect(it.files()).toHaveLength(3)
    const gone = kept.find(({ startAt }) => +startAt === +clips[2]!.startAt)!
    expect(existsSync(join(it.app.folder, 'recordings', gone.file))).toBe(false)
    expect(await it.log()).toEqual([
      {
        why: 'older than 2 hours',
        by: 'footage rule',
        bytes: gone.bytes,
        recordings: [{ id: gone.id, file: gone.file, bytes: gone.bytes }],
      },
    ])
    it.pass(-100_000)
    await it.rule({ hours: 2, keep_hours: 1 })
    expect(await retention.run()).toBe(0)
  })

  test('removes the oldest beyond the quota, and they do not come back', async () => {
    await using it = await stand([100, 80, 60])
    await it.rule({ hours: 2 })
    await it.fetched(3)
    await it.noneRuns()
    const bytes = it.held()[0]!.recording.bytes
    it.services().footageRules.set(SYSTEM, 1, { hours: 2, quotaBytes: bytes * 2 + 10 })
    await until('one has gone', () => it.held().length === 2)
    expect((await it.log())[0]).toMatchObject({ why: 'beyond 0.0 GB', recordings: [{ id: 1 }] })
    await it.services().retention.run()
    expect([it.held().length, it.asked.length]).toEqual([2, 3])
  })
})

async function protect(data: string, id: number): Promise<void> {
  const { Database } = await import('bun:sqlite')
  using db = new Database(join(data, 'porchlight.db'))
  db.run('update recordings set is_protected = 1 where id = ?', [id])
}

// Two recorders with footage and a real appliance in front of them, for tests of recordings through the front door.
import { Database } from 'bun:sqlite'
import { expect } from 'bun:test'
import { join } from 'node:path'
import type { Plugin } from '#plugin'
import { createFakeDriver, type FakeDevice } from './fake-driver.ts'
import { createFakeFootage, type FakeFootage, withFootage } from './fake-footage.ts'
import { FILM_SECONDS, makeFilm } from './film.ts'
import { createTestApp, type TestApp } from './test-app.ts'
import { until } from './until.ts'

const HOSTS = ['192.0.2.7', '192.0.2.8']

/** Two recorders with a camera each, clips of four seconds every ten, two hours ahead of UTC. */
export async function startRecorders(more: Plugin[] = [], env: Record<string, string> = {}) {
  const ps = await makeFilm('ps')
  const driver = createFakeDriver()
  const recorders = HOSTS.map((host) => driver.add(host, 2)) as [FakeDevice, FakeDevice]
  const footages = HOSTS.map(() => {
    const footage = createFakeFootage(() => 120)
    for (const index of [0, 1, 2])
      footage.record('ip:1', `2026-01-10T10:00:${index}0`, `2026-01-10T10:00:${index}${FILM_SECONDS}`)
    footage.file = () => ({ bytes: new Blob([ps]).stream(), length: ps.length, container: 'ps' })
    return footage
  }) as [FakeFootage, FakeFootage]
  const plugin = {
    id: 'fake',
    title: 'Fake',
    driver: withFootage(driver, new Map(HOSTS.map((host, index) => [host, footages[index]!]))),
  }
  // An hour ahead, so that files which a test has just written lie there long enough.
  const app = await createTestApp([plugin, ...more], env, { now: () => new Date(Date.now() + 3_600_000) })
  for (const host of HOSTS)
    await app.ask('POST', '/api/devices', {
      ip_web: host,
      username: 'admin',
      password: 'right-password',
      brand: 'fake',
    })
  const channels = await until('channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === 4 && body
  })
  return { app, recorders, footages, channels, ask: app.ask, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

export type Recorders = Awaited<ReturnType<typeof startRecorders>>

/** Signs in a viewer; with a grant, he may play one channel back. */
export async function viewer(app: TestApp, grant?: { channelId: number; export: boolean }) {
  const body = { username: `viewer-${Bun.randomUUIDv7().slice(-6)}`, password: 'viewer-password', role: 'viewer' }
  const { token } = (await app.ask('POST', '/api/auth/register', body)).body
  const me = (await app.ask('GET', '/api/auth/me', undefined, token)).body
  if (grant) {
    using db = new Database(join(app.folder, 'porchlight.db'))
    db.run('pragma busy_timeout = 5000')
    const user = db.query('select id from users where username = ?').get(me.data?.username ?? body.username) as {
      id: number
    }
    db.run('insert into grants (user_id, channel_id, view, playback, export, ptz) values (?, ?, 1, 1, ?, 0)', [
      user.id,
      grant.channelId,
      grant.export ? 1 : 0,
    ])
  }
  return token as string
}

/** Once nothing that a device is asked for of our own accord, or because somebody looked, is still being asked. */
export async function settled(it: Recorders): Promise<void> {
  await until('the first rounds are over', async () => (await it.ask('GET', '/api/logs')).body.length >= HOSTS.length)
  const ids = it.channels.map(({ id }: { id: number }) => id).join()
  const asked = `/api/footage/ranges?channel_ids=${ids}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`
  await until('all is read', async () =>
    (await it.ask('GET', asked)).body.data.every(({ reading }: { reading: boolean }) => !reading),
  )
}

/** Fetches all three clips of a channel; the numbers of their recordings. */
export async function fetched(it: Recorders, channelId = it.channels[0].id) {
  const range = { channel_id: channelId, from: '2026-01-10T08:00:00Z', to: '2026-01-10T09:00:00Z' }
  const { status, body } = await it.ask('POST', '/api/recordings/fetch', range)
  expect([status, body]).toEqual([202, { success: true, job_id: expect.any(Number) }])
  const job = await until('it is fetched', async () => {
    const found = (await it.ask('GET', `/api/jobs/${body.job_id}`)).body
    return ['done', 'failed', 'paused'].includes(found.state) && found
  })
  expect(job.state).toBe('done')
  return job.result.recording_ids as number[]
}

// What every release has left behind, in the hands of this program: its data folder opens with everything in it, and its backup is restored.
import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '../../core/db/data-folder.ts'
import { readWritten } from '../../core/db/version-mark.ts'
import { version } from '../../core/version.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from '../e2e/appliance.ts'
import { read } from '../tree.ts'
import { BACKUP, type Household, PEOPLE } from './household.ts'

setDefaultTimeout(120_000)

const RELEASES = join(import.meta.dir, 'releases')
const ENDING = '.tar.zst'
const main = join(import.meta.dir, '../../main.ts')
const { viewer, device, passphrase } = PEOPLE

const releases = readdirSync(RELEASES)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))

let root = ''
let recorder: Simulator
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-release-'))
  recorder = await startSimulator({ model: 'nvr8', channels: 2, rtsp: false, ...device })
})
afterEach(async () => {
  await recorder[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

async function unpack(release: string): Promise<{ data: string; backup: string; household: Household }> {
  const packed = await Bun.file(join(RELEASES, `${release}${ENDING}`)).bytes()
  const { success } = Bun.spawnSync(['tar', '-C', root, '-xf', '-'], { stdin: Bun.zstdDecompressSync(packed) })
  if (!success) throw new Error('the release cannot be unpacked')
  const household: Household = await Bun.file(join(root, 'household.json')).json()
  return { data: join(root, 'data'), backup: join(root, BACKUP), household }
}

async function command(data: string, args: string[], input = '') {
  const child = Bun.spawn([process.execPath, '--no-orphans', main, ...args], {
    env: { PATH: process.env.PATH ?? '', PORCHLIGHT_DATA: data },
    stdin: new Blob([input]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, out, err }
}

/** The recorder of that time is gone; the one that stands in for it has another port. */
function move(data: string): void {
  using sqlite = new Database(join(data, 'porchlight.db'))
  sqlite.run("update devices set address = ?1, address_key = ?1 where brand = 'hikvision'", [recorder.url])
}

/** Everything that was put in. */
async function isAllThere(appliance: Appliance, { key, link, recording, alarms, channels }: Household): Promise<void> {
  type Listed = { uuid: string; name: string; state?: { phase: string } }[]
  const token = await appliance.signIn()
  const get = async <T>(path: string, as = token) => (await appliance.call<T>('GET', path, undefined, as)).body
  // Its stored password is the right one.
  await until(
    'the recorder is reached',
    async () =>
      (await get<Listed>('/api/devices')).some(({ name, state }) => name === 'Shop' && state?.phase === 'online'),
    60,
  )
  const known = (await get<Listed>('/api/channels')).map(({ uuid }) => uuid)
  expect(known).toEqual(expect.arrayContaining(channels))
  expect((await get<{ data: { name: string }[] }>('/api/cameras')).data.map(({ name }) => name)).toContain('Garden')
  expect((await get<{ items: object[] }>('/api/user/alarm')).items.length).toBe(alarms)
  expect((await get<{ data: { name: string }[] }>('/api/webhooks')).data).toMatchObject([{ name: 'Bell' }])

  const other = await appliance.call<{ token: string }>('POST', '/api/auth/login', viewer, '')
  expect((await get<Listed>('/api/channels', other.body.token)).map(({ uuid }) => uuid)).toEqual(channels.slice(0, 1))
  const byKey = await fetch(`${appliance.url}/api/devices`, { headers: { 'x-api-key': key } })
  expect(byKey.status).toBe(200)
  const picture = await fetch(appliance.url + link)
  expect({ status: picture.status, type: picture.headers.get('content-type') }).toEqual({
    ...{ status: 200, type: 'image/jpeg' },
  })

  const path = `/recordings/${recording}/stream`
  const { body } = await appliance.call<{ url: string }>('POST', '/api/media/sign', { path })
  const film = join(root, 'film.mp4')
  await Bun.write(film, await fetch(appliance.url + body.url))
  const decoded = Bun.spawnSync(['ffmpeg', '-v', 'error', '-i', film, '-f', 'null', '-'])
  expect({ said: decoded.stderr.toString(), code: decoded.exitCode }).toEqual({ said: '', code: 0 })
}

test('each release before this one, as CHANGELOG.md names them, has left a folder here', async () => {
  const named = [...(await read('CHANGELOG.md')).matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, number = '']) => number)
  const former = named.filter((number) => Bun.semver.order(number, version) < 0)
  expect(former).toContain('0.1.0')
  const missing = former.filter((number) => !releases.includes(number))
  expect(missing.map((number) => `${number}: test/upgrades/make-release.ts makes it from a checkout of it`)).toEqual([])
  // One that nobody has ever been given proves nothing.
  expect(releases.filter((number) => !former.includes(number))).toEqual([])
})

for (const release of releases)
  describe(`release ${release}`, () => {
    test('its data folder opens with everything in it, and there is a way back to it', async () => {
      const { data, household } = await unpack(release)
      const before = readWritten(join(data, 'porchlight.db'))
      const layout = readFileSync(join(data, 'layout'), 'utf8')
      expect(before.by).toBe(release)
      move(data)
      {
        await using appliance = await startAppliance({ data })
        await isAllThere(appliance, household)
      }
      expect(readWritten(join(data, 'porchlight.db')).by).toBe(version)
      expect(readFileSync(join(data, 'layout'), 'utf8')).not.toBe(layout)

      const [copy = ''] = readdirSync(join(data, 'backups')).filter((name) => name.startsWith(`database-${release}-`))
      const file = join(data, 'backups', copy)
      expect((await command(data, ['restore', file])).err).toContain('Add --replace')
      const back = await command(data, ['restore', file, '--replace'])
      expect(back).toMatchObject({ code: 0, err: '' })
      expect(back.out).toContain(`the database as Porchlight ${release} wrote it`)
      expect(readWritten(join(data, 'porchlight.db'))).toEqual(before)
      // It writes its own.
      expect(existsSync(join(data, 'layout'))).toBe(false)
      await using again = await startAppliance({ data })
      await isAllThere(again, household)
    })

    test('its backup is restored, with its recordings', async () => {
      const { backup, household } = await unpack(release)
      const data = join(root, 'fresh')
      const restored = await command(data, ['restore', backup, '--passphrase-file', '-'], passphrase)
      expect(restored).toMatchObject({ code: 0, err: '' })
      move(data)
      await using appliance = await startAppliance({ data })
      await isAllThere(appliance, household)
    })

    test('its database is left alone by a command beside whoever runs on it', async () => {
      const { data } = await unpack(release)
      const before = readWritten(join(data, 'porchlight.db'))
      {
        using _running = openDataFolder(data)
        const refused = await command(data, ['reset-password', 'owner'])
        expect(refused).toMatchObject({ code: 1, out: '' })
        expect(refused.err).toContain('in use by another Porchlight')
      }
      expect(readWritten(join(data, 'porchlight.db'))).toEqual(before)
      expect((await command(data, ['reset-password', 'owner'])).out).toContain('owner has a new password')
      expect(readWritten(join(data, 'porchlight.db')).by).toBe(version)
    })

    test('its database is not put back where its passwords cannot be read', async () => {
      const { data } = await unpack(release)
      const copy = join(root, 'copy.db')
      await Bun.write(copy, Bun.file(join(data, 'porchlight.db')))
      expect(await command(data, ['rotate-key'])).toMatchObject({ code: 0 })
      const refused = await command(data, ['restore', copy, '--replace'])
      expect(refused).toMatchObject({ code: 1, out: '' })
      expect(refused.err).toContain('The secret key was changed since this copy was made')
    })
  })

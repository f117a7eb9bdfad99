// Files that somebody else put into the folder of recordings: links that lead out, and what only claims to be a video.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFilm } from '../../testing/film.ts'
import { fetched, startRecorders } from '../../testing/recorders.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

test('a link in the place of a recording, or of a folder above it, is no recording and is not followed', async () => {
  await using it = await startRecorders()
  const [first = 0, second = 0] = await fetched(it)
  const folder = join(it.app.folder, 'recordings')
  const day = join(folder, 'camera-1', '2026-01-10')
  const nameOf = async (id: number) => (await it.ask('GET', `/api/recordings/${id}`)).body.data.filename as string
  const [linked, other] = [join(day, await nameOf(first)), join(day, await nameOf(second))]
  const doors = (id: number) =>
    ['stream', 'download', 'stream?format=hls'].map((what) => `/api/recordings/${id}/${what}`)
  const job = (await it.ask('POST', '/api/exports', { items: [{ recording_id: first }], format: 'zip' })).body.job_id
  await until('it is made', async () => (await it.ask('GET', `/api/jobs/${job}`)).body.state === 'done')

  await rm(linked)
  await symlink(join(it.app.folder, 'secret.key'), linked)
  for (const path of [...doors(first), `/api/jobs/${job}/file`])
    expect([path, (await it.ask('GET', path)).status]).toEqual([path, 404])
  expect((await it.ask('POST', '/api/media/sign', { path: `/recordings/${first}/stream` })).status).toBe(404)
  expect((await it.ask('POST', '/api/recordings/sync')).body.data).toMatchObject({ synced: 0 })
  expect((await it.ask('GET', `/api/recordings/${first}`)).body.data.missing_since).toBeString()
  expect((await it.ask('DELETE', `/api/recordings/${first}`)).status).toBe(200)
  expect(existsSync(join(it.app.folder, 'secret.key'))).toBe(true)

  const elsewhere = join(it.app.folder, 'elsewhere')
  await rename(day, elsewhere)
  await symlink(elsewhere, day)
  for (const path of doors(second)) expect([path, (await it.ask('GET', path)).status]).toEqual([path, 404])
  expect((await it.ask('DELETE', `/api/recordings/${second}`)).status).toBe(200)
  expect(existsSync(other)).toBe(true)
})

test('what is no MP4 is not adopted, whatever it is called, and an odd name is harmless wherever it is shown', async () => {
  await using it = await startRecorders()
  const folder = join(it.app.folder, 'recordings', 'found')
  await mkdir(folder, { recursive: true })
  const film = await makeFilm('mp4')
  await Bun.write(join(folder, 'real.mp4'), film)
  await Bun.write(join(folder, 'list.mp4'), 'ffconcat version 1.0\nfile real.mp4\n')
  await Bun.write(join(folder, 'stream.mp4'), await makeFilm('ps'))
  const odd = '..\\..\\100% "Tür"\n<b>.mp4'
  await Bun.write(join(folder, odd), film)
  const { data } = (await it.ask('POST', '/api/recordings/sync')).body
  expect(data).toMatchObject({ synced: 2, errors: 2 })
  expect(data.problems.map(({ file }: { file: string }) => file).sort()).toEqual(['found/list.mp4', 'found/stream.mp4'])

  const rows = (await it.ask('GET', '/api/recordings')).body.data
  const { recording_id: id } = rows.find(({ filename }: { filename: string }) => filename === odd)
  const { body } = await it.ask('POST', '/api/media/sign', { path: `/recordings/${id}/download` })
  const saved = await fetch(it.app.url + body.url)
  expect([saved.status, (await saved.bytes()).length]).toEqual([200, film.length])
  expect(saved.headers.get('content-disposition')).toContain('filename=".._.._100_ _T_r__<b>.mp4"')
  const job = (await it.ask('POST', '/api/exports', { items: [{ recording_id: id }], format: 'zip' })).body.job_id
  await until('it is made', async () => (await it.ask('GET', `/api/jobs/${job}`)).body.state === 'done')
  const zip = Buffer.from(
    await (
      await fetch(`${it.app.url}/api/jobs/${job}/file`, { headers: { authorization: `Bearer ${it.app.token}` } })
    ).bytes(),
  )
  // Some unpackers take a backslash for a way out, and a line of the sums must stay one line.
  expect([zip.includes('found/..\\'), zip.includes('found/.._.._100% _Tür___b_.mp4')]).toEqual([false, true])
})

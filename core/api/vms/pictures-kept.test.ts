// How long pictures stay, those from before pictures were recordings, and what the disk says, through the front door.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { picture } from '../../testing/picture.ts'
import { startPictures } from '../../testing/pictures.ts'
import { OWNER } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)
const DAY = 86_400_000

type Stand = Awaited<ReturnType<typeof startPictures>>
const ids = async (it: Stand) => (await it.pictures()).map((row: { recording_id: number }) => row.recording_id)
const log = async (it: Stand) => (await it.ask('GET', '/api/activity?action=retention')).body.data
const fileOf = (it: Stand, id: number) =>
  it.sql<{ file: string }>('select file from recordings where id = ?', id)[0]?.file ?? ''

async function put(it: Stand, file: string, bytes: Uint8Array) {
  await mkdir(dirname(it.at(file)), { recursive: true })
  await Bun.write(it.at(file), bytes)
}

test('pictures that have become too old go, oldest first, and the log says why; protected ones and videos stay', async () => {
  let ahead = 3_600_000
  await using it = await startPictures(() => new Date(Date.now() + ahead))
  const old = await it.alarm()
  const guarded = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data.recording_id
  await it.ask('PUT', `/api/recordings/${guarded}`, { protected: true })
  it.sql(`insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes, start_at, end_at,
    duration, created_at) select 'v', household_id, channel_id, 'x', 'video', 'found', 'x/v.mp4', 5e12, start_at, end_at, 1,
    created_at from recordings limit 1`)
  const file = fileOf(it, old.recording_id)
  ahead += 10 * DAY
  it.app.token = (await it.ask('POST', '/api/auth/login', OWNER, null)).body.token
  const young = await it.alarm()
  await it.ask('PUT', '/api/settings/picture_retention', { value: { days: 9, bytes: 1e9 } })
  await until('the old one is gone', async () => !(await ids(it)).includes(old.recording_id))
  expect(await ids(it)).toEqual([young.recording_id, guarded])
  expect(existsSync(it.at(file))).toBe(false)
  // The alarm itself has its own time.
  const items = (await it.ask('GET', '/api/user/alarm')).body.items
  expect(items.map((item: { id: number; recording_id: number | null }) => [item.id, item.recording_id])).toEqual([
    [young.id, young.recording_id],
    [old.id, null],
  ])
  expect((await it.ask('GET', '/api/recordings')).body.data).toHaveLength(1)
  const [entry] = await log(it)
  expect(JSON.stringify(entry)).toContain('older than 9 days')
  expect(JSON.stringify(entry)).toContain(file)
})

test('beyond so many bytes the oldest pictures go, a few at a time; protected ones count and stay', async () => {
  await using it = await startPictures()
  const guarded = (await it.alarm()).recording_id
  await it.ask('PUT', `/api/recordings/${guarded}`, { protected: true })
  const taken: number[] = []
  for (let index = 0; index < 4; index++) taken.push((await it.alarm()).recording_id)
  it.sql('update recordings set bytes = 4000000')
  await it.ask('PUT', '/api/settings/picture_retention', { value: { days: 30, bytes: 10_485_760 } })
  await until('there are few enough', async () => (await ids(it)).length === 2)
  expect(await ids(it)).toEqual([taken[3], guarded])
  const [entry] = await log(it)
  expect(JSON.stringify(entry)).toContain('beyond 0.010 GB')
  expect(JSON.stringify(entry)).toContain('picture retention')
})

test('while the clock is wrong no picture goes by age', async () => {
  let now = Date.now() + 3_600_000
  await using it = await startPictures(() => new Date(now))
  await it.alarm()
  // It was set wrong by years, which the newest picture gives away once it is right again.
  now += 4000 * DAY
  it.app.token = (await it.ask('POST', '/api/auth/login', OWNER, null)).body.token
  const wrong = await it.alarm()
  now -= 3000 * DAY
  it.app.token = (await it.ask('POST', '/api/auth/login', OWNER, null)).body.token
  it.sql('update recordings set bytes = 6000000')
  // What goes by size shows that it has run.
  await it.ask('PUT', '/api/settings/picture_retention', { value: { days: 30, bytes: 10_485_760 } })
  await until('it has run', async () => (await ids(it)).length === 1)
  expect(await ids(it)).toEqual([wrong.recording_id])
  expect(JSON.stringify(await log(it))).toContain('beyond')
  expect(JSON.stringify(await log(it))).not.toContain('older than')
})

test('the limits of pictures are what they may be', async () => {
  await using it = await startPictures()
  const set = async (value: object) => (await it.ask('PUT', '/api/settings/picture_retention', { value })).status
  for (const value of [
    { days: 0, bytes: 1e9 },
    { days: 1, bytes: 1e6 },
    { days: 1, bytes: 2e12 },
    { days: 4000, bytes: 1e9 },
  ])
    expect(await set(value)).toBe(400)
  expect(await set({ days: 3650, bytes: 1_099_511_627_776 })).toBe(200)
})

test('pictures of alarms from before are taken up at the start, once, but for those whose file is gone', async () => {
  await using it = await startPictures()
  const [there, lost] = [await it.alarm(), await it.alarm()]
  const files = [fileOf(it, there.recording_id), fileOf(it, lost.recording_id)]
  // As it was before.
  for (const [index, alarm] of [there, lost].entries())
    it.sql('update alarms set recording_id = null, picture = ? where id = ?', files[index] ?? '', alarm.id)
  it.sql('delete from recordings')
  await rm(it.at(files[1] ?? ''))
  // Until then, and while it is done, they are shown as ever.
  expect(await (await it.signed(there.picture_url)).bytes()).toEqual(new Uint8Array(it.jpeg))
  await it.app.restart()
  const [row] = await until('it is taken up', async () => {
    const rows = await it.pictures()
    return rows.length > 0 && rows
  })
  expect(row).toMatchObject({
    ...{ origin: 'alarm', alarm_id: there.id, file_size: it.jpeg.length, resolution: '160x120' },
    start_time: there.created_at,
  })
  expect(await (await it.signed(there.picture_url)).bytes()).toEqual(new Uint8Array(it.jpeg))
  const left = async () => it.sql('select id from alarms where picture is not null').length
  await until('all was looked at', async () => (await left()) === 0)
  const items = (await it.ask('GET', '/api/user/alarm')).body.items
  expect(items.map((item: { picture_url: string | null }) => item.picture_url)).toEqual([null, there.picture_url])
  await it.app.restart()
  await it.ask('GET', '/api/recordings')
  expect(await ids(it)).toEqual([row.recording_id])
})

test('the disk and the list of pictures are held against each other', async () => {
  await using it = await startPictures()
  const alarm = await it.alarm()
  const taken = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data.recording_id
  const file = fileOf(it, alarm.recording_id)
  const day = 'camera-2/2026-01-09'
  await put(it, `${day}/camera-2_2026-01-09T07-00-00Z.jpg`, await picture(320, 240))
  await put(it, `${day}/no-picture.jpg`, new Uint8Array(100))
  await put(it, `.part/half.jpg`, it.jpeg)
  // Its row was lost, and the alarm is still there.
  it.sql('delete from recordings where id = ?', alarm.recording_id)
  // Of no device of ours.
  const foreign = `alarms/0123456789ab/${crypto.randomUUID()}.jpg`
  await put(it, foreign, it.jpeg)
  await mkdir(it.at('camera-1'), { recursive: true })
  await symlink(dirname(it.at(`${day}/x`)), it.at('camera-1/elsewhere'))
  await symlink(it.at(`${day}/camera-2_2026-01-09T07-00-00Z.jpg`), it.at('camera-1/linked.jpg'))
  const away = it.at(fileOf(it, taken))
  await rename(away, `${away}.away`)

  const { data } = (await it.ask('POST', '/api/recordings/sync')).body
  expect(data).toMatchObject({ synced: 2, errors: 1, gone: 1, back: 0 })
  expect(data.problems).toEqual([{ file: `${day}/no-picture.jpg`, error: 'The file is not a JPEG picture.' }])
  const rows = await it.pictures()
  const found = rows.find((row: { origin: string }) => row.origin === 'found')
  expect(found).toMatchObject({ channel_id: 2, start_time: '2026-01-09T07:00:00.000Z', resolution: '320x240' })
  const [again] = (await it.ask('GET', '/api/user/alarm')).body.items
  expect(again.recording_id).toBe(rows.find((row: { alarm_id: number }) => row.alarm_id === alarm.id).recording_id)
  expect(fileOf(it, again.recording_id)).toBe(file)
  expect(rows).toHaveLength(3)
  expect((await it.ask('GET', '/api/recordings?kind=video')).body.data).toEqual([])
  expect((await it.ask('GET', `/api/recordings/${taken}`)).body.data.missing_since).not.toBeNull()
  await rename(`${away}.away`, away)
  expect((await it.ask('POST', '/api/recordings/sync')).body.data).toMatchObject({ synced: 0, gone: 0, back: 1 })

  // Another household's search takes none of it.
  await it.ask('PUT', '/api/settings/open_registration', { value: true })
  it.sql('update alarms set recording_id = null')
  it.sql('delete from recordings')
  const stranger = { username: 'stranger', password: 'a long password' }
  const other = (await it.ask('POST', '/api/auth/register', stranger, null)).body.token
  const theirs = (await it.ask('POST', '/api/recordings/sync', undefined, other)).body.data
  expect(theirs).toMatchObject({ scanned: 0, synced: 0, errors: 0 })
})

test('pictures are exported as a ZIP, and refused by name for a film', async () => {
  await using it = await startPictures()
  const alarm = await it.alarm()
  const taken = (await it.ask('POST', '/api/cameras/1/snapshot', {})).body.data
  const items = [{ recording_id: alarm.recording_id }, { recording_id: taken.id }]
  const refused = await it.ask('POST', '/api/exports', { format: 'mp4', items })
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'body.items.0.recording_id'])
  const { job_id } = (await it.ask('POST', '/api/exports', { format: 'zip', items })).body
  const job = await until('it is made', async () => {
    const found = (await it.ask('GET', `/api/jobs/${job_id}`)).body
    return ['done', 'failed'].includes(found.state) && found
  })
  expect(job.state).toBe('done')
  const zip = await it.signed(`/jobs/${job_id}/file`)
  const text = Buffer.from(await zip.bytes()).toString('latin1')
  for (const { name } of job.result.items) {
    expect(name).toMatch(/^pictures\/.*\.jpg$/)
    expect(text).toContain(name)
  }
  expect(text).toContain(Buffer.from(it.jpeg).toString('latin1'))
})

test('a backup with files holds the pictures that are whole', async () => {
  await using it = await startPictures()
  const alarm = await it.alarm()
  await put(it, '.part/half.jpg', it.jpeg)
  const body = { passphrase: 'a long passphrase', with_files: true }
  const { job_id } = (await it.ask('POST', '/api/system/backup', body)).body.data
  const job = await until('it is made', async () => {
    const found = (await it.ask('GET', `/api/jobs/${job_id}`)).body
    return ['done', 'failed'].includes(found.state) && found
  })
  expect(job.state).toBe('done')
  const [{ name }] = (await it.ask('GET', '/api/system/backups')).body.data
  const bytes = await (await it.signed(`/system/backups/${name}/file`)).bytes()
  const text = Buffer.from(bytes).toString('latin1')
  expect(text).toContain(`pictures/${fileOf(it, alarm.recording_id)}`)
  expect(text).not.toContain('half.jpg')
})

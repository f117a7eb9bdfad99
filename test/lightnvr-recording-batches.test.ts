// Many recordings at once for LightNVR's clients: deleted as a job, protected, tagged, saved as a ZIP; and files by their paths.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fetched, type Recorders, startRecorders, viewer } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

setDefaultTimeout(60_000)

let it: Recorders
let ids: number[]
let keys: Record<'admin' | 'operator' | 'viewer' | 'guest', string>

beforeAll(async () => {
  it = await startRecorders([lightnvr])
  ids = await fetched(it)
  const key = async (token: string) =>
    (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key as string
  const otto = { username: 'otto', password: 'operator-password', role: 'operator' }
  keys = {
    admin: await key(it.app.token),
    operator: await key((await it.ask('POST', '/api/auth/register', otto)).body.token),
    viewer: await key(await viewer(it.app, { channelId: it.channels[0].id, export: true })),
    guest: await key(await viewer(it.app)),
  }
})
afterAll(() => it[Symbol.asyncDispose]())

async function ask(method: string, path: string, body?: unknown, who: keyof typeof keys = 'admin') {
  const answer = await fetch(`${it.app.url}/lightnvr/api/recordings${path}`, {
    method,
    headers: { 'x-api-key': keys[who] },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const bytes = await answer.bytes()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') && bytes.length > 0
  return {
    status: answer.status,
    headers: answer.headers,
    bytes,
    body: isJson ? JSON.parse(`${Buffer.from(bytes)}`) : null,
  }
}

const listed = async (query = '') =>
  (await ask('GET', `?order=asc&${query}`)).body.recordings.map(({ id }: { id: number }) => id)
const progress = (job: string) =>
  until('the deletion is over', async () => {
    const { body } = await ask('GET', `/batch-delete/progress/${job}`)
    return body.complete && body
  })

test('recordings are tagged one by one and together, and found by their tags', async () => {
  expect((await ask('PUT', `/${ids[0]}/tags`, { tags: ['gate', ' night ', 'gate'] })).body).toEqual({
    id: ids[0],
    tags: ['gate', 'night'],
  })
  expect((await ask('GET', `/${ids[0]}/tags`, undefined, 'viewer')).body).toEqual({
    id: ids[0],
    tags: ['gate', 'night'],
  })
  expect((await ask('GET', `/${ids[0]}/tags`, undefined, 'guest')).status).toBe(404)
  const change = { ids: [ids[0], ids[1], 4711], add: ['gate', 'dog'], remove: ['night'] }
  expect((await ask('POST', '/batch-tags', change)).body).toEqual({
    recordings_count: 2,
    tags_added: 3,
    tags_removed: 1,
  })
  expect((await ask('GET', '/tags')).body).toEqual({ tags: ['dog', 'gate'] })
  expect((await ask('GET', '/tags', undefined, 'guest')).body).toEqual({ tags: [] })
  expect(await listed('tag=dog')).toEqual([ids[0], ids[1]])
  expect(await listed('tag=dog,none')).toEqual([ids[0], ids[1]])
  expect(await listed('tag=night')).toEqual([])
  expect((await ask('GET', `?tag=dog&limit=1`)).body.recordings[0].tags).toEqual(['dog', 'gate'])
  const wrong: unknown[] = [
    { tags: 'gate' },
    { tags: [1] },
    { tags: ['a,b'] },
    { tags: ['x'.repeat(65)] },
    { tags: ['\u0000'] },
    { tags: [''] },
    { tags: Array.from({ length: 51 }, (_, index) => `tag ${index}`) },
    {},
    '[',
  ]
  for (const body of wrong) expect([body, (await ask('PUT', `/${ids[0]}/tags`, body)).status]).toEqual([body, 400])
  const many = Array.from({ length: 50 }, (_, index) => `tag ${index}`)
  expect((await ask('POST', '/batch-tags', { ids: [ids[0]], add: many })).status).toBe(413)
  expect((await ask('GET', `/${ids[0]}/tags`)).body.tags).toEqual(['dog', 'gate'])
  for (const body of [{ ids: [] }, { ids: [ids[0]] }, { ids: ['1'], add: ['a'] }])
    expect((await ask('POST', '/batch-tags', body)).status).toBe(400)
})

test('pictures of the beginning, the middle and the end are small, and are kept by who sees them', async () => {
  for (const moment of [0, 1, 2]) {
    const picture = await ask('GET', `/thumbnail/${ids[0]}/${moment}`, undefined, 'viewer')
    expect([picture.status, picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'private, max-age=86400',
    ])
    expect([...picture.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
    expect(picture.bytes.length).toBeLessThan(40_000)
  }
  const [first, last] = [await ask('GET', `/thumbnail/${ids[0]}/0`), await ask('GET', `/thumbnail/${ids[0]}/2`)]
  expect(Buffer.from(first.bytes).equals(Buffer.from(last.bytes))).toBe(false)
  expect((await ask('GET', `/thumbnail/${ids[0]}/0`, undefined, 'guest')).body).toEqual({
    error: 'Recording not found',
  })
  expect((await ask('GET', `/thumbnail/${ids[0]}/3`)).body).toEqual({ error: 'Not Found' })
})

test('many are saved as one ZIP by who may save them, under the name that they asked for', async () => {
  const asked = await ask('POST', '/batch-download', { ids: ids.slice(0, 2), filename: 'evening' }, 'viewer')
  expect([asked.status, asked.body]).toEqual([202, { token: expect.stringMatching(/^[\w-]{36}$/), total: 2 }])
  const { token } = asked.body
  const done = await until('the ZIP is there', async () => {
    const { body } = await ask('GET', `/batch-download/status/${token}`, undefined, 'viewer')
    return body.status === 'complete' && body
  })
  expect(done).toEqual({ status: 'complete', current: 2, total: 2, error: '' })
  const zip = await ask('GET', `/batch-download/result/${token}`, undefined, 'viewer')
  expect([zip.status, zip.headers.get('content-type'), `${Buffer.from(zip.bytes.subarray(0, 2))}`]).toEqual([
    200,
    'application/zip',
    'PK',
  ])
  expect(zip.headers.get('content-disposition')).toStartWith('attachment; filename="evening.zip"')
  expect((await ask('GET', `/batch-download/status/${token}`, undefined, 'guest')).status).toBe(404)
  expect((await ask('POST', '/batch-download', { ids: [ids[0]] }, 'guest')).body).toEqual({
    error: 'Recording not found',
  })
  const wrong: unknown[] = [{ ids: [] }, {}, { ids: Array.from({ length: 201 }, (_, index) => index + 1) }]
  for (const body of wrong) expect((await ask('POST', '/batch-download', body)).status).toBe(400)
})

test('many are protected at once, and a deletion by filter leaves what is protected', async () => {
  expect((await ask('POST', '/batch-protect', { ids: [ids[0], 4711], protected: true })).body).toEqual({
    success_count: 1,
    fail_count: 1,
    protected: true,
    message: '1 protected, 1 failed',
  })
  for (const body of [
    { ids: [ids[0]] },
    { protected: true },
    { ids: ['x'], protected: true },
    { ids: [], protected: false },
  ])
    expect((await ask('POST', '/batch-protect', body)).status).toBe(400)
  for (const who of ['operator', 'viewer', 'guest'] as const)
    for (const [path, body] of [
      ['/batch-protect', { ids, protected: false }],
      ['/batch-delete', { ids }],
      ['/batch-tags', { ids, add: ['x'] }],
    ] as const)
      expect([who, path, (await ask('POST', path, body, who)).status]).toEqual([who, path, 403])

  const asked = await ask('POST', '/batch-delete', { filter: { tag: 'gate' }, totalCount: 2 })
  expect([asked.status, asked.body]).toEqual([202, { job_id: expect.stringMatching(/^[\w-]{36}$/), status: 'started' }])
  expect(await progress(asked.body.job_id)).toEqual({
    job_id: asked.body.job_id,
    status: 'complete',
    total: 1,
    current: 1,
    succeeded: 1,
    failed: 0,
    status_message: '1 of 1 deleted',
    complete: true,
  })
  expect(await listed()).toEqual([ids[0], ids[2]])
  // Who looks at jobs is told how many there are, not which.
  const told = (await it.ask('GET', `/api/jobs/${asked.body.job_id}`)).body
  expect([told.input, told.result]).toEqual([
    { refused: {}, recordings: 1 },
    { succeeded: 1, bytes: expect.any(Number), failed: 0, reasons: {} },
  ])
  // By its number it is named, and says why it stays; nobody but a person takes the protection away.
  const named = await ask('POST', '/batch-delete', { ids: [ids[0], ids[2], 4711] })
  const end = await progress(named.body.job_id)
  expect(end).toMatchObject({ total: 3, current: 3, succeeded: 1, failed: 2 })
  expect(end.status_message).toContain('1: This recording is protected')
  expect(await listed()).toEqual([ids[0]])
  const deeds = (await it.ask('GET', '/api/activity?limit=50')).body.data ?? []
  expect(JSON.stringify(deeds)).toContain('delete_recordings')
  const [removed] = deeds.filter(({ action }: { action: string }) => action === 'recordings_deleted')
  const film = { id: ids[2], file: expect.stringMatching(/\.mp4$/), bytes: expect.any(Number) }
  expect(removed.metadata).toEqual({ bytes: expect.any(Number), recordings: [film] })

  expect((await it.ask('GET', `/api/jobs/${named.body.job_id}`)).body.input).toEqual({
    ...{ refused: { 'there is no such recording': 1 }, recordings: 2 },
  })

  const wrong: [unknown, string][] = [
    [{ ids: [] }, "Empty 'ids' array"],
    [{}, "Request must contain either 'ids' array or 'filter' object"],
    [{ ids: 'all' }, "Missing or invalid 'ids' array"],
    [{ filter: 'all' }, "Invalid 'filter' object"],
    [{ filter: { start: true } }, 'start of the filter must be a text'],
    [{ filter: { start: 'yesterday' } }, 'Invalid start time format'],
    ['{', 'Invalid JSON in request body'],
  ]
  for (const [body, error] of wrong) expect((await ask('POST', '/batch-delete', body)).body).toEqual({ error })
  for (const job of ['4711', 'x', Bun.randomUUIDv7()])
    expect((await ask('GET', `/batch-delete/progress/${job}`)).body).toEqual({ error: 'Job not found' })
})

const JOB = '018f0000-0000-7000-8000-00000000000'

test('a deletion that was interrupted goes on after a start, and counts what was done before', async () => {
  await ask('POST', '/batch-protect', { ids: [ids[0]], protected: false })
  const { key } = (await it.ask('POST', '/api/keys', { name: 'again' })).body.data
  {
    using db = new Database(join(it.app.folder, 'porchlight.db'))
    db.run('pragma busy_timeout = 5000')
    const { household_id } = db.query('select household_id from channels limit 1').get() as { household_id: number }
    const insert = (last: number, input: object, result: object | null) =>
      db.run(
        `insert into jobs (uuid, household_id, kind, state, input, result, created_at, attempts, priority)
         values (?, ?, 'delete', 'running', ?, ?, 0, 1, 0)`,
        [`${JOB}${last}`, household_id, JSON.stringify(input), result && JSON.stringify(result)],
      )
    const refused = { 'there is no such recording': 1 }
    insert(1, { ids: [ids[2], ids[0]], refused }, null)
    // Of what a filter found: the one whose turn it was is gone already, one that stays was counted before, and one is too new.
    const filter = { kind: 'video', startsFrom: '2000-01-01T00:00:00.000Z' }
    const pick = { scope: { householdId: household_id }, filter, upTo: (ids[1] ?? 0) - 1 }
    const result = { succeeded: 1, failed: 2, reasons: { ...refused, 'This recording is protected': 1 }, turn: ids[2] }
    insert(2, { pick, refused, recordings: 3 }, result)
  }
  await it.app.restart()
  keys.admin = key
  expect(await progress(`${JOB}2`)).toMatchObject({
    ...{ status: 'complete', total: 4, succeeded: 2, failed: 2 },
    status_message: '2 of 4 deleted; 1: there is no such recording; 1: This recording is protected',
  })
  expect(await progress(`${JOB}1`)).toMatchObject({
    ...{ status: 'complete', total: 3, succeeded: 2, failed: 1 },
    status_message: '2 of 3 deleted; 1: there is no such recording',
  })
  expect(await listed()).toEqual([])
})

test('files are looked at and removed inside the folders of recordings, and nowhere else', async () => {
  const folder = join(it.app.folder, 'recordings')
  await Bun.write(join(folder, 'odd', 'film.mp4'), 'no film')
  const check = (path: string, who: keyof typeof keys = 'admin') =>
    ask('GET', `/files/check?path=${encodeURIComponent(path)}`, undefined, who)
  const there = { exists: true, size: 7, mtime: expect.any(Number) }
  for (const path of ['odd/film.mp4', './odd/film.mp4', join(folder, 'odd', 'film.mp4')])
    expect((await check(path)).body).toEqual(there)
  expect((await check('odd/none.mp4')).body).toEqual({ exists: false })
  expect((await check('odd')).body).toEqual({ exists: false })
  const secret = join(it.app.folder, 'secret.key')
  await symlink(secret, join(folder, 'odd', 'link.mp4'))
  await symlink(it.app.folder, join(folder, 'odd', 'up'))
  for (const path of [
    ...['../secret.key', secret, '/etc/passwd', 'odd/../../secret.key', `${folder}/../secret.key`, 'odd/link.mp4'],
    ...['odd/up/secret.key', '.part/x.mp4', 'odd/\u0000', 'odd//film.mp4', '/', '.', 'x'.repeat(2000)],
  ])
    for (const method of ['GET', 'DELETE']) {
      const at = method === 'GET' ? '/files/check' : '/files'
      const { status, body } = await ask(method, `${at}?path=${encodeURIComponent(path)}`)
      expect([method, path, status, typeof body.error]).toEqual([method, path, 400, 'string'])
    }
  expect(await Bun.file(secret).exists()).toBe(true)
  expect((await ask('GET', '/files/check')).body).toEqual({ error: 'Missing path parameter' })
  for (const who of ['viewer', 'operator'] as const) expect((await check('odd/film.mp4', who)).status).toBe(403)
  const remove = () => ask('DELETE', '/files?path=odd/film.mp4')
  expect((await remove()).body).toEqual({ success: true, existed: true })
  expect((await remove()).body).toEqual({ success: true, existed: false })
})

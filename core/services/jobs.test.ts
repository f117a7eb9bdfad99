// Jobs: run, told about, stopped, taken up again.
import { expect, test } from 'bun:test'
import { jobs as table } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'
import { createDoor } from '../testing/door.ts'
import { until } from '../testing/until.ts'
import { createJobs, type JobRow } from './jobs.ts'

/** Waits until the job is in one of the states. */
const settled = (get: () => JobRow, states: string[]): Promise<JobRow> =>
  until(`it is ${states.join(' or ')}`, () => states.includes(get().state) && get())

test('a job runs with progress and ends with its result, and its household sees it', async () => {
  await using door = await createDoor()
  const { caller, accessToken: token } = await door.person({ username: 'anna' })
  const { jobs } = door.services
  jobs.handle('sync', async (job, progress) => {
    progress({ progress: 0.5, step: 'half', itemsDone: 1, itemsTotal: 2 })
    return { seen: job.input.device ?? null }
  })
  const made = jobs.create(caller, { kind: 'sync', input: { device: 7 } })
  const done = await settled(() => jobs.get(caller, made.id), ['done'])
  expect(done).toMatchObject({ progress: 1, step: 'half', result: { seen: 7 }, attempts: 1 })
  const { body } = await door.ask('GET', `/api/jobs/${made.uuid}`, { token })
  expect(body).toMatchObject({ id: made.id, kind: 'sync', state: 'done', items_total: 2, result: { seen: 7 } })
  expect((await door.ask('GET', '/api/jobs', { token })).body).toMatchObject({ count: 1, has_more: false })
  expect((await door.ask('POST', `/api/jobs/${made.id}/cancel`, { token })).status).toBe(409)
})

test('a failure is public only where it was made for people', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'anna' })
  const { jobs } = door.services
  jobs.handle('sync', async (job) => {
    throw job.input.mild ? new Fault('device-unreachable', 'The recorder does not answer') : new Error('secret path /x')
  })
  const mild = jobs.create(caller, { kind: 'sync', input: { mild: true } })
  const wild = jobs.create(caller, { kind: 'sync', input: {} })
  expect((await settled(() => jobs.get(caller, mild.id), ['failed'])).error).toBe('The recorder does not answer')
  expect((await settled(() => jobs.get(caller, wild.id), ['failed'])).error).toBe('Internal error')
})

test('a running job is cancelled through its signal', async () => {
  await using door = await createDoor()
  const { caller, accessToken: token } = await door.person({ username: 'anna' })
  const { jobs } = door.services
  const stopped = Promise.withResolvers<void>()
  jobs.handle('sync', (_job, _progress, signal) => {
    signal.addEventListener('abort', () => stopped.resolve())
    return stopped.promise.then(() => null)
  })
  const { id } = jobs.create(caller, { kind: 'sync', input: {} })
  await settled(() => jobs.get(caller, id), ['running'])
  const reader = (await door.ask('POST', '/api/keys', { token, body: { name: 'reader', read_only: true } })).body.data
  const refused = await door.ask('POST', `/api/jobs/${id}/cancel`, { key: reader.key })
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('may only read')])
  expect((await door.ask('POST', `/api/jobs/${id}/cancel`, { token })).body.state).toBe('cancelled')
  await stopped.promise
  await Bun.sleep(0)
  expect(jobs.get(caller, id).state).toBe('cancelled')
  const { uuid } = jobs.get(caller, id)
  expect((await door.ask('GET', `/api/jobs/${uuid.toUpperCase()}`, { token })).body.id).toBe(id)
})

test('what was running at a stop is queued again, but not for ever', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'anna' })
  const make = () =>
    createJobs({
      db: door.db,
      access: door.services.access,
      activity: { record() {} },
      bus: { emit() {} },
      log: door.log,
      now: door.now,
    })
  const first = make()
  first.handle(
    'sync',
    (_job, _progress, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const { id } = first.create(caller, { kind: 'sync', input: {} })
  await settled(() => first.get(caller, id), ['running'])
  await first[Symbol.asyncDispose]()
  expect(first.get(caller, id).state).toBe('running')

  await using second = make()
  second.handle('sync', async () => ({ again: true }))
  second.takeUp()
  expect(await settled(() => second.get(caller, id), ['done'])).toMatchObject({ attempts: 2, result: { again: true } })
  door.db.update(table).set({ state: 'running', attempts: 5 }).run()
  second.takeUp()
  expect(second.get(caller, id)).toMatchObject({ state: 'failed', error: expect.stringContaining('interrupted') })
})

test('a viewer sees his own jobs, another household none', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'anna' })
  const viewer = await door.person({ username: 'dora' }, caller)
  door.services.settings.set(caller, 'open_registration', true)
  const stranger = await door.person({ username: 'eve' })
  const theirs = door.services.jobs.create(caller, { kind: 'backup', input: {} })
  const own = door.services.jobs.create(viewer.caller, { kind: 'export', input: {} })
  const list = async (token: string) =>
    (await door.ask('GET', '/api/jobs', { token })).body.data.map((job: { id: number }) => job.id)
  expect(await list(viewer.accessToken)).toEqual([own.id])
  expect(await list(stranger.accessToken)).toEqual([])
  for (const { accessToken: token } of [viewer, stranger])
    expect((await door.ask('GET', `/api/jobs/${theirs.uuid}`, { token })).status).toBe(404)
  expect((await door.ask('POST', `/api/jobs/${own.id}/cancel`, { token: viewer.accessToken })).body.state).toBe(
    'cancelled',
  )
})

test('each job says whether who looks may steer it', async () => {
  await using door = await createDoor()
  const anna = await door.person({ username: 'anna' })
  const otto = await door.person({ username: 'otto', role: 'operator' }, anna.caller)
  const { id } = door.services.jobs.create(anna.caller, { kind: 'download', input: {} })
  const own = door.services.jobs.create(otto.caller, { kind: 'download', input: {} })
  for (const [{ accessToken: token }, steerable] of [
    [anna, [own.id, id]],
    [otto, [own.id]],
  ] as const) {
    const { data } = (await door.ask('GET', '/api/jobs', { token })).body
    expect(data.map((job: { id: number }) => job.id)).toEqual([own.id, id])
    expect(data.filter((job: { may_steer: boolean }) => job.may_steer).map((job: { id: number }) => job.id)).toEqual([
      ...steerable,
    ])
  }
  const refused = await door.ask('POST', `/api/jobs/${id}/pause`, { token: otto.accessToken })
  expect(refused.status).toBe(403)
  expect((await door.ask('POST', `/api/jobs/${own.id}/pause`, { token: anna.accessToken })).body.may_steer).toBe(true)
})

/** A handler whose jobs run until they are told, by their input's name. */
function held() {
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<Record<string, unknown> | null>>()
  return {
    begun,
    end: (name: string) => ends.get(name)?.resolve(null),
    fail: (name: string, fault: Fault) => ends.get(name)?.reject(fault),
    async handler(job: JobRow, _progress: unknown, signal: AbortSignal) {
      const name = String(job.input.name)
      begun.push(name)
      const end = Promise.withResolvers<Record<string, unknown> | null>()
      ends.set(name, end)
      signal.addEventListener('abort', () => end.reject(signal.reason))
      return end.promise
    },
  }
}

test('the most urgent job starts first, and a full lane keeps nobody else waiting', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'anna' })
  const { jobs } = door.services
  const { handler, begun, end } = held()
  const make = (name: string, lane: string, priority = 0) =>
    jobs.create(caller, { kind: 'download', input: { name }, lane, priority })
  const made = [make('a1', 'a'), make('a2', 'a'), make('a3', 'a'), make('a4', 'a', 5), make('b1', 'b')]
  jobs.handle('download', handler, { most: 10, perLane: 2 })
  await settled(() => jobs.get(caller, made[4]!.id), ['running'])
  await Bun.sleep(0)
  expect(begun).toEqual(['a4', 'a1', 'b1'])
  end('a4')
  await settled(() => jobs.get(caller, made[1]!.id), ['running'])
  await Bun.sleep(0)
  expect(begun).toEqual(['a4', 'a1', 'b1', 'a2'])
})

test('a job is paused, resumed and begun anew, and its work ends in between', async () => {
  await using door = await createDoor()
  const { caller, accessToken: token } = await door.person({ username: 'anna' })
  const { jobs } = door.services
  const { handler, begun, end } = held()
  jobs.handle('download', handler)
  const { id } = jobs.create(caller, { kind: 'download', input: { name: 'x' } })
  await settled(() => jobs.get(caller, id), ['running'])
  expect((await door.ask('POST', `/api/jobs/${id}/resume`, { token })).status).toBe(409)
  expect((await door.ask('POST', `/api/jobs/${id}/pause`, { token })).body.state).toBe('paused')
  expect((await door.ask('POST', `/api/jobs/${id}/pause`, { token })).status).toBe(409)
  expect((await door.ask('POST', `/api/jobs/${id}/resume`, { token })).body.state).toBe('queued')
  await settled(() => jobs.get(caller, id), ['running'])
  await Bun.sleep(0)
  end('x')
  expect((await settled(() => jobs.get(caller, id), ['done'])).error).toBeNull()
  expect(begun).toEqual(['x', 'x'])
  const sync = jobs.create(caller, { kind: 'sync', input: {} })
  const refused = await door.ask('POST', `/api/jobs/${sync.id}/pause`, { token })
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('cancel it')])
})

test('a failure that may pass is tried again after its pause, one that wants a person waits for him', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'anna' })
  // On the wall's clock, which moves.
  await using jobs = createJobs({
    db: door.db,
    access: door.services.access,
    activity: { record() {} },
    bus: { emit() {} },
    log: door.log,
    now: () => new Date(),
  })
  const { handler, begun, end, fail } = held()
  jobs.handle('download', handler, {
    onFault: ({ kind }, attempts) => (kind === 'conflict' ? 'pause' : attempts < 3 ? 5 : 'fail'),
  })
  const { id } = jobs.create(caller, { kind: 'download', input: { name: 'x' } })
  for (const times of [1, 2]) {
    await until('it runs', () => begun.length === times)
    fail('x', new Fault('device-busy', 'The device is busy'))
  }
  await until('it runs', () => begun.length === 3)
  fail('x', new Fault('device-busy', 'The device is busy'))
  expect(await settled(() => jobs.get(caller, id), ['failed'])).toMatchObject({
    attempts: 3,
    error: 'The device is busy',
  })
  jobs.resume(caller, id)
  await until('it runs', () => begun.length === 4)
  fail('x', new Fault('conflict', 'The disk is full'))
  expect(await settled(() => jobs.get(caller, id), ['paused'])).toMatchObject({
    attempts: 1,
    error: 'The disk is full',
  })
  jobs.resume(caller, id)
  await until('it runs', () => begun.length === 5)
  end('x')
  await settled(() => jobs.get(caller, id), ['done'])
})

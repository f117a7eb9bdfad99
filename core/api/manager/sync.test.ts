// One device's sync in the background through the front door: its job, its place in the log, and whose it is.
import { expect, test } from 'bun:test'
import { createRecorderStand } from '../../testing/recorder-stand.ts'
import { until } from '../../testing/until.ts'

type Stand = Awaited<ReturnType<typeof createRecorderStand>>

const stateOf = async ({ ask }: Stand, job: string) => (await ask('GET', `/api/jobs/${job}`)).body.state
const openJobs = async ({ ask }: Stand) =>
  (await ask('GET', '/api/jobs?open=true')).body.data.map((job: { uuid: string }) => job.uuid)

test('one device alone is read in the background, checked or not, with a row in its log', async () => {
  await using stand = await createRecorderStand()
  const { ask } = stand
  await ask('PUT', '/api/devices/1', { is_checked: false })
  const other = { ip_web: '192.0.2.99', username: 'admin', password: 'x', brand: 'fake' }
  const { id } = (await ask('POST', '/api/devices', other)).body
  await ask('POST', `/api/sync/now?device_id=${id}`)
  await until('the other one has failed', async () => (await ask('GET', `/api/logs?device_id=${id}`)).body.length > 0)
  const before = (await ask('GET', '/api/logs?device_id=1')).body.length
  const { body } = await ask('POST', '/api/sync/now?device_id=1&anew=true')
  expect(body.jobs).toHaveLength(1)
  await until('it is done', async () => (await stateOf(stand, body.jobs[0])) === 'done')
  expect((await ask('GET', `/api/jobs/${body.jobs[0]}`)).body.input).toEqual({ device_id: 1, person: true, anew: true })
  const rows = (await ask('GET', '/api/logs?device_id=1')).body
  expect(rows.length).toBe(before + 1)
  expect(rows[0]).toMatchObject({ device_id: 1, status: 'success' })
  expect(rows.every((row: { device_id: number }) => row.device_id === 1)).toBe(true)
})

test('jobs that have not ended are listed alone', async () => {
  await using stand = await createRecorderStand()
  const held = Promise.withResolvers<void>()
  stand.services.jobs.handle('export', () => held.promise.then(() => null))
  const job = stand.services.jobs.create({ kind: 'system' }, { kind: 'export', input: {}, householdId: 1 })
  expect(await openJobs(stand)).toContain(job.uuid)
  held.resolve()
  await until('it has ended', async () => (await stateOf(stand, job.uuid)) === 'done')
  expect(await openJobs(stand)).not.toContain(job.uuid)
  expect((await stand.ask('GET', '/api/jobs?open=maybe')).status).toBe(400)
})

test('a foreign device is neither read nor told of, and who may not read anew is refused', async () => {
  await using stand = await createRecorderStand()
  const stranger = await stand.person('stranger')
  const viewer = await stand.person('viewer', 'viewer')
  for (const token of [stranger, viewer]) {
    const { status, body } = await stand.ask('POST', '/api/sync/now?device_id=1', undefined, token)
    expect([status, body.detail]).toEqual([404, 'Device not found'])
  }
  expect((await stand.ask('GET', '/api/logs?device_id=1', undefined, stranger)).status).toBe(404)
  expect((await stand.ask('GET', '/api/logs?device_id=x')).status).toBe(400)
})

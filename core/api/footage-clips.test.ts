// Clips on recorders through the front door: found over several of them, and fetched.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { Fault } from '#plugin'
import { startRecorders } from '../testing/recorders.ts'
import { until } from '../testing/until.ts'

setDefaultTimeout(60_000)

test('clips on recorders are found over several of them, and one that fails stands beside the others', async () => {
  await using it = await startRecorders()
  const ids = it.channels.map(({ id }: { id: number }) => id).join(',')
  const path = `/api/footage/clips?channel_ids=${ids}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`
  const all = (await it.ask('GET', path)).body
  expect([all.count, all.has_more, all.failures]).toEqual([6, false, []])
  expect(all.data[0]).toMatchObject({ start: '2026-01-10T08:00:00.000Z', utc_offset_minutes: 120, recording_id: null })
  const few = (await it.ask('GET', `${path}&limit=2`)).body
  expect([few.count, few.has_more, few.next_from]).toEqual([2, true, '2026-01-10T08:00:10.000Z'])

  it.footages[1].fails = () => new Fault('device-busy', 'The recorder is busy.')
  const half = (await it.ask('GET', path)).body
  expect(half.count).toBe(3)
  expect(half.failures).toEqual([
    {
      device_id: it.channels[2].device_id,
      channel_ids: [it.channels[2].id, it.channels[3].id],
      kind: 'device-busy',
      error: 'The recorder is busy.',
    },
  ])

  // The recorder's own wall clock, and one clip alone.
  const wall = path.replace('08:00:00Z', '10:00:05').replace('09:00:00Z', '10:00:15')
  const [clip] = (await it.ask('GET', wall)).body.data
  expect(clip.start).toBe('2026-01-10T08:00:10.000Z')
  const { job_id: job } = (await it.ask('POST', '/api/recordings/fetch', { clip_id: clip.uuid })).body
  const { result } = await until('it is fetched', async () => {
    const found = (await it.ask('GET', `/api/jobs/${job}`)).body
    return found.state === 'done' && found
  })
  expect((await it.ask('GET', wall)).body.data[0].recording_id).toBe(result.recording_id)

  // As recordings of the device, which can be neither deleted nor protected here.
  const camera = it.channels[0].uuid
  const query = `cameraId=${camera}&startDate=2026-01-10T10:00:00&endDate=2026-01-10T10:00:22&source=device`
  const onDevice = (await it.ask('GET', `/api/recordings?${query}&limit=2`)).body
  expect(onDevice.pagination).toMatchObject({ total: 3, totalPages: 2 })
  expect(onDevice.data[0]).toMatchObject({
    storage_tier: 'warm',
    source: 'nvr',
    start_time: '2026-01-10T08:00:20.000Z',
  })
  const { id } = onDevice.data[0]
  expect((await it.ask('GET', `/api/recordings/${id}`)).body.data.storage_tier).toBe('warm')
  for (const [method, rest, body] of [
    ['DELETE', ''],
    ['PUT', '', { protected: true }],
    ['GET', '/stream'],
  ] as const)
    expect([method, (await it.ask(method, `/api/recordings/${id}${rest}`, body)).status]).toEqual([method, 409])
})

test('chosen clips of several recorders are fetched by a job for each channel, or none of them', async () => {
  await using it = await startRecorders()
  const ids = [it.channels[0].id, it.channels[2].id]
  const path = `/api/footage/clips?channel_ids=${ids}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`
  const clips: { id: number; channel_id: number }[] = (await it.ask('GET', path)).body.data
  const of = (channelId: number) => clips.filter((clip) => clip.channel_id === channelId).map(({ id }) => id)
  const [[first, second], [other]] = [of(ids[0]), of(ids[1])]
  const fetching = (chosen: unknown[]) => it.ask('POST', '/api/recordings/fetch', { clip_ids: chosen })
  expect((await fetching([first, 4711])).status).toBe(404)
  expect((await it.ask('GET', '/api/recordings')).body.pagination.total).toBe(0)

  const { status, body } = await fetching([first, other, second, first])
  expect([status, body.job_ids.length, body.job_id]).toEqual([202, 2, body.job_ids[0]])
  const counts = await Promise.all(
    body.job_ids.map((id: number) =>
      until('it is fetched', async () => {
        const job = (await it.ask('GET', `/api/jobs/${id}`)).body
        return job.state === 'done' && job.result.recording_ids.length
      }),
    ),
  )
  expect(counts).toEqual([2, 1])
  const kept = ((await it.ask('GET', path)).body.data as { id: number; recording_id: number | null }[])
    .filter(({ recording_id: id }) => id !== null)
    .map(({ id }) => id)
  expect(new Set<number | undefined>(kept)).toEqual(new Set([first, second, other]))
})

test('bad requests for clips are refused, and nothing is queued', async () => {
  await using it = await startRecorders()
  const clips = (query: string) => it.ask('GET', `/api/footage/clips?${query}`)
  const fetching = (body: unknown) => it.ask('POST', '/api/recordings/fetch', body)
  const id = it.channels[0].id
  const refused: [number, Promise<{ status: number }>][] = [
    [404, clips('channel_ids=4711&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z')],
    [400, clips(`channel_ids=${id}&from=2026-01-10T09:00:00Z&to=2026-01-10T08:00:00Z`)],
    [400, clips(`channel_ids=${id}&from=2016-01-10T09:00:00Z&to=2026-01-10T08:00:00Z`)],
    [400, clips(`channel_ids=..&from=2026-01-10T09:00:00Z&to=2026-01-10T10:00:00Z`)],
    [400, clips(`channel_ids=${id}&from=yesterday&to=2026-01-10T10:00:00Z`)],
    [400, fetching({})],
    [400, fetching({ clip_id: 1, channel_id: id })],
    [400, fetching({ channel_id: id, from: '2026-01-10T09:00:00Z' })],
    [400, fetching({ channel_id: id, from: '2026-01-10T09:00:00Z', to: '2026-01-10T08:00:00Z' })],
    [400, fetching({ channel_id: id, from: '2016-01-10T09:00:00Z', to: '2026-01-10T08:00:00Z' })],
    [404, fetching({ clip_id: 4711 })],
    [404, fetching({ clip_ids: [4711] })],
    [400, fetching({ clip_ids: [] })],
    [400, fetching({ clip_ids: [1], clip_id: 1 })],
    [400, it.ask('GET', '/api/recordings?source=device')],
  ]
  for (const [index, [status, answer]] of refused.entries())
    expect([index, (await answer).status]).toEqual([index, status])
  expect(
    (await it.ask('GET', '/api/jobs')).body.data.filter(({ kind }: { kind: string }) => kind === 'download'),
  ).toEqual([])
})

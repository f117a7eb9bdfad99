// Fetching from a device that hands out no files: its footage is kept while it plays.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { createPlaybackStand } from '../../testing/playback-stand.ts'
import { until } from '../../testing/until.ts'

// Footage plays no faster than it was filmed.
setDefaultTimeout(60_000)

const RANGE = [new Date('2026-01-12T08:00:00Z'), new Date('2026-01-12T09:00:00Z')] as const

async function fetched(it: Awaited<ReturnType<typeof createPlaybackStand>>) {
  const { id } = it.app.app.services.downloads.range({ kind: 'system' }, 1, ...RANGE)
  return until('the job has ended', async () => {
    const { body } = await it.ask('GET', `/api/jobs/${id}`)
    return (body.state === 'done' || body.state === 'failed' || body.state === 'paused') && body
  })
}

test('a clip that cannot be downloaded becomes a recording of its length', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:00:04')
  expect(await fetched(it)).toMatchObject({ state: 'done', result: { recording_ids: [1] } })
  expect(it.played).toEqual(['ip:1/2026-01-12T08:00:00.000Z/2026-01-12T08:00:04.000Z'])
  const file = join(it.app.folder, 'recordings/camera-1/2026-01-12/camera-1_2026-01-12T08-00-00Z.mp4')
  const entries = ['-show_entries', 'stream=codec_name,nb_frames:format=duration', '-of', 'csv=p=0']
  const [stream, duration] = Bun.spawnSync(['ffprobe', '-v', 'error', ...entries, file])
    .stdout.toString()
    .split('\n')
  const [codec, pictures] = stream?.split(',') ?? []
  expect(codec).toBe('h264')
  expect(Number(pictures)).toBeWithin(59, 63)
  expect(Number(duration)).toBeCloseTo(4, 1)
})

test('a device at its limit of playbacks is asked again later, with its reason told', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:00:04')
  it.source.refuse(453)
  const { id } = it.app.app.services.downloads.range({ kind: 'system' }, 1, ...RANGE)
  const job = await until('the job waits', async () => {
    const { body } = await it.ask('GET', `/api/jobs/${id}`)
    return body.error && body
  })
  expect([job.state, job.error]).toEqual(['queued', expect.stringContaining('plays no further recording')])
})

test('a login that is refused over RTSP waits for a person, and is not tried again by anybody', async () => {
  await using it = await createPlaybackStand()
  it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-12T08:00:04')
  it.login.password = 'another-password'
  expect(await fetched(it)).toMatchObject({ state: 'paused' })
  expect(it.refused).toHaveLength(1)
  const { body } = await it.ask('GET', '/api/devices/1')
  expect(body.state.phase).toBe('refused')
})

// What LightNVR's clients are told was seen: by other programs as by cameras, and never what somebody only tried.
import { afterAll, expect, test } from 'bun:test'
import { createStreamStand } from './lightnvr-stream-stand.ts'

const { it, code, first, ask, put, read } = await createStreamStand()
afterAll(() => it[Symbol.asyncDispose]())

const labels = async () => (await ask('GET', `${code}/api/recordings/detection-labels`)).body.labels
const seen = async (query = '') =>
  (await ask('GET', `${code}/api/detection/results/${first}${query}`)).body.detections.map(
    ({ label }: { label: string }) => label,
  )
const trigger = (body: object) => ask('POST', `${code}/api/motion/trigger`, { stream: first, ...body })

test('a test is no detection, and what is seen meanwhile is one of its own', async () => {
  await put(first, { detection_based_recording: true, record: false })
  expect((await ask('POST', `${code}/api/motion/test/${first}`)).status).toBe(200)
  expect([await labels(), await seen()]).toEqual([[], []])
  const { body } = await trigger({ action: 'start', objects: ['person'] })
  expect(body.detections_stored).toBe(1)
  expect([await labels(), await seen()]).toEqual([['motion'], ['person']])
  const events = (await it.ask('GET', `/api/events?cameraId=${first}`)).body.data as {
    metadata: { test?: boolean }
    ended_at: string | null
  }[]
  expect(events.map(({ metadata, ended_at: ended }) => [metadata.test ?? false, ended !== null])).toEqual([
    [false, false],
    [true, true],
  ])
  expect((await trigger({ action: 'start' })).body.detections_stored).toBe(0)
  await trigger({ action: 'stop' })
})

test('without a time it is looked back for two looks of a detector', async () => {
  const { name } = await read(first)
  const ago = (minutes: number) => Math.floor(Date.now() / 1000) - 60 * minutes
  // Nobody waits a minute for it: the end is that far ahead instead.
  const later = `?end=${ago(-1)}`
  expect(await seen(later)).toEqual([])
  await put(name, { detection_interval: 60 })
  expect(await seen(later)).toEqual(['person'])
})

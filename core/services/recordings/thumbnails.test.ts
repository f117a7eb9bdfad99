// Who waits for a small picture, and how long: nothing is made for people who have gone, and nothing after the end.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runningFfmpeg } from '../../media/process.ts'
import { faultOf } from '../../testing/fault-of.ts'
import { makeFilm } from '../../testing/film.ts'
import { until } from '../../testing/until.ts'
import type { RecordingFile, Recordings } from './index.ts'
import { createThumbnails } from './thumbnails.ts'

setDefaultTimeout(60_000)

const SYSTEM = { kind: 'system' } as const
const GONE = 'Nobody waits for this picture any more'
const NEVER = new AbortController().signal
let folder: string
let film: string
/** Writes nothing, and goes on until it is ended. */
let slow: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porchlight-thumbnails-'))
  film = join(folder, 'film.mp4')
  slow = join(folder, 'slow')
  await Bun.write(film, await makeFilm('mp4'))
  await Bun.write(slow, '#!/bin/sh\nexec sleep 600\n')
  await chmod(slow, 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

const start = (ffmpeg?: string) =>
  createThumbnails({
    recordings: {
      file: async (_: unknown, id: string | number) => {
        const recording = { id, bytes: 1, kind: 'video', duration: 4, startAt: new Date(0) }
        return { recording, path: film, name: 'film.mp4' } as unknown as RecordingFile
      },
    } as Pick<Recordings, 'file'>,
    ...(ffmpeg !== undefined && { ffmpeg }),
  })
const running = () => runningFfmpeg().filter(({ arguments: all }) => all.includes(`file:${film}`)).length
const count = (some: number) => until(`${some} run`, async () => running() === some)

test('a picture is made for all who wait for it as long as one of them does', async () => {
  await using thumbnails = start(slow)
  const [first, second] = [new AbortController(), new AbortController()]
  const ends = [first, second].map(({ signal }) => faultOf(() => thumbnails.get(SYSTEM, 1, 1, signal)))
  await count(1)
  first.abort()
  expect((await ends[0])?.message).toBe(GONE)
  expect(running()).toBe(1)
  second.abort()
  expect((await ends[1])?.message).toBe(GONE)
  await count(0)
})

test('who has gone before his turn takes nobody else’s', async () => {
  await using thumbnails = start(slow)
  const aborts = [1, 2, 3, 4].map(() => new AbortController())
  const ends = aborts.map(({ signal }, index) => faultOf(() => thumbnails.get(SYSTEM, index + 1, 1, signal)))
  await count(2)
  for (const gone of [2, 0, 1]) {
    aborts[gone]?.abort()
    await ends[gone]
  }
  await count(1)
  aborts[3]?.abort()
  await count(0)
})

test('at the end nothing is made any more, and who waits is told', async () => {
  const thumbnails = start(slow)
  const ends = [1, 2, 3].map((id) => faultOf(() => thumbnails.get(SYSTEM, id, 1, NEVER)))
  await count(2)
  await thumbnails[Symbol.asyncDispose]()
  expect(running()).toBe(0)
  for (const end of ends) expect(await end).toMatchObject({ kind: 'not-ready' })
  expect(await faultOf(() => thumbnails.get(SYSTEM, 4, 1, NEVER))).toMatchObject({ kind: 'not-ready' })
})

test('after some were given up others are made, and kept', async () => {
  await using thumbnails = start()
  const gone = new AbortController()
  const given = faultOf(() => thumbnails.get(SYSTEM, 1, 1, gone.signal))
  gone.abort()
  await given
  const { jpeg, takenAt } = await thumbnails.get(SYSTEM, 1, 1, NEVER)
  expect([jpeg[0], jpeg[1], +takenAt]).toEqual([0xff, 0xd8, 2000])
  expect((await thumbnails.get(SYSTEM, 1, 1, NEVER)).jpeg).toBe(jpeg)
})

// What becomes of pictures one by one where FFmpeg dies at once: a script in its place, and a clock that stands still.
import { afterEach, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../testing/until.ts'
import type { Fragment } from './fragment.ts'
import { createJpegStream } from './jpeg-stream.ts'
import { runningFfmpeg } from './process.ts'
import type { Consumer } from './relay.ts'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end()
})

const never = new AbortController().signal
const isRunning = () => runningFfmpeg().some(({ arguments: all }) => all.includes('mpjpeg'))

/** A relay that sends a key frame whenever it is told to, and an FFmpeg that does as `script` says; null = there is none. */
function start(script: string | null) {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-jpegs-'))
  open.push(() => rmSync(folder, { recursive: true }))
  const ffmpeg = join(folder, 'ffmpeg')
  if (script !== null) {
    writeFileSync(ffmpeg, `#!/bin/sh\n${script}\n`)
    chmodSync(ffmpeg, 0o755)
  }
  let consumer: Consumer = {}
  const relay = {
    join(joined: Consumer) {
      consumer = joined
      return () => {}
    },
  }
  const lines: string[] = []
  const log = { warn: (message: string) => lines.push(message) }
  let time = 0
  const stream = createJpegStream({ ...{ relay, log, ffmpeg, clock: () => time }, onEnd() {}, now: () => new Date() })
  open.push(() => stream[Symbol.asyncDispose]())
  const epoch = { id: 1, init: Buffer.alloc(1), mime: 'video/mp4', width: 1, height: 1 }
  const fragment: Fragment = { epoch, data: Buffer.alloc(1), key: true, decodeTime: 0, duration: 0.2, time: 0 }
  /** Whether it is begun by another key frame at that time. */
  function begins(ms: number): boolean {
    time = ms
    consumer.onFragment?.(fragment)
    return isRunning()
  }
  return { stream, lines, begins }
}

const over = () => until('it is gone', () => !isRunning())
const TRIED_AGAIN = 'No pictures could be made of this camera’s video. It is tried again.'

test('who waits is told at once that FFmpeg makes no pictures, and why is told in the log', async () => {
  const { stream, lines, begins } = start('echo broken >&2; exit 1')
  const waiting = stream.after(null, 60_000, never)
  expect(begins(0)).toBe(true)
  expect(await waiting).toBeNull()
  expect(stream.fault?.message).toBe(TRIED_AGAIN)
  await until('it is told in the log', () => lines.length > 0)
  expect(lines).toEqual(['FFmpeg made no pictures'])
})

test('it is begun anew after pauses that grow up to a minute', async () => {
  const { begins } = start('exit 1')
  let time = 0
  expect(begins(time)).toBe(true)
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    await over()
    expect([seconds, begins(time + seconds * 1000 - 1)]).toEqual([seconds, false])
    time += seconds * 1000
    expect([seconds, begins(time)]).toEqual([seconds, true])
  }
})

test('one that has made pictures is begun anew at the next key frame', async () => {
  const { stream, begins } = start("printf 'Content-length: 1\\r\\n\\r\\nx'")
  for (let count = 0; count < 3; count++) {
    const last = stream.newest
    expect(begins(0)).toBe(true)
    expect((await stream.after(last, 60_000, never))?.jpeg).toEqual(new Uint8Array([120]))
    await over()
  }
  expect(stream.fault).toBeNull()
})

test('an FFmpeg that is not there is told like one that dies', async () => {
  const { stream, lines, begins } = start(null)
  const waiting = stream.after(null, 60_000, never)
  begins(0)
  expect(await waiting).toBeNull()
  for (let count = 0; count < 3; count++) begins(0)
  expect([stream.fault?.message, lines]).toEqual([TRIED_AGAIN, ['No pictures could be made of a video']])
})

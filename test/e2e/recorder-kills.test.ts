// A kill costs the recorder what was in memory and no more: three of them at random moments, and every file plays.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCameras } from './recorded.ts'
import { chanceOf, killRecorder } from './recorder-kills.ts'

setDefaultTimeout(240_000)

/** Seconds of a camera's pictures: a second until they are given to the disk, and those that are still on their way. */
const MOST_LOST = 2

test('three random kills cost each camera what was in memory, and every file plays', async () => {
  await using cameras = await startCameras({ count: 3, quality: 'main', sounding: 1 })
  const data = mkdtempSync(join(tmpdir(), 'porchlight-recorder-kills-'))
  try {
    const random = chanceOf(7)
    const moments = Array.from({ length: 3 }, () => 3 + random() * 5)
    const { lostSeconds, films, unlisted } = await killRecorder(cameras, { moments, data, segmentSeconds: 10 })
    expect(unlisted).toEqual([])
    expect(films).toBeGreaterThanOrEqual(6)
    for (const lost of lostSeconds.flat()) {
      expect(lost).toBeLessThanOrEqual(MOST_LOST)
      expect(lost).toBeGreaterThanOrEqual(0)
    }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})

// Which FFmpeg is taken.
import { expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkFfmpeg } from './version.ts'

async function check(firstLine: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-ffmpeg-'))
  const file = join(folder, 'ffmpeg')
  writeFileSync(file, `#!/bin/sh\necho '${firstLine}'\n`)
  chmodSync(file, 0o755)
  try {
    return await checkFfmpeg(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('versions from 5 on are taken, and builds without a number', async () => {
  expect(await checkFfmpeg()).toMatch(/\d/)
  expect(await check('ffmpeg version 5.1.9-0+deb12u1 Copyright')).toBe('5.1.9-0+deb12u1')
  expect(await check('ffmpeg version n7.1 Copyright')).toBe('7.1')
  expect(await check('ffmpeg version N-118000-g1234 Copyright')).toBe('N-118000-g1234')
})

test('an older one, none at all and something else are refused in words for people', async () => {
  await expect(check('ffmpeg version 4.4.2-0ubuntu0 Copyright')).rejects.toThrow('FFmpeg 4.4.2-0ubuntu0 is too old')
  await expect(check('hello')).rejects.toThrow('does not answer like FFmpeg')
  await expect(checkFfmpeg('/nowhere/ffmpeg')).rejects.toThrow('was not found')
})

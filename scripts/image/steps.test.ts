// A step of the proof ends within its time, with a sentence, and takes along all that it has begun.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import { apart, endAllOf, run, step } from './steps.ts'

const LONG_S = 600

test('a step that hangs is ended, and its sentence names it and where it was', async () => {
  const command = ['sh', '-c', 'echo STEP 1/9: FROM debian; echo STEP 2/9: RUN make; exec sleep 1000']
  const late = run({ what: 'Building the image for amd64', command, seconds: 3 })
  await expect(late).rejects.toThrow(
    'Building the image for amd64 took longer than 3 s and was ended, at STEP 2/9: RUN make',
  )
})

test('a step that fails says what it said last', async () => {
  const command = ['sh', '-c', 'echo much; echo there is no such package >&2; exit 100']
  const failed = run({ what: 'Making a Debian', command, seconds: LONG_S })
  await expect(failed).rejects.toThrow('Making a Debian failed:\nmuch\n\nthere is no such package')
  expect((await step({ what: 'It', command, seconds: LONG_S })).code).toBe(100)
})

/** Processes whose command line ends with `words`. */
const running = async (words: string) =>
  (await Bun.$`ps -e -o args=`.text()).split('\n').filter((line) => line.endsWith(words))

/** Mounts and a list of processes of one's own ask for it. */
const isRoot = process.getuid?.() === 0

test.skipIf(!isRoot)('of a step that is ended nothing runs on, and nothing stays mounted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-step-'))
  try {
    // In a session of its own, so that the end of its parent is no end for it.
    const script = 'mount -t tmpfs tmpfs "$0" && setsid sh -c "sleep 1000; $0" & wait'
    await expect(run({ what: 'A step', command: apart(['sh', '-c', script, folder]), seconds: 3 })).rejects.toThrow(
      'A step took longer than 3 s and was ended',
    )
    expect(await running(folder)).toEqual([])
    expect(await Bun.file('/proc/mounts').text()).not.toContain(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('what a process has begun ends with all that this has begun', async () => {
  const mark = `1000.${process.pid}`
  const parent = Bun.spawn(['sh', '-c', `sh -c 'sleep ${mark} & wait' & wait`])
  await until('it runs', async () => (await running(`sleep ${mark}`)).length === 1)
  endAllOf(parent.pid)
  await until('it has ended', async () => (await running(`sleep ${mark}`)).length === 0)
  parent.kill('SIGKILL')
  await parent.exited
})

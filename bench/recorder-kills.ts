// Twenty kills of the appliance at random moments while it records: what each costs a camera, and whether every file plays.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCameras } from '../test/e2e/recorded.ts'
import { chanceOf, killRecorder } from '../test/e2e/recorder-kills.ts'
import { median } from './relay/processes.ts'

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const KILLS = option('kills', 20)
const CAMERAS = option('cameras', 8)
const SEED = option('seed', 7)
/** An appliance lives no longer; a file is ten seconds long. */
const LONGEST = option('seconds', 20)
const MOST_LOST = 2

async function main(): Promise<void> {
  await using cameras = await startCameras({ count: CAMERAS, quality: 'main', sounding: 2 })
  const data = mkdtempSync(join(tmpdir(), 'porchlight-recorder-kills-'))
  try {
    const random = chanceOf(SEED)
    const moments = Array.from({ length: KILLS }, () => random() * LONGEST)
    const { lostSeconds, films, unlisted } = await killRecorder(cameras, { moments, data, segmentSeconds: 10 })
    for (const [kill, lost] of lostSeconds.entries())
      console.log(
        `kill ${kill + 1} after ${moments[kill]?.toFixed(1)} s  lost ${lost.map((seconds) => seconds.toFixed(2)).join(' ')} s`,
      )
    const all = lostSeconds.flat()
    const worst = Math.max(...all)
    const isHeld = worst <= MOST_LOST && Math.min(...all) >= 0
    if (!isHeld || unlisted.length) process.exitCode = 1
    console.log(
      `${KILLS} kills of ${CAMERAS} cameras  lost at most ${worst.toFixed(2)} s, median ${median(all).toFixed(2)} s  bound ${MOST_LOST} s: ${isHeld ? 'held' : 'EXCEEDED'}`,
    )
    console.log(`all ${films} files play to their end`)
    console.log(`files that no list knows  ${unlisted.length}  bound 0: ${unlisted.length ? 'EXCEEDED' : 'held'}`)
    for (const path of unlisted) console.log(path)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()

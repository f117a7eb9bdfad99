// An hour of eight cameras at four times real time: every picture that they sent must be in the recorder's files.
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startAppliance } from '../test/e2e/appliance.ts'
import { startCameras } from '../test/e2e/recorded.ts'
import { recordWhole } from '../test/e2e/recorder-whole.ts'

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const SPEED = option('speed', 4)
/** Of wall clock; so many times more of film. */
const MINUTES = option('minutes', 15)
const CAMERAS = option('cameras', 8)
const SEGMENT_SECONDS = option('segment', 120)
const quality = process.argv.includes('--sub') ? 'sub' : 'main'
const BYTES_A_SECOND = { main: 260_000, sub: 45_000 }
/** The hour's roll-overs, and as many in proportion of a shorter run. */
const LEAST_ROLL_OVERS = 100 * Math.min(1, MINUTES / 15)
/** After the last picture, until everything is kept. */
const PATIENCE = 120

async function main(): Promise<void> {
  const seconds = MINUTES * 60 * SPEED
  const { bavail, bsize } = statfsSync(tmpdir())
  const needed = seconds * CAMERAS * BYTES_A_SECOND[quality] + 2 * 1024 ** 3
  if (bavail * bsize < needed)
    throw new Error(`${(needed / 1e9).toFixed(0)} GB are needed in ${tmpdir()}; or take --sub`)
  await using cameras = await startCameras({ count: CAMERAS, quality, speed: SPEED, seconds, sounding: 2 })
  await using appliance = await startAppliance({ env: { PORCHLIGHT_LOG: 'info' } })
  await appliance.signIn()
  const counts = await recordWhole(appliance, cameras, {
    segmentSeconds: SEGMENT_SECONDS,
    seconds: MINUTES * 60 + PATIENCE,
  })
  const sum = (key: 'sent' | 'lost' | 'recorded' | 'files') => counts.reduce((total, count) => total + count[key], 0)
  const rollOvers = sum('files') - CAMERAS
  const bound = (holds: boolean) => {
    if (!holds) process.exitCode = 1
    return holds ? 'held' : 'BROKEN'
  }
  for (const [index, { sent, lost, recorded, inOrder, files, seconds: filmed }] of counts.entries())
    console.log(
      `camera ${index + 1}: ${sent} pictures sent (${lost} left out by it), ${recorded}${inOrder ? ' in their order' : ' OUT OF ORDER'} in ${files} files of ${filmed.toFixed(1)} s: ${bound(sent === recorded && inOrder)}`,
    )
  console.log(
    `${CAMERAS} cameras × ${(seconds / 60).toFixed(0)} min at ${SPEED} × real time: ${sum('recorded')} of ${sum('sent')} pictures  bound all: ${bound(sum('sent') === sum('recorded') && sum('lost') === 0)}`,
  )
  console.log(
    `roll-overs  ${rollOvers}  bound at least ${LEAST_ROLL_OVERS.toFixed(0)}: ${bound(rollOvers >= LEAST_ROLL_OVERS)}`,
  )
  for (const { soundSeconds } of counts.slice(0, 2))
    console.log(
      `sound  ${soundSeconds.toFixed(1)} s of ${seconds} s  bound 1 s: ${bound(Math.abs(soundSeconds - seconds) < 1)}`,
    )
}

if (import.meta.main) await main()

// Four clips of a gibibyte from a simulated recorder: our transfer, its sync to the disk included, beside curl in turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { throughAppliance } from './download/appliance.ts'
import { curl, startRecorder } from './download/recorder.ts'

const CLIPS = 4
const LEAST_SHARE = 0.9
const MOST_MB = 32

const folder = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
try {
  await using recorder = await startRecorder(CLIPS)
  const child = Bun.spawn([process.execPath, '--no-orphans', 'bench/download/child.ts', recorder.url, folder], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const reader = child.stdout.getReader()
  const next = async () => {
    const { value, done } = await reader.read()
    if (done) throw new Error('the transfer ended early')
    return JSON.parse(new TextDecoder().decode(value)) as { seconds: number; grownMb: number }
  }
  await next()
  const sums = { ours: 0, curl: 0, synced: 0, bytes: 0 }
  let grownMb = 0
  for (const { token, bytes } of recorder.clips) {
    const file = join(folder, 'curl.half')
    const theirs = await curl(recorder.url, token, file)
    const began = performance.now()
    await Bun.spawn(['sync', file]).exited
    const synced = theirs + (performance.now() - began) / 1000
    child.stdin.write(`${JSON.stringify({ token, bytes })}\n`)
    await child.stdin.flush()
    const ours = await next()
    grownMb = ours.grownMb
    sums.ours += ours.seconds
    sums.curl += theirs
    sums.synced += synced
    sums.bytes += bytes
    console.log(
      `  clip of ${(bytes / 1e6).toFixed(0)} MB  ours ${ours.seconds.toFixed(2)} s  curl ${theirs.toFixed(2)} s, with sync ${synced.toFixed(2)} s`,
    )
  }
  const mbs = (seconds: number) => (sums.bytes / seconds / 1e6).toFixed(0)
  const verdict = (ok: boolean) => {
    if (!ok) process.exitCode = 1
    return ok ? 'held' : 'EXCEEDED'
  }
  const share = sums.synced / sums.ours
  console.log(
    `transfer ${mbs(sums.ours)} MB/s, ${(share * 100).toFixed(0)} % of curl and sync (${mbs(sums.synced)} MB/s), bound 90 %: ${verdict(share >= LEAST_SHARE)}`,
  )
  console.log(
    `  of curl that leaves its bytes in memory (${mbs(sums.curl)} MB/s): ${((sums.curl / sums.ours) * 100).toFixed(0)} %`,
  )
  console.log(`memory grown by ${grownMb.toFixed(0)} MB, bound ${MOST_MB} MB: ${verdict(grownMb < MOST_MB)}`)
  child.stdin.end()
  await child.exited
  const { before, most, seconds } = await throughAppliance(recorder)
  console.log(
    `the whole appliance, until all are recordings (${seconds.toFixed(0)} s): grown from ${before.toFixed(0)} MB by ${(most - before).toFixed(0)} MB, bound ${MOST_MB} MB: ${verdict(most - before < MOST_MB)}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

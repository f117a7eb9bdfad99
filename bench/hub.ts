// 1,000 alarms in 10 s over 64 channels in a hub: whether each came once and in order, and the way from the wire to a subscriber,
// beside a bare MQTT publish.
import { bare, CHANNELS, disorder, PAIRS, SECONDS, sendPairs, type Traffic, throughUs, type Word } from './hub/pairs.ts'

/** Against a bare publish of the same run: more would be felt. */
const BOUND_MS = 100

const ours = ['ON', 'event', 'OFF'] as const

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

function line(name: string, values: readonly number[], base: readonly number[]): number {
  const [p50, p99] = [percentile(values, 0.5), percentile(values, 0.99)]
  const ratio = (p99 / percentile(base, 0.99)).toFixed(1)
  const of = (value: number) => `${value.toFixed(1).padStart(7)} ms`
  console.log(`  ${name.padEnd(30)} p50 ${of(p50)}   p99 ${of(p99)}   ${ratio} × the bare p99`)
  return p99
}

/** Ends the run with a fault when a pair is missing, doubled or out of order. */
function check(what: string, traffic: Traffic, words: readonly Word[]): void {
  const faults = disorder(traffic, words)
  if (!faults.length) return
  console.log(`${what}: ${faults.join('\n')}`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  await using appliance = await throughUs()
  await using plain = await bare(appliance.broker)
  await appliance.calm()
  const before = await sendPairs(plain, ['ON', 'OFF'])
  check('bare publish', before, ['ON', 'OFF'])
  const traffic = await sendPairs(appliance, ours)
  check('through Porchlight', traffic, ours)
  const base = [...before.ms.ON, ...before.ms.OFF]
  console.log(`${PAIRS} pairs of active and inactive over ${CHANNELS} channels in ${SECONDS} s, hold and minimum 0`)
  line('bare MQTT publish (baseline)', base, base)
  const worst = Math.max(...ours.map((word) => line(`notice on the wire → ${word}`, traffic.ms[word], base)))
  const bound = percentile(base, 0.99) + BOUND_MS
  if (worst > bound) process.exitCode = 1
  console.log(
    `  slowest p99 ${worst.toFixed(1)} ms   bound ${bound.toFixed(1)} ms: ${worst > bound ? 'EXCEEDED' : 'held'}`,
  )
}

if (import.meta.main) await run()

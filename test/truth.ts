// What a simulated recorder recorded and was to record, second by second, told apart from all that the appliance computes.
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../plugins/hikvision/simulator/index.ts'

/** Berlin, as these devices write it. */
export const BERLIN = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'

/** For some thousand requests on a machine that has other work. */
const PATIENCE_MS = 240_000

/** A recorder and the appliance that has read it, both by the same clock, which stands where `clock.at` says. */
export async function createTruthStand(at: string, options: Omit<SimulatorOptions, 'model' | 'now'>) {
  const clock = { at: Date.parse(at) }
  const now = () => new Date(clock.at)
  const given = { model: 'nvr8', rtsp: false, timezone: BERLIN, logsPerDay: 0, ...options, now } as const
  const simulator = await startSimulator(given)
  const porchlight = await createTestApp([hikvision], {}, { now })
  const { ask } = porchlight
  const login = { ip_web: simulator.url, username: simulator.user, password: simulator.password, brand: 'HIKVision' }
  await ask('POST', '/api/devices', login)
  await until('the first round is over', async () => (await ask('GET', '/api/logs')).body.length > 0, PATIENCE_MS)
  /** The answer once nothing more is being read; `reading` may stand in it once, or at each of `data` or `channels`. */
  const settled = (path: string) =>
    until(
      'all is read',
      async () => {
        const { status, body, text } = await ask('GET', path)
        if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
        const parts: { reading?: boolean }[] = [body, ...(body.channels ?? []), ...(body.data ?? [])]
        return parts.every(({ reading }) => !reading) && body
      },
      PATIENCE_MS,
    )
  return {
    ...{ simulator, porchlight, clock, ask, settled },
    async [Symbol.asyncDispose]() {
      await porchlight[Symbol.asyncDispose]()
      await simulator[Symbol.asyncDispose]()
    },
  }
}

export interface Stretch {
  start: string
  end: string
}

/** What a device leaves out between two files. */
const SMALL_GAP = 5

export interface Truth {
  segments: number
  /** Of them, those that begin before another has ended. */
  overlaps: number
  ranges: (Stretch & { kind: 'continuous' | 'motion' })[]
  gaps: (Stretch & { seconds: number; mode: 'continuous' | 'motion' })[]
  scheduledSeconds: number
  recordedSeconds: number
}

type Kind = 'continuous' | 'motion'

/** Runs of seconds of which `of` says the same, without those of which it says nothing. */
function runs<T>(length: number, of: (second: number) => T | null): { from: number; to: number; value: T }[] {
  const found: { from: number; to: number; value: T }[] = []
  for (let second = 0; second < length; second++) {
    const value = of(second)
    const last = found.at(-1)
    if (value === null) continue
    if (last?.to === second && last.value === value) last.to++
    else found.push({ from: second, to: second + 1, value })
  }
  return found
}

/** Of the channel between two instants, on these days of the device and what runs over into them from the one before. */
export function truthOf(simulator: Simulator, channel: number, days: string[], from: string, to: string): Truth {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const length = (last - first) / 1000
  const before = new Date(Date.parse(days[0] ?? '') - 86_400_000).toISOString().slice(0, 10)
  const segments = [before, ...days]
    .flatMap((day) => simulator.footage.onDay(channel, day))
    .filter(({ start, end }) => +start < last && +end > first)
    .sort((a, b) => +a.start - +b.start)
  const recorded = Array.from({ length }, (): Kind | null => null)
  for (const { start, end, kind } of segments)
    for (let second = Math.max(0, (+start - first) / 1000); second < Math.min(length, (+end - first) / 1000); second++)
      recorded[second] = kind === 'motion' ? 'motion' : 'continuous'
  // A channel of these records one way or the other, so a small gap has the kind of both its ends.
  for (let second = 1; second < length; second++) {
    const kind = recorded[second - 1] ?? null
    if (kind === null || recorded[second] !== null) continue
    const next = recorded.findIndex((one, index) => index > second && one !== null)
    if (next > 0 && next - second <= SMALL_GAP) recorded.fill(kind, second, next)
    else if (next < 0) break
    else second = next
  }
  const scheduled = Array.from({ length }, (_, second) => simulator.scheduled(channel, new Date(first + second * 1000)))
  const text = (second: number) => new Date(first + second * 1000).toISOString()
  const count = (is: (second: number) => boolean) => scheduled.filter((_, second) => is(second)).length
  return {
    segments: segments.length,
    overlaps: segments.filter(({ start }, index) => index > 0 && start < (segments[index - 1]?.end ?? start)).length,
    ranges: runs(length, (second) => recorded[second] ?? null).map((run) => ({
      ...{ start: text(run.from), end: text(run.to), kind: run.value },
    })),
    gaps: runs(length, (second) => (recorded[second] ? null : (scheduled[second] ?? null)))
      .filter((run) => run.to - run.from > SMALL_GAP)
      .map((run) => ({
        ...{ start: text(run.from), end: text(run.to), seconds: run.to - run.from, mode: run.value },
      })),
    scheduledSeconds: count((second) => scheduled[second] !== null),
    recordedSeconds: count((second) => scheduled[second] !== null && recorded[second] !== null),
  }
}

// What a house costs from 1 to 1,024 channels, each figure beside that of the smallest house of the run; and relays until the cores are full.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { heldBy } from './footprint/memory.ts'
import { cpuShare } from './relay/processes.ts'
import { addAll, createHouse, known, listen, online, read } from './scaling/house.ts'
import { listTimes } from './scaling/lists.ts'
import { NoRoom, steps } from './scaling/relays.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,4,16,64,256,1024' },
    relays: { type: 'string', default: '1,4,16,64,96,128,160,192,256' },
    /** Seconds that processor use is looked at. */
    seconds: { type: 'string', default: '10' },
  },
})
const numbers = (text: string) => text.split(',').filter(Boolean).map(Number)
const SECONDS = Number(values.seconds)
/** What was needed for the reading has been given back by then. */
const SETTLE_MS = 10_000
/** Of the pictures; with less the machine is full. */
const LEAST_KEPT = 0.99
/** Of all cores; beyond it one more relay only makes all of them late. */
const FULL = 0.85

type Row = Record<string, number>

const mb = (bytes: number) => bytes / 1024 ** 2
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

async function house(channels: number): Promise<Row> {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  const row: Row = {}
  try {
    await using place = await createHouse(channels, data)
    {
      await using appliance = await place.start()
      await appliance.signIn()
      await using ear = await listen(place.broker)
      const [began, beganAt] = [performance.now(), Date.now()]
      await addAll(appliance, place)
      await known(appliance, channels)
      row['all channels known, s'] = (performance.now() - began) / 1000
      row['recorders read, s'] = ((await read(appliance)) - beganAt) / 1000
      row['hub knows all, s'] = ((await ear.whole(600)) - began) / 1000
      row['messages to the hub'] = ear.messages()
      row['topics kept at the broker'] = ear.topics()
      row['bytes to the hub, MB'] = mb(ear.bytes())
      await Bun.sleep(SETTLE_MS)
      const [cpu, recorders] = await Promise.all([
        cpuShare([appliance.pid], SECONDS),
        cpuShare([place.recorders.pid], SECONDS),
      ])
      const held = heldBy(appliance.pid)
      row['memory, RSS MB'] = held.rss
      row['memory, its own MB'] = held.own
      row['idle, % of a core'] = cpu * 100
      row['(the recorders: idle, % of a core)'] = recorders * 100
      row['(the recorders: RSS MB)'] = heldBy(place.recorders.pid).rss
      for (const { path, ms, bytes } of await listTimes(appliance)) {
        row[`GET ${path}, ms`] = ms
        row[`GET ${path}, kB`] = bytes / 1000
      }
      const stops = performance.now()
      await appliance.stop()
      row['stop, s'] = (performance.now() - stops) / 1000
    }
    row['database, MB'] = mb(sizeOf(join(data, 'porchlight.db')) + sizeOf(join(data, 'porchlight.db-wal')))
    await again(place, row)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
  return row
}

/** The second start: everything is known, and the broker holds it. */
async function again(place: Awaited<ReturnType<typeof createHouse>>, row: Row): Promise<void> {
  const began = performance.now()
  await using appliance = await place.start()
  await appliance.call('GET', '/health')
  row['start to first answer, s'] = (performance.now() - began) / 1000
  await appliance.signIn()
  await online(appliance)
  row['start until all recorders are online, s'] = (performance.now() - began) / 1000
}

/** Lines are what is measured, columns the houses. */
function table(rows: ReadonlyMap<number, Row>): void {
  const [first] = rows.values()
  if (!first) return
  const cell = (text: string) => text.padStart(11)
  const shown = (value: number | undefined) =>
    value === undefined ? '–' : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
  const last = [...rows.values()].at(-1)
  console.log(`${'channels'.padEnd(46)}${[...rows.keys()].map((n) => cell(`${n}`)).join('')}  last against first`)
  for (const name of Object.keys(first)) {
    const ratio = (last?.[name] ?? Number.NaN) / (first[name] ?? Number.NaN)
    const cells = [...rows.values()].map((row) => cell(shown(row[name])))
    console.log(`${name.padEnd(46)}${cells.join('')}  ${Number.isFinite(ratio) ? `${shown(ratio)} ×` : '–'}`)
  }
}

async function untilFull(counts: readonly number[]): Promise<void> {
  const most = Math.max(...counts)
  const data = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  const cores = availableParallelism()
  try {
    await using place = await createHouse(most, data)
    await using appliance = await place.start()
    await appliance.signIn()
    await addAll(appliance, place)
    const channels = await known(appliance, most)
    await read(appliance)
    console.log(
      `\nrelays, each of 720p at 2 Mbit/s with a viewer of its own; ${cores} cores hold them all, cameras and viewers too`,
    )
    await Bun.sleep(SETTLE_MS)
    const idle = heldBy(appliance.pid).rss
    const looked = { appliance, channels, camerasPid: place.recorders.pid }
    for await (const step of steps(looked, counts, { settleMs: 8000, seconds: SECONDS })) {
      const { relays, ours, ffmpeg, cameras, viewers, oursMb, ffmpegMb, kept } = step
      const percent = (value: number) => `${(value * 100).toFixed(1).padStart(6)} %`
      const each = (((ours + ffmpeg) * 100) / relays).toFixed(2)
      console.log(
        `${`${relays}`.padStart(5)} relays  ours${percent(ours)}  FFmpegs${percent(ffmpeg)}  (${each} % of a core each)  ` +
          `cameras${percent(cameras)}  viewers${percent(viewers)}  of ${cores * 100} %  ours ${oursMb.toFixed(0)} MB (${((oursMb - idle) / relays).toFixed(1)} each)  ` +
          `FFmpegs ${ffmpegMb.toFixed(0)} MB  pictures kept ${(kept * 100).toFixed(1)} %`,
      )
      if (kept < LEAST_KEPT || ours + ffmpeg + cameras + viewers > FULL * cores) {
        console.log('       the machine is full')
        break
      }
    }
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error
    console.log(`   no more relays: ${error.message}`)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const rows = new Map<number, Row>()
  for (const channels of numbers(values.sizes)) {
    rows.set(channels, await house(channels))
    console.log(`${channels}: done`)
  }
  table(rows)
  if (values.relays) await untilFull(numbers(values.relays))
}

// What a house costs from 1 to 1,024 channels, each figure beside that of the smallest house of the run; and relays until the cores are full.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { heldBy } from './footprint/memory.ts'
import { cpuShare } from './relay/processes.ts'
import { type House, houseTable, RELAYS, RELAYS_HEAD, relaysLine, SIZES } from './scaling/figures.ts'
import { addAll, createHouse, known, listen, online, read } from './scaling/house.ts'
import { listTimes } from './scaling/lists.ts'
import { NoRoom, steps } from './scaling/relays.ts'
import { head, line } from './table.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: `${SIZES}` },
    relays: { type: 'string', default: `${RELAYS}` },
    /** Share of all cores from which on no more relays are begun: beyond it one more only makes all of them late. 9 = until one is refused. */
    full: { type: 'string', default: '0.85' },
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
const FULL = Number(values.full)

type Place = Awaited<ReturnType<typeof createHouse>>

const mb = (bytes: number) => bytes / 1024 ** 2
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

async function house(channels: number): Promise<House> {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  try {
    await using place = await createHouse(channels, data)
    const filled = await fill(place, channels)
    const database = mb(sizeOf(join(data, 'porchlight.db')) + sizeOf(join(data, 'porchlight.db-wal')))
    return { ...filled, database, ...(await again(place)) }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** The first start, into an empty folder: what is added then, and what it costs to hold it. */
async function fill(place: Place, channels: number) {
  await using appliance = await place.start()
  await appliance.signIn()
  await using ear = await listen(place.broker)
  const [began, beganAt] = [performance.now(), Date.now()]
  await addAll(appliance, place)
  await known(appliance, channels)
  const times = {
    known: (performance.now() - began) / 1000,
    read: ((await read(appliance)) - beganAt) / 1000,
    hub: ((await ear.whole(600)) - began) / 1000,
  }
  const told = { messages: ear.messages(), topics: ear.topics() }
  await Bun.sleep(SETTLE_MS)
  const idle = (await cpuShare([appliance.pid], SECONDS)) * 100
  const { rss: resident, own } = heldBy(appliance.pid)
  const simulated = heldBy(place.recorders.pid).rss
  const recorders = Object.keys(place.recorders.said).length
  const lists = await listTimes(appliance)
  const stops = performance.now()
  await appliance.stop()
  const stop = (performance.now() - stops) / 1000
  return { recorders, ...times, ...told, resident, own, idle, lists, stop, simulated }
}

/** The second start: everything is known, and the broker holds it. */
async function again(place: Place) {
  const began = performance.now()
  await using appliance = await place.start()
  await appliance.call('GET', '/health')
  const start = (performance.now() - began) / 1000
  await appliance.signIn()
  await online(appliance)
  return { start, online: (performance.now() - began) / 1000 }
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
      `\nRelays of 720p at 2 Mbit/s, each with a viewer of its own; ${cores} cores hold them all, cameras and viewers too: ${cores * 100} %\n`,
    )
    await Bun.sleep(SETTLE_MS)
    const idle = heldBy(appliance.pid).rss
    const looked = { appliance, channels, camerasPid: place.recorders.pid }
    console.log(head(RELAYS_HEAD))
    for await (const step of steps(looked, counts, { settleMs: 8000, seconds: SECONDS })) {
      console.log(line(relaysLine(step)))
      const { relays, ours, ffmpeg, cameras, viewers, oursMb, kept } = step
      if (kept < LEAST_KEPT || ours + ffmpeg + cameras + viewers > FULL * cores) {
        console.log(
          `\nThe machine is full. Of our memory ${((oursMb - idle) / relays).toFixed(1)} MB are for each relay.`,
        )
        break
      }
    }
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error
    console.log(`\nNo more relays: ${error.message}`)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const houses = new Map<number, House>()
  for (const channels of numbers(values.sizes)) {
    houses.set(channels, await house(channels))
    console.log(`${channels}: done`)
  }
  if (houses.size > 0) {
    const table = houseTable(houses)
    console.log(`\n${head(table.head)}`)
    for (const cells of table.lines) console.log(line(cells))
  }
  if (values.relays) await untilFull(numbers(values.relays))
}

// How little the appliance needs: start, memory and processor while idle, with relays, and on the disk; beside a bare server of the same run.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAppliance } from '../test/e2e/appliance.ts'
import { createForms, type Form, type Forms, timedStart } from './footprint/forms.ts'
import { heldBy } from './footprint/memory.ts'
import { cpuShare, median, startChild } from './relay/processes.ts'
import { addAll, known, read } from './scaling/house.ts'
import { steps } from './scaling/relays.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    /** What was needed for the start has been given back by then. */
    settle: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '15' },
  },
})
const ROUNDS = Number(values.rounds)
const SETTLE_MS = Number(values.settle) * 1000
const SECONDS = Number(values.seconds)
const CHANNELS = 16
const RELAYS = [1, 4, 16]
/** In LightNVR's own documents, for its program in C on two cores. */
const LIGHTNVR = { idleMb: 39, startMs: 110 }
const START_BOUND_MS = 1000

const line = (name: string, value: string, rest = '') =>
  console.log(`${name.padEnd(44)} ${value.padStart(10)}  ${rest}`)
const times = (value: number, base: number) => `${(value / base).toFixed(1)} ×`

/** In turns, so that what the machine does meanwhile meets all of them. */
async function starts({ bare, ours, data }: Forms): Promise<void> {
  const kept = new Map(ours.map((form) => [form, data()]))
  const took = new Map<string, number[]>()
  const note = (name: string, ms: number) => took.set(name, [...(took.get(name) ?? []), ms])
  async function one(name: string, form: Form, folder: string) {
    await using running = await timedStart(form, folder)
    note(name, running.ms)
  }
  // What is written once into a new folder, and what the disk has not read yet, is not of the second start.
  for (const [form, folder] of kept) await one('', form, folder)
  for (let round = 0; round < ROUNDS; round++) {
    await one(bare.name, bare, data())
    for (const [form, folder] of kept) {
      await one(`${form.name}, first start of all`, form, data())
      await one(`${form.name}, started again`, form, folder)
    }
  }
  const base = median(took.get(bare.name) ?? [])
  line('start to first answer: bare Bun.serve', `${base.toFixed(0)} ms`)
  for (const [name, list] of took) {
    if (!name || name === bare.name) continue
    const ms = median(list)
    const bound = ms <= START_BOUND_MS ? 'held' : 'EXCEEDED'
    if (ms > START_BOUND_MS) process.exitCode = 1
    line(
      `  ${name}`,
      `${ms.toFixed(0)} ms`,
      `${times(ms, base)} the bare one  ${times(ms, LIGHTNVR.startMs)} LightNVR's ${LIGHTNVR.startMs} ms  bound ${START_BOUND_MS} ms: ${bound}`,
    )
  }
}

/** A server of the same kind runs beside, so that no figure hangs on whether somebody else shares the runtime's pages. */
async function idle(forms: Forms): Promise<void> {
  await using bare = await timedStart(forms.bare, forms.data())
  await using recorders = await startChild('../scaling/recorders.ts', `${CHANNELS}`)
  await Bun.sleep(2000)
  const base = heldBy(bare.pid)
  line('memory idle: bare Bun.serve', `${base.rss.toFixed(0)} MB`, `RSS; its own ${base.own.toFixed(0)} MB`)
  const tell = (name: string, pid: number, cpu: number) => {
    const { rss, pss, own } = heldBy(pid)
    line(
      `  ${name}`,
      `${rss.toFixed(0)} MB`,
      `RSS; PSS ${pss.toFixed(0)}, its own ${own.toFixed(0)} MB  ${times(rss, base.rss)} the bare one  ${times(rss, LIGHTNVR.idleMb)} LightNVR's ${LIGHTNVR.idleMb} MB  processor ${(cpu * 100).toFixed(2)} % of a core`,
    )
  }
  for (const { name, program } of forms.ours) {
    await using appliance = await startAppliance({ program, env: { PORCHLIGHT_LOG: 'info' } })
    await Bun.sleep(SETTLE_MS)
    tell(`${name}, no device`, appliance.pid, await cpuShare([appliance.pid], SECONDS))
    await appliance.signIn()
    await addAll(appliance, { recorders })
    const channels = await known(appliance, CHANNELS)
    await read(appliance)
    await Bun.sleep(SETTLE_MS)
    tell(`${name}, ${CHANNELS} channels`, appliance.pid, await cpuShare([appliance.pid], SECONDS))
    // What a relay costs is the same in each form: once is enough, in the one that is shipped.
    if (name !== forms.ours.at(-1)?.name) continue
    const looked = { appliance, channels, camerasPid: recorders.pid }
    for await (const step of steps(looked, RELAYS, { settleMs: 8000, seconds: SECONDS })) {
      const { relays, ours, ffmpeg, oursMb, ffmpegMb } = step
      const percent = (share: number) => `${(share * 100).toFixed(1)} %`
      line(
        `  ${name}, ${relays} relay${relays === 1 ? '' : 's'} of 720p`,
        percent(ours + ffmpeg),
        `of a core: ours ${percent(ours)}, FFmpeg ${percent(ffmpeg)}; memory ours ${oursMb.toFixed(0)}, FFmpeg ${ffmpegMb.toFixed(0)} MB`,
      )
    }
  }
}

/** What the image is made of, as far as it lies here. `scripts/verify-image` builds and measures the whole. */
function disk({ executableBytes }: Forms): void {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  const runtime = Bun.resolveSync('bun/package.json', import.meta.dir)
  const bun = join(runtime, '..', 'bin', 'bun.exe')
  if (executableBytes) line('size of the executable', mb(executableBytes))
  else console.log('size of the executable: not built, npm run build:binary')
  if (existsSync(bun)) line('  Bun in it', mb(statSync(bun).size))
}

if (import.meta.main) {
  using forms = createForms()
  disk(forms)
  await starts(forms)
  await idle(forms)
}

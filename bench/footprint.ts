// How little the appliance needs: start, memory and processor while idle, with relays, and on the disk; beside a bare server of the same run.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAppliance } from '../test/e2e/appliance.ts'
import { CHANNELS, type Figures, HEAD, lines, type Measured, missed, RELAYS } from './footprint/figures.ts'
import { createForms, type Form, type Forms, timedStart } from './footprint/forms.ts'
import { besideProgram } from './footprint/image.ts'
import { heldBy } from './footprint/memory.ts'
import { cpuShare, median, startChild } from './relay/processes.ts'
import { addAll, known, read } from './scaling/house.ts'
import { steps } from './scaling/relays.ts'
import { head, line } from './table.ts'

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
const MB = 1e6

/** In turns, so that what the machine does meanwhile meets all of them. */
async function starts({ bare, ours, data }: Forms, found: Measured): Promise<void> {
  const kept = new Map(ours.map((form) => [form, data()]))
  const took = new Map<string, number[]>()
  async function one(name: string, form: Form, folder: string) {
    await using running = await timedStart(form, folder)
    took.set(name, [...(took.get(name) ?? []), running.ms])
  }
  // What is written once into a new folder, and what the disk has not read yet, is not of the second start.
  for (const [form, folder] of kept) await one('', form, folder)
  for (let round = 0; round < ROUNDS; round++) {
    await one('bare', bare, data())
    for (const [form, folder] of kept) {
      await one(`${form.name} first`, form, data())
      await one(`${form.name} again`, form, folder)
    }
  }
  const of = (name: string) => median(took.get(name) ?? [])
  found.bare.first = of('bare')
  for (const { name } of ours)
    Object.assign(figuresOf(found, name), { first: of(`${name} first`), again: of(`${name} again`) })
}

/** A server of the same kind runs beside, so that no figure hangs on whether somebody else shares the runtime's pages. */
async function idle(forms: Forms, found: Measured): Promise<void> {
  await using bare = await timedStart(forms.bare, forms.data())
  await using recorders = await startChild('../scaling/recorders.ts', `${CHANNELS}`)
  await Bun.sleep(2000)
  const { rss, own } = heldBy(bare.pid)
  Object.assign(found.bare, { resident: rss, own })
  for (const { name, program } of forms.ours) {
    const figures = figuresOf(found, name)
    await using appliance = await startAppliance({ program, env: { PORCHLIGHT_LOG: 'info' } })
    await Bun.sleep(SETTLE_MS)
    figures.idle = (await cpuShare([appliance.pid], SECONDS)) * 100
    const empty = heldBy(appliance.pid)
    Object.assign(figures, { resident: empty.rss, own: empty.own })
    await appliance.signIn()
    await addAll(appliance, { recorders })
    const channels = await known(appliance, CHANNELS)
    await read(appliance)
    await Bun.sleep(SETTLE_MS)
    figures.idleFull = (await cpuShare([appliance.pid], SECONDS)) * 100
    const full = heldBy(appliance.pid)
    Object.assign(figures, { residentFull: full.rss, ownFull: full.own })
    console.log(`${name}: memory done`)
    // What a relay costs is the same in each form: once is enough, in the one that is shipped.
    if (name !== forms.ours.at(-1)?.name) continue
    const looked = { appliance, channels, camerasPid: recorders.pid }
    for await (const { relays, ours, ffmpeg } of steps(looked, RELAYS, { settleMs: 8000, seconds: SECONDS }))
      Object.assign(figures, { [`relays${relays}`]: (ours + ffmpeg) * 100 })
  }
}

const figuresOf = (found: Measured, form: string): Figures => {
  if (form === 'sources') return found.sources
  found.executable ??= {}
  return found.executable
}

/** The image is not built here: what lies beside the program in it is known from where it was. */
function disk({ executableBytes }: Forms, found: Measured): void {
  if (!executableBytes) return
  const bun = join(Bun.resolveSync('bun/package.json', import.meta.dir), '..', 'bin', 'bun.exe')
  const size = executableBytes / MB
  Object.assign(figuresOf(found, 'executable'), {
    ...{ size, image: size + besideProgram() },
    ...(existsSync(bun) && { runtime: statSync(bun).size / MB }),
  })
}

if (import.meta.main) {
  using forms = createForms()
  const found: Measured = { sources: {}, bare: {} }
  const { builtAt } = forms
  console.log(
    builtAt
      ? `The executable is that of ${builtAt.toISOString().slice(0, 16)}Z; npm run build:binary makes it anew.`
      : 'There is no executable, so it is not measured, nor the image: npm run build:binary makes it.',
  )
  disk(forms, found)
  await starts(forms, found)
  console.log('starts: done')
  await idle(forms, found)
  console.log(`\n${head(HEAD)}`)
  for (const cells of lines(found)) console.log(line(cells))
  if (builtAt)
    console.log(
      '\nThe image is reckoned: this executable, and what docs/design/image.md has beside it. scripts/verify-image measures it.',
    )
  const wrong = missed(found)
  for (const one of wrong) console.log(`BOUND MISSED: ${one}`)
  if (wrong.length) process.exitCode = 1
}

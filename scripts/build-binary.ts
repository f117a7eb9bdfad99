// `npm run build:binary`: Porchlight as one file that needs nothing beside it but FFmpeg, for both kinds of processor.
import { mkdir, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { layOutAddOn } from './binary/add-on.ts'
import { compile, gather } from './binary/compile.ts'
import { PROCESSORS, type Processor, runtimeFor } from './binary/runtime.ts'

const root = resolve(import.meta.dir, '..')

const ADD_ON = 'dist/home-assistant/porchlight'

export interface Built {
  processor: Processor
  file: string
  bytes: number
}

/** Writes `porchlight-linux-<processor>` into `outDir`; one that is running there meanwhile goes on with its old file. */
export async function buildBinaries(
  processors: readonly Processor[] = PROCESSORS,
  outDir = join(root, 'dist'),
): Promise<Built[]> {
  await mkdir(outDir, { recursive: true })
  await using shipped = await gather(root)
  const built: Built[] = []
  for (const processor of processors) {
    const runtime = await runtimeFor(processor, root)
    const file = join(outDir, `porchlight-linux-${processor}`)
    const outfile = `${file}.new`
    await compile({ root, processor, runtime, shipped: shipped.folder, outfile })
    await rename(outfile, file)
    built.push({ processor, file, bytes: (await stat(file)).size })
  }
  return built
}

if (import.meta.main) {
  const words = process.argv.slice(2)
  const wanted = PROCESSORS.filter((processor) => !words.length || words.includes(processor))
  if (wanted.length < words.length || !wanted.length) {
    console.error(`npm run build:binary [-- ${PROCESSORS.join('|')}]`)
    process.exit(2)
  }
  const began = performance.now()
  try {
    const built = await buildBinaries(wanted)
    for (const { file, bytes } of built)
      console.log(`${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${file.replace(`${root}/`, '')}`)
    if (built.length === PROCESSORS.length) {
      await layOutAddOn(
        root,
        join(root, ADD_ON),
        built.map(({ file }) => file),
      )
      console.log(`            ${ADD_ON}: the folder for Home Assistant`)
    }
    console.log(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

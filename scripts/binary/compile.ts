// Puts the program, its pages and its migrations into one executable file.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Glob } from 'bun'
import { buildWeb } from '../build-web.ts'
import { plainRequire } from './plain-require.ts'
import type { Processor } from './runtime.ts'

/** The files that the program reads by `shipped()`, besides the pages, which are built. */
const READ = ['core/db/migrations/*.sql', 'core/db/migrations/meta/_journal.json', 'core/http/docs/style.css']
/** The second is the thread that copies databases: the bundler does not see that somebody begins it. */
const CODE = ['main.ts', 'core/services/backup/copy-thread.ts']

export interface Shipped extends AsyncDisposable {
  /** Holds the files under the paths that they have in the project. */
  folder: string
}

/** Lays out what goes in beside the code; the same for every kind of processor. */
export async function gather(root: string): Promise<Shipped> {
  await mkdir(join(root, '.porchlight'), { recursive: true })
  const folder = await mkdtemp(join(root, '.porchlight/shipped-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  try {
    await buildWeb(join(folder, 'dist/web'))
    for (const pattern of READ)
      for await (const path of new Glob(pattern).scan(root))
        await Bun.write(join(folder, path), Bun.file(join(root, path)))
  } catch (error) {
    await dispose()
    throw error
  }
  return { folder, [Symbol.asyncDispose]: dispose }
}

interface Order {
  root: string
  processor: Processor
  /** The Bun of that kind of processor. */
  runtime: string
  shipped: string
  outfile: string
}

export async function compile({ root, processor, runtime, shipped, outfile }: Order): Promise<void> {
  const built = await Bun.build({
    entrypoints: CODE.map((path) => join(root, path)),
    root,
    // Parsed now instead of at each start: half of the work until it answers, for a tenth more of size.
    bytecode: true,
    format: 'esm',
    minify: { whitespace: true, syntax: true },
    plugins: [plainRequire],
    define: { 'process.env.NODE_ENV': '"production"' },
    compile: {
      target: `bun-linux-${processor}`,
      executablePath: runtime,
      outfile,
      assets: [join(shipped, 'core'), join(shipped, 'dist')],
      // As bunfig.toml has it: FFmpeg ends with us, even when we are killed. What packages should stop doing is no news to a household.
      execArgv: ['--no-orphans', '--no-deprecation'],
      // The folder it is started in is somebody else's: nothing lying there may change what it does.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
    throw: false,
  })
  if (!built.success) throw new Error(`The executable could not be built:\n${built.logs.map(String).join('\n')}`)
}

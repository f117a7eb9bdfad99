// Fetches the Bun that an executable for a kind of processor stands on, from the same npm package that `npm ci` takes for this one.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import lock from '../../package-lock.json' with { type: 'json' }

export const PROCESSORS = ['x64', 'arm64'] as const
export type Processor = (typeof PROCESSORS)[number]

/** The one for x64 asks for no more than SSE4.2 (Nehalem) and finds out by itself what else there is. */
const PACKAGES = { x64: '@oven/bun-linux-x64', arm64: '@oven/bun-linux-aarch64' } as const satisfies Record<
  Processor,
  string
>

/** The path of the Bun for `processor`; fetched once, then found below `.porchlight`. */
export async function runtimeFor(processor: Processor, root: string): Promise<string> {
  const name = PACKAGES[processor]
  // npm installs the package that fits this machine, and Bun's own package takes the file out of it: it is what runs this.
  if (existsSync(join(root, 'node_modules', name, 'package.json'))) return process.execPath
  const { version, integrity } = lock.packages[`node_modules/${name}`]
  const kept = join(root, '.porchlight/bun', `${processor}-${version}`)
  const bun = join(kept, 'package/bin/bun')
  if (existsSync(bun)) return bun
  await mkdir(join(root, '.porchlight/bun'), { recursive: true })
  // Beside its place, so that a fetch which is cut leaves nothing that looks whole.
  const fresh = await mkdtemp(`${kept}.`)
  try {
    console.log(`Fetching ${name} ${version} …`)
    const said = await run([
      'npm',
      'pack',
      `${name}@${version}`,
      '--json',
      '--loglevel=error',
      `--pack-destination=${fresh}`,
    ])
    const packed = join(fresh, (JSON.parse(said) as { filename: string }[])[0]?.filename ?? '')
    await mustBe(packed, integrity)
    await run(['tar', '-xzf', packed, '-C', fresh, 'package/bin/bun'])
    await rm(packed)
    await rm(kept, { recursive: true, force: true })
    await rename(fresh, kept)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return bun
}

/** What `package-lock.json` says about the package, which `npm pack` does not look at. */
export async function mustBe(file: string, integrity: string): Promise<void> {
  const [algorithm = '', wanted] = integrity.split(/-(.*)/s)
  const found = createHash(algorithm)
    .update(await readFile(file))
    .digest('base64')
  if (found !== wanted) throw new Error(`${file} is not what package-lock.json names: ${algorithm}-${found}`)
}

async function run(command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code !== 0) throw new Error(`${command.slice(0, 3).join(' ')} failed:\n${err.trim()}`)
  return out
}

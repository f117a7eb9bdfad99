// Proves the image without a container engine: builds it from the Dockerfile, looks into it, runs it, and prints what was proven.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Arch, createBuilder, type Image, root } from './builder.ts'
import * as contents from './contents.ts'
import { arm64, oldProcessor } from './emulated.ts'
import { runs } from './running.ts'

const USAGE = `scripts/verify-image [--arch amd64|arm64|all]

Builds the container image as the Dockerfile says, without a container engine, and proves what came out. As root, on amd64.
  --arch    amd64 alone is the default: FFmpeg for arm64 takes some minutes more, the first time`

const ARCHES = { amd64: ['amd64'], arm64: ['arm64'], all: ['amd64', 'arm64'] } as const

const { values } = parseArgs({ options: { arch: { type: 'string', default: 'amd64' }, help: { type: 'boolean' } } })
const arches = Object.hasOwn(ARCHES, values.arch) ? ARCHES[values.arch as keyof typeof ARCHES] : null
if (values.help || !arches) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}
if (process.getuid?.() !== 0 || process.arch !== 'x64') {
  console.error('The image is verified as root on an amd64 machine: sudo scripts/verify-image')
  process.exit(1)
}

let failed = 0
const line = (word: string, arch: string, what: string, text: string) =>
  console.log(`${word.padEnd(8)}${arch.padEnd(7)}${what.padEnd(20)}${text}`)

/** Prints a line of the table: what `prove` says, or why it does not hold. */
async function row(arch: Arch, what: string, prove: () => Promise<string>): Promise<void> {
  try {
    line('proven', arch, what, await prove())
  } catch (error) {
    failed += 1
    line('FAILED', arch, what, (error as Error).message)
  }
}

async function look(arch: Arch, image: Image): Promise<void> {
  await row(arch, 'size', () => contents.size(image))
  await row(arch, 'files', () => contents.files(image))
  await row(arch, 'libraries', () => contents.libraries(image, arch))
  await row(arch, 'list of parts', () => contents.list(image))
}

async function verify(arch: Arch, build: (arch: Arch) => Promise<Image>): Promise<void> {
  const began = performance.now()
  let image: Image
  try {
    image = await build(arch)
  } catch (error) {
    failed += 1
    return line('FAILED', arch, 'Dockerfile', (error as Error).message)
  }
  line(
    'proven',
    arch,
    'Dockerfile',
    `every step of it was run, in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  await look(arch, image)
  if (arch === 'arm64') {
    await row(arch, 'FFmpeg', () => contents.ffmpeg(arm64.command(image, 'ffmpeg')))
    await row(arch, 'starts', () => arm64.serves(image))
    return line('skipped', arch, 'running', 'read-only and shut in: this machine has another processor')
  }
  await row(arch, "FFmpeg's parts", () => contents.ffmpeg(['chroot', image.folder, '/usr/bin/ffmpeg']))
  await row(arch, 'old processor', () => oldProcessor(image))
  try {
    await runs(image, (what, text) => line('proven', arch, what, text))
  } catch (error) {
    failed += 1
    line('FAILED', arch, 'running', (error as Error).message)
  }
}

const store = mkdtempSync(join(tmpdir(), 'porchlight-image-'))
try {
  const builder = createBuilder(store)
  const bases = await builder.makeBases(readFileSync(join(root, 'Dockerfile'), 'utf8'))
  line('skipped', '', 'bases', `stand-ins of Debian's packages, with this machine's Node, for ${bases.join(' and ')}`)
  line('skipped', '', 'engine', 'Docker itself was not asked; Buildah read the Dockerfile')
  for (const arch of arches) await verify(arch, builder.build)
  if (!arches.some((arch) => arch === 'arm64'))
    line('skipped', 'arm64', 'all of it', 'scripts/verify-image --arch all does it')
} finally {
  rmSync(store, { recursive: true, force: true })
}
console.log(failed ? `\n${failed} of it does not hold.` : '\nAll that was tried holds.')
process.exit(failed ? 1 : 0)

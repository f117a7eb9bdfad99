// Proves the image without a container engine: builds it from the Dockerfile, looks into it, runs it, and prints what was proven.
import { copyFileSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addOn } from './add-on.ts'
import { withoutFfmpeg } from './arm64.ts'
import { basesOf, makeBases } from './bases.ts'
import { type Arch, type Builder, createBuilder, type Image } from './builder.ts'
import * as contents from './contents.ts'
import { ARM64, emulated, OLD, serves } from './emulated.ts'
import { hardening } from './hardening.ts'
import { startsArm64 } from './other-processor.ts'
import { makeVolume, runs } from './running.ts'
import type { Place } from './shut-in.ts'
import { endAllOf, root } from './steps.ts'
import { openStore } from './store.ts'
import { createTable, type Table } from './table.ts'

const USAGE = `scripts/verify-image [--arch amd64|arm64|all]

Builds the container image as the Dockerfile says, without a container engine, and proves what came out; then the add-on of
Home Assistant. As root, on amd64.
  --arch    amd64 is the default, and of arm64 all but FFmpeg: that takes some minutes more, the first time`

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

/** The exit code. */
async function verify(wanted: readonly Arch[]): Promise<number> {
  using all = new DisposableStack()
  const store = all.use(openStore())
  all.defer(() => endAllOf(process.pid))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      all.dispose()
      console.error(`Ended by ${signal}; nothing of it is left.`)
      process.exit(128 + constants.signals[signal])
    })
  const table = createTable(console.log)
  const builder = createBuilder(store.folder)
  const bases = basesOf(readFileSync(join(root, 'Dockerfile'), 'utf8'))
  await makeBases(builder.buildah, bases)
  const named = bases.join(' and ')
  table.line('skipped', '', 'bases', `stand-ins of Debian's packages, with this machine's Node, for ${named}`)
  table.line('skipped', '', 'engine', 'Docker itself was not asked; Buildah read the Dockerfile')
  if (wanted.includes('amd64')) await amd64(builder, store.folder, table)
  if (wanted.includes('arm64')) await arm64(builder, store.folder, table)
  else await withoutFfmpeg(builder, store.folder, table)
  console.log(table.failed ? `\n${table.failed} of it does not hold.` : '\nAll that was tried holds.')
  return table.failed ? 1 : 0
}

async function amd64(builder: Builder, store: string, table: Table): Promise<void> {
  const image = await build('amd64', builder, table)
  if (!image) return
  await look('amd64', image, table)
  await table.row('amd64', 'old processor', () => serves(OLD, image.folder, store))
  await run('amd64', { image, data: makeVolume(store) }, table)
  const program = join(store, 'porchlight-linux-x64')
  copyFileSync(join(image.folder, 'usr/bin/porchlight'), program)
  await addOn(builder, store, [program], table)
}

/** As on amd64, by QEMU; where the kernel has no way to that, from outside only. */
async function arm64(builder: Builder, store: string, table: Table): Promise<void> {
  const image = await build('arm64', builder, table)
  if (!image) return
  await look('arm64', image, table)
  try {
    using processor = await startsArm64()
    await run('arm64', { image, data: makeVolume(store), by: processor.by }, table)
  } catch (error) {
    await table.row('arm64', 'starts', () => serves(ARM64, image.folder, store))
    table.line('skipped', 'arm64', 'running', `read-only and shut in: ${(error as Error).message}`)
  }
}

const build = (arch: Arch, builder: Builder, { row }: Table): Promise<Image | null> =>
  row(
    arch,
    'Dockerfile',
    () => builder.build({ arch, from: '.' }),
    () => 'every step of it was run',
  )

async function look(arch: Arch, image: Image, { row }: Table): Promise<void> {
  const { folder } = image
  const ffmpeg = arch === 'arm64' ? emulated(ARM64, folder, 'ffmpeg') : ['chroot', folder, '/usr/bin/ffmpeg']
  await row(arch, 'size', () => contents.size(image))
  await row(arch, 'files', () => contents.files(image))
  await row(arch, 'libraries', () => contents.libraries(image, arch))
  await row(arch, 'hardening', () => hardening(image))
  await row(arch, 'list of parts', () => contents.list(image))
  await row(arch, "FFmpeg's parts", () => contents.ffmpeg(ffmpeg))
}

async function run(arch: Arch, place: Place, { line }: Table): Promise<void> {
  try {
    await runs(place, (what, text) => line('proven', arch, what, text))
  } catch (error) {
    line('FAILED', arch, 'running', (error as Error).message)
  }
}

process.exit(await verify(arches))

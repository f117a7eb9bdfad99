// What of the arm64 image is made in a minute: everything but FFmpeg. It is put together, looked into, and started by QEMU.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Builder } from './builder.ts'
import * as contents from './contents.ts'
import { ARM64, serves } from './emulated.ts'
import { root, run } from './steps.ts'
import type { Table } from './table.ts'

const BUILD = `
const { buildBinaries } = await import(process.argv[1])
await buildBinaries(['arm64'], process.argv[2])
`

/** The executable by the code of `npm run build:binary`; its path. */
async function executable(store: string): Promise<string> {
  const folder = join(store, 'executables')
  const command = [process.execPath, '-e', BUILD, join(root, 'scripts/build-binary.ts'), folder]
  await run({ what: 'Building the executable for arm64', command, seconds: 600 })
  return join(folder, 'porchlight-linux-arm64')
}

/** Says at the end what was left out. */
export async function withoutFfmpeg(builder: Builder, store: string, { row, line }: Table): Promise<void> {
  const built = await row(
    'arm64',
    'root',
    () => builder.build({ arch: 'arm64', from: '.', stage: 'root' }),
    () => 'its packages, by the stage of the Dockerfile',
  )
  const program = await row(
    'arm64',
    'executable',
    () => executable(store),
    () => 'by the code of npm run build:binary',
  )
  if (!built || !program) return
  const folder = join(built.folder, 'out')
  mkdirSync(join(folder, 'usr/bin'), { recursive: true })
  copyFileSync(program, join(folder, 'usr/bin/porchlight'))
  await row('arm64', 'libraries', () => contents.libraries({ folder }, 'arm64'))
  await row('arm64', 'starts', () => serves(ARM64, folder, store))
  line(
    'skipped',
    'arm64',
    'the rest',
    'its FFmpeg takes minutes to build, and with it the whole image: scripts/verify-image --arch all does both',
  )
}

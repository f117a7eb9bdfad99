// The image's programs on a processor that this machine does not have, by QEMU: no AVX, or arm64.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAppliance } from '../../test/e2e/appliance.ts'
import type { Image } from './builder.ts'

/** The Pi 3's, the oldest with 64 bits that people have. */
const ARM = ['qemu-aarch64-static', '-cpu', 'cortex-a53']
/** Of 2008: SSE4.2, without AVX and AVX2. */
const OLD = ['qemu-x86_64-static', '-cpu', 'Nehalem']

const command = (by: string[], { folder }: Image, name: string) => [...by, '-L', folder, join(folder, 'usr/bin', name)]

/** The appliance on it, until it has answered; FFmpeg is found by a wrapper, since the kernel would not start it. */
async function serves(by: string[], image: Image): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-image-emulated-'))
  try {
    for (const name of ['ffmpeg', 'ffprobe']) {
      writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command(by, image, name).join(' ')} "$@"\n`)
      chmodSync(join(folder, name), 0o755)
    }
    await using appliance = await startAppliance({
      program: command(by, image, 'porchlight'),
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}` },
    })
    const { status } = await appliance.call('GET', '/health')
    await appliance.signIn()
    const code = await appliance.stop()
    if (status !== 200 || code !== 0) throw new Error(`It answers ${status} and ends with ${code}`)
    return `answers, makes the first account and ends, on ${by.at(-1)} (QEMU), with its own FFmpeg`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const oldProcessor = (image: Image) => serves(OLD, image)
export const arm64 = {
  serves: (image: Image) => serves(ARM, image),
  command: (image: Image, name: string) => command(ARM, image, name),
}

// The image's programs on a processor that this machine does not have, by QEMU: an old one, or arm64.
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startAppliance } from '../../test/e2e/appliance.ts'
import { PROCESSOR } from './other-processor.ts'
import { must } from './shut-in.ts'

/** Of 2008: SSE4.2, without AVX and AVX2. */
export const OLD = ['qemu-x86_64-static', '-cpu', 'Nehalem']
export const ARM64 = ['qemu-aarch64-static', '-cpu', PROCESSOR]

/** One program of the image in `folder`. */
export const emulated = (by: readonly string[], folder: string, name: string) => [
  ...[...by, '-L', folder, join(folder, 'usr/bin', name)],
]

/** The appliance on it, until it has answered; FFmpeg is found by a wrapper, since the kernel would not start it. */
export async function serves(by: readonly string[], folder: string, store: string): Promise<string> {
  const wrappers = mkdtempSync(join(store, 'emulated-'))
  const wrapped = ['ffmpeg', 'ffprobe'].filter((name) => existsSync(join(folder, 'usr/bin', name)))
  for (const name of wrapped) {
    writeFileSync(join(wrappers, name), `#!/bin/sh\nexec ${emulated(by, folder, name).join(' ')} "$@"\n`)
    chmodSync(join(wrappers, name), 0o755)
  }
  await using appliance = await startAppliance({
    program: emulated(by, folder, 'porchlight'),
    cwd: wrappers,
    env: { PATH: `${wrappers}:${process.env.PATH}`, TMPDIR: store },
  })
  const { status } = await appliance.call('GET', '/health')
  await appliance.signIn()
  const code = await appliance.stop()
  must(status === 200 && code === 0, `It answers ${status} and ends with ${code}`)
  const whose = wrapped.length ? 'its own' : "this machine's"
  return `answers, makes the first account and ends, on ${by.at(-1)} (QEMU) with ${whose} FFmpeg`
}

// Lets the kernel start arm64 programs by QEMU, in a user namespace of this run alone: nothing is changed on the machine.
import { readlinkSync, writeFileSync } from 'node:fs'
import { until } from '../../test/e2e/appliance.ts'
import { run } from './steps.ts'

/** The head of an arm64 program, and which of its bits count; `F`: QEMU is opened now, since no container has it. */
const MAGIC = String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`
const MASK = String.raw`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`
/** The Pi 3's, the oldest with 64 bits that people have. */
export const PROCESSOR = 'cortex-a53'
const PLACE = '/proc/sys/fs/binfmt_misc'

const idOf = (pid: number | 'self') => readlinkSync(`/proc/${pid}/ns/user`)

export interface OtherProcessor extends Disposable {
  /** What goes before a command. */
  by: readonly string[]
}

/** Since Linux 6.7 such a namespace may have a list of its own of what starts what; throws with the reason where not. */
export async function startsArm64(): Promise<OtherProcessor> {
  const qemu = Bun.which('qemu-aarch64-static')
  const holder = Bun.spawn(['unshare', '--user', '--mount', 'sleep', 'infinity'], {
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  try {
    await until('there is a user namespace', () => idOf(holder.pid) !== idOf('self'), 10)
    // Everybody is who he is outside, so that files belong to whom they belong.
    for (const kind of ['uid_map', 'gid_map']) writeFileSync(`/proc/${holder.pid}/${kind}`, '0 0 65536')
    const by = ['nsenter', '--target', String(holder.pid), '--user', '--mount', '--']
    const rule = `:porchlight-arm64:M::${MAGIC}:${MASK}:${qemu}:F`
    const script = `mount -t binfmt_misc binfmt_misc ${PLACE} && printf '%s' "$0" > ${PLACE}/register`
    await run({
      what: 'Letting the kernel start arm64 by QEMU',
      command: [...by, 'sh', '-c', script, rule],
      seconds: 10,
    })
    return { by: [...by, 'env', `QEMU_CPU=${PROCESSOR}`], [Symbol.dispose]: () => holder.kill() }
  } catch (error) {
    holder.kill()
    throw error
  }
}

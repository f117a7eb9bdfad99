// What we are and what we run on: versions, the operating system, its network, and our own share of the memory.
import type { Machine } from './machine.ts'

export interface About {
  version: string
  /** Of the log. */
  logLevel: string
  dataFolder: string
  /** `Debian GNU/Linux 12 (bookworm)`. */
  system: string
  kernel: string
  /** What we are made of. */
  parts: { name: string; version: string }[]
  interfaces: { name: string; address: string; mac: string }[]
  /** Of this process, without FFmpeg. */
  threads: number | null
  memory: number
}

interface Deps {
  version: string
  logLevel: string
  dataFolder: string
}

/** `PRETTY_NAME` of `/etc/os-release`. */
export const readSystem = (text: string | null): string =>
  /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text ?? '')?.[1] || 'Linux'

export async function readAbout(
  machine: Pick<Machine, 'text' | 'kernel' | 'interfaces'>,
  { version, logLevel, dataFolder }: Deps,
): Promise<About> {
  const threads = /^Threads:\s+(\d+)$/m.exec((await machine.text('/proc/self/status')) ?? '')?.[1]
  const interfaces = Object.entries(machine.interfaces()).flatMap(([name, all = []]) => {
    // One address is enough to find it by; those that people know come first.
    const best = all.find(({ family }) => family === 'IPv4') ?? all[0]
    return best && !best.internal ? [{ name, address: best.address, mac: best.mac }] : []
  })
  return {
    ...{ version, logLevel, dataFolder, interfaces },
    system: readSystem(await machine.text('/etc/os-release')),
    kernel: machine.kernel(),
    parts: [{ name: 'Bun', version: Bun.version }],
    threads: threads === undefined ? null : Number(threads),
    memory: process.memoryUsage.rss(),
  }
}

// The machine below us: files of the kernel, its disks, and the few programs that may be asked. Tests hand in another one.
import { readdir, readFile, realpath, statfs } from 'node:fs/promises'
import {
  arch,
  type CpuInfo,
  cpus,
  loadavg,
  type NetworkInterfaceInfo,
  networkInterfaces,
  release,
  uptime,
} from 'node:os'

export interface Space {
  total: number
  used: number
  /** What we may still write. */
  free: number
}

export interface Machine {
  /** Null where there is no such file, or it cannot be read. */
  text(path: string): Promise<string | null>
  /** Empty where there is no such folder. */
  names(folder: string): Promise<string[]>
  /** Without links; as given where it is not there. This and `space` may wait for ever for a network disk. */
  real(path: string): Promise<string>
  /** Null where it is not known. */
  space(path: string): Promise<Space | null>
  /** What a program says; null where it is not there, fails, or does not end in time. */
  run(command: readonly string[], ms: number): Promise<string | null>
  /** Whether a program is there. */
  has(program: string): boolean
  cores(): CpuInfo[]
  load(): number[]
  uptime(): number
  /** Its kernel and kind of processor: `Linux 6.1.0 x64`. */
  kernel(): string
  interfaces(): Record<string, NetworkInterfaceInfo[] | undefined>
}

export const realMachine: Machine = {
  text: (path) => readFile(path, 'utf8').catch(() => null),
  names: (folder) => readdir(folder).catch(() => []),
  real: (path) => realpath(path).catch(() => path),
  space: (path) =>
    statfs(path).then(
      ({ blocks, bfree, bavail, bsize }) => ({
        total: blocks * bsize,
        used: (blocks - bfree) * bsize,
        free: bavail * bsize,
      }),
      () => null,
    ),
  async run(command, ms) {
    try {
      const child = Bun.spawn([...command], {
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'ignore',
        // Our own environment holds passwords.
        env: { PATH: process.env.PATH },
        timeout: ms,
        killSignal: 'SIGKILL',
      })
      const [text, code] = await Promise.all([new Response(child.stdout).text(), child.exited])
      return code === 0 ? text : null
    } catch {
      return null
    }
  },
  has: (program) => Bun.which(program) !== null,
  cores: cpus,
  load: loadavg,
  uptime,
  kernel: () => `Linux ${release()} ${arch()}`,
  interfaces: networkInterfaces,
}

// Children and what they cost, read from /proc.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Child extends AsyncDisposable {
  pid: number
  /** The JSON that it wrote as its first line. */
  said: Record<string, number>
}

/** Runs a script of this folder and waits for its first line. */
export async function startChild(script: string, ...args: string[]): Promise<Child> {
  const child = Bun.spawn([process.execPath, '--no-orphans', join(import.meta.dir, script), ...args], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const reader = child.stdout.getReader()
  let line = ''
  while (!line.includes('\n')) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`${script} ended before it was ready`)
    line += new TextDecoder().decode(value)
  }
  void reader.read()
  return {
    pid: child.pid,
    said: JSON.parse(line.split('\n')[0]!),
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

function statOf(pid: number): { parent: number; name: string; ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const close = text.lastIndexOf(')')
    const fields = text.slice(close + 2).split(' ')
    const name = text.slice(text.indexOf('(') + 1, close)
    return { parent: Number(fields[1]), name, ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null
  }
}

/** The FFmpegs that a process has started. */
export function ffmpegsOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && statOf(pid)?.parent === parent && statOf(pid)?.name === 'ffmpeg')
}

/** Share of one core that processes use, over so many seconds. */
export async function cpuShare(pids: number[], seconds: number): Promise<number> {
  const ticks = () => pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0)
  const before = ticks()
  const began = performance.now()
  await Bun.sleep(seconds * 1000)
  return (ticks() - before) / 100 / ((performance.now() - began) / 1000)
}

/** Proportional set size in MB: shared pages are counted once for all. */
export function pssMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

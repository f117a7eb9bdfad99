// One step of the proof: a program that must end within its time, and of which nothing stays when it does not.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dir, '../..')

export interface Step {
  /** As a sentence about it begins. */
  what: string
  command: string[]
  /** Several times what it takes on two busy cores: what is longer hangs. */
  seconds: number
  env?: Record<string, string | undefined>
  input?: Uint8Array<ArrayBuffer>
}

export interface Ended {
  out: Uint8Array
  err: string
  code: number
}

/**
 * A program with processes and mounts of its own: when the first of them is killed, the kernel ends all others and forgets
 * what was mounted. It asks for root.
 */
export const apart = (command: string[]) => [
  ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--', ...command],
]

/** Throws where it takes too long; whether it went well is the caller's to judge. */
export async function step({ what, command, seconds, env = process.env, input }: Step): Promise<Ended> {
  const stdin = input ? new Blob([input]) : 'ignore'
  const child = Bun.spawn(command, { cwd: root, env, stdin, stdout: 'pipe', stderr: 'pipe' })
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    endAllOf(child.pid)
    child.kill('SIGKILL')
  }, seconds * 1000)
  // Both streams end when the last who could write to them is gone.
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  clearTimeout(timer)
  if (isLate) throw new Error(`${what} took longer than ${seconds} s and was ended${lastStep(out)}`)
  return { out, err, code }
}

/** Of a Dockerfile, where it was one. */
function lastStep(out: Uint8Array): string {
  const line = new TextDecoder()
    .decode(out)
    .match(/STEP .*/g)
    ?.at(-1)
  return line ? `, at ${line.slice(0, 100)}` : ''
}

/** What it says; throws with its last lines where it fails. */
export async function run(order: Step): Promise<string> {
  const { out, err, code } = await step(order)
  const said = new TextDecoder().decode(out)
  if (code === 0) return said.trim()
  throw new Error(`${order.what} failed:\n${`${said}\n${err}`.trim().split('\n').slice(-25).join('\n')}`)
}

/** A look at files, for which a minute is long. */
export const look = (...command: string[]) =>
  run({ what: `\`${command.slice(0, 3).join(' ')} …\``, command, seconds: 60 })

/** Threads have children each; who is gone meanwhile has none. */
export function childrenOf(pid: number): number[] {
  try {
    const lists = readdirSync(`/proc/${pid}/task`).map((task) =>
      readFileSync(join(`/proc/${pid}/task`, task, 'children'), 'utf8'),
    )
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
  } catch {
    return []
  }
}

/** All that `pid` has begun, and what those have. */
export function endAllOf(pid: number): void {
  for (const child of childrenOf(pid)) {
    endAllOf(child)
    try {
      process.kill(child, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

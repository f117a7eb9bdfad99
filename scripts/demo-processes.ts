// The programs that the demo starts: each writes a log of its own, is missed when it ends, and is ended in order.
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Subprocess } from 'bun'

export interface Processes extends AsyncDisposable {
  /** Starts a program; resolves when `ready` finds what it waits for in its output (a text), and gives what it found. */
  start(name: string, command: string[], ready: RegExp, env?: Record<string, string>): Promise<RegExpExecArray>
  /** Rejects with a text for people when a program ends that should not. */
  readonly lost: Promise<never>
}

const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 6_000

/** Logs go into `folder` as `<name>.log`. */
export function createProcesses(root: string, folder: string): Processes {
  const running: { name: string; child: Subprocess }[] = []
  const loss = Promise.withResolvers<never>()
  // Nobody may be waiting yet when the first program ends.
  loss.promise.catch(() => {})
  let ending = false

  const logOf = (name: string) => join(folder, `${name}.log`)
  const lastWords = (name: string) => readFileSync(logOf(name), 'utf8').trim().split('\n').slice(-12).join('\n')

  async function start(name: string, command: string[], ready: RegExp, env: Record<string, string> = {}) {
    const log = openSync(logOf(name), 'w')
    const child = Bun.spawn(command, {
      cwd: root,
      env: { ...process.env, ...env },
      stdin: 'ignore',
      stdout: log,
      stderr: log,
      // Out of reach of the terminal's Ctrl-C, so that we can end them in order. They end with us all the same,
      // even when we are killed: bunfig.toml, noOrphans.
      detached: true,
    })
    closeSync(log)
    running.push({ name, child })
    child.exited.then((code) => {
      if (!ending)
        loss.reject(new Error(`${name} has ended (${child.signalCode ?? code}). It said:\n${lastWords(name)}`))
    })
    const end = performance.now() + START_TIMEOUT_MS
    for (;;) {
      const found = ready.exec(readFileSync(logOf(name), 'utf8'))
      if (found) return found
      if (performance.now() > end) throw new Error(`${name} does not get ready. It said:\n${lastWords(name)}`)
      await Promise.race([Bun.sleep(50), loss.promise])
    }
  }

  /** The latest first: the appliance says good-bye to its broker and recorders while they are still there. */
  async function stop() {
    ending = true
    for (const { child } of running.toReversed()) {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      await child.exited
      clearTimeout(late)
    }
  }

  return { start, lost: loss.promise, [Symbol.asyncDispose]: stop }
}

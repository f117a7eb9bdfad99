// Our own log file: small, rolled over once, written in bites so that a memory card lives long.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { realTimers, type Timers } from '../../timers.ts'

export interface LogFile extends Disposable {
  /** `hurry` for what must be there even if the power goes now. */
  write(line: string, hurry: boolean): void
  /** What is kept, oldest first. */
  read(): string[]
  /** Begins anew. What was kept lies beside it as `<file>.cleared`, and `.cleared.1`, until the next time, and is read by nobody. */
  clear(): void
}

export interface LogFileDeps {
  file: string
  /** Beyond this it becomes `<file>.1`, and that one goes. */
  mostBytes?: number
  timers?: Timers
}

const MOST_BYTES = 1024 * 1024
const EVERY_MS = 5000
/** So much waits at most. */
const MOST_WAITING = 64 * 1024

function isCut(file: string): boolean {
  try {
    return !/(^|\n)$/.test(readFileSync(file, 'latin1'))
  } catch {
    return false
  }
}

export function createLogFile({ file, mostBytes = MOST_BYTES, timers = realTimers }: LogFileDeps): LogFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
  const older = `${file}.1`
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  // The power went in the middle of a line: it must not swallow the next one.
  let waiting: string[] = isCut(file) ? ['\n'] : []
  let waitingSize = 0
  let timer: Disposable | null = null

  function flush(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (!waiting.length) return
    const text = waiting.join('')
    waiting = []
    waitingSize = 0
    try {
      if (size > 0 && size + text.length > mostBytes) {
        renameSync(file, older)
        size = 0
      }
      appendFileSync(file, text, { mode: 0o640 })
      size += Buffer.byteLength(text)
    } catch {
      // A full disk must not stop the appliance, and a line about it would only come back here: stdout has them all.
    }
  }

  const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [])

  return {
    write(line, hurry) {
      waiting.push(line)
      waitingSize += line.length
      if (hurry || waitingSize > MOST_WAITING) flush()
      else timer ??= timers.after(EVERY_MS, flush)
    },
    read() {
      flush()
      try {
        return [...linesOf(older), ...linesOf(file)]
      } catch {
        return []
      }
    },
    clear() {
      flush()
      for (const [from, to] of [
        [older, `${file}.cleared.1`],
        [file, `${file}.cleared`],
      ] as const) {
        rmSync(to, { force: true })
        if (existsSync(from)) renameSync(from, to)
      }
      size = 0
    },
    [Symbol.dispose]: flush,
  }
}

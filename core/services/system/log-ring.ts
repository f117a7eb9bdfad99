// The newest lines of our log in memory, read by level, part and word, and heard as they come.
import type { RootLog } from '../../log.ts'
import type { LogFile } from './log-file.ts'
import { LOG_LEVELS, type LogEntry, type LogLevel, type LogService, lineText, readLine } from './log-line.ts'

export interface LogFilter {
  service: LogService
  /** `err` = warnings and errors, `out` = the rest. */
  type: 'out' | 'err' | 'all'
  /** This one and graver. */
  level: LogLevel
  since?: Date | undefined
  /** In the whole line, in any case. */
  search?: string | undefined
}

export interface LogPage {
  /** Oldest first, as a log is read. */
  entries: LogEntry[]
  /** There are older ones: ask before the first of these. */
  hasMore: boolean
}

export interface LogRing extends Disposable {
  /** The newest that fit; with `before` those older than that id. */
  page(filter: LogFilter, options: { lines: number; before?: number | undefined }): LogPage
  /** Those that came after that id, oldest first. */
  after(filter: LogFilter, id: number, most: number): LogEntry[]
  /** Every fitting entry from now on. */
  listen(filter: LogFilter, listener: (entry: LogEntry) => void): Disposable
  /** Forgets every line, here and in the file. */
  clear(): void
}

const MOST_LINES = 5000
const MOST_CHARS = 2 * 1024 * 1024

/** Takes up what the file has kept. */
export function createLogRing(log: Pick<RootLog, 'listen'>, file: LogFile): LogRing {
  let kept: { entry: LogEntry; size: number }[] = []
  let chars = 0
  let lastId = 0
  const listeners = new Set<(entry: LogEntry) => void>()

  /** By its time, so that a line has the same id after a restart. */
  const idAfter = (time: Date) => {
    lastId = Math.max(lastId + 1, +time * 100)
    return lastId
  }

  function keep(line: string): LogEntry | null {
    const entry = readLine(line, idAfter)
    if (!entry) return null
    const size = Math.min(line.length, 4096)
    kept.push({ entry, size })
    chars += size
    // A quarter goes at once: to shift at each line would be work for nothing.
    if (kept.length > MOST_LINES * 1.25 || chars > MOST_CHARS) {
      kept = kept.slice(-Math.floor(Math.min(MOST_LINES, kept.length * 0.75)))
      chars = kept.reduce((sum, one) => sum + one.size, 0)
    }
    return entry
  }

  for (const line of file.read()) keep(line)

  const heard = log.listen((line) => {
    const entry = keep(line)
    file.write(line, entry?.level === 'error')
    if (entry) for (const listener of listeners) listener(entry)
  })

  function fits({ service, type, level, since, search }: LogFilter): (entry: LogEntry) => boolean {
    const least = LOG_LEVELS.indexOf(level)
    const word = search?.trim().toLowerCase()
    return (entry) => {
      const grave = LOG_LEVELS.indexOf(entry.level)
      if (grave < least || (type !== 'all' && (type === 'err') !== grave >= 2)) return false
      if (service !== 'porchlight' && entry.service !== service) return false
      if (since && entry.time < since) return false
      return !word || lineText(entry).toLowerCase().includes(word)
    }
  }

  return {
    page(filter, { lines, before = Number.MAX_SAFE_INTEGER }) {
      const fitting = fits(filter)
      const entries: LogEntry[] = []
      for (let at = kept.length - 1; at >= 0; at--) {
        const entry = kept[at]?.entry
        if (!entry || entry.id >= before || !fitting(entry)) continue
        if (entries.length === lines) return { entries: entries.reverse(), hasMore: true }
        entries.push(entry)
      }
      return { entries: entries.reverse(), hasMore: false }
    },
    after(filter, id, most) {
      const fitting = fits(filter)
      const entries: LogEntry[] = []
      for (let at = kept.length - 1; at >= 0 && entries.length < most; at--) {
        const entry = kept[at]?.entry
        if (!entry || entry.id <= id) break
        if (fitting(entry)) entries.push(entry)
      }
      return entries.reverse()
    },
    listen(filter, listener) {
      const fitting = fits(filter)
      const one = (entry: LogEntry) => {
        if (fitting(entry)) listener(entry)
      }
      listeners.add(one)
      return { [Symbol.dispose]: () => void listeners.delete(one) }
    },
    clear() {
      file.clear()
      kept = []
      chars = 0
    },
    [Symbol.dispose]() {
      heard[Symbol.dispose]()
      file[Symbol.dispose]()
    },
  }
}

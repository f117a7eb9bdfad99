// The log as one looks at it: its end, older lines on demand, and new ones as they are written.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import type { PageFault } from '../../client.ts'
import { useBackAgain } from '../../parts/use-back-again.ts'
import { pauseMs } from '../../pauses.ts'
import { type LogEntryOut, systemAsks } from './asks.ts'
import type { Filter } from './log-filter.ts'

/** A page that stays open for days must not grow. */
const MOST = 5000

export interface LogView {
  /** Newest first; null while nothing has come. */
  entries: readonly LogEntryOut[] | null
  fault: PageFault | null
  hasMore: boolean
  more: () => void
  pendingMore: boolean
  reload: () => void
}

/** `live` false: nothing new comes in, so that one can read. */
export function useLog(filter: Filter, live: boolean): LogView {
  const [entries, setEntries] = useState<LogEntryOut[] | null>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const [fault, setFault] = useState<PageFault | null>(null)
  const [pendingMore, setPending] = useState(false)
  const [round, setRound] = useState(0)
  const reload = useCallback(() => setRound((count) => count + 1), [])
  const { level, search } = filter
  useBackAgain(entries === null ? fault : null, reload)

  useEffect(() => {
    const ending = new AbortController()
    setEntries(null)
    void systemAsks.logs({ level, search }, null, ending.signal).then((answer) => {
      if (ending.signal.aborted) return
      setFault(answer.kind === 'fault' ? answer.fault : null)
      if (answer.kind !== 'ok') return
      setEntries(answer.data.data.entries.toReversed())
      setCursor(answer.data.next_cursor)
    })
    return () => ending.abort()
  }, [level, search, round])

  const isThere = entries !== null
  const newest = entries?.[0]?.id
  useEffect(() => {
    if (!live || !isThere) return
    return follow({ level, search }, newest ?? 0, (entry) =>
      setEntries((known) => {
        if (!known || (known[0]?.id ?? 0) >= entry.id) return known
        return [entry, ...known].slice(0, MOST)
      }),
    )
    // Where it begins is known once; what comes after does not open it anew.
  }, [live, isThere, level, search])

  return {
    entries,
    fault,
    hasMore: cursor !== null && (entries?.length ?? 0) < MOST,
    pendingMore,
    reload,
    more() {
      if (pendingMore || cursor === null) return
      setPending(true)
      void systemAsks.logs({ level, search }, cursor).then((answer) => {
        setPending(false)
        if (answer.kind === 'fault') setFault(answer.fault)
        if (answer.kind !== 'ok') return
        setEntries((known) => [...(known ?? []), ...answer.data.data.entries.toReversed()])
        setCursor(answer.data.next_cursor)
      })
    },
  }
}

/** Opens the stream, and again after a pause whenever it ends, until the returned function is called. */
function follow(filter: Filter, from: number, tell: (entry: LogEntryOut) => void): () => void {
  const ending = new AbortController()
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let last = from
  const again = () => {
    source?.close()
    if (!ending.signal.aborted) timer = setTimeout(() => void open(), pauseMs(attempt++, Math.random))
  }
  const open = async () => {
    const signed = await api.sign('/system/logs', ending.signal)
    if (ending.signal.aborted || signed.kind === 'signed-out') return
    if (signed.kind !== 'ok') return again()
    source = new EventSource(`${addressOf(signed.data.url)}?${new URLSearchParams({ ...filter, after: String(last) })}`)
    source.addEventListener('hello', () => {
      attempt = 0
    })
    source.addEventListener('error', again)
    source.addEventListener('log', ({ data }) => {
      const entry = JSON.parse(data) as LogEntryOut
      last = entry.id
      tell(entry)
    })
  }
  void open()
  return () => {
    ending.abort()
    clearTimeout(timer)
    source?.close()
  }
}

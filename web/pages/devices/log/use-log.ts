// One search in a device's log: what was found, and older entries behind it on demand.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { PageFault } from '../../../client.ts'
import { type LogEntry, MOST, searchLog } from './asks.ts'
import { withOlder } from './entries.ts'
import { problemOf, type Query, type Span, spanOf } from './query.ts'

export interface Found {
  /** Null: nothing was found out yet. */
  entries: readonly LogEntry[] | null
  /** The device may have more that is older. */
  more: boolean
  pending: 'search' | 'older' | null
  fault: PageFault | null
}

const NOTHING: Found = { entries: null, more: false, pending: null, fault: null }

export interface LogSearch extends Found {
  search: () => void
  older: () => void
}

/** Asks by itself when the query changes: nothing of a log is kept, so without asking there is nothing to see. */
export function useLog(deviceId: number, query: Query): LogSearch {
  const [found, setFound] = useState(NOTHING)
  const under = useRef<AbortController | null>(null)
  const span = useRef<Span | null>(null)

  const search = useCallback(async () => {
    under.current?.abort()
    if (problemOf(query)) return setFound(NOTHING)
    const ending = new AbortController()
    under.current = ending
    const wanted = spanOf(query, new Date())
    span.current = wanted
    setFound(({ entries, more }) => ({ entries, more, pending: 'search', fault: null }))
    const answer = await searchLog(deviceId, wanted, query.kind, ending.signal)
    if (ending.signal.aborted) return
    if (answer.kind === 'ok')
      setFound({ entries: answer.data, more: answer.data.length >= MOST, pending: null, fault: null })
    else setFound({ ...NOTHING, fault: answer.kind === 'fault' ? answer.fault : null })
  }, [deviceId, query])

  const older = useCallback(async () => {
    const last = found.entries?.at(-1)
    if (!last || !span.current || found.pending) return
    const ending = new AbortController()
    under.current = ending
    setFound({ ...found, pending: 'older', fault: null })
    const answer = await searchLog(deviceId, { from: span.current.from, to: last.time }, query.kind, ending.signal)
    if (ending.signal.aborted) return
    if (answer.kind !== 'ok')
      return setFound({ ...found, pending: null, fault: answer.kind === 'fault' ? answer.fault : null })
    const entries = withOlder(found.entries ?? [], answer.data)
    // A second that fills a whole answer has no door behind it.
    const grew = entries.length > (found.entries?.length ?? 0)
    setFound({ entries, more: grew && answer.data.length >= MOST, pending: null, fault: null })
  }, [deviceId, query, found])

  useEffect(() => {
    void search()
    return () => under.current?.abort()
  }, [search])
  return { ...found, search, older }
}

// The list as one looks at it: newest first, older ones on demand, all anew after something was undone.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PageFault } from '../../client.ts'
import { type ActivityOut, loadActivity } from './asks.ts'
import type { Filter } from './filter.ts'

export interface Deeds {
  /** Null while nothing has come. */
  items: readonly ActivityOut[] | null
  fault: PageFault | null
  hasMore: boolean
  pendingMore: boolean
  more: () => void
  reload: () => void
}

export function useDeeds(filter: Filter): Deeds {
  const [items, setItems] = useState<ActivityOut[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [fault, setFault] = useState<PageFault | null>(null)
  const [pendingMore, setPending] = useState(false)
  const [round, setRound] = useState(0)
  /** Grows with every new list: what belongs to the one before is dropped. */
  const list = useRef(0)
  /** What the list that is shown was asked by. */
  const shown = useRef(filter)

  useEffect(() => {
    const ending = new AbortController()
    list.current++
    setPending(false)
    void loadActivity(filter, '', ending.signal).then((answer) => {
      if (ending.signal.aborted) return
      setFault(answer.kind === 'fault' ? answer.fault : null)
      // A list of other deeds is no answer to this question; the same one, not renewed, still is.
      if (answer.kind === 'fault' && shown.current !== filter) {
        setItems(null)
        setCursor(null)
      }
      if (answer.kind !== 'ok') return
      shown.current = filter
      setItems(answer.data.data)
      setCursor(answer.data.next_cursor)
    })
    return () => ending.abort()
  }, [filter, round])

  return {
    items,
    fault,
    hasMore: cursor !== null,
    pendingMore,
    more() {
      if (pendingMore || cursor === null) return
      const of = list.current
      setPending(true)
      void loadActivity(filter, cursor).then((answer) => {
        if (of !== list.current) return
        setPending(false)
        setFault(answer.kind === 'fault' ? answer.fault : null)
        if (answer.kind !== 'ok') return
        setItems((known) => [...(known ?? []), ...answer.data.data])
        setCursor(answer.data.next_cursor)
      })
    },
    reload: () => setRound((count) => count + 1),
  }
}

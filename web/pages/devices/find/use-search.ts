// A search as it goes on: what was found before, one started by a button, and asked after until it has ended.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { isPassing, type PageFault } from '../../../client.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { loadSearch, type Search, startSearch } from './asks.ts'

const AGAIN_MS = 700
/** After nobody could answer. */
const LATER_MS = 3000

export function useSearch() {
  const [search, setSearch] = useState<Search | null>(null)
  const [fault, setFault] = useState<PageFault | null>(null)
  const [round, setRound] = useState(0)
  const reload = useCallback(() => setRound((count) => count + 1), [])
  const start = useAsyncAction(startSearch, (data) => {
    setSearch(data)
    reload()
  })
  useEffect(() => {
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const answer = await loadSearch(ending.signal)
      if (ending.signal.aborted) return
      setFault(answer.kind === 'fault' ? answer.fault : null)
      if (answer.kind === 'fault' && isPassing(answer.fault)) timer = setTimeout(() => void look(), LATER_MS)
      if (answer.kind !== 'ok') return
      setSearch(answer.data)
      if (answer.data.searching) timer = setTimeout(() => void look(), AGAIN_MS)
    }
    void look()
    return () => {
      ending.abort()
      clearTimeout(timer)
    }
  }, [round])
  return { search, fault, start, reload }
}

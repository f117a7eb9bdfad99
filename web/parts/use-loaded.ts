// A page's own data: loading, fault or there; asked again by `reload`, dropped when the page is left.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Answer, isPassing, type PageFault } from '../client.ts'
import { type Loaded, loaded } from '../household.ts'
import { useBackAgain } from './use-back-again.ts'

/** `ask` must not change between renders (a verb of `api`). What is there stays when it cannot be renewed just now. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<Answer<T>>): {
  state: Loaded<T>
  reload: () => void
} {
  const [state, setState] = useState<Loaded<T>>({ phase: 'loading' })
  const [round, setRound] = useState(0)
  /** Why it could not be renewed. */
  const [lost, setLost] = useState<PageFault | null>(null)
  /** Whose answer is shown. */
  const answered = useRef<typeof ask | null>(null)
  useEffect(() => {
    const ending = new AbortController()
    void ask(ending.signal).then((answer) => {
      const next = loaded(answer)
      if (!next || ending.signal.aborted) return
      const stays = next.phase === 'fault' && isPassing(next.fault) && answered.current === ask
      setLost(stays ? next.fault : null)
      if (stays) return
      answered.current = next.phase === 'ready' ? ask : null
      setState(next)
    })
    return () => ending.abort()
  }, [ask, round])
  const reload = useCallback(() => setRound((count) => count + 1), [])
  useBackAgain(state.phase === 'fault' ? state.fault : lost, reload, lost !== null)
  return { state, reload }
}

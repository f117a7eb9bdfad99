// A page's own data: loading, fault or there; asked again by `reload`, dropped when the page is left.
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer } from '../client.ts'
import { type Loaded, loaded } from '../household.ts'
import { useBackAgain } from './use-back-again.ts'

/** `ask` must not change between renders (a verb of `api`). */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<Answer<T>>): {
  state: Loaded<T>
  reload: () => void
} {
  const [state, setState] = useState<Loaded<T>>({ phase: 'loading' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    void ask(ending.signal).then((answer) => {
      const next = loaded(answer)
      if (next && !ending.signal.aborted) setState(next)
    })
    return () => ending.abort()
  }, [ask, round])
  const reload = useCallback(() => setRound((count) => count + 1), [])
  useBackAgain(state.phase === 'fault' ? state.fault : null, reload)
  return { state, reload }
}

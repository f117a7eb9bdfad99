// Users of devices as the server has them; a renewal that fails leaves what was there.
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { type Loaded, loaded } from '../../../household.ts'
import type { DeviceUser } from './asks.ts'

export interface Users {
  state: Loaded<DeviceUser[]>
  /** Resolves when what the server has now is shown. */
  refresh: () => Promise<void>
  retry: () => void
}

/** `load` must not change between renders. */
export function useUsers(load: (signal?: AbortSignal) => Promise<Answer<DeviceUser[]>>): Users {
  const [state, setState] = useState<Loaded<DeviceUser[]>>({ phase: 'loading' })
  const [round, setRound] = useState(0)
  const take = useCallback(
    async (signal?: AbortSignal) => {
      const next = loaded(await load(signal))
      if (next) setState((before) => (next.phase === 'ready' || before.phase !== 'ready' ? next : before))
    },
    [load],
  )
  useEffect(() => {
    const ending = new AbortController()
    void take(ending.signal)
    return () => ending.abort()
  }, [take, round])
  const retry = () => {
    setState({ phase: 'loading' })
    setRound(round + 1)
  }
  return { state, refresh: take, retry }
}

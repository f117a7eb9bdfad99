// The users of a device as the server has them; a renewal that fails leaves what was there.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { type Loaded, loaded } from '../../../household.ts'
import { type DeviceUser, loadUsers } from './asks.ts'

export interface Users {
  state: Loaded<DeviceUser[]>
  /** Resolves when what the server has now is shown. */
  refresh: () => Promise<void>
  retry: () => void
}

export function useUsers(device: number): Users {
  const [state, setState] = useState<Loaded<DeviceUser[]>>({ phase: 'loading' })
  const [round, setRound] = useState(0)
  const take = useCallback(
    async (signal?: AbortSignal) => {
      const next = loaded(await loadUsers(device, signal))
      if (next) setState((before) => (next.phase === 'ready' || before.phase !== 'ready' ? next : before))
    },
    [device],
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

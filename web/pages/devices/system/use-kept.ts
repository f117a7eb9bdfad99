// What the server keeps of a device: shown at once, read anew on demand, and by itself only where there is nothing yet.
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import type { Loaded } from '../../../household.ts'
import { type AsyncAction, useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayOperate } from '../../../session.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { Kept } from './asks.ts'

/** Asked by itself once, however often somebody looks. */
const askedFor = new Set<string>()
/** The device has answered, so that an empty list is its answer and not one that is still to come. */
const answered = new Set<string>()

export interface KeptState<T> {
  /** Null: the server has nothing, and nothing has been read. */
  state: Loaded<T | null>
  read: AsyncAction<[]>
  /** When it was read by this page. */
  readAt: Date | null
}

/** `kept` must not change between renders; `name` tells it from what else is kept of the device. */
export function useKept<T>(device: DeviceOut, name: string, kept: Kept<T>): KeptState<T> {
  const [readAt, setReadAt] = useState<Date | null>(null)
  const load = useCallback(
    async (signal: AbortSignal): Promise<Answer<{ value: T | null; unread: boolean }>> => {
      const answer = await kept.load(signal)
      const unread = kept.isUnread(answer)
      if (answer.kind === 'ok') return { kind: 'ok', data: { value: answer.data, unread } }
      return unread ? { kind: 'ok', data: { value: null, unread } } : answer
    },
    [kept],
  )
  const { state, reload } = useLoaded(load)
  const key = `${device.uuid} ${name}`
  const read = useAsyncAction(kept.read, () => {
    answered.add(key)
    setReadAt(new Date())
    reload()
  })
  const unread = state.phase === 'ready' && state.value.unread
  const asks = unread && mayOperate.value && device.state.phase === 'online' && !askedFor.has(key)
  useEffect(() => {
    if (!asks) return
    askedFor.add(key)
    void read.run()
  }, [asks, key, read.run])
  const unknown = unread && !answered.has(key)
  return {
    state: state.phase === 'ready' ? { phase: 'ready', value: unknown ? null : state.value.value } : state,
    read,
    readAt,
  }
}

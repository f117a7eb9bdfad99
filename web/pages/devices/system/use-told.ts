// What a device tells only of this moment: asked when somebody opens the page, and again on demand. Nothing keeps it.
import { useEffect, useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { KeptState } from './use-kept.ts'

/** `tell` must not change between renders. A device that is away is not asked by itself. */
export function useTold<T extends { read_at: string }>(
  device: DeviceOut,
  tell: () => Promise<Answer<T>>,
): KeptState<T> {
  const [value, setValue] = useState<T | null>(null)
  const read = useAsyncAction(tell, setValue)
  const isOnline = device.state.phase === 'online'
  useEffect(() => {
    if (isOnline) void read.run()
  }, [isOnline, read.run])
  return { state: { phase: 'ready', value }, read, readAt: value && new Date(value.read_at) }
}

// What can be switched on a device: loaded once, changed by what a switch was answered, and followed with its alarms and state.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { type Loaded, openAlarms } from '../../../household.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { ControlsOut } from './asks.ts'

/** Many alarms at once are one question. */
const GATHER_MS = 500

/** `load` must not change between renders; it asks the server, never the device. */
export function useControls(
  device: DeviceOut,
  load: (signal: AbortSignal) => Promise<Answer<ControlsOut>>,
): { state: Loaded<ControlsOut>; put: (change: Partial<ControlsOut>) => void } {
  const { state, reload } = useLoaded(load)
  const [changed, setChanged] = useState<{ from: ControlsOut; to: ControlsOut } | null>(null)
  const loaded = state.phase === 'ready' ? state.value : null
  const value = changed && changed.from === loaded ? changed.to : loaded

  // An alarm of an input begins and ends with it. New here with every change of any alarm, also of those without a channel.
  const alarms = device.offers.includes('inputs') ? openAlarms.byChannel.value : null
  const { phase } = device.state
  const followed = useRef({ alarms, phase })
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => {
    if (followed.current.alarms === alarms && followed.current.phase === phase) return
    followed.current = { alarms, phase }
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      reload()
    }, GATHER_MS)
  }, [alarms, phase, reload])
  useEffect(() => () => clearTimeout(timer.current), [])

  const put = useCallback(
    (change: Partial<ControlsOut>) => {
      if (loaded && value) setChanged({ from: loaded, to: { ...value, ...change } })
      // An answer that is still on its way is older than this.
      reload()
    },
    [loaded, value, reload],
  )
  return { state: value ? { phase: 'ready', value } : state, put }
}

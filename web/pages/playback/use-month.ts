// A month of one recorder: loaded when it comes near, again when its footage changed or while more of it is being read.
import { signal } from '@preact/signals'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isPassing, type PageFault } from '../../client.ts'
import { footageChanges } from '../../footage.ts'
import { type Loaded, loaded } from '../../household.ts'
import { loadMonth, loadSchedules, type MonthOut, type RecordingModeOut } from './asks.ts'

export interface MonthOf extends MonthOut {
  modes: ReadonlyMap<number, RecordingModeOut>
}

/** What is loaded: the table draws it, and the panel of a day shows the same. */
const months = signal<ReadonlyMap<string, Loaded<MonthOf>>>(new Map())
const keyOf = (deviceId: number, month: string) => `${deviceId} ${month}`

export const monthStateOf = (deviceId: number, month: string): Loaded<MonthOf> =>
  months.value.get(keyOf(deviceId, month)) ?? { phase: 'loading' }

/** When the page is left: the next look shall be a fresh one. */
export const forgetMonths = () => {
  months.value = new Map()
}

const WHILE_READING_MS = 3000
/** Sixty channels say within seconds that they changed. */
const AFTER_CHANGE_MS = 1500
/** After nobody could answer. */
const AGAIN_MS = 5000

/** Asks nothing until `wanted`. */
export function useMonth(deviceId: number, month: string, wanted: boolean): Loaded<MonthOf> & { reload: () => void } {
  const state = monthStateOf(deviceId, month)
  const [failed, setFailed] = useState<PageFault | null>(null)
  const load = useCallback(
    async (ending: AbortSignal) => {
      const [answer, modes] = await Promise.all([loadMonth(deviceId, month, ending), loadSchedules(deviceId, ending)])
      if (ending.aborted) return
      const next = loaded(answer)
      setFailed(next?.phase === 'fault' && isPassing(next.fault) ? next.fault : null)
      // A month that is there stays when asking again fails.
      if (!next || (next.phase !== 'ready' && monthStateOf(deviceId, month).phase === 'ready')) return
      const known = new Map(modes.kind === 'ok' ? modes.data.map((mode) => [mode.channel_id, mode]) : [])
      months.value = new Map(months.peek()).set(
        keyOf(deviceId, month),
        next.phase === 'ready' ? { phase: 'ready', value: { ...next.value, modes: known } } : next,
      )
    },
    [deviceId, month],
  )
  useEffect(() => {
    if (!wanted) return
    const ending = new AbortController()
    void load(ending.signal)
    return () => ending.abort()
  }, [load, wanted])

  const changes = footageChanges.value.get(deviceId) ?? 0
  const seen = useRef(changes)
  const reading = state.phase === 'ready' && state.value.reading
  useEffect(() => {
    if (!wanted || (changes === seen.current && !reading && !failed)) return
    const ending = new AbortController()
    const timer = setTimeout(
      () => {
        seen.current = changes
        void load(ending.signal)
      },
      failed ? AGAIN_MS : reading ? WHILE_READING_MS : AFTER_CHANGE_MS,
    )
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
    // A fault leaves the month as it was, and is a reason to ask once more.
  }, [load, wanted, changes, reading, state, failed])
  return { ...state, reload: () => void load(new AbortController().signal) }
}

// The one hook behind every button that saves, adds or deletes: pending, fault, no sending twice.
import { useCallback, useRef, useState } from 'preact/hooks'
import type { Answer, PageFault } from '../client.ts'

export interface AsyncAction<Arguments extends unknown[]> {
  run: (...given: Arguments) => Promise<void>
  pending: boolean
  fault: PageFault | null
  /** Words for one field of a form, by the name that the API gives it. */
  problem: (field: string) => string | undefined
  /** The fault where none of these fields says it already. */
  unless: (...fields: string[]) => PageFault | null
  forget: () => void
}

/** `work` asks the API; `onDone` gets what it answered. While one is under way, another press does nothing. */
export function useAsyncAction<T, Arguments extends unknown[]>(
  work: (...given: Arguments) => Promise<Answer<T>>,
  onDone?: (data: T) => void,
): AsyncAction<Arguments> {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<PageFault | null>(null)
  const busy = useRef(false)
  const latest = useRef({ work, onDone })
  latest.current = { work, onDone }
  const run = useCallback(async (...given: Arguments) => {
    if (busy.current) return
    busy.current = true
    setPending(true)
    setFault(null)
    const answer = await latest.current.work(...given)
    busy.current = false
    setPending(false)
    if (answer.kind === 'ok') latest.current.onDone?.(answer.data)
    else if (answer.kind === 'fault') setFault(answer.fault)
  }, [])
  const problem = (field: string) => fault?.problems.find((one) => one.path === field)?.message
  return {
    run,
    pending,
    fault,
    problem,
    unless: (...fields) => (fields.some(problem) ? null : fault),
    forget: () => setFault(null),
  }
}

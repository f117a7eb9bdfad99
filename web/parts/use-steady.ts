// A function that stays the same one between renders and does what the newest does, for parts that are drawn only when something changed.
import { useCallback, useRef } from 'preact/hooks'

export function useSteady<A extends unknown[], R>(does: (...given: A) => R): (...given: A) => R {
  const latest = useRef(does)
  latest.current = does
  return useCallback((...given: A) => latest.current(...given), [])
}

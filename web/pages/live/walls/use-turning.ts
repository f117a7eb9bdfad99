// Pages of pictures that take turns.
import { useCallback, useEffect, useState } from 'preact/hooks'

/** `every`: seconds; 0 = only by hand. Turning by hand gives the page its whole time. */
export function useTurning(count: number, every: number) {
  const [{ page, of }, setTurned] = useState({ page: 0, of: count })
  const turn = useCallback(
    (step: number) =>
      setTurned((before) => ({ page: ((before.of === count ? before.page : 0) + step + count) % count, of: count })),
    [count],
  )
  // Other pages than before: one begins anew.
  const here = of === count ? page : 0
  useEffect(() => {
    if (count < 2 || every === 0) return
    const timer = setInterval(() => document.hidden || turn(1), every * 1000)
    return () => clearInterval(timer)
  }, [count, every, here, turn])
  return { page: here, turn }
}

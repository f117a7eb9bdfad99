// Something that is asked again every few seconds while one looks at it; a fault leaves what was there.
import { useEffect, useState } from 'preact/hooks'
import type { Answer, PageFault } from '../../client.ts'

export interface Fresh<T> {
  value: T | null
  fault: PageFault | null
}

/** `ask` must not change between renders. */
export function useFresh<T>(ask: (signal: AbortSignal) => Promise<Answer<T>>, everyMs: number): Fresh<T> {
  const [state, setState] = useState<Fresh<T>>({ value: null, fault: null })
  useEffect(() => {
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const round = async () => {
      if (!document.hidden) {
        const answer = await ask(ending.signal)
        if (ending.signal.aborted) return
        if (answer.kind === 'ok') setState({ value: answer.data, fault: null })
        else if (answer.kind === 'fault') setState(({ value }) => ({ value, fault: answer.fault }))
      }
      timer = setTimeout(() => void round(), everyMs)
    }
    void round()
    return () => {
      ending.abort()
      clearTimeout(timer)
    }
  }, [ask, everyMs])
  return state
}

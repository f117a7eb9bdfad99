// Moves a camera for as long as somebody holds something: renews the move, which would end by itself, and stops it at the end.
import { useCallback, useEffect, useRef } from 'preact/hooks'
import { ask } from '../../api.ts'
import { toast } from '../../parts/toasts.tsx'

export interface Way {
  pan?: number
  tilt?: number
  zoom?: number
}

/** A second of moving is asked for, so that a page that is gone leaves the camera still. */
const SECONDS = 1
const RENEW_MS = 500
/** What a press without holding moves. */
const NUDGE_SECONDS = 0.3

export function useMoving(path: string) {
  const renewing = useRef<ReturnType<typeof setInterval> | null>(null)

  const move = useCallback(
    async (way: Way, seconds: number) => {
      const answer = await ask(`${path}/move`, { method: 'POST', body: { ...way, seconds } })
      return answer.kind === 'fault' ? answer.fault : null
    },
    [path],
  )
  const end = useCallback(() => {
    if (renewing.current === null) return
    clearInterval(renewing.current)
    renewing.current = null
    void ask(`${path}/stop`, { method: 'POST', body: {} })
  }, [path])
  const begin = useCallback(
    (way: Way) => {
      if (renewing.current !== null) clearInterval(renewing.current)
      const send = async () => {
        const fault = await move(way, SECONDS)
        if (!fault || renewing.current === null) return
        end()
        toast(fault.message)
      }
      renewing.current = setInterval(() => void send(), RENEW_MS)
      void send()
    },
    [move, end],
  )
  const nudge = useCallback(
    (way: Way) => void move(way, NUDGE_SECONDS).then((fault) => fault && toast(fault.message)),
    [move],
  )

  useEffect(() => {
    // Whoever looks elsewhere holds nothing any more.
    addEventListener('blur', end)
    return () => {
      removeEventListener('blur', end)
      end()
    }
  }, [end])
  return { begin, end, nudge }
}

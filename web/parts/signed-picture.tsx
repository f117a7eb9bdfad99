// A still picture that needs a ticket: signed when it comes into view and its turn, absent when it cannot be had.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api.ts'
import { addressOf } from '../base.ts'
import { pictureQueue } from './picture-queue.ts'

interface Props {
  path: string
  /** Behind the signed address. */
  query?: string
  alt: string
  class?: string
  onMissing?: () => void
}

/** A picture that takes longer gives up its turn, not its hope. */
const TURN_MS = 6000

export function SignedPicture({ path, query = '', alt, onMissing, ...rest }: Props) {
  const place = useRef<HTMLImageElement>(null)
  const [ready, setReady] = useState(false)
  const missing = useRef(onMissing)
  missing.current = onMissing
  useEffect(() => {
    const element = place.current
    if (!element) return
    const ending = new AbortController()
    const { signal } = ending
    const load = async () => {
      const signed = await api.sign(path, signal)
      if (signal.aborted) return
      if (signed.kind !== 'ok') return missing.current?.()
      const turn = Promise.withResolvers<void>()
      const timer = setTimeout(turn.resolve, TURN_MS)
      signal.addEventListener('abort', () => turn.resolve())
      element.onload = () => {
        setReady(true)
        turn.resolve()
      }
      element.onerror = () => {
        missing.current?.()
        turn.resolve()
      }
      element.src = addressOf(signed.data.url) + query
      await turn.promise
      clearTimeout(timer)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        pictureQueue.add(load, signal)
      },
      { rootMargin: '256px' },
    )
    observer.observe(element)
    return () => {
      ending.abort()
      observer.disconnect()
      element.onload = null
      element.onerror = null
      // What is still on its way is no longer wanted.
      element.removeAttribute('src')
      setReady(false)
    }
  }, [path, query])
  return <img {...rest} ref={place} alt={alt} data-ready={ready} />
}

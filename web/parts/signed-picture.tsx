// A still picture that needs a ticket: signed when it comes into view, absent when it cannot be had.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api.ts'
import { addressOf } from '../base.ts'

interface Props {
  path: string
  alt: string
  class?: string
  /** Another value takes the picture anew. */
  stamp?: number
  onMissing?: () => void
}

export function SignedPicture({ path, alt, stamp = 0, onMissing, ...rest }: Props) {
  const place = useRef<HTMLImageElement>(null)
  const [source, setSource] = useState<string | null>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const ending = new AbortController()
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        void api.sign(path, ending.signal).then((signed) => {
          if (signed.kind === 'ok') setSource(addressOf(signed.data.url))
          else if (signed.kind === 'fault') onMissing?.()
        })
      },
      { rootMargin: '256px' },
    )
    observer.observe(element)
    return () => {
      ending.abort()
      observer.disconnect()
    }
  }, [path, stamp])
  return (
    <img
      {...rest}
      ref={place}
      alt={alt}
      src={source ?? undefined}
      data-ready={source !== null}
      onError={() => {
        setSource(null)
        onMissing?.()
      }}
    />
  )
}

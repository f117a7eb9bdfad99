// A picture that renews itself every few seconds, for a camera whose video cannot be played: only while somebody can see it.
import { useEffect, useRef } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { pauseMs } from '../../pauses.ts'
import { pictureQueue } from '../picture-queue.ts'

const EVERY_MS = 4000

interface Props {
  channelId: number
  label: string
}

export function RenewingPicture({ channelId, label }: Props) {
  const place = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const image = place.current
    if (!image) return
    const ending = new AbortController()
    const { signal } = ending
    let address: string | null = null
    let shown = ''
    let failures = 0
    let onScreen = false
    let waiting = false
    let timer: ReturnType<typeof setTimeout> | undefined

    const fetchOne = async (): Promise<Blob | null> => {
      if (address === null) {
        const signed = await api.sign(`/channels/${channelId}/snapshot.jpg`, signal)
        if (signed.kind === 'ok') address = addressOf(signed.data.url)
      }
      const answer = address === null ? null : await fetch(address, { signal, cache: 'no-store' }).catch(() => null)
      // A link that has ended is asked for anew next time.
      if (!answer?.ok) address = null
      return answer?.ok ? answer.blob() : null
    }
    const show = (picture: Blob) => {
      const former = shown
      shown = URL.createObjectURL(picture)
      image.onload = () => URL.revokeObjectURL(former)
      image.src = shown
      image.dataset.ready = 'true'
      image.dataset.taken = String(Number(image.dataset.taken ?? 0) + 1)
    }
    const renew = async () => {
      const picture = await fetchOne().catch(() => null)
      waiting = false
      if (signal.aborted) return
      if (picture) show(picture)
      failures = picture ? 0 : failures + 1
      timer = setTimeout(next, picture ? EVERY_MS : EVERY_MS + pauseMs(failures))
    }
    const next = () => {
      clearTimeout(timer)
      if (waiting || !onScreen || document.hidden || signal.aborted) return
      waiting = true
      pictureQueue.add(renew, signal)
    }
    const observer = new IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? false
      next()
    })
    observer.observe(image)
    document.addEventListener('visibilitychange', next)
    return () => {
      ending.abort()
      observer.disconnect()
      document.removeEventListener('visibilitychange', next)
      clearTimeout(timer)
      URL.revokeObjectURL(shown)
    }
  }, [channelId])
  return <img ref={place} class="player-renewing" alt={label} data-ready={false} />
}

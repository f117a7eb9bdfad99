// What shows where something breaks while it is drawn: the words for it, in its place and nowhere else.
import type { ComponentChildren } from 'preact'
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { t } from '../../texts/t.ts'
import { Button } from '../button.tsx'

interface Props {
  children: ComponentChildren
  /** Around whole pages: what broke had no frame of its own yet. */
  frame?: boolean
}

export function Guarded({ children, frame = false }: Props) {
  const [error, forget] = useErrorBoundary()
  const { url } = useLocation()
  const broke = useRef(url)
  if (error === undefined) broke.current = url
  // Another address may be well, also one that the same page shows.
  useEffect(() => {
    if (broke.current !== url) forget()
  }, [url, forget])
  if (error === undefined) return <>{children}</>
  const words = (
    <div class="empty" role="alert">
      <h2>{t('app.broken')}</h2>
      <p>{t('app.broken.do')}</p>
      <pre class="detail">{error instanceof Error ? error.message : String(error)}</pre>
      <Button look="primary" onClick={() => location.reload()}>
        {t('do.reload')}
      </Button>
    </div>
  )
  if (!frame) return words
  return (
    <div class="page">
      <header class="top">
        <h1>{t('app.name')}</h1>
      </header>
      <main id="content" tabIndex={-1} class="content">
        {words}
      </main>
    </div>
  )
}

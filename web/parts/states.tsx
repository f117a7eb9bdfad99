// What a page shows when it has nothing to show: not yet, nothing there, or a fault.
import { RotateCw, TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { PageFault } from '../client.ts'
import { t } from '../texts/t.ts'
import { Button } from './button.tsx'
import { Drawing, type DrawingName } from './drawing.tsx'

interface EmptyProps {
  drawing: DrawingName
  title: string
  text: string
  children?: ComponentChildren
}

export function Empty({ drawing, title, text, children }: EmptyProps) {
  return (
    <div class="empty">
      <Drawing name={drawing} />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  )
}

/** A fault that takes the place of a page's content. */
export function FaultView({ fault, onRetry }: { fault: PageFault; onRetry?: () => void }) {
  return (
    <div class="empty" role="alert">
      <Drawing name="fault" />
      <h2>{t('fault.load')}</h2>
      <p>{fault.message}</p>
      {onRetry && (
        <Button icon={<RotateCw />} onClick={onRetry}>
          {t('do.retry')}
        </Button>
      )}
    </div>
  )
}

/** A fault beside the button that met it. */
export function FaultNote({ fault }: { fault: PageFault | null }) {
  if (!fault) return null
  return (
    <p class="note bad boxed" role="alert">
      <TriangleAlert /> <span>{fault.message}</span>
    </p>
  )
}

/** Grey places where rows will be; quiet for a screen reader but for one word. */
export function Waiting({ rows, kind = 'row' }: { rows: number; kind?: 'row' | 'alarm' }) {
  return (
    <div class="waiting" role="status" aria-label={t('app.starting')}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} class={`waiting-${kind}`} />
      ))}
    </div>
  )
}

// Says that this screen may go dark by itself: once on each screen, and not every morning.
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { canStayAwake } from './use-awake.ts'

const TOLD = 'porchlight.screen-told'
const STAYS_MS = 15_000

export function SleepNote() {
  const [isOpen, setOpen] = useState(() => !canStayAwake() && localStorage.getItem(TOLD) === null)
  useEffect(() => {
    if (!isOpen) return
    localStorage.setItem(TOLD, 'yes')
    const timer = setTimeout(() => setOpen(false), STAYS_MS)
    return () => clearTimeout(timer)
  }, [isOpen])
  if (!isOpen) return null
  return (
    <p class="screen-note" role="status">
      <span>{t('walls.screen.sleeps')}</span>
      <Button onClick={() => setOpen(false)}>{t('walls.screen.sleeps.ok')}</Button>
    </p>
  )
}

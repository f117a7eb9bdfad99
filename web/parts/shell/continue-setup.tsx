// In the top line, until the house is set up or nobody wants to: the way back into what was begun.
import { ListChecks } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { isUnfinished } from '../../pages/welcome/setup.ts'
import { t } from '../../texts/t.ts'

export function ContinueSetup() {
  const { path } = useLocation()
  const there = addressOf('/welcome')
  if (!isUnfinished.value || path.startsWith(there)) return null
  const text = t('setup.continue')
  return (
    <a class="status-dot continue-setup" href={there} aria-label={text} title={text}>
      <ListChecks class="attention" />
      <span>{text}</span>
    </a>
  )
}

// The frame of the signed-in pages: rail at the left, bottom bar on a phone, search and keys over all of them.
import type { ComponentChildren } from 'preact'
import { announcement } from '../../pages/alarms/unseen.ts'
import { t } from '../../texts/t.ts'
import { Toasts } from '../toasts.tsx'
import { Guarded } from './guarded.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import { Overlay } from './overlay.tsx'
import { Rail } from './rail.tsx'
import './shell.css'
import { useShellKeys } from './use-shell-keys.ts'

export function Shell({ children }: { children: ComponentChildren }) {
  useShellKeys()
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('app.skip')}
      </button>
      <Rail />
      <Guarded frame>{children}</Guarded>
      <p class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </p>
      <Toasts />
      <Overlay />
      <LeaveQuestion />
    </div>
  )
}

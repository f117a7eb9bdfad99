// Says on a screen full of pictures that something is not well: nobody sees the mark at the top of the other pages there.
import { TriangleAlert } from 'lucide-preact'
import { troubles, unread } from '../../../household.ts'
import { updating } from '../../../live-updates.ts'
import { t } from '../../../texts/t.ts'

export function ScreenStatus() {
  const { devices, cameras, hub } = troubles.value
  const count = devices.length + cameras.length + (hub ? 1 : 0)
  // First, as the rest may be old then.
  const text = !updating.value || unread.value ? t('status.updates') : count > 0 ? t('status.not', { count }) : null
  return (
    <p class="screen-status" role="status">
      {text && (
        <span>
          <TriangleAlert class="attention" aria-hidden="true" /> {text}
        </span>
      )}
    </p>
  )
}

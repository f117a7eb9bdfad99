// ONVIF users of a device with their levels.
import { UserRound } from 'lucide-preact'
import { hasText, t } from '../../../texts/t.ts'
import type { OnvifUserOut } from './asks.ts'

/** A level that we have no word for is told in the device's. */
function levelOf({ level }: OnvifUserOut): string {
  const key = `system.onvif.level.${level.toLowerCase()}`
  return hasText(key) ? t(key as 'system.onvif.level.user') : level
}

export function OnvifUserList({ users }: { users: readonly OnvifUserOut[] }) {
  if (users.length === 0) return <p>{t('system.onvif.none')}</p>
  return (
    <ul class="onvif-users">
      {users.map((user) => (
        <li key={user.user_id}>
          <UserRound aria-hidden="true" />
          <strong>{user.username}</strong>
          <span class="note">{levelOf(user)}</span>
        </li>
      ))}
    </ul>
  )
}

// Who may sign in to a device that does not tell what they may do there.
import { UserRound } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { KeptSection } from '../system/kept-section.tsx'
import { useKept } from '../system/use-kept.ts'
import { usersKept } from './asks.ts'

export function UserList({ device }: { device: DeviceOut }) {
  const kept = useKept(
    device,
    'users',
    useMemo(() => usersKept(device.id), [device.id]),
  )
  const readAt = (kept.state.phase === 'ready' && kept.state.value?.[0]?.read_at) || null
  return (
    <KeptSection title={t('users.tab')} kept={kept} readAt={readAt} lead={t('users.list.lead')}>
      {(users) =>
        users.length === 0 ? (
          <p>{t('users.none.do')}</p>
        ) : (
          <ul class="user-list">
            {users.map(({ id, user_name, role, used_by_us }) => (
              <li key={id}>
                <UserRound aria-hidden="true" />
                <strong>{user_name}</strong>
                <span class="note">
                  {[t(`users.role.${role}`), used_by_us && t('users.ours')].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </KeptSection>
  )
}

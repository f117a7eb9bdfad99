// How old the users of a device are as they are shown, and a button that asks the device anew.
import { useState } from 'preact/hooks'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { ReadLine } from '../read-line.tsx'
import { type DeviceUser, readAnew, type SyncedOut } from './asks.ts'

interface Props {
  device: number
  users: readonly DeviceUser[]
  refresh: () => Promise<void>
}

export function Reading({ device, users, refresh }: Props) {
  const [failed, setFailed] = useState<SyncedOut['errors']>([])
  const action = useAsyncAction(
    () => readAnew(device),
    (data) => {
      setFailed(data.errors)
      if (data.errors.length === 0) toast(t('users.readAnew.done'))
      void refresh()
    },
  )
  const times = users.flatMap(({ readAt }) => (readAt ? [readAt.getTime()] : []))
  const oldest = times.length > 0 ? new Date(Math.min(...times)).toISOString() : null
  const names = failed.map(({ device_user_id: id }) => users.find((user) => user.id === id)?.name ?? `#${id}`)
  return (
    <div class="reading">
      <ReadLine readAt={oldest} action={action} />
      {names.length > 0 && (
        <p class="note attention boxed" role="alert">
          {t('users.readAnew.failed', { count: names.length, names: names.join(', ') })}
        </p>
      )}
    </div>
  )
}

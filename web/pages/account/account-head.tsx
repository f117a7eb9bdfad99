// Who is signed in, and the way out; on the account page and in the settings.
import { LogOut } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { leave, mayManage, person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import './account.css'

const roleText = () =>
  mayManage.value
    ? t('account.role.admin')
    : person.value?.role === 'operator'
      ? t('account.role.operator')
      : t('account.role.viewer')

export function AccountHead() {
  const signOut = useAsyncAction(async () => {
    await leave()
    return { kind: 'ok', data: null } as const
  })
  return (
    <div class="account-head">
      <div>
        <p>{t('account.as', { name: person.value?.username ?? '' })}</p>
        <p class="note">{roleText()}</p>
      </div>
      <Button icon={<LogOut />} pending={signOut.pending} onClick={() => void signOut.run()}>
        {t('account.signOut')}
      </Button>
    </div>
  )
}

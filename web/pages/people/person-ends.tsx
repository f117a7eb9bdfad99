// What ends an account's sign-ins: a new password, or the end of the account.
import { Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, removePerson, setPassword } from './asks.ts'
import { nameOf } from './people-page.tsx'

export function PasswordSection({ account }: { account: AccountOut }) {
  const [password, setText] = useState('')
  const save = useAsyncAction(
    () => setPassword(account.id, password),
    () => {
      toast(t('people.newPassword.done'))
      setText('')
    },
  )
  return (
    <section class="panel pad">
      <h2>{t('people.newPassword')}</h2>
      <p class="note">{t('people.newPassword.lead')}</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        <Field
          label={t('people.newPassword')}
          type="password"
          value={password}
          onValue={(text) => {
            save.forget()
            setText(text)
          }}
          maxLength={256}
          autocomplete="new-password"
          problem={save.problem('password')}
        />
        <FaultNote fault={save.fault} />
        <div class="actions">
          <Button type="submit" pending={save.pending} disabled={password === ''}>
            {t('people.newPassword.do')}
          </Button>
        </div>
      </form>
    </section>
  )
}

export function RemoveSection({ account, onRemoved }: { account: AccountOut; onRemoved: () => void }) {
  const [asking, setAsking] = useState(false)
  const action = useAsyncAction(
    () => removePerson(account.id),
    () => {
      toast(t('people.removed'))
      onRemoved()
    },
  )
  return (
    <div class="actions">
      <Button look="danger" icon={<Trash2 />} onClick={() => setAsking(true)}>
        {t('people.remove')}
      </Button>
      {asking && (
        <Confirm
          title={t('people.remove.title', { name: nameOf(account) })}
          text={t('people.remove.text')}
          does={t('do.remove')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

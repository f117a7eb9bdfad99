// What helps somebody in again, or out: a new password, the second factor taken off, the end of the account.
import { ShieldOff, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, removePerson, setPassword, takeOffFactor } from './asks.ts'
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
        <FaultNote fault={save.unless('password')} />
        <div class="actions">
          <Button type="submit" pending={save.pending} disabled={password === ''}>
            {t('people.newPassword.do')}
          </Button>
        </div>
      </form>
    </section>
  )
}

/** For somebody who has lost the authenticator; not there for who has none. */
export function FactorSection({ account, onDone }: { account: AccountOut; onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  const action = useAsyncAction(
    () => takeOffFactor(account.id),
    () => {
      toast(t('people.factor.done'))
      setAsking(false)
      onDone()
    },
  )
  return (
    <section class="panel pad">
      <h2>{t('people.factor')}</h2>
      <p class="note">{t('people.factor.lead')}</p>
      <div class="actions">
        <Button icon={<ShieldOff />} onClick={() => setAsking(true)}>
          {t('people.factor.takeOff')}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('people.factor.title', { name: nameOf(account) })}
          text={t('people.factor.text')}
          does={t('people.factor.do')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
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
          text={t('people.remove.text', { name: nameOf(account) })}
          does={t('do.remove')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

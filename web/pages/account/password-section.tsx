// A new password for oneself.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'

/** `onChanged`: all other sign-ins have ended. */
export function PasswordSection({ onChanged }: { onChanged: () => void }) {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [short, setShort] = useState(false)
  const action = useAsyncAction(
    () => api.changePassword(old, fresh),
    () => {
      setOld('')
      setFresh('')
      toast(t('account.password.done'))
      onChanged()
    },
  )
  return (
    <section class="panel pad">
      <h2>{t('account.password')}</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          setShort(fresh.length < 8)
          if (fresh.length >= 8) void action.run()
        }}
      >
        {/* For password managers, which want to know whose password it is. */}
        <input type="text" name="username" autocomplete="username" value={person.value?.username} hidden readOnly />
        <Field
          label={t('account.password.old')}
          type="password"
          autocomplete="current-password"
          value={old}
          onValue={setOld}
          problem={action.problem('old_password')}
        />
        <Field
          label={t('account.password.new')}
          type="password"
          autocomplete="new-password"
          value={fresh}
          onValue={setFresh}
          help={t('enter.password.help')}
          problem={short ? t('fault.short', { count: 8 }) : action.problem('new_password')}
        />
        <FaultNote fault={action.unless('old_password', 'new_password')} />
        <div class="actions">
          <Button type="submit" pending={action.pending} disabled={old === '' || fresh === ''}>
            {t('account.password.do')}
          </Button>
        </div>
      </form>
    </section>
  )
}

// One login for all that are picked, or another one for a single device; each is tried once.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { type Added, addFound, type Found } from './asks.ts'
import { calledOf, keyOf } from './found.ts'

interface Props {
  /** At least one. */
  found: readonly Found[]
  /** As it was typed last. */
  username: string
  onUsername: (username: string) => void
  onAnswered: (tried: readonly Found[], answers: readonly Added[]) => void
  onClose: () => void
}

export function LoginDialog({ found, username, onUsername, onAnswered, onClose }: Props) {
  const [password, setPassword] = useState('')
  const login = { username: username.trim(), password }
  const [checked, setChecked] = useState(false)
  const add = useAsyncAction(
    () => addFound(login, found),
    (answers) => onAnswered(found, answers),
  )
  const count = found.length
  const [first] = found
  const missing = (key: keyof typeof login) => (checked && login[key] === '' ? t('fault.required') : add.problem(key))
  return (
    <Dialog
      title={
        count === 1 && first ? t('discover.form.one', { name: calledOf(first) }) : t('discover.form.some', { count })
      }
      onClose={onClose}
    >
      <form
        class="form found-login"
        onSubmit={(event) => {
          event.preventDefault()
          setChecked(true)
          if (login.username !== '' && password !== '') void add.run()
        }}
      >
        {count > 1 && (
          <details class="more">
            <summary>{t('discover.form.which')}</summary>
            <ul>
              {found.map((one) => (
                <li key={keyOf(one)}>
                  {calledOf(one)} <span class="note">{one.address}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        <Field
          label={t('devices.form.username')}
          value={username}
          onValue={onUsername}
          autocomplete="off"
          problem={missing('username')}
        />
        <Field
          label={t('devices.form.password')}
          type="password"
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
          help={t('devices.form.password.help')}
          problem={missing('password')}
        />
        <p class="note">{t(count === 1 ? 'discover.form.one.once' : 'discover.form.once')}</p>
        {add.pending && (
          <p class="note" role="status">
            {t('discover.form.working')}
          </p>
        )}
        <FaultNote fault={add.unless('username', 'password')} />
        <div class="actions end">
          <Button onClick={onClose} disabled={add.pending}>
            {t('do.cancel')}
          </Button>
          <Button look="primary" type="submit" pending={add.pending}>
            {t('discover.form.do', { count })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

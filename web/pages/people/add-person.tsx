// The form of a new account.
import { useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, addPerson, type Role } from './asks.ts'
import { RoleChoice } from './role-choice.tsx'

interface Props {
  onClose: () => void
  onDone: (made: AccountOut) => void
}

export function AddPerson({ onClose, onDone }: Props) {
  const [draft, setDraft] = useState({ username: '', password: '', fullName: '', email: '' })
  const [role, setRole] = useState<Role>('viewer')
  const save = useAsyncAction(
    () =>
      addPerson({
        username: draft.username.trim(),
        password: draft.password,
        full_name: draft.fullName.trim() || null,
        email: draft.email.trim() || null,
        role,
      }),
    onDone,
  )
  const set = (change: Partial<typeof draft>) => {
    save.forget()
    setDraft({ ...draft, ...change })
  }
  return (
    <Dialog title={t('people.add.title')} onClose={onClose}>
      <form
        class="form person-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        <Field
          label={t('people.username')}
          help={t('people.username.help')}
          value={draft.username}
          onValue={(username) => set({ username })}
          maxLength={50}
          autocomplete="off"
          problem={save.problem('username')}
        />
        <Field
          label={t('people.password')}
          help={t('people.password.help')}
          type="password"
          value={draft.password}
          onValue={(password) => set({ password })}
          maxLength={256}
          autocomplete="new-password"
          problem={save.problem('password')}
        />
        <RoleChoice value={role} onValue={setRole} />
        <Field
          label={t('people.fullName')}
          help={t('people.optional')}
          value={draft.fullName}
          onValue={(fullName) => set({ fullName })}
          maxLength={100}
          autocomplete="off"
          autocapitalize="words"
          problem={save.problem('full_name')}
        />
        <Field
          label={t('people.email')}
          help={t('people.optional')}
          type="email"
          value={draft.email}
          onValue={(email) => set({ email })}
          maxLength={254}
          autocomplete="off"
          problem={save.problem('email')}
        />
        <FaultNote fault={save.unless('username', 'password', 'full_name', 'email')} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            pending={save.pending}
            disabled={draft.username.trim() === '' || draft.password === ''}
          >
            {t('people.add.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

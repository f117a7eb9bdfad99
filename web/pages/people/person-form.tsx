// Name, address, role and state of an account, written together.
import { addressOf } from '../../base.ts'
import { Button } from '../../parts/button.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useUnsaved } from '../../parts/unsaved.ts'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, changePerson } from './asks.ts'
import { nameOf } from './people-page.tsx'
import { isFixed } from './person-page.tsx'
import { RoleChoice } from './role-choice.tsx'

export function PersonForm({ account, onSaved }: { account: AccountOut; onSaved: () => void }) {
  const { full_name, email, role, active } = account
  const [draft, setDraft] = useDraft({ full_name: full_name ?? '', email: email ?? '', role, active })
  const fixed = isFixed(account)
  const save = useAsyncAction(
    () => {
      const texts = { full_name: draft.full_name.trim() || null, email: draft.email.trim() || null }
      return changePerson(account.id, fixed ? texts : { ...texts, role: draft.role, active: draft.active })
    },
    () => {
      toast(t('people.saved'))
      // As it is stored: spaces around it are no change that waits.
      setDraft({ ...draft, full_name: draft.full_name.trim(), email: draft.email.trim() })
      onSaved()
    },
  )
  const set = (change: Partial<typeof draft>) => {
    save.forget()
    setDraft({ ...draft, ...change })
  }
  const isOffice = draft.role !== role || draft.active !== active
  const isChanged = isOffice || draft.full_name !== (full_name ?? '') || draft.email !== (email ?? '')
  useUnsaved(isChanged)
  const name = nameOf(account)
  return (
    <section class="panel pad">
      <h2>{t('people.about')}</h2>
      <p class="note">
        {t('people.username')}: <strong>{account.username}</strong>
      </p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        <Field
          label={t('people.fullName')}
          value={draft.full_name}
          onValue={(text) => set({ full_name: text })}
          maxLength={100}
          autocomplete="off"
          autocapitalize="words"
          problem={save.problem('full_name')}
        />
        <Field
          label={t('people.email')}
          type="email"
          value={draft.email}
          onValue={(text) => set({ email: text })}
          maxLength={254}
          autocomplete="off"
          problem={save.problem('email')}
        />
        {fixed ? (
          <>
            <p class="note">{t(account.founder ? 'people.fixed.founder' : 'people.fixed.self')}</p>
            {account.user_id === person.value?.user_id && (
              <p>
                <a href={addressOf('/account')}>{t('people.yours')}</a>
              </p>
            )}
          </>
        ) : (
          <>
            <RoleChoice value={draft.role} onValue={(next) => set({ role: next })} />
            <Switch
              label={t('people.active')}
              help={t('people.active.help')}
              checked={draft.active}
              onChecked={(next) => set({ active: next })}
            />
          </>
        )}
        {isOffice && active && (
          <p class="note attention" role="status">
            {draft.active ? t('people.ends', { name }) : t('people.ends.disabled', { name })}
          </p>
        )}
        <FaultNote fault={save.unless('full_name', 'email')} />
        <div class="actions">
          <Button look="primary" type="submit" pending={save.pending} disabled={!isChanged}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </section>
  )
}

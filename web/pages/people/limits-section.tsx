// What limits an account beside its role: cameras that a viewer sees by their tags, networks, and who sets its password.
import { channels } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, Field, Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useUnsaved } from '../../parts/unsaved.ts'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, changePerson } from './asks.ts'
import { type Draft, draftOf, isChanged, SCOPES, toWire } from './limits.ts'
import { nameOf } from './people-page.tsx'
import { isFixed } from './person-page.tsx'

export function LimitsSection({ account, onSaved }: { account: AccountOut; onSaved: () => void }) {
  const stored = draftOf(account)
  const [draft, setDraft, saved] = useDraft(stored)
  const isViewer = account.role === 'viewer'
  const name = nameOf(account)
  const save = useAsyncAction(
    async () => {
      const answer = await changePerson(account.id, toWire(draft, account.role))
      if (answer.kind === 'ok') saved(draft)
      return answer
    },
    () => {
      toast(t('people.saved'))
      onSaved()
    },
  )
  const set = (change: Partial<Draft>) => {
    save.forget()
    setDraft({ ...draft, ...change })
  }
  const changed = isChanged(stored, draft, account.role)
  // Nobody but the founder says from where he signs in, and he has no other limits.
  const isHis = account.founder && account.user_id !== person.value?.user_id
  useUnsaved(changed)
  return (
    <section class="panel pad">
      <h2>{t('people.limits')}</h2>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        {isViewer && (
          <div class="role-choice">
            <Choice
              label={t('people.sees')}
              value={draft.scope}
              options={SCOPES.map((scope) => [scope, t(`people.sees.${scope}`)] as const)}
              onValue={(scope) => set({ scope })}
            />
            <p class="note" aria-live="polite">
              {t(`people.sees.${draft.scope}.help`)}
            </p>
          </div>
        )}
        {isViewer && draft.scope === 'tags' && (
          <Field
            label={t('people.tags')}
            help={tagsKnown()}
            value={draft.tags}
            onValue={(tags) => set({ tags })}
            maxLength={2000}
            autocomplete="off"
            problem={save.problem('sees')}
          />
        )}
        <Field
          label={t('people.networks')}
          help={t(isHis ? 'people.networks.founder' : 'people.networks.help')}
          disabled={isHis}
          value={draft.networks}
          onValue={(networks) => set({ networks })}
          maxLength={2000}
          autocomplete="off"
          inputMode="text"
          problem={save.problem('allowed_networks')}
        />
        {!isFixed(account) && account.role !== 'admin' && (
          <Switch
            label={t('people.locked')}
            help={t('people.locked.help', { name })}
            checked={draft.locked}
            onChecked={(locked) => set({ locked })}
          />
        )}
        <FaultNote fault={save.unless('sees', 'allowed_networks')} />
        {!isHis && (
          <div class="actions">
            <Button look="primary" type="submit" pending={save.pending} disabled={!changed}>
              {t('people.limits.do')}
            </Button>
          </div>
        )}
      </form>
    </section>
  )
}

/** Which tags there are to name. */
function tagsKnown(): string {
  const known = channels.value
  if (known.phase !== 'ready') return t('people.tags.help')
  const tags = [...new Set(known.value.flatMap((channel) => channel.tags))].sort()
  return tags.length ? t('people.tags.known', { tags: tags.join(', ') }) : t('people.tags.none')
}

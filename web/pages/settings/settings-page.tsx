// What a person sets for himself and for the household.
import { LogOut } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, tokens } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { tokensIn } from '../../client.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, Field } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { leave, mayManage, person, version } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { setTheme, theme } from '../../theme.ts'
import { AlarmSection } from './alarm-section.tsx'
import { HubSection } from './hub-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { MonthSection } from './month-section.tsx'
import { OriginsSection } from './origins-section.tsx'
import './settings.css'
import { SyncSection } from './sync-section.tsx'
import { WebhookSection } from './webhooks/webhook-section.tsx'

export function SettingsPage() {
  return (
    <Page title={t('nav.settings')}>
      <section class="panel pad">
        <h2>{t('settings.look')}</h2>
        <Choice
          label={t('settings.look.theme')}
          value={theme.value}
          options={[
            ['system', t('settings.look.system')],
            ['dark', t('settings.look.dark')],
            ['light', t('settings.look.light')],
          ]}
          onValue={setTheme}
        />
      </section>
      <SyncSection />
      <MonthSection />
      <AlarmSection />
      <HubSection />
      <WebhookSection />
      <KeysSection />
      <OriginsSection />
      <Account />
      <p class="about">
        {t('app.name')} · {t('settings.about.version', { version: version.value })} ·{' '}
        <a href={addressOf('/api/docs')} target="_blank" rel="noreferrer">
          {t('settings.about.api')}
        </a>
      </p>
    </Page>
  )
}

const roleText = () =>
  mayManage.value
    ? t('settings.account.role.admin')
    : person.value?.role === 'operator'
      ? t('settings.account.role.operator')
      : t('settings.account.role.viewer')

function Account() {
  const signOut = useAsyncAction(async () => {
    await leave()
    return { kind: 'ok', data: null } as const
  })
  return (
    <section class="panel pad">
      <h2>{t('settings.account')}</h2>
      <div class="spread">
        <div>
          <p>{t('settings.account.as', { name: person.value?.username ?? '' })}</p>
          <p class="note">{roleText()}</p>
        </div>
        <Button icon={<LogOut />} pending={signOut.pending} onClick={() => void signOut.run()}>
          {t('settings.account.signOut')}
        </Button>
      </div>
      <details class="more">
        <summary>{t('settings.password')}</summary>
        <Password />
      </details>
    </section>
  )
}

function Password() {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [short, setShort] = useState(false)
  const action = useAsyncAction(
    () => api.changePassword(old, fresh),
    (data) => {
      // A server that ends every token with the old password hands out a new pair for this browser.
      const pair = tokensIn(data)
      if (pair) tokens.write(pair)
      setOld('')
      setFresh('')
      toast(t('settings.password.done'))
    },
  )
  return (
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
        label={t('settings.password.old')}
        type="password"
        autocomplete="current-password"
        value={old}
        onValue={setOld}
        problem={action.problem('old_password')}
      />
      <Field
        label={t('settings.password.new')}
        type="password"
        autocomplete="new-password"
        value={fresh}
        onValue={setFresh}
        help={t('enter.password.help')}
        problem={short ? t('fault.short', { count: 8 }) : action.problem('new_password')}
      />
      <FaultNote fault={action.fault} />
      <div class="actions">
        <Button type="submit" pending={action.pending} disabled={old === '' || fresh === ''}>
          {t('settings.password.do')}
        </Button>
      </div>
    </form>
  )
}

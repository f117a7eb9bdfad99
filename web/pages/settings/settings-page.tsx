// What is set for the household, and for this browser.
import { addressOf } from '../../base.ts'
import { Choice } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { version } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { setTheme, theme } from '../../theme.ts'
import { AccountHead } from '../account/account-head.tsx'
import { AlarmSection } from './alarm-section.tsx'
import { BackupSection } from './backup/backup-section.tsx'
import { HubSection } from './hub-section.tsx'
import { MonthSection } from './month-section.tsx'
import { OriginsSection } from './origins-section.tsx'
import './settings.css'
import { SyncSection } from './sync-section.tsx'
import { WebhookSection } from './webhooks/webhook-section.tsx'

export function SettingsPage() {
  return (
    <Page title={t('nav.settings')}>
      <Account />
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
      <OriginsSection />
      <BackupSection />
      <p class="about">
        {t('app.name')} · {t('settings.about.version', { version: version.value })} ·{' '}
        <a href={addressOf('/api/docs')} target="_blank" rel="noreferrer">
          {t('settings.about.api')}
        </a>
      </p>
    </Page>
  )
}

function Account() {
  return (
    <section class="panel pad">
      <h2>{t('account.title')}</h2>
      <AccountHead />
      <p>
        <a href={addressOf('/account')}>{t('account.open')}</a>
      </p>
    </section>
  )
}

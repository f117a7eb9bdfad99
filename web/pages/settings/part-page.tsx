// One short page of the settings.
import type { JSX } from 'preact'
import { useRoute } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { t } from '../../texts/t.ts'
import { AboutSection } from './about-section.tsx'
import { AlarmSection } from './alarm-section.tsx'
import { BackupSection } from './backup/backup-section.tsx'
import { KeyChange } from './backup/key-change.tsx'
import { LookSection } from './look-section.tsx'
import { MonthSection } from './month-section.tsx'
import { PARTS, type PartId } from './parts.ts'
import { PictureSection } from './picture-section.tsx'
import { PushSection } from './push/push-section.tsx'
import { RestreamingSection } from './restreaming/restreaming-section.tsx'
import { SecuritySections } from './security-sections.tsx'
import './settings.css'
import { SyncSection } from './sync-section.tsx'
import { WebhookSection } from './webhooks/webhook-section.tsx'
import { isTheirs } from './whose.ts'

/** All but the hub's, which has a page of its own. */
const SECTIONS: Record<Exclude<PartId, 'hub'>, readonly (() => JSX.Element | null)[]> = {
  look: [LookSection],
  sync: [SyncSection],
  calendar: [MonthSection],
  alarms: [AlarmSection, PictureSection],
  notifications: [PushSection],
  webhooks: [WebhookSection],
  restreaming: [RestreamingSection],
  security: [SecuritySections, KeyChange],
  backup: [BackupSection],
  about: [AboutSection],
}

const isPart = (id: string): id is keyof typeof SECTIONS => Object.hasOwn(SECTIONS, id)

export function PartPage() {
  const id = useRoute().params.part ?? ''
  const back = { path: '/settings', label: t('nav.settings') }
  if (!isPart(id))
    return (
      <Page title={t('app.missing')} back={back}>
        <Empty drawing="porch" title={t('app.missing')} text={t('app.missing.do')}>
          <a class="button primary" href={addressOf('/settings')}>
            <span>{t('nav.settings')}</span>
          </a>
        </Empty>
      </Page>
    )
  const { title, whose } = PARTS[id]
  return (
    <Page title={t(title)} back={back}>
      {isTheirs(whose) ? (
        <div class="settings-part" key={id}>
          {SECTIONS[id].map((Section, place) => (
            <Section key={place} />
          ))}
        </div>
      ) : (
        <Empty
          drawing="key"
          title={t(title)}
          text={whose === 'founder' ? t('settings.founders') : t('settings.noRights')}
        />
      )}
    </Page>
  )
}

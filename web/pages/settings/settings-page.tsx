// The settings: one search over all of them, and the short pages that they are on.
import {
  Archive,
  BellRing,
  CalendarDays,
  ChevronRight,
  House,
  Info,
  type LucideIcon,
  Palette,
  RadioTower,
  RefreshCw,
  ShieldCheck,
  Smartphone,
  Webhook,
} from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { Page } from '../../parts/page.tsx'
import { t } from '../../texts/t.ts'
import { AccountHead } from '../account/account-head.tsx'
import '../devices/devices.css'
import { FORMER, PART_IDS, PARTS, type PartId } from './parts.ts'
import { Results } from './search/results.tsx'
import { SearchField } from './search/search-field.tsx'
import './settings.css'
import { isTheirs } from './whose.ts'

const ICONS: Record<PartId, LucideIcon> = {
  look: Palette,
  sync: RefreshCw,
  calendar: CalendarDays,
  alarms: BellRing,
  notifications: Smartphone,
  hub: House,
  webhooks: Webhook,
  restreaming: RadioTower,
  security: ShieldCheck,
  backup: Archive,
  about: Info,
}

export function SettingsPage() {
  const { query, route } = useLocation()
  useEffect(() => {
    const part = FORMER[location.hash]
    if (part) route(addressOf(PARTS[part].path), true)
  }, [])
  const typed = query.q ?? ''
  return (
    <Page title={t('nav.settings')}>
      <SearchField typed={typed} />
      {typed.trim() === '' ? (
        <>
          <ul class="panel rows" aria-label={t('settings.list')}>
            {PART_IDS.filter((id) => isTheirs(PARTS[id].whose)).map((id) => (
              <PartRow key={id} id={id} />
            ))}
          </ul>
          <Account />
        </>
      ) : (
        <Results typed={typed} />
      )}
    </Page>
  )
}

function PartRow({ id }: { id: PartId }) {
  const { path, title, lead } = PARTS[id]
  const Icon = ICONS[id]
  return (
    <li class="row">
      <Icon class="row-icon" />
      <div class="row-words">
        <h2>
          <a class="row-link" href={addressOf(path)}>
            {t(title)}
          </a>
        </h2>
        <p class="note">{t(lead)}</p>
      </div>
      <ChevronRight class="row-more" aria-hidden="true" />
    </li>
  )
}

function Account() {
  return (
    <section class="panel pad settings-account">
      <h2>{t('account.title')}</h2>
      <AccountHead />
      <p>
        <a href={addressOf('/account')}>{t('account.open')}</a>
      </p>
    </section>
  )
}

// The end of the first minutes: where to go from here, and what is still open.
import { Bell, CalendarDays, ChevronRight, DatabaseBackup, LayoutGrid, Smartphone, Users } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { type PlainKey, t } from '../../texts/t.ts'
import '../devices/devices.css'
import { PARTS } from '../settings/parts.ts'
import { isTheirs } from '../settings/whose.ts'
import { type House, stillOpen } from './way.ts'

interface Place {
  path: string
  title: PlainKey
  lead: PlainKey
  icon: typeof Bell
}

const PLACES: readonly Place[] = [
  { path: '/', title: 'nav.live', lead: 'setup.done.live', icon: LayoutGrid },
  { path: '/playback', title: 'nav.playback', lead: 'setup.done.playback', icon: CalendarDays },
  { path: '/alarms', title: 'nav.alarms', lead: 'setup.done.alarms', icon: Bell },
  { path: '/people', title: 'nav.people', lead: 'sought.people', icon: Users },
  { ...PARTS.notifications, title: 'setup.done.phone', icon: Smartphone },
]

export function DoneStep({ known }: { known: House }) {
  const open = stillOpen(known)
  const places = isTheirs(PARTS.backup.whose) ? [...PLACES, { ...PARTS.backup, icon: DatabaseBackup }] : PLACES
  return (
    <div class="welcome-step">
      <div class="welcome-head">
        <h2>{t('setup.done')}</h2>
        <a class="button primary" href={addressOf('/')}>
          <span>{t('do.toLive')}</span>
        </a>
      </div>
      {open.length > 0 && (
        <p class="welcome-open">
          {t('setup.done.open')}{' '}
          {open.map((step) => (
            <a key={step} class="button plain" href={addressOf(`/welcome/${step}`)}>
              <span>{t(`setup.step.${step}`)}</span>
            </a>
          ))}
        </p>
      )}
      <ul class="panel rows" aria-label={t('setup.done')}>
        {places.map(({ path, title, lead, icon: Icon }) => (
          <li key={path} class="row">
            <Icon class="row-icon" aria-hidden="true" />
            <div class="row-words">
              <a class="row-link" href={addressOf(path)}>
                <strong>{t(title)}</strong>
              </a>
              <p class="note">{t(lead)}</p>
            </div>
            <ChevronRight class="row-more" aria-hidden="true" />
          </li>
        ))}
      </ul>
    </div>
  )
}

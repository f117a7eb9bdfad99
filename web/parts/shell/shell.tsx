// The frame of the signed-in pages: rail at the left, bottom bar on a phone.
import { Bell, CalendarDays, Cctv, Cpu, LayoutGrid, Settings, Users } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { announcement, unseen } from '../../pages/alarms/unseen.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { Mark } from '../mark.tsx'
import { Toasts } from '../toasts.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import './shell.css'

const PLACES = [
  { path: '/', text: 'nav.live', icon: LayoutGrid },
  { path: '/playback', text: 'nav.playback', icon: CalendarDays },
  { path: '/alarms', text: 'nav.alarms', icon: Bell },
  { path: '/devices', text: 'nav.devices', icon: Cctv },
  { path: '/people', text: 'nav.people', icon: Users, forAdmins: true },
  { path: '/system', text: 'nav.system', icon: Cpu, forOperators: true },
  { path: '/settings', text: 'nav.settings', icon: Settings },
] as const

const isOpen = (place: (typeof PLACES)[number]) =>
  (!('forAdmins' in place) || mayManage.value) && (!('forOperators' in place) || mayOperate.value)

export function Shell({ children }: { children: ComponentChildren }) {
  const here = useLocation().path.slice(addressOf('/').length - 1) || '/'
  const isHere = (path: string) => (path === '/' ? here === '/' || here.startsWith('/live') : here.startsWith(path))
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('app.skip')}
      </button>
      <nav class="rail" aria-label={t('nav.label')}>
        <span class="rail-mark">
          <Mark />
          <span>{t('app.name')}</span>
        </span>
        {PLACES.filter(isOpen).map(({ path, text, icon: Icon }) => (
          <a
            key={path}
            href={addressOf(path)}
            aria-current={isHere(path) ? 'page' : undefined}
            aria-label={path === '/alarms' && unseen.value > 0 ? alarmsLabel() : undefined}
            title={t(text)}
          >
            <span class="rail-icon">
              <Icon />
              {path === '/alarms' && unseen.value > 0 && <span class="badge">{Math.min(unseen.value, 99)}</span>}
            </span>
            <span class="rail-label">{t(text)}</span>
          </a>
        ))}
      </nav>
      {children}
      <p class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </p>
      <Toasts />
      <LeaveQuestion />
    </div>
  )
}

const alarmsLabel = () => `${t('nav.alarms')}, ${t('nav.alarms.new', { count: unseen.value })}`

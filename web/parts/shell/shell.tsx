// The frame of the signed-in pages: rail at the left, bottom bar on a phone.
import {
  Bell,
  CalendarDays,
  Cctv,
  CircleUser,
  Cpu,
  Ellipsis,
  History,
  LayoutGrid,
  type LucideIcon,
  Settings,
  Users,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { announcement, unseen } from '../../pages/alarms/unseen.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { type PlainKey, t } from '../../texts/t.ts'
import { Mark } from '../mark.tsx'
import { Toasts } from '../toasts.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import './shell.css'
import { useOpened } from './use-opened.ts'

interface Place {
  path: string
  text: PlainKey
  icon: LucideIcon
  isOpen?: () => boolean
}

/** Always in sight. With More beside them they are what a phone's bar holds. */
const FIRST: readonly Place[] = [
  { path: '/', text: 'nav.live', icon: LayoutGrid },
  { path: '/playback', text: 'nav.playback', icon: CalendarDays },
  { path: '/alarms', text: 'nav.alarms', icon: Bell },
  { path: '/devices', text: 'nav.devices', icon: Cctv },
]

/** Below them in the rail; behind More on a phone. */
const REST: readonly Place[] = [
  { path: '/people', text: 'nav.people', icon: Users, isOpen: () => mayManage.value },
  { path: '/system', text: 'nav.system', icon: Cpu, isOpen: () => mayOperate.value },
  { path: '/activity', text: 'nav.activity', icon: History, isOpen: () => mayManage.value },
  { path: '/settings', text: 'nav.settings', icon: Settings },
  { path: '/account', text: 'account.title', icon: CircleUser },
]

export function Shell({ children }: { children: ComponentChildren }) {
  const here = useLocation().path.slice(addressOf('/').length - 1) || '/'
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
        {FIRST.map((place) => (
          <PlaceLink key={place.path} place={place} here={here} />
        ))}
        <Rest here={here} />
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

/** One list, and it is the style that makes a panel of it where the bar is too short for all. */
function Rest({ here }: { here: string }) {
  const { open, setOpen, place: around } = useOpened<HTMLDivElement>()
  const close = () => setOpen(false)
  const places = REST.filter(({ isOpen }) => isOpen?.() ?? true)
  return (
    <div class="rail-rest" ref={around}>
      <button
        type="button"
        class="rail-more"
        aria-expanded={open}
        aria-controls="rail-places"
        data-here={places.some(({ path }) => isHere(path, here))}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis />
        <span>{t('nav.more')}</span>
      </button>
      <div class="rail-places" id="rail-places" data-open={open}>
        {places.map((place) => (
          <PlaceLink key={place.path} place={place} here={here} onFollow={close} />
        ))}
      </div>
    </div>
  )
}

const isHere = (path: string, here: string) =>
  path === '/' ? here === '/' || here.startsWith('/live') : here.startsWith(path)

function PlaceLink({ place, here, onFollow }: { place: Place; here: string; onFollow?: () => void }) {
  const { path, text, icon: Icon } = place
  const count = path === '/alarms' ? unseen.value : 0
  return (
    <a
      href={addressOf(path)}
      aria-current={isHere(path, here) ? 'page' : undefined}
      aria-label={count > 0 ? alarmsLabel() : undefined}
      title={t(text)}
      onClick={onFollow}
    >
      <span class="rail-icon">
        <Icon />
        {count > 0 && <span class="badge">{Math.min(count, 99)}</span>}
      </span>
      <span class="rail-label">{t(text)}</span>
    </a>
  )
}

const alarmsLabel = () => `${t('nav.alarms')}, ${t('nav.alarms.new', { count: unseen.value })}`

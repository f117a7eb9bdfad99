// The places that the shell leads to: in the rail, in a phone's bar, and by `g` with a letter.
import {
  Bell,
  CalendarDays,
  Cctv,
  CircleUser,
  Cpu,
  History,
  LayoutGrid,
  type LucideIcon,
  Settings,
  Users,
} from 'lucide-preact'
import { mayManage, mayOperate } from '../../session.ts'
import type { PlainKey } from '../../texts/t.ts'

export interface Place {
  path: string
  text: PlainKey
  icon: LucideIcon
  /** Pressed after `g`. */
  key: string
  isOpen?: () => boolean
}

const LIVE: Place = { path: '/', text: 'nav.live', icon: LayoutGrid, key: 'l' }

/** Always in sight. With More beside them they are what a phone's bar holds. */
export const FIRST: readonly Place[] = [
  LIVE,
  { path: '/playback', text: 'nav.playback', icon: CalendarDays, key: 'p' },
  { path: '/alarms', text: 'nav.alarms', icon: Bell, key: 'a' },
  { path: '/devices', text: 'nav.devices', icon: Cctv, key: 'd' },
]

/** Below them in the rail; behind More on a phone. */
const REST: readonly Place[] = [
  { path: '/people', text: 'nav.people', icon: Users, key: 'e', isOpen: () => mayManage.value },
  { path: '/system', text: 'nav.system', icon: Cpu, key: 's', isOpen: () => mayOperate.value },
  { path: '/activity', text: 'nav.activity', icon: History, key: 'h', isOpen: () => mayManage.value },
  { path: '/settings', text: 'nav.settings', icon: Settings, key: 't' },
  { path: '/account', text: 'account.title', icon: CircleUser, key: 'm' },
]

/** Those of the rest that are for whoever is signed in. */
export const restPlaces = (): Place[] => REST.filter(({ isOpen }) => isOpen?.() ?? true)
export const allPlaces = (): Place[] => [...FIRST, ...restPlaces()]
/** The one that a page belongs to; those of the cameras to the live pictures. */
export const placeAt = (path: string): Place | undefined =>
  path === '/' || path.startsWith('/live')
    ? LIVE
    : [...FIRST, ...REST].find((place) => place !== LIVE && path.startsWith(place.path))

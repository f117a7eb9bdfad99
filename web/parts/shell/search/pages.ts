// Every page that has an address of its own and belongs to no single camera, device or person.
import type { Whose } from '../../../pages/settings/parts.ts'
import type { PlainKey } from '../../../texts/t.ts'

export interface PageEntry {
  path: string
  title: PlainKey
  /** The page that it is a part of. */
  of?: PlainKey
  /** Said of it. */
  lead?: PlainKey
  /** Left out: everybody's. */
  whose?: Whose
}

export const PAGES: readonly PageEntry[] = [
  { path: '/', title: 'nav.live' },
  { path: '/playback', title: 'nav.playback' },
  { path: '/playback/find', title: 'playback.tab.find', of: 'nav.playback' },
  { path: '/playback/recordings', title: 'playback.tab.recordings', of: 'nav.playback' },
  { path: '/playback/recorder', title: 'playback.tab.recorder', of: 'nav.playback' },
  { path: '/playback/rules', title: 'playback.tab.rules', of: 'nav.playback', lead: 'sought.footage.lead' },
  { path: '/playback/gaps', title: 'playback.tab.gaps', of: 'nav.playback' },
  { path: '/alarms', title: 'nav.alarms' },
  { path: '/devices', title: 'nav.devices', lead: 'sought.devices' },
  { path: '/devices/channels', title: 'configuration.title', of: 'nav.devices', lead: 'configuration.lead' },
  { path: '/devices/new', title: 'devices.add', of: 'nav.devices', whose: 'admins' },
  { path: '/devices/find', title: 'discover.title', of: 'nav.devices', whose: 'admins' },
  { path: '/people', title: 'nav.people', lead: 'sought.people', whose: 'admins' },
  { path: '/people/devices', title: 'rights.title', of: 'nav.people', lead: 'rights.lead', whose: 'operators' },
  { path: '/activity', title: 'nav.activity', lead: 'sought.activity', whose: 'admins' },
  { path: '/system', title: 'nav.system', lead: 'sought.system', whose: 'operators' },
  { path: '/system/storage', title: 'machine.tab.storage', of: 'nav.system', whose: 'operators' },
  { path: '/system/processes', title: 'machine.tab.processes', of: 'nav.system', whose: 'operators' },
  { path: '/system/log', title: 'machine.tab.log', of: 'nav.system', lead: 'sought.log', whose: 'founder' },
  { path: '/settings', title: 'nav.settings' },
  { path: '/welcome', title: 'setup.title', lead: 'setup.lead', whose: 'admins' },
  { path: '/account', title: 'account.title', lead: 'account.open' },
]

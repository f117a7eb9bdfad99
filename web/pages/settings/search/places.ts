// What people seek among the settings, and what has a page of its own elsewhere.
import type { Part } from '../parts.ts'
import type { Entry } from './entries.ts'

const PLACES: readonly Part[] = [
  { path: '/people', title: 'nav.people', lead: 'sought.people', whose: 'admins' },
  { path: '/activity', title: 'nav.activity', lead: 'sought.activity', whose: 'admins' },
  { path: '/system', title: 'nav.system', lead: 'sought.system', whose: 'operators' },
  { path: '/system/log', title: 'machine.tab.log', lead: 'sought.log', whose: 'founder' },
  { path: '/devices', title: 'nav.devices', lead: 'sought.devices', whose: 'everybody' },
  { path: '/playback/rules', title: 'sought.footage', lead: 'sought.footage.lead', whose: 'admins' },
]

const ACCOUNT: Part = { path: '/account', title: 'account.title', lead: 'account.open', whose: 'everybody' }

/** After the settings. */
export const BESIDE: readonly Entry[] = [
  ...PLACES.map((part) => ({ part, whose: part.whose, name: null, also: [] })),
  { part: ACCOUNT, whose: 'everybody', name: 'account.links', also: ['account.links.lead'] },
]

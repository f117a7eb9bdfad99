// The settings in short pages: what each is about, where it is, and whose it is.
import type { PlainKey } from '../../texts/t.ts'

export type Whose = 'everybody' | 'operators' | 'admins' | 'founder'

export interface Part {
  path: string
  title: PlainKey
  lead: PlainKey
  whose: Whose
}

/** In the order of the list. */
export const PARTS = {
  look: { path: '/settings/look', title: 'settings.look', lead: 'settings.look.lead', whose: 'everybody' },
  sync: { path: '/settings/sync', title: 'settings.sync', lead: 'settings.sync.lead', whose: 'operators' },
  calendar: { path: '/settings/calendar', title: 'settings.month', lead: 'settings.month.lead', whose: 'admins' },
  alarms: { path: '/settings/alarms', title: 'settings.alarms', lead: 'settings.alarms.short', whose: 'admins' },
  notifications: {
    path: '/settings/notifications',
    title: 'push.title',
    lead: 'push.short',
    whose: 'everybody',
  },
  hub: { path: '/settings/hub', title: 'hub.title', lead: 'settings.hub.lead', whose: 'operators' },
  webhooks: { path: '/settings/webhooks', title: 'webhooks', lead: 'settings.webhooks.short', whose: 'admins' },
  restreaming: { path: '/settings/restreaming', title: 'restream', lead: 'restream.short', whose: 'founder' },
  security: {
    path: '/settings/security',
    title: 'settings.security',
    lead: 'settings.security.lead',
    whose: 'founder',
  },
  backup: { path: '/settings/backup', title: 'backup', lead: 'settings.backup.short', whose: 'founder' },
  about: { path: '/settings/about', title: 'settings.about', lead: 'settings.about.lead', whose: 'everybody' },
} as const satisfies Record<string, Part>

export type PartId = keyof typeof PARTS
export const PART_IDS = Object.keys(PARTS) as PartId[]

/** Sections of the one long page of former times, by their names in addresses such as `/settings#sync`. */
export const FORMER: Readonly<Record<string, PartId>> = {
  '#sync': 'sync',
  '#calendar': 'calendar',
  '#alarms': 'alarms',
  '#webhooks': 'webhooks',
  '#front-ends': 'security',
  '#backup': 'backup',
}

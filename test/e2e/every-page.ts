// Every page behind the door, for the walk over all of them: its address, what stands above it, and what it is about.

export interface Stop {
  path: string
  /** Its heading of the first level. */
  title: string
  /** Seen when what the page is about is there. */
  shows?: string
}

/** An address that is not ours. */
export const NOWHERE = '/nowhere'

export const STOPS: readonly Stop[] = [
  { path: '/', title: 'Live pictures', shows: '.tile' },
  { path: '/live/9', title: 'Porch & Drive', shows: '.stage video[data-state=playing]' },
  { path: '/live/9/zones', title: 'Zones of Porch & Drive' },
  { path: '/playback', title: 'Playback', shows: 'td[data-day]' },
  { path: '/playback/1', title: 'Playback of Front door', shows: '.strip-footage' },
  { path: '/playback/find', title: 'Playback' },
  { path: '/playback/recordings', title: 'Playback' },
  { path: '/playback/recorder', title: 'Playback' },
  { path: '/playback/rules', title: 'Playback' },
  { path: '/playback/gaps', title: 'Playback' },
  { path: '/alarms', title: 'Alarms', shows: '.alarm' },
  { path: '/devices', title: 'Devices', shows: 'a[href$="/devices/1"]' },
  { path: '/devices/new', title: 'Add a device' },
  { path: '/devices/find', title: 'Find devices' },
  { path: '/devices/channels', title: 'Channels', shows: '.all-line' },
  { path: '/devices/1', title: 'House' },
  { path: '/devices/1/system', title: 'House' },
  { path: '/devices/1/channels', title: 'House' },
  { path: '/devices/1/schedule', title: 'House' },
  { path: '/devices/1/users', title: 'House', shows: 'table' },
  { path: '/devices/1/log', title: 'House' },
  { path: '/devices/1/sync', title: 'House' },
  { path: '/people', title: 'People' },
  { path: '/people/devices', title: 'People', shows: 'table' },
  { path: '/people/2', title: 'vera' },
  { path: '/system', title: 'System' },
  { path: '/system/storage', title: 'System' },
  { path: '/system/processes', title: 'System' },
  { path: '/system/log', title: 'System' },
  { path: '/activity', title: 'Activity' },
  { path: '/settings', title: 'Settings' },
  { path: '/settings/look', title: 'Appearance' },
  { path: '/settings/sync', title: 'Sync' },
  { path: '/settings/calendar', title: 'Playback calendar' },
  { path: '/settings/alarms', title: 'Alarms' },
  { path: '/settings/notifications', title: 'Notifications' },
  { path: '/settings/hub', title: 'Home hub' },
  { path: '/settings/webhooks', title: 'Webhooks' },
  { path: '/settings/restreaming', title: 'Restreaming' },
  { path: '/settings/security', title: 'Security' },
  { path: '/settings/backup', title: 'Backup' },
  { path: '/settings/about', title: 'About' },
  { path: '/account', title: 'My account' },
  { path: '/welcome/find', title: 'Set up', shows: '.finding' },
  { path: '/welcome/picture', title: 'Set up', shows: '.tile' },
  { path: '/welcome/hub', title: 'Set up', shows: '#broker' },
  { path: '/welcome/done', title: 'Set up', shows: '.row' },
  { path: NOWHERE, title: 'There is no such page.' },
]

export function stopAt(path: string): Stop {
  const stop = STOPS.find((one) => one.path === path)
  if (!stop) throw new Error(`${path} is not in the walk`)
  return stop
}

/** Patterns of addresses that `web/main.tsx` answers to. */
export async function routes(): Promise<string[]> {
  const source = await Bun.file(new URL('../../web/main.tsx', import.meta.url)).text()
  const found = [...source.matchAll(/<Route path=\{`\$\{base\}([^`]*)`\}/g)].map(([, pattern]) => pattern ?? '')
  // Where the UI is developed; in what is shipped there is no such page.
  return found.filter((pattern) => pattern !== '/parts')
}

/** Whether an address fits a pattern such as `/devices/:id/:tab?`. */
export const fits = (path: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/\/:\w+\?/g, '(/[^/]+)?').replace(/:\w+/g, '[^/]+')}$`).test(path)

// The dialogs of the pages: what is pressed until each is open, and those that no walk over the pages comes to.
import type { Press } from './keyboard.ts'

export interface Asked {
  /** Where it is made, in `web/`. */
  file: string
  /** Of the page that it opens on. */
  path: string
  keys: readonly Press[]
  /** What it is called. */
  name: string
  /** The button that shuts it as Escape does. */
  shut?: string
}

const by = (name: string): Press[] => [{ to: name }, 'Enter']

export const DIALOGS: readonly Asked[] = [
  {
    file: 'parts/shell/keys-dialog.tsx',
    path: '/',
    keys: ['?'],
    name: 'Keys',
    shut: 'Close',
  },
  {
    file: 'parts/shell/search/search-dialog.tsx',
    path: '/',
    keys: ['/'],
    name: 'Find anything',
  },
  {
    file: 'pages/live/walls/make-wall.tsx',
    path: '/',
    keys: by('Make a wall'),
    name: 'Make a wall of your own',
    shut: 'Cancel',
  },
  {
    file: 'pages/playback/day/export-dialog.tsx',
    path: '/playback/1',
    keys: ['[', 'Shift+ArrowRight', ']', 'e'],
    name: 'Export this range',
    shut: 'Cancel',
  },
  {
    file: 'pages/playback/recordings/disk.tsx',
    path: '/playback/recordings',
    keys: by('Compare with the disk'),
    name: 'What lies on the disk',
    shut: 'Close',
  },
  {
    file: 'pages/playback/recorder/recorder-dialog.tsx',
    path: '/playback/recorder',
    keys: by('What is recorded of Front door'),
    name: 'What is recorded of Front door',
    shut: 'Cancel',
  },
  {
    file: 'pages/playback/rules/rule-dialog.tsx',
    path: '/playback/rules',
    keys: by('Fetch Front door'),
    name: 'What is fetched of Front door',
    shut: 'Cancel',
  },
  {
    file: 'pages/alarms/alarms-page.tsx',
    path: '/alarms',
    keys: by('Remove all'),
    name: 'Remove all alarms?',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/find/login-dialog.tsx',
    path: '/devices/find',
    keys: [...by('Search'), { to: 'Pick Shed' }, ' ', ...by('Add')],
    name: 'Add Shed',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/all-channels/template-dialog.tsx',
    path: '/devices/channels',
    keys: by('New template'),
    name: 'New template',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/overview-tab.tsx',
    path: '/devices/1',
    keys: by('Remove this device'),
    name: 'Remove “House”?',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/system/restart.tsx',
    path: '/devices/1/system',
    keys: by('Restart'),
    name: 'Restart “House”?',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/sources/hold-dialog.tsx',
    path: '/devices/1/channels',
    keys: by('Change how long it lasts: Motion'),
    name: 'How long “Motion” lasts',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/channels/switched-off.tsx',
    path: '/devices/1/channels',
    keys: by('Switch off here'),
    name: 'Switch off “Front door” here?',
    shut: 'Cancel',
  },
  {
    file: 'pages/devices/schedule/switch-dialog.tsx',
    path: '/devices/1/schedule',
    keys: by('Switch off the schedule of Front door'),
    name: 'Switch off the schedule of Front door',
    shut: 'Cancel',
  },
  {
    file: 'parts/shell/leave-question.tsx',
    path: '/devices/1/users',
    keys: [{ to: 'keeper: Live view' }, 'Enter', ...by('See them on all')],
    name: 'Leave without writing?',
    shut: 'Stay',
  },
  {
    file: 'pages/people/add-person.tsx',
    path: '/people',
    keys: by('Add somebody'),
    name: 'Add somebody',
    shut: 'Cancel',
  },
  {
    file: 'pages/people/person-ends.tsx',
    path: '/people/2',
    keys: by('Remove this account'),
    name: 'Remove vera?',
    shut: 'Cancel',
  },
  {
    file: 'pages/people/devices/template-dialog.tsx',
    path: '/people/devices',
    keys: [...by('Choose users'), { to: 'Choose guest' }, ' ', ...by('Keep as a template')],
    name: 'Keep the rights of guest on House as a template',
    shut: 'Cancel',
  },
  {
    file: 'pages/system/storage/folder-dialog.tsx',
    path: '/system/storage',
    keys: by('Add a folder'),
    name: 'Another folder for recordings',
    shut: 'Cancel',
  },
  {
    file: 'pages/activity/clear-dialog.tsx',
    path: '/activity',
    keys: by('Clear older'),
    name: 'Clear older entries?',
    shut: 'Cancel',
  },
  {
    file: 'pages/settings/alarm-section.tsx',
    path: '/settings/alarms',
    keys: [{ to: String.raw`\d+ days` }, 'ArrowLeft', ...by('Save')],
    name: 'Keep fewer alarms?',
    shut: 'Cancel',
  },
  {
    file: 'pages/settings/webhooks/webhook-dialog.tsx',
    path: '/settings/webhooks',
    keys: by('Add a webhook'),
    name: 'New webhook',
    shut: 'Cancel',
  },
  {
    file: 'pages/settings/backup/key-change.tsx',
    path: '/settings/security',
    keys: by('Change the secret key'),
    name: 'Change the secret key?',
    shut: 'Cancel',
  },
  {
    file: 'pages/settings/backup/dialogs.tsx',
    path: '/settings/backup',
    keys: by('Make a backup'),
    name: 'Make a backup',
    shut: 'Cancel',
  },
]

/** What has to happen first is told in a walk of its own. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'parts/shown-once.tsx': 'every-deed: it is shut by its button alone',
  'pages/account/keys-section.tsx': 'every-deed and account: a key has to be there',
  'pages/account/links-section.tsx': 'account: a link has to be there',
  'pages/account/proof-dialog.tsx': 'account: a second factor has to be there',
  'pages/activity/undo-dialog.tsx': 'activity: something has to be written to a device',
  'pages/devices/sources/mend-dialog.tsx': 'device-alarms: an alarm has to be switched off on the device',
  'pages/hub/broker-section.tsx': 'hub-page: a broker has to be there',
  'pages/hub/state-section.tsx': 'hub-page: a broker has to be there',
  'pages/live/codec/codec-dialog.tsx': 'player: the browser has to refuse a codec',
  'pages/live/walls/screen.tsx': 'live-walls: no question, but the pictures alone',
  'pages/playback/recordings/chosen-actions.tsx': 'recordings: there have to be some',
  'pages/playback/recordings/keep-dialog.tsx': 'recordings: there have to be some',
  'pages/playback/recordings/picture-dialog.tsx': 'pictures: there have to be some',
  'pages/playback/recordings/recording-row.tsx': 'recordings: there have to be some',
  'pages/settings/picture-section.tsx': 'settings: the same question as for alarms',
  'pages/settings/webhooks/webhook-section.tsx': 'webhooks: there has to be one',
  'pages/system/storage/folders-section.tsx': 'storage: another folder has to be there',
  'pages/system/storage/limits-section.tsx': 'storage: limits have to be there',
}

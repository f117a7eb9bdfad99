// What each page is there for, worked by keys alone: what is pressed, and what is to be seen then.
import { NOWHERE } from './every-page.ts'
import type { Press } from './keyboard.ts'

export interface Deed {
  keys: readonly Press[]
  /** A selector. */
  seen: string
  /** What takes the place of the control that was pressed, and its focus with it. */
  gives?: string
}

/** What a page has only to be read says so here. */
export type Deeds = Readonly<Record<string, Deed | { none: string }>>

const heading = (name: string) => `role=heading[level=1][name="${name}"]`
const dialog = (name: string) => `role=dialog[name="${name}"]`
const said = (text: string) => `.toast:has-text("${text}")`

/** `login`: of a camera that may be asked for. */
export const deedsOf = (login: { address: string; user: string; password: string }): Deeds => ({
  '/': { keys: [{ to: 'Open Front door' }, 'ArrowRight', 'Enter'], seen: heading('Garden & Yard') },
  '/live/9': { keys: [{ to: 'Keep a picture' }, 'Enter'], seen: said('The picture of Porch & Drive is kept.') },
  '/live/9/zones': {
    keys: [
      ...[{ to: 'New zone' }, 'Enter', { to: 'Corner 1' }, 'ArrowRight', 'ArrowDown'],
      ...[{ to: 'Save zones' }, 'Enter'],
    ],
    seen: said('Zones saved.'),
  },
  '/playback': {
    keys: [{ to: String.raw`\w+, \w+ \d+: ` }, 'ArrowLeft', 'Enter', { to: String.raw`\d\d:\d\d` }, 'Enter'],
    seen: '.timeline .playhead',
  },
  '/playback/1': { keys: ['Home', ' ', '[', 'Shift+ArrowRight', ']', 'e'], seen: 'role=dialog' },
  '/playback/find': {
    keys: [{ to: 'Find clips' }, 'Enter'],
    seen: 'text=/\\d+ clips/',
    gives: 'the clips, and a form for the next search',
  },
  '/playback/recordings': { keys: [{ to: 'Compare with the disk' }, 'Enter'], seen: 'role=dialog' },
  '/playback/recorder': { keys: [{ to: 'Pick Front door' }, ' '], seen: '.chosen-bar' },
  '/playback/rules': { keys: [{ to: 'Pick Front door' }, ' '], seen: '.chosen-bar' },
  '/playback/gaps': { keys: [{ to: 'Also where it records' }, ' '], seen: 'input:checked' },
  '/alarms': { keys: ['j', 'e'], seen: 'text=Seen to by owner' },
  '/devices': { keys: [{ to: 'Open Porch' }, 'Enter'], seen: heading('Porch') },
  '/devices/new': {
    keys: [
      ...[{ to: 'Address in your network' }, { type: login.address }, { to: 'User on the device' }],
      ...[{ type: login.user }, { to: 'Password on the device' }, { type: login.password }],
      ...[{ to: 'Test the connection' }, 'Enter'],
    ],
    seen: 'text=1 channel',
  },
  '/devices/find': {
    keys: [{ to: 'Search the network' }, 'Enter'],
    seen: 'text=192.0.2.7',
    gives: 'the list of what answers',
  },
  '/devices/channels': {
    keys: [{ to: 'Read the settings' }, 'Enter'],
    seen: '.all-line:has-text("H.26")',
    gives: 'how far the reading is',
  },
  '/devices/1': {
    keys: [{ to: 'Rename Attic' }, 'Enter', 'Control+a', { type: 'Loft' }, 'Enter'],
    seen: 'role=button[name="Rename Loft"]',
  },
  '/devices/1/system': { keys: [{ to: 'Alarm output 1' }, ' '], seen: 'input:checked' },
  '/devices/1/channels': { keys: [{ to: 'Change settings' }, 'Enter'], seen: 'form select' },
  '/devices/1/schedule': { keys: [{ to: 'Switch off the schedule of Front door' }, 'Enter'], seen: 'role=dialog' },
  '/devices/1/users': {
    keys: [
      ...[{ to: 'keeper: Live view' }, 'ArrowRight', 'Enter', { to: 'Check on the recorder' }, 'Enter'],
      ...[{ to: 'Write' }, 'Enter'],
    ],
    seen: 'role=button[name="Undo"]',
  },
  '/devices/1/log': {
    keys: [{ to: 'Find in these entries' }, { type: 'no such words' }],
    seen: String.raw`text=/^0 of \d+ entries/`,
  },
  '/devices/1/sync': { keys: [{ to: 'Sync now' }, 'Enter'], seen: '.rounds li:nth-child(2)', gives: 'the job' },
  '/people': {
    keys: [
      ...[{ to: 'Add somebody' }, 'Enter', { to: 'User name' }, { type: 'otto' }],
      ...[{ to: 'Password' }, { type: 'otto-alone-1' }, 'Enter'],
    ],
    seen: heading('otto'),
  },
  '/people/devices': {
    keys: [{ to: 'guest on House: Live view' }, 'ArrowRight', 'Enter', { to: 'Write' }, 'Enter'],
    seen: 'role=button[name="Undo"]',
  },
  '/people/2': { keys: [{ to: 'Name' }, { type: 'Vera' }, 'Enter'], seen: heading('Vera') },
  '/system': { keys: [{ to: 'Hour|Day|Week' }, 'ArrowRight'], seen: 'label[data-chosen=true]:has-text("Week")' },
  '/system/storage': { keys: [{ to: 'Add a folder' }, 'Enter'], seen: 'role=dialog' },
  '/system/processes': { none: 'It tells what runs.' },
  '/system/log': {
    keys: [{ to: 'With the words' }, { type: 'no such words' }, { to: 'Search' }, 'Enter'],
    seen: 'text=Nothing here',
  },
  '/activity': { keys: [{ to: 'Who' }, { type: 've' }], seen: 'text=Nothing like that was done' },
  '/settings': { keys: [{ to: 'Search the settings' }, { type: 'broker' }], seen: 'text=Broker' },
  '/settings/look': { keys: [{ to: 'As the system' }, 'ArrowRight', 'ArrowRight'], seen: 'html[data-theme=light]' },
  '/settings/sync': {
    keys: [{ to: 'every' }, 'ArrowRight', { to: 'Save' }, 'Enter'],
    seen: said('Saved.'),
  },
  '/settings/calendar': {
    keys: [{ to: 'Newest day first' }, ' ', { to: 'Save' }, 'Enter'],
    seen: said('The calendar’s days are saved.'),
  },
  '/settings/alarms': {
    keys: [{ to: String.raw`\d+ days` }, 'ArrowRight', { to: 'Save' }, 'Enter'],
    seen: said('How long alarms are kept is saved.'),
  },
  '/settings/notifications': {
    keys: [{ to: 'Tell me on this device' }, 'Enter'],
    seen: '.push-state',
    gives: 'why this browser tells nothing',
  },
  '/settings/hub': {
    keys: [{ to: 'Only look|Switch|Also record' }, 'ArrowDown', { to: 'Save' }, 'Enter'],
    seen: said('What the hub gets is saved.'),
  },
  '/settings/webhooks': { keys: [{ to: 'Add a webhook' }, 'Enter'], seen: dialog('New webhook') },
  '/settings/restreaming': {
    keys: [{ to: 'None' }, 'ArrowDown'],
    seen: 'text=Address of its API',
    gives: 'where the program is that was chosen: there is none here that could be saved',
  },
  '/settings/security': {
    keys: [{ to: 'Strangers may make' }, ' '],
    seen: said('Strangers may make an account here now.'),
  },
  '/settings/backup': { keys: [{ to: 'Make a backup' }, 'Enter'], seen: 'role=dialog' },
  '/settings/about': { keys: [{ to: 'API description' }], seen: 'a:focus' },
  '/account': {
    keys: [
      ...[{ to: 'What is it for' }, { type: 'Dashboard 7' }, { to: 'Make a key' }, 'Enter'],
      ...[{ to: 'I have it' }, 'Enter'],
    ],
    seen: 'text=Dashboard 7',
    gives: 'the key in the list, and a form for the next one',
  },
  '/welcome/find': { keys: [{ to: 'Next' }, 'Enter'], seen: 'text=Does a picture move?' },
  '/welcome/picture': { keys: [{ to: 'Next|Later' }, 'Enter'], seen: 'text=Is there a home hub?' },
  '/welcome/hub': { keys: [{ to: 'I have no hub' }, 'Enter'], seen: 'text=Where to go from here' },
  '/welcome/done': { keys: [{ to: 'Live' }, 'Enter'], seen: heading('Live pictures') },
  [NOWHERE]: { keys: [{ to: 'To the live pictures' }, 'Enter'], seen: heading('Live pictures') },
})

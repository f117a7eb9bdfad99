// English. A parameter stands in braces; what counts has a singular and a plural.
import { accountTexts } from './en-account.ts'
import { activityTexts } from './en-activity.ts'
import { alarmSettingTexts } from './en-alarm-settings.ts'
import { alarmTexts } from './en-alarms.ts'
import { backupTexts } from './en-backup.ts'
import { channelTexts } from './en-channels.ts'
import { controlTexts } from './en-controls.ts'
import { dayTexts } from './en-day.ts'
import { deedTexts } from './en-deeds.ts'
import { deviceTexts } from './en-devices.ts'
import { discoverTexts } from './en-discover.ts'
import { findTexts } from './en-find.ts'
import { hubTexts } from './en-hub.ts'
import { imagingTexts } from './en-imaging.ts'
import { logTexts } from './en-log.ts'
import { machineTexts } from './en-machine.ts'
import { peopleTexts } from './en-people.ts'
import { playbackTexts } from './en-playback.ts'
import { ptzTexts } from './en-ptz.ts'
import { recorderTexts } from './en-recorder.ts'
import { recordingTexts } from './en-recordings.ts'
import { ruleTexts } from './en-rules.ts'
import { searchTexts } from './en-search.ts'
import { settingTexts } from './en-settings.ts'
import { sourceTexts } from './en-sources.ts'
import { storageTexts } from './en-storage.ts'
import { systemTexts } from './en-system.ts'
import { userTexts } from './en-users.ts'
import { webhookTexts } from './en-webhooks.ts'
import { zoneTexts } from './en-zones.ts'

const general = {
  'app.name': 'Porchlight',
  'app.skip': 'Skip to the page',
  'app.starting': 'One moment …',
  'app.unreachable': 'Porchlight cannot be reached.',
  'app.unreachable.do':
    'Check that it is running and that this device is on the same network. The page tries again by itself.',
  'app.broken': 'This page has stopped working.',
  'app.broken.do': 'Load it again. If it happens once more, please report it with the detail below.',
  'app.missing': 'There is no such page.',
  'app.missing.do': 'The address may be old or mistyped.',

  'nav.label': 'Main',
  'nav.live': 'Live',
  'nav.alarms': 'Alarms',
  'nav.devices': 'Devices',
  'nav.settings': 'Settings',
  'nav.more': 'More',
  'nav.alarms.new': { one: '{count} new alarm', other: '{count} new alarms' },

  'unsaved.title': 'Leave without writing?',
  'unsaved.text': 'What you changed here is not written to the device yet, and is lost when you leave.',
  'unsaved.stay': 'Stay',
  'unsaved.leave': 'Leave',

  'do.retry': 'Try again',
  'do.reload': 'Load again',
  'do.cancel': 'Cancel',
  'do.close': 'Close',
  'do.save': 'Save',
  'do.remove': 'Remove',
  'do.undo': 'Undo',
  'do.copy': 'Copy',
  'do.copied': 'Copied',
  'do.toLive': 'To the live pictures',
  'do.show': 'Show password',
  'do.hide': 'Hide password',
  'do.working': 'Working …',

  'fault.network': 'Porchlight did not answer. Is it still running, and is this device on its network?',
  'fault.garbled': 'Porchlight answered with something that this page does not understand. Load the page again.',
  'fault.status': 'Porchlight answered with fault {status}.',
  'fault.required': 'Please fill this in.',
  'fault.short': 'At least {count} characters, please.',
  'fault.load': 'This could not be loaded.',

  'time.now': 'just now',
  'time.since': 'since {time}',
  'time.today': 'Today',
  'time.yesterday': 'Yesterday',
  'time.never': 'never',
  'time.seconds': { one: '{count} second', other: '{count} seconds' },
  'time.minutes': { one: '{count} minute', other: '{count} minutes' },
  'time.hours': { one: '{count} hour', other: '{count} hours' },

  'status.well': 'Everything well',
  'status.not': { one: '{count} thing needs a look', other: '{count} things need a look' },
  'status.allWell': 'All recorders and cameras are there, and live updates arrive.',
  'status.updates': 'Live updates are interrupted',
  'status.updates.do': 'The page connects again by itself. New alarms show up late until then.',
  'status.cameras': { one: '{count} camera is away', other: '{count} cameras are away' },
  'status.hub': 'The home hub is disconnected',
  'status.hub.do': 'Look at the broker address',
  'status.device.do': 'Look at it',

  'enter.first.title': 'Welcome home',
  'enter.first.lead': 'Make the first account. It belongs to you alone and may change everything here.',
  'enter.first.do': 'Make the account',
  'enter.first.note': 'There is no way to get a forgotten password back by mail: keep it somewhere safe.',
  'enter.signIn.title': 'Sign in',
  'enter.signIn.lead': 'Your cameras are waiting.',
  'enter.signIn.do': 'Sign in',
  'enter.ended': 'You have been signed out. Please sign in again.',
  'enter.username': 'User name',
  'enter.username.help': 'At least three characters.',
  'enter.password': 'Password',
  'enter.password.help': 'At least eight characters; a short sentence is easy to remember and hard to guess.',
  'enter.again': 'Password once more',
  'enter.again.differs': 'The two passwords differ.',

  'settings.look': 'Appearance',
  'settings.look.theme': 'Theme',
  'settings.look.system': 'As the system',
  'settings.look.dark': 'Dark',
  'settings.look.light': 'Light',
  'settings.hub.lead':
    'Recorders, cameras and alarms appear by themselves in Home Assistant and other hubs that speak MQTT.',
  'settings.hub.connected': 'Connected',
  'settings.hub.disconnected': 'Not connected',
  'settings.hub.none': 'No broker yet',
  'settings.hub.broker': 'Broker',
  'settings.hub.topics': 'Topics',
  'settings.hub.discovery': 'Discovery',
  'settings.hub.discovery.device': 'per device',
  'settings.hub.discovery.entity': 'per entity',
  'settings.hub.discovery.off': 'switched off',
  'settings.about.version': 'Version {version}',
  'settings.about.api': 'API description',
} as const

export const en = {
  ...general,
  ...accountTexts,
  ...activityTexts,
  ...alarmSettingTexts,
  ...alarmTexts,
  ...backupTexts,
  ...channelTexts,
  ...controlTexts,
  ...dayTexts,
  ...deedTexts,
  ...deviceTexts,
  ...discoverTexts,
  ...findTexts,
  ...hubTexts,
  ...imagingTexts,
  ...logTexts,
  ...peopleTexts,
  ...machineTexts,
  ...playbackTexts,
  ...ptzTexts,
  ...recordingTexts,
  ...recorderTexts,
  ...ruleTexts,
  ...searchTexts,
  ...settingTexts,
  ...sourceTexts,
  ...storageTexts,
  ...systemTexts,
  ...userTexts,
  ...webhookTexts,
  ...zoneTexts,
} as const

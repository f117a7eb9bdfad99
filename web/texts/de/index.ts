// German: its tables joined. A text that one lacks is English on the page.
import { accountTexts } from './account.ts'
import { activityTexts } from './activity.ts'
import { alarmSettingTexts } from './alarm-settings.ts'
import { alarmTexts } from './alarms.ts'
import { backupTexts } from './backup.ts'
import { channelTexts } from './channels.ts'
import { configurationTexts } from './configuration.ts'
import { controlTexts } from './controls.ts'
import { dayTexts } from './day.ts'
import { deedTexts } from './deeds.ts'
import { deviceTexts } from './devices.ts'
import { discoverTexts } from './discover.ts'
import { findTexts } from './find.ts'
import { generalTexts } from './general.ts'
import { hubTexts } from './hub.ts'
import { imagingTexts } from './imaging.ts'
import { logTexts } from './log.ts'
import { machineTexts } from './machine.ts'
import { peopleTexts } from './people.ts'
import { playbackTexts } from './playback.ts'
import { ptzTexts } from './ptz.ts'
import { pushTexts } from './push.ts'
import { recorderTexts } from './recorder.ts'
import { recordingTexts } from './recordings.ts'
import { rightsTexts } from './rights.ts'
import { ruleTexts } from './rules.ts'
import { searchTexts } from './search.ts'
import { settingTexts } from './settings.ts'
import { setupTexts } from './setup.ts'
import { shellTexts } from './shell.ts'
import { sourceTexts } from './sources.ts'
import { storageTexts } from './storage.ts'
import { systemTexts } from './system.ts'
import { userTexts } from './users.ts'
import { wallTexts } from './walls.ts'
import { webhookTexts } from './webhooks.ts'
import { zoneTexts } from './zones.ts'

export const de = {
  ...generalTexts,
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
  ...shellTexts,
  ...wallTexts,
  ...pushTexts,
  ...rightsTexts,
  ...setupTexts,
  ...configurationTexts,
  ...zoneTexts,
} as const

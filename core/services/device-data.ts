// What people read and change on devices: settings, schedules, disks, users, rights and logs, made together.
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { createAskDevice } from './ask-device.ts'
import { type ChannelConfigs, createChannelConfigs } from './channel-config.ts'
import { type ChannelConfigurations, createChannelConfigurations } from './channel-configurations/index.ts'
import { createDeviceInfos, type DeviceInfos } from './device-info.ts'
import { createDeviceLog, type DeviceLog } from './device-log.ts'
import type { DeviceReports } from './device-reports.ts'
import { createDeviceStates, type DeviceStates } from './device-state.ts'
import { createDeviceUsers, type DeviceUsers } from './device-users/index.ts'
import { createDeviceUserStore } from './device-users/store.ts'
import { createSchedules, type Schedules } from './schedule.ts'
import type { Sessions } from './sessions/index.ts'
import type { Settings } from './settings.ts'
import type { Sync } from './sync.ts'

export interface DeviceData {
  channelConfigs: ChannelConfigs
  channelConfigurations: ChannelConfigurations
  deviceInfos: DeviceInfos
  deviceLog: DeviceLog
  deviceStates: DeviceStates
  deviceUsers: DeviceUsers
  schedules: Schedules
}

interface Deps {
  db: Db
  access: AccessService
  sessions: Pick<Sessions, 'use'>
  sync: Pick<Sync, 'run'>
  activity: Activity
  reports: Pick<DeviceReports, 'store'>
  settings: Pick<Settings, 'get'>
  bus: Bus
  now: () => Date
}

export function createDeviceData(deps: Deps): DeviceData {
  const own = { ...deps, askDevice: createAskDevice(deps) }
  const [channelConfigs, schedules] = [createChannelConfigs(own), createSchedules(own)]
  return {
    channelConfigs,
    channelConfigurations: createChannelConfigurations({ ...own, channelConfigs, schedules }),
    deviceInfos: createDeviceInfos(own),
    deviceLog: createDeviceLog(own),
    deviceStates: createDeviceStates(own),
    deviceUsers: createDeviceUsers({ ...own, store: createDeviceUserStore(deps) }),
    schedules,
  }
}

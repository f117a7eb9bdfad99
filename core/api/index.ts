// Everything below `/api`: a noun a file, mounted here.
import { Hono } from 'hono'
import type { Env } from '../http/guard.ts'
import type { Services } from '../services/index.ts'
import { activityRoutes } from './activity.ts'
import { alarmHoldRoutes } from './alarm-holds.ts'
import { alarmSourceRoutes } from './alarm-sources.ts'
import { authRoutes } from './auth.ts'
import { backupRoutes } from './backups.ts'
import { channelConfigurationRoutes } from './channel-configurations.ts'
import { deviceControlRoutes } from './device-controls.ts'
import { allDeviceUserRoutes } from './device-users-all.ts'
import { discoveryRoutes } from './discovery.ts'
import type { EventStream } from './events.ts'
import { eventRoutes } from './events-stream.ts'
import { exportRoutes } from './exports.ts'
import { clipRoutes } from './footage-clips.ts'
import { footageRuleRoutes } from './footage-rules.ts'
import { footageTimelineRoutes } from './footage-timeline.ts'
import { type HubDeps, hubRoutes } from './hub.ts'
import { imagingRoutes } from './imaging.ts'
import { jobRoutes } from './jobs.ts'
import { keyRoutes } from './keys.ts'
import { alarmRoutes } from './manager/alarms.ts'
import { channelInforRoutes } from './manager/channel-infor.ts'
import { channelRoutes } from './manager/channels.ts'
import { deviceInforRoutes } from './manager/device-infor.ts'
import { deviceLogRoutes } from './manager/device-log.ts'
import { deviceStateRoutes } from './manager/device-state.ts'
import { deviceUserRoutes } from './manager/device-users.ts'
import { deviceRoutes } from './manager/devices.ts'
import { footageRoutes } from './manager/footage.ts'
import { liveRoutes } from './manager/live.ts'
import { monitorRoutes } from './manager/monitor.ts'
import { recordingModeRoutes } from './manager/recording-mode.ts'
import { syncRoutes } from './manager/sync.ts'
import { mediaSignRoutes } from './media-sign.ts'
import { ownBrokerRoutes } from './own-broker.ts'
import type { OwnBrokerState } from './own-broker.wire.ts'
import { ptzRoutes } from './ptz.ts'
import { pushRoutes } from './push.ts'
import { recorderRoutes } from './recorder.ts'
import { restreamerRoutes } from './restreamer.ts'
import { secondFactorRoutes } from './second-factor.ts'
import { settingRoutes } from './settings.ts'
import { signInRoutes } from './sign-ins.ts'
import { storageRoutes } from './storage.ts'
import { streamLinkRoutes } from './stream-links.ts'
import { templateRoutes } from './templates.ts'
import { cameraRoutes } from './vms/cameras.ts'
import { vmsEventRoutes } from './vms/events.ts'
import { recordingRoutes } from './vms/recordings.ts'
import { streamRoutes } from './vms/streams.ts'
import { systemRoutes } from './vms/system.ts'
import { userRoutes } from './vms/users.ts'
import { wallRoutes } from './walls.ts'
import { webhookRoutes } from './webhooks.ts'
import { zoneRoutes } from './zones.ts'

export interface ApiDeps {
  services: Services
  events: EventStream
  hub: HubDeps['hub']
  ownBroker: { state(): OwnBrokerState }
}

/** People, settings, keys, log and jobs: what works without any recorder. */
export function householdRoutes({ services, hub }: Pick<ApiDeps, 'services' | 'hub'>): Hono<Env> {
  return mounted([
    authRoutes(services),
    userRoutes(services),
    settingRoutes(services),
    keyRoutes(services),
    signInRoutes(services),
    secondFactorRoutes(services),
    streamLinkRoutes(services),
    activityRoutes(services),
    jobRoutes(services),
    mediaSignRoutes(services),
    hubRoutes({ ...services, hub }),
  ])
}

/** Devices, channels, live pictures and alarms (seed 000). */
export function managerRoutes(services: Services): Hono<Env> {
  return mounted([
    deviceRoutes(services),
    discoveryRoutes(services),
    channelRoutes(services),
    footageRoutes(services),
    footageTimelineRoutes(services),
    footageRuleRoutes(services),
    syncRoutes(services),
    monitorRoutes(services),
    liveRoutes(services),
    wallRoutes(services),
    templateRoutes(services),
    alarmRoutes(services),
    alarmHoldRoutes(services),
    alarmSourceRoutes(services),
    clipRoutes(services),
    recordingRoutes(services),
    cameraRoutes(services),
    recorderRoutes(services),
    zoneRoutes(services),
    storageRoutes(services),
    ptzRoutes(services),
    imagingRoutes(services),
    streamRoutes(services),
    restreamerRoutes(services),
    exportRoutes(services),
    systemRoutes(services),
    ...deviceDataRoutes(services),
  ])
}

/** What people read and change on a device (seed 000). */
function deviceDataRoutes(services: Services): Hono<Env>[] {
  return [
    deviceInforRoutes(services),
    deviceStateRoutes(services),
    deviceControlRoutes(services),
    channelInforRoutes(services),
    channelConfigurationRoutes(services),
    recordingModeRoutes(services),
    deviceUserRoutes(services),
    allDeviceUserRoutes(services),
    deviceLogRoutes(services),
  ]
}

export function apiRoutes(deps: ApiDeps): Hono<Env> {
  const { services, events } = deps
  // The stream stands before the event of an id.
  const history = [eventRoutes(services, events), vmsEventRoutes(services)]
  const told = [webhookRoutes(services), pushRoutes(services), ...history, ownBrokerRoutes({ ...services, ...deps })]
  return mounted([householdRoutes(deps), managerRoutes(services), ...told, backupRoutes(services)])
}

function mounted(parts: Hono<Env>[]): Hono<Env> {
  const api = new Hono<Env>()
  for (const part of parts) api.route('/', part)
  return api
}

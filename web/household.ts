// What the pages share: devices, channels, the hub and open alarms, loaded once and kept fresh by live updates.
import { computed } from '@preact/signals'
import { forgetSeen, loadSeen } from './alarms-seen.ts'
import { api } from './api.ts'
import { createRenewed } from './loaded.ts'
import { createOpenAlarms } from './open-alarms.ts'
import { mayOperate } from './session.ts'
import type { ChannelOut, DeviceOut, DeviceStateOut, HubOut } from './wire.ts'

export { type Loaded, loaded } from './loaded.ts'

const renewedDevices = createRenewed<DeviceOut[]>(() => api.devices())
const renewedChannels = createRenewed<ChannelOut[]>(() => api.channels())
const renewedHub = createRenewed<HubOut>(() => api.hub())
export const devices = renewedDevices.state
export const channels = renewedChannels.state
/** Null: not known, or not for this person. */
export const hub = computed(() => (renewedHub.state.value.phase === 'ready' ? renewedHub.state.value.value : null))
/** Alarms that go on. */
export const openAlarms = createOpenAlarms((query) => api.alarms(query))

export const deviceList = computed(() => (devices.value.phase === 'ready' ? devices.value.value : []))
/** Channels with a picture, in the order of their recorders, also those that are switched off here. */
export const allPictures = computed(() =>
  channels.value.phase === 'ready'
    ? channels.value.value
        .filter((channel) => channel.is_active && channel.can.live)
        .sort((a, b) => a.device_id - b.device_id || a.channel_no - b.channel_no)
    : [],
)
/** Those that are in use: what is shown live, and what can be missing. */
export const pictures = computed(() => allPictures.value.filter((channel) => channel.in_use))

/** Its device keeps footage, and this person may play that of this channel. */
export const hasFootage = (channel: ChannelOut | undefined): boolean =>
  channel?.may.playback === true && deviceOf(channel.device_id)?.offers.includes('footage') === true
/** Active channels of which there is footage to play, in the order of their devices. */
export const footageChannels = computed(() =>
  channels.value.phase === 'ready'
    ? channels.value.value
        .filter((channel) => channel.is_active && hasFootage(channel))
        .sort((a, b) => a.device_id - b.device_id || a.channel_no - b.channel_no)
    : [],
)

export const deviceOf = (id: number | null): DeviceOut | undefined =>
  deviceList.value.find((device) => device.id === id)
export const channelOf = (id: number | null): ChannelOut | undefined =>
  channels.value.phase === 'ready' ? channels.value.value.find((channel) => channel.id === id) : undefined
/** May save and fetch of this channel; what belongs to none that is left is for those who may operate. */
export const mayExport = (channelId: number | null): boolean =>
  mayOperate.value || channelOf(channelId)?.may.export === true
export const mayExportAny = computed(
  () => mayOperate.value || (channels.value.phase === 'ready' && channels.value.value.some(({ may }) => may.export)),
)
export const titleOf = (device: DeviceOut): string => device.name || device.device_name || device.model || device.ip_web

let statesTold = 0
/** What an event tells of a device while we ask is newer than the answer: then we ask again. */
export async function loadDevices(): Promise<void> {
  for (let told = -1, tries = 0; told !== statesTold && tries < 5; tries++) {
    told = statesTold
    await renewedDevices.load()
  }
}
export const loadChannels = renewedChannels.load
export const loadHub = async () => {
  // A viewer would only be refused.
  if (mayOperate.value) await renewedHub.load()
}
export const putHub = renewedHub.put

/** Everything anew: at the start, and after live updates were interrupted. */
export async function loadAll(): Promise<void> {
  await Promise.all([loadDevices(), loadChannels(), loadHub(), loadSeen(), openAlarms.load()])
}

/** Forgets a household when somebody signs out. */
export function forget(): void {
  renewedDevices.forget()
  renewedChannels.forget()
  renewedHub.forget()
  openAlarms.drop('all')
  forgetSeen()
}

export function setDeviceState(id: number, state: DeviceStateOut): void {
  statesTold++
  renewedDevices.change((all) => all.map((device) => (device.id === id ? { ...device, state } : device)))
}

/** A recorder that does not answer, or that waits for a person. */
export const isAway = (device: DeviceOut): boolean => device.state.phase === 'away' || device.state.phase === 'refused'

/** A list that could not be read at all: then nothing can be said to be well. */
export const unread = computed(() => devices.value.phase === 'fault' || channels.value.phase === 'fault')

/** No picture can come: its recorder is away, or the recorder does not see the camera. */
export const isOut = (channel: ChannelOut): boolean => {
  const device = deviceOf(channel.device_id)
  return channel.online === false || (device !== undefined && isAway(device))
}

export const troubles = computed(() => ({
  devices: deviceList.value.filter(isAway),
  /** Recorders that answer and miss cameras, with these. */
  cameras: deviceList.value
    .filter((device) => !isAway(device))
    .map((device) => ({
      device,
      missing: pictures.value.filter((channel) => channel.device_id === device.id && channel.online === false),
    }))
    .filter(({ missing }) => missing.length > 0),
  hub: hub.value !== null && hub.value.url !== null && !hub.value.connected,
}))

// Devices and channels as the hub's model holds them, with as little as there can be of each.
import type { HubChannel, HubDevice } from '../mqtt/hub-model.ts'

export function hubChannel(id: number, more: Partial<HubChannel> = {}): HubChannel {
  return {
    id,
    channelNo: id,
    name: `Camera ${id}`,
    snapshot: true,
    live: false,
    alarms: ['motion'],
    silent: new Map(),
    detectors: new Map(),
    record: null,
    recording: null,
    oldestRecording: undefined,
    streaming: false,
    ...more,
  }
}

export function hubDevice(id: number, more: Partial<HubDevice> = {}): HubDevice {
  return {
    id,
    hubKey: `n000${id}`,
    name: `Recorder ${id}`,
    host: `192.0.2.${id + 4}`,
    manufacturer: 'Hikvision',
    model: 'DS-7608NI-I2',
    firmware: 'V4.61.025',
    watched: true,
    canReboot: false,
    alarms: [],
    silent: new Map(),
    channels: [],
    disks: null,
    driftSeconds: null,
    lastSyncAt: null,
    inputs: [],
    outputs: [],
    holiday: null,
    listens: true,
    ...more,
  }
}

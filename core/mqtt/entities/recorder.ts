// A recorder or camera as a device of the hub (DISCOVERY 12).
import type { HubDevice, HubModel } from '../hub-model.ts'
import type { Topics } from '../topics.ts'
import { addAlarms } from './alarms.ts'
import { type Announced, build, config, connectivity, diagnostic, onOff } from './build.ts'
import { addDisks } from './disks.ts'

export function describeDevice(model: HubModel, topics: Topics, device: HubDevice, name: string): Announced {
  const { hubKey, manufacturer, firmware, watched } = device
  const place = { hubKey, channelNo: null }
  const facts = {
    name,
    ...(manufacturer ? { manufacturer } : {}),
    ...(device.model ? { model: device.model } : {}),
    ...(firmware ? { sw_version: firmware } : {}),
    via_device: topics.identifier(),
  }
  const it = build({ topics, model }, { place, owner: hubKey, device: facts })
  const up = [{ topic: topics.status }]
  const alive = [...up, { topic: topics.statusOf(place) }]
  it.add('online', { ...connectivity, state_topic: topics.statusOf(place) }, up)
  if (watched) {
    const stream = { platform: 'binary_sensor', name: 'Alarm stream', device_class: 'connectivity', ...diagnostic }
    it.add('alarm_stream', stream, up, { state: onOff(device.listens) })
  }
  if (firmware) {
    const tag = { icon: 'mdi:tag', ...diagnostic }
    it.add('firmware', { platform: 'sensor', name: 'Firmware', ...tag }, alive, { state: firmware })
  }
  if (device.disks?.length) addDisks(it, topics, place, device.disks, alive)
  if (device.driftSeconds !== null) {
    const drift = {
      platform: 'sensor',
      name: 'Clock drift',
      device_class: 'duration',
      unit_of_measurement: 's',
      state_class: 'measurement',
      ...diagnostic,
    }
    it.add('clock_drift', drift, alive, { state: String(Math.round(device.driftSeconds)) })
  }
  if (watched) addAlarms(it, topics, place, { ...device, alive, device: alive })
  const sync = { platform: 'sensor', name: 'Last sync', device_class: 'timestamp', ...diagnostic }
  it.add('last_sync', sync, alive, { state: device.lastSyncAt?.toISOString() ?? null })
  it.add('sync', { platform: 'button', name: 'Sync now', icon: 'mdi:sync' }, alive)
  if (device.canReboot) {
    const reboot = { platform: 'button', name: 'Reboot', device_class: 'restart', enabled_by_default: false, ...config }
    it.add('reboot', reboot, alive)
  }
  if (device.holiday !== null) {
    const holiday = { platform: 'switch', name: 'Holiday mode', icon: 'mdi:beach', ...config }
    it.add('holiday', holiday, alive, { state: onOff(device.holiday) })
  }
  for (const { id, active } of device.inputs)
    it.add(`input_${id}`, { platform: 'binary_sensor', name: `Input ${id}` }, alive, { state: onOff(active) })
  for (const { id, active } of device.outputs) {
    const key = `output_${id}`
    // Whoever may not switch it may still see it.
    const platform = it.allows(key) ? 'switch' : 'binary_sensor'
    it.add(key, { platform, name: `Output ${id}` }, alive, { state: onOff(active) })
  }
  return it
}

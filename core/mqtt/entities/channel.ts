// A channel as a device of the hub, which people put into a room (DISCOVERY 12).
import { ALARM_KINDS } from '../../domain/alarm-kinds.ts'
import { detectionKey } from '../command-table.ts'
import type { HubChannel, HubDevice, HubModel } from '../hub-model.ts'
import type { Topics } from '../topics.ts'
import { addAlarms, sensorKinds } from './alarms.ts'
import { type Announced, build, config, connectivity, diagnostic, onOff } from './build.ts'

export function describeChannel(
  model: HubModel,
  topics: Topics,
  device: HubDevice,
  channel: HubChannel,
  name: string,
): Announced {
  const { hubKey, manufacturer } = device
  const place = { hubKey, channelNo: channel.channelNo }
  const parent = { hubKey, channelNo: null }
  const facts = { name, ...(manufacturer ? { manufacturer } : {}), via_device: topics.identifier(parent) }
  const it = build({ topics, model }, { place, owner: hubKey, device: facts })
  const reachable = [{ topic: topics.status }, { topic: topics.statusOf(parent) }]
  const alive = [...reachable, { topic: topics.statusOf(place) }]
  if (channel.snapshot) {
    it.add('snapshot', { platform: 'camera', name: null, topic: topics.snapshot(place) }, alive)
    if (device.watched) {
      const byAddress = model.images === 'url'
      const [key, topic] = byAddress
        ? ['url_topic', topics.alarmImageAddress(place)]
        : ['image_topic', topics.alarmImage(place)]
      it.add('alarm_image', { platform: 'image', name: 'Alarm picture', [String(key)]: String(topic) }, alive)
    }
  }
  it.add('online', { ...connectivity, state_topic: topics.statusOf(place) }, reachable)
  if (device.watched) addAlarms(it, topics, place, { ...channel, alive, device: reachable })
  if (channel.recording !== null) {
    const recording = { platform: 'binary_sensor', name: 'Recording', device_class: 'running' }
    it.add('recording', { ...recording, state_topic: topics.state(place, 'recording') }, alive)
  }
  if (channel.oldestRecording !== undefined) {
    const oldest = { platform: 'sensor', name: 'Oldest recording', device_class: 'date', ...diagnostic }
    it.add('oldest_recording', oldest, reachable, { state: channel.oldestRecording })
  }
  for (const kind of sensorKinds([...channel.detectors.keys()])) {
    const named = { platform: 'switch', name: `${ALARM_KINDS[kind].hubName} detection`, icon: 'mdi:motion-sensor' }
    it.add(detectionKey(kind), { ...named, ...config }, alive, { state: onOff(channel.detectors.get(kind) ?? null) })
  }
  if (channel.record !== null) {
    const record = { platform: 'switch', name: 'Record', icon: 'mdi:record-rec', ...config }
    it.add('record', record, alive, { state: onOff(channel.record) })
  }
  if (channel.live) {
    const stream = { platform: 'switch', name: 'Live stream', icon: 'mdi:video' }
    it.add('stream', stream, alive, { state: onOff(channel.streaming) })
  }
  if (channel.snapshot)
    it.add('take_snapshot', { platform: 'button', name: 'Take snapshot', icon: 'mdi:camera' }, alive)
  return it
}

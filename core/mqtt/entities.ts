// From the appliance, its devices and channels to what is announced to a hub (DISCOVERY 12). Pure.
import { ALARM_KINDS } from '../domain/alarm-kinds.ts'
import { describeAppliance } from './entities/appliance.ts'
import type { Announced } from './entities/build.ts'
import { describeChannel } from './entities/channel.ts'
import { describeDevice } from './entities/recorder.ts'
import type { HubModel } from './hub-model.ts'
import { uniqueNames } from './names.ts'
import type { Topics } from './topics.ts'

export { type ConfigMessage, configMessages } from './config-messages.ts'
export { eventTypes, sensorKinds } from './entities/alarms.ts'
export type { Announced } from './entities/build.ts'
export type { HubChannel, HubDevice, HubModel } from './hub-model.ts'

const ENTITY_NAMES = [
  ...['Connection', 'Version', 'Last start', 'Database size', 'Problem', 'Sync all', 'Announce again'],
  ...['Alarm stream', 'Firmware', 'Storage capacity', 'Storage free', 'Disk', 'Clock drift', 'Last sync', 'Sync now'],
  ...['Reboot', 'Holiday mode', 'Input', 'Output', 'Alarm', 'Last alarm', 'Alarm picture', 'Recording'],
  ...['Oldest recording', 'Record', 'Live stream', 'Take snapshot'],
  ...Object.values(ALARM_KINDS).map(({ hubName }) => hubName),
]

/** The model as devices of the hub, parents first. */
export function describe(model: HubModel, topics: Topics): Announced[] {
  const names = namesOf(model)
  return [
    describeAppliance(model, topics, names.appliance),
    ...model.devices.map((device) =>
      describeDevice(model, topics, device, names.devices.get(device.id) ?? device.name),
    ),
    ...model.devices.flatMap((device) =>
      device.channels.map((channel) =>
        describeChannel(model, topics, device, channel, names.channels.get(channel.id) ?? channel.name),
      ),
    ),
  ]
}

function namesOf(model: HubModel) {
  const owned = model.devices.flatMap((device) => device.channels.map((channel) => ({ device, channel })))
  const [appliance = model.name] = uniqueNames([{ name: model.name, distinctions: ['Porchlight'] }], ENTITY_NAMES)
  const devices = uniqueNames(
    model.devices.map(({ name, host, hubKey }) => ({ name, distinctions: [host, hubKey] })),
    [appliance, ...ENTITY_NAMES],
  )
  const deviceNames = new Map(model.devices.map(({ id, name }, i) => [id, devices[i] ?? name]))
  const fixed = [appliance, ...devices].map((name) => ({ name, distinctions: [] }))
  const unique = uniqueNames(
    [
      ...fixed,
      ...owned.map(({ device, channel }) => ({
        name: channel.name,
        distinctions: [deviceNames.get(device.id) ?? device.name, `channel ${channel.channelNo}`],
      })),
    ],
    ENTITY_NAMES,
  )
  return {
    appliance,
    devices: deviceNames,
    channels: new Map(owned.map(({ channel }, i) => [channel.id, unique[fixed.length + i] ?? channel.name])),
  }
}

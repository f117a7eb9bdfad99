// Reads what the hub shall see: the devices and channels of the founder's household.
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import type { AccessService, ChannelWithDevice, DeviceRow } from '../services/access.ts'
import { cleanName } from '../services/sync.ts'
import type { HubModel } from './entities.ts'

/** The address without scheme, port and path. */
function hostOf(address: string): string {
  const url = address.includes('://') ? address : `http://${address}`
  return URL.canParse(url) ? new URL(url).hostname : address
}

const ofScope = (kinds: readonly AlarmKind[], scope: 'channel' | 'device') =>
  kinds.filter((kind) => ALARM_KINDS[kind]?.scope === scope)

function deviceAlarms(device: DeviceRow): AlarmKind[] {
  const told = ofScope(device.info?.alarms ?? [], 'device')
  return [...new Set([...told, ...device.alarmKinds])]
}

export function readModel(
  access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>,
  { householdId, version, publicUrl }: { householdId: number | null; version: string; publicUrl: string | null },
): { model: HubModel; channels: ChannelWithDevice[]; devices: DeviceRow[] } {
  const ours = (row: { householdId: number }) => row.householdId === householdId
  const devices = access.visibleDevices({ kind: 'system' }).filter(ours)
  const channels = access.visibleChannels({ kind: 'system' }).filter(ours)
  const byDevice = Map.groupBy(channels, ({ deviceId }) => deviceId)
  const model = {
    version,
    publicUrl,
    devices: devices.map((device) => ({
      id: device.id,
      hubKey: device.hubKey,
      name: cleanName(device.name ?? device.info?.name ?? '', device.info?.model ?? 'Recorder'),
      host: hostOf(device.address),
      manufacturer: device.info?.manufacturer ?? null,
      model: device.info?.model ?? null,
      firmware: device.info?.firmwareVersion ?? null,
      watched: device.offers.includes('alarms'),
      alarms: deviceAlarms(device),
      channels: (byDevice.get(device.id) ?? []).map((channel) => ({
        id: channel.id,
        channelNo: channel.channelNo,
        name: cleanName(channel.name ?? channel.deviceName, `Channel ${channel.channelNo}`),
        snapshot: channel.can.snapshot || channel.can.live,
        alarms: ofScope(channel.can.alarms, 'channel'),
      })),
    })),
  }
  return { model, channels, devices }
}

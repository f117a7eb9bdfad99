// Reads what the hub shall see: the devices and channels of the founder's household, with all that is stored of them.
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import type { AccessService, ChannelWithDevice, DeviceRow } from '../services/access.ts'
import type { AlarmReason, AlarmReasons } from '../services/alarm-reasons.ts'
import { isGone } from '../services/devices/replacement.ts'
import type { DeviceFacts, HubFacts } from '../services/hub-facts.ts'
import { cleanName } from '../services/sync.ts'
import type { ControlLevel } from './command-table.ts'
import type { HubChannel, HubDevice, HubModel, Silence, Silent } from './hub-model.ts'

export interface ModelSources {
  access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>
  hubFacts: HubFacts
  alarmReasons: Pick<AlarmReasons, 'reasonForDevice' | 'reasonsOf'>
  /** Whether the hub has our live stream of a channel switched on. */
  streaming(channelId: number): boolean
  /** Whether a device waits for a person, since it refuses our login. */
  refuses(deviceId: number): boolean
}

export interface ModelOptions {
  householdId: number | null
  name: string
  version: string
  publicUrl: string | null
  control: ControlLevel
  images: HubModel['images']
  /** Kinds that the hub was told to be silent since we have begun; it grows. By channel, or hub key of the device, and kind. */
  wereSilent: Set<string>
}

export interface ReadModel {
  model: HubModel
  channels: ChannelWithDevice[]
  devices: DeviceRow[]
  /** When something of it changes by the clock alone; null = not within a day. */
  changesAt: Date | null
}

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

const nothing = { record: null, recording: null, detectors: new Map<AlarmKind, boolean>() }

export function readModel(sources: ModelSources, options: ModelOptions): ReadModel {
  const { access, hubFacts, alarmReasons } = sources
  const { householdId, version, publicUrl, control, images } = options
  const ours = (row: { householdId: number }) => row.householdId === householdId
  const devices = access.visibleDevices({ kind: 'system' }).filter(ours)
  const channels = access.visibleChannels({ kind: 'system' }).filter((row) => ours(row) && row.inUse && !isGone(row))
  const byDevice = Map.groupBy(channels, ({ deviceId }) => deviceId)
  const known = devices.map((device) => {
    const own = byDevice.get(device.id) ?? []
    return { device, own, facts: hubFacts.ofDevice(device, own) }
  })
  const changes = known.flatMap(({ facts }) => facts.changesAt ?? []).map(Number)

  function silentOf(
    place: number | string,
    kinds: readonly AlarmKind[],
    reasonOf: (kind: AlarmKind) => AlarmReason | null | undefined,
  ): Silent {
    const silent = new Map<AlarmKind, Silence | null>()
    for (const kind of kinds) {
      const reason = reasonOf(kind)
      const key = `${place} ${kind}`
      if (reason) {
        options.wereSilent.add(key)
        silent.set(kind, { text: reason.text, unsent: reason.code === 'not-linked' })
      } else if (options.wereSilent.has(key)) silent.set(kind, null)
    }
    return silent
  }

  function channelOf(channel: ChannelWithDevice, { channels: facts }: DeviceFacts): HubChannel {
    const alarms = ofScope(channel.can.alarms, 'channel')
    const reasons = alarmReasons.reasonsOf(channel, alarms)
    return {
      ...(facts.get(channel.id) ?? nothing),
      id: channel.id,
      channelNo: channel.channelNo,
      name: cleanName(channel.name ?? channel.deviceName, `Channel ${channel.channelNo}`),
      snapshot: channel.can.snapshot || channel.can.live,
      live: channel.can.live,
      alarms,
      silent: silentOf(channel.id, alarms, (kind) => reasons.get(kind)),
      oldestRecording: channel.device.offers.includes('footage') ? channel.oldestRecordDate : undefined,
      streaming: sources.streaming(channel.id),
    }
  }

  function deviceOf({ device, own, facts }: (typeof known)[number]): HubDevice {
    const { channels: _, changesAt: __, ...stored } = facts
    const alarms = deviceAlarms(device)
    return {
      ...stored,
      id: device.id,
      hubKey: device.hubKey,
      name: nameOf(device),
      host: hostOf(device.address),
      manufacturer: device.info?.manufacturer ?? null,
      model: device.info?.model ?? null,
      firmware: device.info?.firmwareVersion ?? null,
      watched: device.offers.includes('alarms'),
      canReboot: device.offers.includes('power'),
      alarms,
      silent: silentOf(device.hubKey, alarms, (kind) => alarmReasons.reasonForDevice(device.id, kind)),
      channels: own.map((channel) => channelOf(channel, facts)),
    }
  }

  const { databaseBytes, problems } = hubFacts.appliance()
  const refusing = devices.filter(({ id }) => sources.refuses(id))
  const model = {
    ...{ name: cleanName(options.name, 'Porchlight'), version, publicUrl, control, images, databaseBytes },
    problems: [...problems, ...refusing.map((device) => `${nameOf(device)} refuses our user name or password.`)],
    devices: known.map(deviceOf),
  }
  return { model, channels, devices, changesAt: changes.length ? new Date(Math.min(...changes)) : null }
}

function nameOf({ name, info }: DeviceRow): string {
  return cleanName(name ?? info?.name ?? '', info?.model ?? 'Recorder')
}

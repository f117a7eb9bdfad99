// Why a channel, or a device itself, tells of no alarms of a kind: its detector is off, the device does not tell us, or our user may not hear it.
import { eq } from 'drizzle-orm'
import { ALARM_KINDS, type AlarmKind, type Detection, type Written } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService, ChannelWithDevice, DeviceRow } from './access.ts'
import type { Activity } from './activity.ts'
import { createAlarmFacts } from './alarm-reasons-facts.ts'
import { findReason, notHeard } from './alarm-reasons-found.ts'
import { createMender, type DetectionState, type Raiser } from './alarm-reasons-mend.ts'
import type { AskDevice } from './ask-device.ts'
import type { DeviceReports } from './device-reports.ts'
import type { Sessions } from './sessions/index.ts'

/** `off`: the detector; `not-linked`: the device detects, and tells nobody; `no-rights`: it does not tell the user that we sign in with. */
export type ReasonCode = 'off' | 'not-linked' | 'no-rights'

export interface AlarmReason {
  code: ReasonCode
  /** For people, in one or two sentences. */
  text: string
  /** Whether `enable` can change it. */
  mendable: boolean
}

/** What a channel or a device itself may raise, and what the device last said of it. */
export interface AlarmSource {
  kind: AlarmKind
  /** Null = the device does not say, or has no switch for it. */
  enabled: boolean | null
  /** Null = the device does not say. */
  notifies: boolean | null
  reason: AlarmReason | null
}

export interface AlarmSources extends Raiser {
  sources: AlarmSource[]
  /** What stands in the way of all kinds, also where none is known. */
  reason: AlarmReason | null
  /** Null = the device was never asked about this channel, or about itself. */
  readAt: Date | null
}

export interface AlarmReasons extends Disposable {
  /** From what is stored; nobody is asked. Null = nothing that we know of stands in the way. */
  reasonFor(channelId: number, kind: AlarmKind): AlarmReason | null
  /** Of several kinds of a channel at once, for who asks about all there are. */
  reasonsOf(
    channel: { id: number; deviceId: number; sourceKey: string },
    kinds: readonly AlarmKind[],
  ): Map<AlarmKind, AlarmReason>
  /** The same for what the device itself raises. */
  reasonForDevice(deviceId: number, kind: AlarmKind): AlarmReason | null
  /** As stored. */
  list(caller: Caller, channelId: string | number): AlarmSources
  /** Asks the device. */
  sync(caller: Caller, channelId: string | number): Promise<AlarmSources>
  /** Makes alarms of this kind reach us: switches the detector on and links it to us, on the device. */
  enable(caller: Caller, channelId: string | number, kind: AlarmKind): Promise<Written<Detection>>
  /** Switches the detector alone. */
  set(caller: Caller, channelId: string | number, kind: AlarmKind, enabled: boolean): Promise<Written<Detection>>
  /** Writes back how a detector was; null leaves alone. */
  restore(
    caller: Caller,
    channelId: string | number,
    kind: AlarmKind,
    former: DetectionState,
  ): Promise<Written<Detection>>
  /** The same for what the device itself raises: a full disk, a refused login, its own inputs. */
  ofDevice: {
    list(caller: Caller, deviceId: string | number): AlarmSources
    sync(caller: Caller, deviceId: string | number): Promise<AlarmSources>
    enable(caller: Caller, deviceId: string | number, kind: AlarmKind): Promise<Written<Detection>>
    restore(
      caller: Caller,
      deviceId: string | number,
      kind: AlarmKind,
      former: DetectionState,
    ): Promise<Written<Detection>>
  }
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel' | 'device'>
  activity: Pick<Activity, 'record'>
  askDevice: AskDevice
  reports: DeviceReports
  sessions: Pick<Sessions, 'state'>
  now: () => Date
}

const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]

export function createAlarmReasons(deps: Deps): AlarmReasons {
  const { db, access } = deps
  const facts = createAlarmFacts(deps)
  const mender = createMender({ ...deps, facts })

  function sourceOf(deviceId: number, kind: AlarmKind, channel: { sourceKey: string } | null): AlarmSource {
    const { detection, mayHear, username } = facts.of(deviceId)
    const { enabled = null, notifies = null } = detection(channel?.sourceKey ?? null, kind) ?? {}
    return { kind, enabled, notifies, reason: findReason({ kind, enabled, notifies, mayHear, username }) }
  }

  function listOf({ device, channel }: Raiser): AlarmSources {
    const { detection, readAt, mayHear, username } = facts.of(device.id)
    const has = (kind: AlarmKind) => detection(channel?.sourceKey ?? null, kind) !== undefined
    const raised = channel
      ? channel.can.alarms.filter((kind) => ALARM_KINDS[kind]?.scope === 'channel')
      : [...(device.info?.alarms ?? []), ...device.alarmKinds]
    const kinds = KINDS.filter((kind) => kind !== 'other' && (raised.includes(kind) || has(kind)))
    return {
      device,
      channel,
      sources: kinds.map((kind) => sourceOf(device.id, kind, channel)),
      reason: mayHear === false ? notHeard(username) : null,
      readAt: kinds.some(has) ? readAt : null,
    }
  }

  const ofChannel = (channel: ChannelWithDevice): Raiser => ({ device: channel.device, channel })
  const ofDevice = (device: DeviceRow): Raiser => ({ device, channel: null })

  async function sync(raiser: Raiser): Promise<AlarmSources> {
    await mender.read(raiser)
    return listOf(raiser)
  }

  return {
    reasonFor(channelId, kind) {
      const fields = { id: channels.id, deviceId: channels.deviceId, sourceKey: channels.sourceKey }
      const channel = db.select(fields).from(channels).where(eq(channels.id, channelId)).get()
      return channel ? sourceOf(channel.deviceId, kind, channel).reason : null
    },
    reasonsOf: (channel, kinds) =>
      new Map(
        kinds.flatMap((kind) => {
          const { reason } = sourceOf(channel.deviceId, kind, channel)
          return reason ? [[kind, reason] as const] : []
        }),
      ),
    reasonForDevice: (deviceId, kind) => sourceOf(deviceId, kind, null).reason,
    list: (caller, channelId) => listOf(ofChannel(access.channel(caller, channelId, 'view'))),
    sync: async (caller, channelId) => sync(ofChannel(access.channel(caller, channelId, 'restart'))),
    enable: async (caller, channelId, kind) =>
      mender.enable(caller, ofChannel(access.channel(caller, channelId, 'manage')), kind),
    async set(caller, channelId, kind, enabled) {
      // What a hub may switch is decided at its door, by its level.
      const channel = access.channel(caller, channelId, caller.kind === 'hub' ? 'restart' : 'manage')
      const known = () => sourceOf(channel.deviceId, kind, channel)
      return mender.set(caller, ofChannel(channel), kind, enabled, known)
    },
    restore: async (caller, channelId, kind, former) =>
      mender.restore(caller, ofChannel(access.channel(caller, channelId, 'manage')), kind, former),
    ofDevice: {
      list: (caller, deviceId) => listOf(ofDevice(access.device(caller, deviceId, 'view'))),
      sync: async (caller, deviceId) => sync(ofDevice(access.device(caller, deviceId, 'restart'))),
      enable: async (caller, deviceId, kind) =>
        mender.enable(caller, ofDevice(access.device(caller, deviceId, 'manage')), kind),
      restore: async (caller, deviceId, kind, former) =>
        mender.restore(caller, ofDevice(access.device(caller, deviceId, 'manage')), kind, former),
    },
    [Symbol.dispose]: () => facts[Symbol.dispose](),
  }
}

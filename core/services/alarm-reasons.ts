// Why a channel tells of no alarms of a kind: its detector is off, the device does not tell us, or our user may not hear it.
import { eq } from 'drizzle-orm'
import { ALARM_KINDS, type AlarmKind, type Detection, Fault, type Written } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { createAlarmFacts } from './alarm-reasons-facts.ts'
import { findReason, notHeard } from './alarm-reasons-found.ts'
import { type AskDevice, reworded } from './ask-device.ts'
import type { DeviceReports } from './device-reports.ts'
import { createInTurn } from './in-turn.ts'
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

/** What a channel may raise, and what its device last said of it. */
export interface AlarmSource {
  kind: AlarmKind
  /** Null = the device does not say, or has no switch for it. */
  enabled: boolean | null
  /** Null = the device does not say. */
  notifies: boolean | null
  reason: AlarmReason | null
}

export interface AlarmSources {
  channel: ChannelWithDevice
  sources: AlarmSource[]
  /** What stands in the way of all kinds, also where none is known. */
  reason: AlarmReason | null
  /** Null = the device was never asked about this channel. */
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
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
  askDevice: AskDevice
  reports: DeviceReports
  sessions: Pick<Sessions, 'state'>
  now: () => Date
}

const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]

export function createAlarmReasons(deps: Deps): AlarmReasons {
  const { db, access, activity, askDevice } = deps
  const inTurn = createInTurn()
  const facts = createAlarmFacts(deps)

  function sourceOf(deviceId: number, kind: AlarmKind, channel: { sourceKey: string } | null): AlarmSource {
    const { detection, mayHear, username } = facts.of(deviceId)
    const { enabled = null, notifies = null } = detection(channel?.sourceKey ?? null, kind) ?? {}
    return { kind, enabled, notifies, reason: findReason({ kind, enabled, notifies, mayHear, username }) }
  }

  function listOf(channel: ChannelWithDevice): AlarmSources {
    const { detection, readAt, mayHear, username } = facts.of(channel.deviceId)
    const has = (kind: AlarmKind) => detection(channel.sourceKey, kind) !== undefined
    const kinds = KINDS.filter(
      (kind) =>
        ALARM_KINDS[kind].scope === 'channel' && kind !== 'other' && (has(kind) || channel.can.alarms.includes(kind)),
    )
    return {
      channel,
      sources: kinds.map((kind) => sourceOf(channel.deviceId, kind, channel)),
      reason: mayHear === false ? notHeard(username) : null,
      readAt: kinds.some(has) ? readAt : null,
    }
  }

  async function read(channel: ChannelWithDevice): Promise<Detection[]> {
    const question = { deviceId: channel.deviceId, capability: 'detections' } as const
    const all = await askDevice({ ...question, failed: 'Cannot read the detectors' }, (its) =>
      its.list(channel.sourceKey),
    )
    const own = all.filter(({ sourceKey }) => sourceKey === channel.sourceKey)
    facts.keepAll(channel, own)
    return own
  }

  function record(caller: Caller, channel: ChannelWithDevice, { before, after }: Steps, error?: string): void {
    const state = ({ enabled, notifies }: Detection) => ({ enabled, notifies })
    activity.record(caller, {
      action: 'update_detection',
      resourceType: 'channel',
      resourceId: channel.id,
      metadata: { kind: after.kind, before: state(before), after: state(after) },
      ...(error === undefined ? {} : { success: false, error }),
    })
  }

  type Steps = Written<Detection>
  type Step = 'enable' | 'notify'

  /** One write after the other; what was written is remembered, also when the next one fails. */
  async function write(caller: Caller, channel: ChannelWithDevice, before: Detection, steps: Step[], to: boolean) {
    const { sourceKey } = channel
    const { kind } = before
    const done: Steps = { before, after: before, ignored: [], rebootRequired: false }
    try {
      for (const step of steps) {
        const written = await askDevice({ deviceId: channel.deviceId, capability: 'detections' }, (its) =>
          step === 'enable' ? its.enable(sourceKey, kind, to) : its.notify(sourceKey, kind, to),
        )
        // What it was is the device's to say where we did not know.
        if (step === 'enable') done.before = { ...done.before, enabled: written.before.enabled ?? done.before.enabled }
        // A device that cannot say the one when asked for the other takes nothing back.
        const { enabled, notifies } = written.after
        done.after = {
          ...done.after,
          enabled: enabled ?? done.after.enabled,
          notifies: notifies ?? done.after.notifies,
        }
        done.ignored.push(...written.ignored)
        done.rebootRequired ||= written.rebootRequired
        facts.keepOne(channel, done.after)
      }
    } catch (error) {
      const fault = asFault(error)
      const did = Bun.deepEquals(done.after, before)
        ? 'Nothing was changed on the device'
        : 'Only the detector was switched'
      const text = `${did}: ${fault.message}`
      record(caller, channel, done, text)
      throw reworded(fault, text)
    }
    if (!Bun.deepEquals(done.before, done.after) || done.ignored.length) record(caller, channel, done)
    return done
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
    list: (caller, channelId) => listOf(access.channel(caller, channelId, 'view')),
    async sync(caller, channelId) {
      const channel = access.channel(caller, channelId, 'restart')
      await read(channel)
      return listOf(channel)
    },
    async enable(caller, channelId, kind) {
      const channel = access.channel(caller, channelId, 'manage')
      return inTurn(`${channel.deviceId}`, async () => {
        const before = (await read(channel)).find((one) => one.kind === kind)
        if (!before) throw new Fault('not-found', `Nothing on this channel raises “${ALARM_KINDS[kind].hubName}”.`)
        const steps: Step[] = []
        if (before.enabled === false) steps.push('enable')
        if (before.notifies === false) steps.push('notify')
        return write(caller, channel, before, steps, true)
      })
    },
    async set(caller, channelId, kind, enabled) {
      // What a hub may switch is decided at its door, by its level.
      const channel = access.channel(caller, channelId, caller.kind === 'hub' ? 'restart' : 'manage')
      return inTurn(`${channel.deviceId}`, async () => {
        const source = sourceOf(channel.deviceId, kind, channel)
        const before = { sourceKey: channel.sourceKey, kind, enabled: source.enabled, notifies: source.notifies }
        return write(caller, channel, before, ['enable'], enabled)
      })
    },
    [Symbol.dispose]: () => facts[Symbol.dispose](),
  }
}

// Why a channel tells of no alarms of a kind: its detector is off, the device does not tell us, or our user may not hear it.
import { and, eq } from 'drizzle-orm'
import { ALARM_KINDS, type AlarmKind, type ChannelSettings, type Detection, Fault, type Written } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channelConfigs, channels, devices, deviceUsers } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { findReason } from './alarm-reasons-found.ts'
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
  /** Null = the device was never asked about this channel. */
  readAt: Date | null
}

export interface AlarmReasons extends Disposable {
  /** From what is stored; nobody is asked. Null = nothing that we know of stands in the way. */
  reasonFor(channelId: number, kind: AlarmKind): AlarmReason | null
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

/** All facts of a device, read once for the hundreds of questions that a hub asks at a time. */
interface Facts {
  at: number
  readAt: Date | null
  detections: Map<string, Detection>
  mayHear: boolean | null
  username: string
}

/** What else changes without a word on the bus (rights, who signs in) is seen after so long. */
const FRESH_MS = 1000
const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]
const keyOf = (sourceKey: string | null, kind: AlarmKind) => `${sourceKey ?? ''} ${kind}`

export function createAlarmReasons(deps: Deps): AlarmReasons {
  const { db, bus, access, activity, askDevice, reports, sessions, now } = deps
  const inTurn = createInTurn()
  const known = new Map<number, Facts>()
  const stack = new DisposableStack()
  stack.use(bus.on('device.told', ({ deviceId }) => known.delete(deviceId)))
  stack.use(bus.on('device.removed', ({ deviceId }) => known.delete(deviceId)))

  /** What the device said of our user's rights, or what became of our last try to listen. */
  function mayHear(deviceId: number, username: string): boolean | null {
    const { fault, phase } = stateOf(deviceId)
    if (phase === 'online' && fault?.kind === 'device-denied') return false
    const where = and(
      eq(deviceUsers.deviceId, deviceId),
      eq(deviceUsers.name, username),
      eq(deviceUsers.isActive, true),
    )
    const user = db.select().from(deviceUsers).where(where).get()
    if (user?.role === 'administrator') return true
    const rights = user?.rights as { remote: { global: Record<string, boolean> } | null } | null | undefined
    return rights?.remote?.global.alarm_out_or_upload ?? null
  }

  function stateOf(deviceId: number): { phase: string | null; fault: { kind: string } | null } {
    try {
      return sessions.state(deviceId)
    } catch {
      // Removed a moment ago, or we are stopping.
      return { phase: null, fault: null }
    }
  }

  function factsOf(deviceId: number): Facts {
    const at = now().getTime()
    const before = known.get(deviceId)
    if (before && Math.abs(at - before.at) < FRESH_MS) return before
    const { username = '' } = db.select().from(devices).where(eq(devices.id, deviceId)).get() ?? {}
    const report = reports.last(deviceId, 'detections')
    const detections = new Map(report?.items.map((one) => [keyOf(one.sourceKey, one.kind), one]))
    const facts = { at, readAt: report?.readAt ?? null, detections, mayHear: mayHear(deviceId, username), username }
    known.set(deviceId, facts)
    return facts
  }

  /** Motion is also switched with the channel's other settings: the newer answer counts. */
  function enabledOf(channelId: number, facts: Facts, detection: Detection | undefined): boolean | null {
    const enabled = detection?.enabled ?? null
    if (detection?.kind !== 'motion') return enabled
    const row = db.select().from(channelConfigs).where(eq(channelConfigs.channelId, channelId)).get()
    if (!row || !facts.readAt || row.readAt <= facts.readAt) return enabled
    return (row.settings as ChannelSettings).motionDetection ?? enabled
  }

  function sourceOf(deviceId: number, kind: AlarmKind, channel: { id: number; sourceKey: string } | null): AlarmSource {
    const facts = factsOf(deviceId)
    const detection = facts.detections.get(keyOf(channel?.sourceKey ?? null, kind))
    const enabled = channel ? enabledOf(channel.id, facts, detection) : (detection?.enabled ?? null)
    const notifies = detection?.notifies ?? null
    return { kind, enabled, notifies, reason: findReason({ ...facts, kind, enabled, notifies }) }
  }

  function listOf(channel: ChannelWithDevice): AlarmSources {
    const { detections, readAt } = factsOf(channel.deviceId)
    const has = (kind: AlarmKind) => detections.has(keyOf(channel.sourceKey, kind))
    const kinds = KINDS.filter(
      (kind) =>
        ALARM_KINDS[kind].scope === 'channel' && kind !== 'other' && (has(kind) || channel.can.alarms.includes(kind)),
    )
    return {
      channel,
      sources: kinds.map((kind) => sourceOf(channel.deviceId, kind, channel)),
      readAt: kinds.some(has) ? readAt : null,
    }
  }

  /** Puts what a device said of some of its detections among the rest. */
  function remember(deviceId: number, said: readonly Detection[], of: (one: Detection) => boolean): void {
    const rest = (reports.last(deviceId, 'detections')?.items ?? []).filter((one) => !of(one))
    reports.store(deviceId, 'detections', [...rest, ...said])
    known.delete(deviceId)
  }

  const rememberOne = (channel: ChannelWithDevice, one: Detection) =>
    remember(channel.deviceId, [one], (other) => other.sourceKey === one.sourceKey && other.kind === one.kind)

  async function read(channel: ChannelWithDevice): Promise<Detection[]> {
    const question = { deviceId: channel.deviceId, capability: 'detections' } as const
    const all = await askDevice({ ...question, failed: 'Cannot read the detectors' }, (its) =>
      its.list(channel.sourceKey),
    )
    const own = all.filter(({ sourceKey }) => sourceKey === channel.sourceKey)
    remember(channel.deviceId, own, ({ sourceKey }) => sourceKey === channel.sourceKey)
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
        rememberOne(channel, done.after)
      }
    } catch (error) {
      const fault = asFault(error)
      const did = Bun.deepEquals(done.after, before) ? 'Nothing was changed on the device' : 'Only the detector was switched'
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
    [Symbol.dispose]: () => stack.dispose(),
  }
}

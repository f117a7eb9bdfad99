// Makes alarms reach us: switches a detector on and links it, on the device, one write after the other.
import { ALARM_KINDS, type AlarmKind, type Detection, Fault, type Written } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { ChannelWithDevice, DeviceRow } from './access.ts'
import type { Activity } from './activity.ts'
import type { AlarmFactStore } from './alarm-reasons-facts.ts'
import { type AskDevice, reworded } from './ask-device.ts'
import { createInTurn } from './in-turn.ts'

/** Who raises alarms. */
export interface Raiser {
  device: DeviceRow
  /** Null = the device itself. */
  channel: ChannelWithDevice | null
}

export interface Mender {
  /** Asks the device, and keeps what it said. */
  read(raiser: Raiser): Promise<Detection[]>
  enable(caller: Caller, raiser: Raiser, kind: AlarmKind): Promise<Written<Detection>>
  /** Switches a detector alone. `known`: what is stored of it when its turn has come. */
  set(
    caller: Caller,
    raiser: Raiser,
    kind: AlarmKind,
    enabled: boolean,
    known: () => Pick<Detection, 'enabled' | 'notifies'>,
  ): Promise<Written<Detection>>
  /** Writes a former state back; null leaves alone. */
  restore(caller: Caller, raiser: Raiser, kind: AlarmKind, former: DetectionState): Promise<Written<Detection>>
}

export type DetectionState = Pick<Detection, 'enabled' | 'notifies'>

interface Deps {
  activity: Pick<Activity, 'record'>
  askDevice: AskDevice
  facts: AlarmFactStore
}

type Steps = Written<Detection>
interface Step {
  what: 'enable' | 'notify'
  to: boolean
}

const keyOf = ({ channel }: Raiser) => channel?.sourceKey ?? null

export function createMender({ activity, askDevice, facts }: Deps): Mender {
  const inTurn = createInTurn()

  async function read(raiser: Raiser): Promise<Detection[]> {
    const { id: deviceId } = raiser.device
    const question = { deviceId, capability: 'detections', failed: 'Cannot read the detectors' } as const
    const all = await askDevice(question, (its) => its.list(keyOf(raiser)))
    const own = all.filter(({ sourceKey }) => sourceKey === keyOf(raiser))
    facts.keepAll(deviceId, keyOf(raiser), own)
    return own
  }

  function record(caller: Caller, { device, channel }: Raiser, { before, after }: Steps, error?: string): void {
    const state = ({ enabled, notifies }: Detection) => ({ enabled, notifies })
    activity.record(caller, {
      action: 'update_detection',
      resourceType: channel ? 'channel' : 'device',
      resourceId: channel?.id ?? device.id,
      metadata: { kind: after.kind, before: state(before), after: state(after) },
      ...(error === undefined ? {} : { success: false, error }),
    })
  }

  function ask(raiser: Raiser, { what, to }: Step, kind: AlarmKind) {
    const { device, channel } = raiser
    return askDevice({ deviceId: device.id, capability: 'detections' }, (its) => {
      if (what === 'notify') return its.notify(keyOf(raiser), kind, to)
      if (!channel) throw new Fault('invalid-input', 'What a device raises itself has no switch.')
      return its.enable(channel.sourceKey, kind, to)
    })
  }

  /** What was written is remembered, also when the next one fails. */
  async function write(caller: Caller, raiser: Raiser, before: Detection, steps: Step[]): Promise<Steps> {
    const done: Steps = { before, after: before, ignored: [], rebootRequired: false }
    try {
      for (const step of steps) {
        const written = await ask(raiser, step, before.kind)
        // What it was is the device's to say where we did not know.
        if (step.what === 'enable')
          done.before = { ...done.before, enabled: written.before.enabled ?? done.before.enabled }
        // A device that cannot say the one when asked for the other takes nothing back.
        const { enabled, notifies } = written.after
        done.after = {
          ...done.after,
          enabled: enabled ?? done.after.enabled,
          notifies: notifies ?? done.after.notifies,
        }
        done.ignored.push(...written.ignored)
        done.rebootRequired ||= written.rebootRequired
        facts.keepOne(raiser.device.id, raiser.channel?.id ?? null, done.after)
      }
    } catch (error) {
      const fault = asFault(error)
      const did = Bun.deepEquals(done.after, before)
        ? 'Nothing was changed on the device'
        : 'Only the detector was switched'
      const text = `${did}: ${fault.message}`
      record(caller, raiser, done, text)
      throw reworded(fault, text)
    }
    if (!Bun.deepEquals(done.before, done.after) || done.ignored.length) record(caller, raiser, done)
    return done
  }

  async function present(raiser: Raiser, kind: AlarmKind): Promise<Detection> {
    const found = (await read(raiser)).find((one) => one.kind === kind)
    const here = raiser.channel ? 'on this channel' : 'of this device itself'
    if (!found) throw new Fault('not-found', `Nothing ${here} raises “${ALARM_KINDS[kind].hubName}”.`)
    return found
  }

  return {
    read,
    enable: (caller, raiser, kind) =>
      inTurn(`${raiser.device.id}`, async () => {
        const before = await present(raiser, kind)
        const steps: Step[] = []
        if (before.enabled === false) steps.push({ what: 'enable', to: true })
        if (before.notifies === false) steps.push({ what: 'notify', to: true })
        return write(caller, raiser, before, steps)
      }),
    set: (caller, raiser, kind, enabled, known) =>
      inTurn(`${raiser.device.id}`, async () => {
        const { enabled: was, notifies } = known()
        const before = { sourceKey: keyOf(raiser), kind, enabled: was, notifies }
        return write(caller, raiser, before, [{ what: 'enable', to: enabled }])
      }),
    restore: (caller, raiser, kind, { enabled, notifies }) =>
      inTurn(`${raiser.device.id}`, async () => {
        const before = await present(raiser, kind)
        const steps: Step[] = []
        if (enabled !== null && enabled !== before.enabled) steps.push({ what: 'enable', to: enabled })
        if (notifies !== null && notifies !== before.notifies) steps.push({ what: 'notify', to: notifies })
        return write(caller, raiser, before, steps)
      }),
  }
}
